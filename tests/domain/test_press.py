"""The rules of a release: what was changed in it, which of its numbers are old, which lines are closed, who is named."""

from datetime import date

import pytest

from planner import links
from planner.domain.press import (
    OPEN_PAGES,
    Change,
    Figures,
    Offer,
    OldNumber,
    OpenLink,
    OpenPart,
    Piece,
    Wording,
    compared,
    links_in,
    named_in,
    nearest,
    old_numbers,
    pieces_of,
    with_site,
    without_lines_of,
)

THEN, NOW = Figures(stops=5, raised=12, fixed=5), Figures(stops=5, raised=14, fixed=6)
SAID = {"stops": "5 остановок", "raised": "12 замечаний", "fixed": "уже исправлено 5"}
ANEW = {"stops": "5 остановок", "raised": "14 замечаний", "fixed": "уже исправлено 6"}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("5 остановок, 12 замечаний, уже исправлено 5.", ["raised", "fixed"]),
        ("5 остановок, 14 замечаний, уже исправлено 6.", []),
        ("Жители назвали 12 бед.", ["raised"]),
        ("Исправили 5 из 14 замечаний.", ["fixed"]),
        ("Двенадцать замечаний.", []),
        ("112 замечаний, 12,5 км, 12.11.2026 в 12:30, дом № 12, /open/issues/12", []),
        ("Объезд 12 ноября 2026", []),
        ("12 замечаний, а всего 14 замечаний", ["raised"]),
        ("УЖЕ ИСПРАВЛЕНО 5", ["fixed"]),
        ("", []),
    ],
)
def test_number_is_old_while_it_stands_in_the_text_and_the_data_say_otherwise(text: str, figures: list[str]) -> None:
    found = old_numbers(text, SAID, THEN, NOW, ANEW)

    assert [each.figure for each in found] == figures


def test_old_number_says_both_numbers() -> None:
    [found] = old_numbers("12 замечаний", SAID, THEN, NOW, ANEW)

    assert found == OldNumber("raised", in_text=12, in_data=14)


def test_texts_are_compared_word_by_word() -> None:
    pieces = compared("Нашли 12 ям.", "Нашли 14 ям!")

    assert pieces == [
        Piece(Change.SAME, "Нашли "),
        Piece(Change.REMOVED, "12"),
        Piece(Change.ADDED, "14"),
        Piece(Change.SAME, " ям"),
        Piece(Change.REMOVED, "."),
        Piece(Change.ADDED, "!"),
    ]


def test_same_text_has_no_change() -> None:
    assert [piece.change for piece in compared("Одно\n\nи то же", "Одно\n\nи то же")] == [Change.SAME]


def test_text_was_made_of_the_most_alike() -> None:
    assert nearest("Объезд центра: 14 ям", ["Итоги недели", "Объезд центра: 12 ям"]) == "Объезд центра: 12 ям"
    assert nearest("Что-то", []) == ""


def test_links_are_found_once_each_and_the_list_of_a_tour_is_the_tour() -> None:
    text = "См. /open/issues/12, ещё раз /open/issues/12. Все: /open/issues?tour=3 и /open/tours/3. /open/data — нет."

    assert links_in(text) == [OpenLink(OpenPart.ISSUES, 12), OpenLink(OpenPart.TOURS, 3)]


def test_pages_in_texts_are_those_of_the_site() -> None:
    assert links.OPEN_ISSUE.to(number=5).removesuffix("issues/5") == OPEN_PAGES


def test_line_that_names_what_is_closed_is_left_out() -> None:
    text = "Начало.\n\n— Яма. /open/issues/12\n— Свет. /open/issues/13\n\nКонец."

    assert without_lines_of(text, [OpenLink(OpenPart.ISSUES, 12)]) == "Начало.\n\n— Свет. /open/issues/13\n\nКонец."
    assert without_lines_of(text, []) == text


def test_addresses_get_their_site_where_the_text_leaves_it() -> None:
    text = "Яма: /open/issues/12."

    assert with_site(text, "https://city.ru") == "Яма: https://city.ru/open/issues/12."
    assert pieces_of(text) == [("Яма: ", False), ("/open/issues/12", True), (".", False)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Яму показала Анна Иванова.", True),
        ("Спросили Иванову Анну Петровну", True),
        ("Анны Петровны не было", True),
        ("Дом на улице Иванова", False),
        ("Анна. И рядом — Петров", False),
        ("", False),
    ],
)
def test_resident_is_named_by_two_words_of_the_name_in_any_case(text: str, told: bool) -> None:
    assert bool(named_in(text, ["Иванова Анна Петровна", "Пётр"])) is told


def test_offer_is_read_as_it_was_kept() -> None:
    ru = Wording(("А", "Б", "В"), ("а", "б", "в"), "Текст", {"raised": "1 замечание"})
    offer = Offer(Figures(1, 2, 3, 4, 5, date(2026, 12, 1), None), ru, ru)

    assert Offer.from_data(offer.to_data()) == offer
