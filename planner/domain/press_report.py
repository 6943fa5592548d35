"""The report of the press office for some days: which figures it has, of which days, and what is beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

YEARS = range(1990, 2200)
MOST_DAYS = 366 * 5


class ReportFigure(StrEnum):
    """What is counted, in the order of the report."""

    RELEASES = "releases"
    PHOTO_REPORTS = "photo_reports"
    FIELD_EVENTS = "field_events"
    PRESS_APPROACHES = "press_approaches"
    ACTIVE_CITIZENS = "active_citizens"
    TOURS = "tours"
    DISTRICTS = "districts"
    RAISED = "raised"
    DECIDED = "decided"
    FIXED = "fixed"
    FIXED_IN_TIME = "fixed_in_time"
    VERIFIED = "verified"
    RETURNED = "returned"


@dataclass(frozen=True)
class ReportSpan:
    """The days of a report, both with it."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> Self:
        """A whole year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def whole_year(self) -> int | None:
        """Which year it is, where it is one."""
        year = self.first.year
        return year if (self.first, self.last) == (date(year, 1, 1), date(year, 12, 31)) else None

    @property
    def year_before(self) -> "ReportSpan":
        """The same days a year earlier; of a 29 February the 28th."""
        return ReportSpan(_year_earlier(self.first), _year_earlier(self.last))

    @property
    def day_after(self) -> date:
        """The first day that is no longer in it."""
        return self.last + timedelta(days=1)

    @property
    def is_fit(self) -> bool:
        """Whether a report can be of it: the days follow one another, and are not too many."""
        days = (self.last - self.first).days
        return self.first.year in YEARS and self.last.year in YEARS and 0 <= days < MOST_DAYS

    def years_within(self) -> range:
        """The years that are wholly in it."""
        first = self.first.year + (self.first > date(self.first.year, 1, 1))
        return range(first, self.last.year + (self.last == date(self.last.year, 12, 31)))


@dataclass(frozen=True)
class ReportFigures:
    """The counts of a span. `outside`: how much of each was counted outside of the planner, and typed; it is in the counts."""

    span: ReportSpan
    counts: Mapping[ReportFigure, int]
    outside: Mapping[ReportFigure, int]


def span_asked(query: Mapping[str, str], today: date) -> ReportSpan:
    """The span of an address (`first`, `last`, or `year`); what it cannot mean is this year."""
    this_year = ReportSpan.of_year(today.year)
    try:
        if "year" in query:
            span = ReportSpan.of_year(int(query["year"]))
        else:
            span = ReportSpan(date.fromisoformat(query["first"]), date.fromisoformat(query["last"]))
    except (KeyError, ValueError, OverflowError):
        return this_year
    return span if span.is_fit else this_year


def _year_earlier(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
