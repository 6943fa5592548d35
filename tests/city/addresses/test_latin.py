"""Tests of `planner.city.addresses.latin`."""

import pytest

from planner.city.addresses.latin import (
    as_it_looks,
    in_cyrillic,
    on_the_latin_keyboard,
    on_the_other_keyboard,
    skeleton_of,
    without_lookalikes,
)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("lenina", "ленина"),
        ("pushkina", "пушкина"),
        ("shchorsa", "щорса"),
        ("gor'kogo", "горького"),
        ("zhukova", "жукова"),
        ("oktyabrskaya", "октябрская"),
        ("ulitsa lenina", "улица ленина"),
        ("ленина", "ленина"),
    ],
)
def test_latin_letters_as_they_sound(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("cyrillic", "spellings"),
    [
        ("зейская", ("zeyskaya", "zeiskaia", "zejskaja", "zeyskaia")),
        ("пионерская", ("pionerskaya", "pionerskaia")),
        ("муравьева", ("muravyova", "muravyeva", "muravieva")),
        ("чайковского", ("chaykovskogo", "chaikovskogo", "tchaikovskogo")),
        ("хабаровская", ("khabarovskaya", "habarovskaya")),
        ("щорса", ("shchorsa", "schorsa", "shorsa")),
        ("россии", ("rossii", "rosii")),
    ],
)
def test_spellings_of_one_word_have_one_skeleton(cyrillic: str, spellings: tuple[str, ...]) -> None:
    assert {skeleton_of(each)[0] for each in spellings} == {skeleton_of(cyrillic)[0]}


def test_both_keyboards() -> None:
    assert on_the_other_keyboard("Gtihtxyfz 5") == "пешречная 5"
    assert on_the_latin_keyboard("дутштф") == "lenina"


def test_letters_that_look_alike() -> None:
    assert without_lookalikes("лeнина abc 5") == "ленина abc 5"
    assert as_it_looks("tomck lenina") == "томск lenina"
