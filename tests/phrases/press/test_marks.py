"""What is marked in a release that was edited, and which of its numbers are told to be old."""

from datetime import UTC, datetime
from typing import Any

from planner.domain.models import Release
from planner.domain.press import Change, Figures, Offer, OldNumber, Wording
from planner.i18n import translator
from planner.phrases.press.marks import changed_lines, marks_of, old_numbers_of

T = translator("ru", "Asia/Yakutsk")
AT = datetime(2026, 11, 27, tzinfo=UTC)
RU = Wording(
    ("Итоги", "Центр: 12 замечаний"), ("Вводка",), "Было 12 замечаний.\nЕщё строка.", {"raised": "12 замечаний"}
)
EN = Wording(("Outcome",), ("Lead",), "12 issues.", {"raised": "12 issues"})
OFFER = Offer(Figures(raised=12), RU, EN)


def a_release(**texts: str) -> Release:
    """One that was made out of the data and edited."""
    given: dict[str, Any] = OFFER.texts | texts
    return Release(offered=OFFER.to_data(), made_at=AT, changed_at=AT, **given)


def test_text_as_it_was_made_has_no_mark() -> None:
    assert marks_of(a_release()) == {}
    assert marks_of(a_release(title="Центр: 12 замечаний")) == {}
    assert marks_of(Release(title="По-своему", made_at=AT, changed_at=AT)) == {}


def test_lines_that_were_changed_are_marked_alone() -> None:
    [line] = marks_of(a_release(body="Было 13 замечаний.\nЕщё строка."))["body"]

    assert [(piece.change, piece.text) for piece in line] == [
        (Change.SAME, "Было "),
        (Change.REMOVED, "12"),
        (Change.ADDED, "13"),
        (Change.SAME, " замечаний."),
    ]


def test_line_that_was_put_in_or_taken_out_is_marked() -> None:
    kinds = [[piece.change for piece in line] for line in changed_lines("Раз\nДва", "Раз\nДва\nТри")]

    assert kinds == [[Change.ADDED]]


def test_number_that_the_data_have_changed_is_told_once_for_both_languages() -> None:
    assert old_numbers_of(T, a_release(), Figures(raised=14)) == [OldNumber("raised", 12, 14)]
    assert old_numbers_of(T, a_release(), Figures(raised=12)) == []
    mended = a_release(body="Было 14 замечаний.", body_en="14 issues.")
    assert old_numbers_of(T, mended, Figures(raised=14)) == []
    assert old_numbers_of(T, a_release(), None) == []
