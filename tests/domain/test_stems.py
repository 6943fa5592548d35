"""Tests of `planner.domain.stems`: one form for all forms of a word, and what may be a slip of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.stems import composed, grams_of, looks_like, stem_of, tokens_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("фонари", "фонарь"),
        ("ямы", "яма"),
        ("дворы", "двор"),
        ("горкого", "горького"),
        ("дорогах", "дорога"),
        ("lamps", "lamp"),
    ],
)
def test_stem_is_the_same_for_all_forms(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ёлка", ["елка"]),
        ("УЛ. Горького, д.12а", ["улица", "горького", "дом", "12", "а"]),
        ("пр-т Ленина; Пр. Мира", ["проспект", "ленина", "проспект", "мира"]),
        ("мкр Южный, м-н Северный", ["микрорайон", "южный", "микрорайон", "северный"]),
        ("пер. Уралова, б-р", ["переулок", "уралова", "бульвар"]),
        ("№ АМ-2026/15", ["ам", "2026", "15"]),
        ("б-ры", ["б", "ры"]),
        ("_u тайна", ["u", "тайна"]),
        ("", []),
    ],
)
def test_tokens_fold_case_signs_and_abbreviations(text: str, words: list[str]) -> None:
    assert [token.folded for token in tokens_of(text)] == words


@given(st.text(max_size=60))
def test_words_of_any_text_are_words_alone(text: str) -> None:
    words = words_of(text)

    assert [word for word in words if not word or "_" in word or " " in word or "'" in word or '"' in word] == []
    assert [word for word in words if len(word) > 40] == []


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    text = composed(text)

    ends = [0, *(token.ends for token in tokens_of(text))]
    begins = [token.begins for token in tokens_of(text)]

    assert all(end <= begin for end, begin in zip(ends, begins, strict=False))


@pytest.mark.parametrize(
    ("word", "other", "alike"),
    [
        ("фанар", "фонар", True),
        ("освищен", "освещен", True),
        ("первамайск", "первомайск", True),
        ("фнар", "фонар", True),
        ("фноар", "фонар", True),
        ("пирвамайск", "первомайск", True),
        ("пирвамаиск", "первомайск", False),
        ("фонар", "самар", False),
        ("ям", "яд", False),
        ("двор", "дворец", False),
    ],
)
def test_slips_are_few_and_of_words_that_are_not_short(word: str, other: str, alike: bool) -> None:
    assert looks_like(word, other) is alike


def test_grams_know_where_a_word_begins_and_ends() -> None:
    assert grams_of("яма") == [" ям", "яма", "ма "]
