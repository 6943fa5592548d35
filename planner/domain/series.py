"""A series: on which days something comes again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any, Self

from planner.domain.errors import Invalid
from planner.domain.tour_filter import next_month

MOST_DAYS = 53
MOST_WEEKS = 52
LAST = -1
"""The last such day of the month."""
NUMBERS = (1, 2, 3, 4, LAST)


class SeriesKind(StrEnum):
    """By what a series counts: every so many weeks, or a certain weekday of each month."""

    WEEKS = "weeks"
    MONTHS = "months"


class OffDays(StrEnum):
    """What becomes of a day that is off: it stays, moves to the working day before or after, or is left out."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"
    SKIP = "skip"


@dataclass(frozen=True)
class SeriesRule:
    """`every` so many weeks or months, on `weekday` (Monday is 0); of a month the `number`th such day, LAST: the last."""

    kind: SeriesKind
    weekday: int
    every: int = 1
    number: int = LAST

    def to_data(self) -> dict[str, Any]:
        """As it is stored."""
        return {"kind": self.kind.value, "weekday": self.weekday, "every": self.every, "number": self.number}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """What `to_data` has written."""
        return cls(SeriesKind(data["kind"]), data["weekday"], data["every"], data["number"])


def check_rule(rule: SeriesRule, count: int) -> None:
    """Invalid with the field at fault: a step below 1 or over 52, a count below 1 or over 53."""
    if not 1 <= rule.every <= MOST_WEEKS:
        raise Invalid("series.error.every", field="every", most=MOST_WEEKS)
    if not 1 <= count <= MOST_DAYS:
        raise Invalid("series.error.count", field="count", most=MOST_DAYS)


def days_of(rule: SeriesRule, after: date, count: int) -> Sequence[date]:
    """The first `count` days of the rule that are later than `after`."""
    return list(islice(_days(rule, after), count))


def nth_of_month(day: date) -> int:
    """Which such weekday of its month a day is: 1 to 4, LAST for the last one."""
    return LAST if (day + timedelta(weeks=1)).month != day.month else (day.day - 1) // 7 + 1


def moved_off(days: Sequence[date], is_working: Callable[[date], bool], choice: OffDays) -> Sequence[tuple[date, date]]:
    """Each day with the day that it takes place on, as was chosen for days off; those that are left out are missing.

    Two that fall on one day are one.
    """
    found: dict[date, date] = {}
    for day in days:
        kept = day if is_working(day) else _moved(day, is_working, choice)
        if kept is not None and kept not in found.values():
            found[day] = kept
    return list(found.items())


def _moved(day: date, is_working: Callable[[date], bool], choice: OffDays) -> date | None:
    match choice:
        case OffDays.KEEP:
            return day
        case OffDays.SKIP:
            return None
        case OffDays.BEFORE:
            step = -1
        case OffDays.AFTER:
            step = 1
    near = (day + timedelta(days=step * number) for number in range(1, 32))
    return next((each for each in near if is_working(each)), day)


def _days(rule: SeriesRule, after: date) -> Iterator[date]:
    if rule.kind is SeriesKind.WEEKS:
        day = after + timedelta(days=(rule.weekday - after.weekday()) % 7 or 7 * rule.every)
        while True:
            yield day
            day += timedelta(weeks=rule.every)
    month = after.replace(day=1)
    while True:
        day = _in_month(rule, month)
        if day > after:
            yield day
            for _ in range(rule.every - 1):
                month = next_month(month)
        month = next_month(month)


def _in_month(rule: SeriesRule, month: date) -> date:
    first = month + timedelta(days=(rule.weekday - month.weekday()) % 7)
    if rule.number != LAST:
        return first + timedelta(weeks=rule.number - 1)
    last = next_month(month) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - rule.weekday) % 7)
