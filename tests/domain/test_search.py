"""Tests of `planner.domain.search`: what is typed into the search box and what it is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.search import (
    Search,
    Term,
    asked_number,
    forms_of,
    searchable,
    searched_number,
    searched_words,
    typed_tokens,
)
from planner.domain.stems import composed


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


@given(st.text(max_size=80), st.text(max_size=8))
def test_marked_pieces_are_the_text(text: str, typed: str) -> None:
    search = Search(tuple(tuple(forms_of(token)) for token in typed_tokens(typed)))

    assert "".join(piece for piece, _ in search.marked(text)) == composed(text)


def test_excerpt_stands_around_the_first_word_that_was_found() -> None:
    search = Search(((Term("фонар"),),))
    text = "Дорога у школы разбита, тротуара нет, а вечером не горит ни один фонарь до самой остановки автобуса"

    told = "".join(piece for piece, _ in search.excerpt(text, 40))

    assert told == "…не горит ни один фонарь до самой…"
    assert search.excerpt("Дорога разбита", 40) == ()


@pytest.mark.parametrize(
    ("typed", "number"), [("№ АМ-26/15", "ам2615"), ("#148", "148"), ("АМ-26/15", ""), ("№", ""), ("", "")]
)
def test_asked_number_is_one_that_cannot_be_a_house(typed: str, number: str) -> None:
    assert asked_number(typed) == number


def test_typed_tokens_leave_out_what_others_would_leave_out() -> None:
    assert [token.folded for token in typed_tokens("на ул. Горького, дом 5")] == ["горького", "5"]
    assert [token.folded for token in typed_tokens("на ул.")] == ["на", "улица"]
