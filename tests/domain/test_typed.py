"""Tests of `planner.domain.typed`: typed text made fit to keep."""

import pytest

from planner.domain.errors import Invalid
from planner.domain.typed import typed_line, typed_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Яма\r\nу дома\r ", "Яма\nу дома"),
        ("а\tб", "а\tб"),
        ("нуль\x00 и \ud800половина\x7f", "нуль и половина"),
        ("<b>&amp;", "<b>&amp;"),
        ("семья 👨‍👩‍👧", "семья 👨‍👩‍👧"),
    ],
)
def test_typed_text_keeps_what_is_seen(typed: str, kept: str) -> None:
    assert typed_text(typed, field="text", longest=100) == kept


def test_typed_line_is_one_line() -> None:
    assert typed_line(" ул.\nЛенина,\t 5\x00 ", field="address", longest=100) == "ул. Ленина, 5"


@pytest.mark.parametrize("check", [typed_text, typed_line])
def test_typed_text_that_is_too_long_is_refused(check: object) -> None:
    assert check("я" * 5 + "  ", field="text", longest=5) == "я" * 5  # type: ignore[operator]

    with pytest.raises(Invalid) as refusal:
        check("я" * 6, field="text", longest=5)  # type: ignore[operator]

    assert (refusal.value.key, refusal.value.field, dict(refusal.value.values)) == (
        "typed.error.too_long",
        "text",
        {"n": 5},
    )
