"""Tests of `planner.city.addresses.words`."""

import pytest

from planner.city.addresses.words import house_number, plain_words, readings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ул. Ленина", ["улица", "ленина"]),
        ("Ленина ул", ["ленина", "улица"]),
        ("пр-кт Мира", ["проспект", "мира"]),
        ("б-р Победы", ["бульвар", "победы"]),
        ("мкр. Северный", ["микрорайон", "северный"]),
        ("наб.Амура", ["набережная", "амура"]),
        ("Игнатьевское ш.", ["игнатьевское", "шоссе"]),
        ("пл. Победы", ["площадь", "победы"]),
        ("пер. Святителя", ["переулок", "святителя"]),
        ("улица Муравьёва-Амурского", ["улица", "муравьева", "амурского"]),
        ("ул. им. Ленина", ["улица", "ленина"]),
        ("г. Благовещенск, д.", ["благовещенск"]),
        ("  \t ЁЛКИ… ", ["елки"]),
        ("", []),
    ],
)
def test_words_are_brought_to_one_form(text: str, words: list[str]) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("text", "number", "main"),
    [
        ("133", "133", 133),
        ("д. 133", "133", 133),
        ("12/1", "12/1", 12),
        ("12 / 1", "12/1", 12),
        ("12А", "12а", 12),
        ("12 а", "12а", 12),
        ("12A", "12а", 12),
        ("133к2", "133к2", 133),
        ("133 К2", "133к2", 133),
        ("133 корп. 2", "133к2", 133),
        ("133, корпус 2", None, 0),
        ("133 к. 2 стр. 1", "133к2с1", 133),
        ("007", "7", 7),
        ("б/н", None, 0),
        ("12345", None, 0),
        ("", None, 0),
    ],
)
def test_house_number_has_one_spelling(text: str, number: str | None, main: int) -> None:
    found = house_number(text)

    assert (found.text, found.main) == (number, main) if found else number is None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ул. Ленина 133", (("улица", "ленина"), "133")),
        ("133 Ленина", (("ленина",), "133")),
        ("Ленина, д. 12/1, кв. 5", (("ленина",), "12/1")),
        ("8 Марта 12", (("8", "марта"), "12")),
        ("50-летия Октября 7", (("50", "летия", "октября"), "7")),
        ("1-я Колхозная", (("1", "я", "колхозная"), None)),
        ("Ленина 133 к 2", (("ленина",), "133к2")),
    ],
)
def test_last_number_is_taken_for_the_house_first(text: str, first: tuple[tuple[str, ...], str | None]) -> None:
    reading = readings(text)[0]

    assert (reading.words, reading.house.text if reading.house else None) == first
