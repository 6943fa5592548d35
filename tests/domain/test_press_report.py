"""The days of a report: whole years, the year before, what an address asks for."""

from datetime import date

import pytest

from planner.domain.press_report import ReportSpan, span_asked

TODAY = date(2026, 11, 29)
HALF = ReportSpan(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("span", "year", "within"),
    [
        (ReportSpan.of_year(2016), 2016, [2016]),
        (HALF, None, []),
        (ReportSpan(date(2025, 7, 1), date(2027, 12, 31)), None, [2026, 2027]),
        (ReportSpan(date(2025, 1, 1), date(2027, 12, 30)), None, [2025, 2026]),
        (ReportSpan(date(2026, 1, 1), date(2026, 1, 1)), None, []),
    ],
)
def test_span_knows_which_years_it_is_and_holds(span: ReportSpan, year: int | None, within: list[int]) -> None:
    assert (span.whole_year, list(span.years_within())) == (year, within)


def test_year_before_is_the_same_days() -> None:
    assert ReportSpan.of_year(2017).year_before == ReportSpan.of_year(2016)
    leap = ReportSpan(date(2024, 2, 29), date(2024, 2, 29))
    assert leap.year_before == ReportSpan(date(2023, 2, 28), date(2023, 2, 28))
    assert HALF.day_after == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("query", "span"),
    [
        ({"year": "2016"}, ReportSpan.of_year(2016)),
        ({"first": "2026-01-01", "last": "2026-06-30"}, HALF),
        ({}, ReportSpan.of_year(2026)),
        ({"year": "x"}, ReportSpan.of_year(2026)),
        ({"year": "99999999999"}, ReportSpan.of_year(2026)),
        ({"year": "1200"}, ReportSpan.of_year(2026)),
        ({"first": "2026-06-30", "last": "2026-01-01"}, ReportSpan.of_year(2026)),
        ({"first": "2000-01-01", "last": "2026-01-01"}, ReportSpan.of_year(2026)),
        ({"first": "2026-01-01"}, ReportSpan.of_year(2026)),
    ],
)
def test_address_asks_for_days_and_gets_this_year_for_what_it_cannot_mean(
    query: dict[str, str], span: ReportSpan
) -> None:
    assert span_asked(query, TODAY) == span
