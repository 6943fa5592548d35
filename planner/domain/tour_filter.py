"""Which tours and events are wanted: one filter for the list and the calendar, and how an address carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from planner.domain.words import TourKind, TourState

LONGEST_SEARCH = 200
YEARS = range(1900, 2200)
_LARGEST_ID = 2**31 - 1
LIST, MONTH, WEEK, YEAR = "list", "month", "week", "year_figures"
VIEWS = (LIST, MONTH, WEEK, YEAR)


class Period(StrEnum):
    """Which of them the list has: those to come or under way, those that are over or cancelled, all, deleted drafts."""

    COMING = "coming"
    PAST = "past"
    ALL = "all"
    DELETED = "deleted"


@dataclass(frozen=True)
class TourFilter:
    """Everything that must hold at once; what is None or empty does not narrow.

    `text` is looked for in the title, the places, the leader's name. `district_id`: a stop lies there. `year` is the city's.
    """

    text: str = ""
    kind: TourKind | None = None
    leader_id: int | None = None
    district_id: int | None = None
    state: TourState | None = None
    year: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """The filter of an address; what cannot be meant counts as not asked."""
        year = _number(query, "year")
        return cls(
            text=query.get("text", "").strip()[:LONGEST_SEARCH],
            kind=next((each for each in TourKind if each == query.get("kind")), None),
            leader_id=_number(query, "leader"),
            district_id=_number(query, "district"),
            state=next((each for each in TourState if each == query.get("state")), None),
            year=year if year in YEARS else None,
        )

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that gives this filter; always in the same order, without what does not narrow."""
        given = {
            "text": self.text,
            "kind": self.kind,
            "leader": self.leader_id,
            "district": self.district_id,
            "state": self.state,
            "year": self.year,
        }
        return {name: str(value) for name, value in given.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.to_query())

    def without(self, name: str) -> Self:
        """The same without one parameter."""
        query = self.to_query()
        query.pop(name, None)
        return replace(self, **vars(type(self).from_query(query)))


@dataclass(frozen=True)
class TourView:
    """How somebody looks at them: as a list of a period, as the month or week of a day, as the figures of a year."""

    view: str = LIST
    period: Period = Period.COMING
    day: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as not asked."""
        view = query.get("view", LIST)
        period = next((each for each in Period if each == query.get("period")), Period.COMING)
        return cls(view if view in VIEWS else LIST, period, _day(query.get("day", "")))

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that asks for it, without what is usual."""
        given = {"view": self.view} if self.view != LIST else {}
        given |= {"period": self.period.value} if self.period is not Period.COMING else {}
        return given | ({"day": self.day.isoformat()} if self.day is not None else {})


def days_of_view(view: str, day: date) -> tuple[date, date]:
    """The first and the last day that are drawn: whole weeks from Monday, of the day's month or of the day alone."""
    first, last = (day, day) if view == WEEK else (day.replace(day=1), next_month(day) - timedelta(days=1))
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def next_month(day: date) -> date:
    """The first day of the month after the day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def turned(view: str, day: date, by: int) -> date:
    """The day on which the week or the month before (-1) or after (1) is looked at."""
    if view == WEEK:
        return day + timedelta(weeks=by)
    return next_month(day) if by > 0 else (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _number(query: Mapping[str, str], name: str) -> int | None:
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and 0 < int(value[:11]) <= _LARGEST_ID else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None
