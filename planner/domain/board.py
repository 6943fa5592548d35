"""What the leader's board is made of: figures that add up, and shares that say nothing of too few cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

ENOUGH = 5
"""Of fewer cases no share is told: one case more or less would turn it over."""


class BoardPeriod(StrEnum):
    """How far back the board looks for what was done."""

    MONTH = "month"
    YEAR = "year"
    ALL = "all"


PERIOD_DAYS: Mapping[BoardPeriod, int | None] = {
    BoardPeriod.MONTH: 30,
    BoardPeriod.YEAR: 365,
    BoardPeriod.ALL: None,
}
THE_BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True)
class Span:
    """From the first day up to and with the last."""

    first: date
    last: date

    @property
    def before(self) -> "Span | None":
        """The days just before, as many; None where there is no beginning."""
        if self.first == THE_BEGINNING:
            return None
        length = self.last - self.first
        return Span(self.first - length - timedelta(days=1), self.first - timedelta(days=1))


def span_of(period: BoardPeriod, today: date) -> Span:
    """The days of a period that ends today."""
    days = PERIOD_DAYS[period]
    return Span(THE_BEGINNING if days is None else today - timedelta(days=days - 1), today)


@dataclass(frozen=True)
class Standing:
    """Open issues at present: all, of these past their date, past it for longer than the term was, returned, without an
    instruction, reported, without a move.
    """

    open: int = 0
    overdue: int = 0
    twice_late: int = 0
    returned: int = 0
    new: int = 0
    reported: int = 0
    quiet: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True)
class Discipline:
    """How work was done in a span of days.

    `in_time` and `late` count instructions whose answer is known: reported in these days in time or late, waiting past
    their date on the last of them, or handed over after their date. `days`: how many took how many days from being given to
    the report. `checked` reports were looked at, `found` of them accepted as fixed, and the same did not come
    again at that place. `returned` and `handed_over` count moves.
    """

    in_time: int = 0
    late: int = 0
    found: int = 0
    checked: int = 0
    returned: int = 0
    handed_over: int = 0
    days: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Discipline") -> "Discipline":
        days = {day: self.days.get(day, 0) + other.days.get(day, 0) for day in self.days.keys() | other.days.keys()}
        counts = [each.name for each in fields(self) if each.name != "days"]
        return Discipline(**{name: getattr(self, name) + getattr(other, name) for name in counts}, days=days)

    @property
    def in_time_percent(self) -> int | None:
        """Of those whose answer is known, how many kept their date; None below `ENOUGH`."""
        return percent(self.in_time, self.in_time + self.late)

    @property
    def found_percent(self) -> int | None:
        """ "Reported done / found done": of the reports that were looked at, how many were accepted as fixed."""
        return percent(self.found, self.checked)

    @property
    def usual_days(self) -> int | None:
        """The days in the middle; None below `ENOUGH`."""
        if sum(self.days.values()) < ENOUGH:
            return None
        return round(median(day for day in sorted(self.days) for _ in range(self.days[day])))


@dataclass(frozen=True)
class Month:
    """A month of the trend: raised, ended (of these fixed), and still open when it ended, or today."""

    first: date
    raised: int
    ended: int
    fixed: int
    open: int


@dataclass(frozen=True)
class Round:
    """What became of a tour: raised on it, of these decided, fixed, still open, and fixed within 30 days of it."""

    tour_id: int
    title: str
    on: date
    raised: int
    decided: int
    fixed: int
    open: int
    fixed_soon: int
    soon_until: date

    def soon_percent(self, today: date) -> int | None:
        """The share that was fixed within 30 days, once these are over; None before that, or of too few."""
        return percent(self.fixed_soon, self.raised) if today > self.soon_until else None


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, half up; None of fewer cases than `ENOUGH`."""
    return None if whole < ENOUGH else (200 * part + whole) // (2 * whole)


def month_starts(today: date, months: int) -> list[date]:
    """The first days of the last so many months, this one the last."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - months + 1, number + 1)]
