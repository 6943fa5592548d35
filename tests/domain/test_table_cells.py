"""What a cell means does not depend on the program that has saved it."""

from datetime import date, datetime

import pytest

from planner.domain.table_cells import Read, as_day, as_number, as_text, as_whole

DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime.fromisoformat("2026-12-31"), 46387, 46387.0, "46387", "31.12.2026", "2026-12-31", "31/12/2026"],
)
def test_day_is_read_however_it_was_saved(cell: Read) -> None:
    assert as_day(cell) == DAY


@pytest.mark.parametrize("cell", ["31.02.2026", "tomorrow", 5, -1, 1e9, 46387.5])
def test_what_is_no_day_is_refused(cell: Read) -> None:
    with pytest.raises(ValueError, match=r".*"):
        as_day(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [(5, 5), ("5,25", 5.25), ("1\u00a0234,5", 1234.5), (" -7 ", -7), ("№ 12", 12), ("", None), (None, None)],
)
def test_number_is_read_however_it_was_typed(cell: Read, number: float | None) -> None:
    assert as_number(cell) == number


@pytest.mark.parametrize("cell", ["five", "nan", "inf", "1.2.3", DAY])
def test_what_is_no_number_is_refused(cell: Read) -> None:
    with pytest.raises(ValueError, match=r".*"):
        as_number(cell)


def test_whole_number_has_no_fraction() -> None:
    assert (as_whole("12,0"), as_whole(None)) == (12, None)
    with pytest.raises(ValueError, match=r".*"):
        as_whole(1.5)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("x", "x"),
        (12.0, "12"),
        (0.5, "0.5"),
        (DAY, "31.12.2026"),
        (datetime.fromisoformat("2026-01-02T03:04"), "02.01.2026 03:04"),
    ],
)
def test_text_stands_as_on_paper(cell: Read, text: str) -> None:
    assert as_text(cell) == text
