"""Tests of `planner.domain.search`: what is typed into the search box and what it is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.search import searchable, searched_number, searched_words


@pytest.mark.parametrize(
    ("texts", "folded"),
    [
        (("Ещё ЁЛКА",), "еще елка"),
        (("Яма", "ул.  Ленина,\n5 "), "яма ул. ленина, 5"),
        (("й",), "й"),
        (("№ 148 Straße",), "№ 148 strasse"),
        (("", ""), ""),
    ],
)
def test_searchable_folds(texts: tuple[str, ...], folded: str) -> None:
    assert searchable(*texts) == folded


@given(st.text(max_size=80))
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    folded = searchable(text)

    assert [word for word in searched_words(text) if word not in folded] == []
    assert searchable(folded) == folded


def test_signs_that_nobody_sees_are_not_compared() -> None:
    assert searchable("Тепло\xadсеть\x00 дв\u200bор\ud800") == "теплосеть двор"


def test_searched_words_are_different_and_not_endless() -> None:
    assert searched_words("яма Яма  ЯМА а") == ["яма", "а"]
    assert len(searched_words(" ".join(map(str, range(99))))) == 8


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("148", 148),
        (" № 148 ", 148),
        ("№148", 148),
        ("#148", 148),
        ("0148", None),
        ("148а", None),
        ("14 8", None),
        ("١٤٨", None),
        ("1" * 10, None),
        ("", None),
    ],
)
def test_searched_number(typed: str, number: int | None) -> None:
    assert searched_number(typed) == number
