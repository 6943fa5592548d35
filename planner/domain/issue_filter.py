"""Which issues are wanted: one filter for the list, the map and the exports, and how an address carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self

from planner.domain.errors import Invalid
from planner.domain.words import IssueState, Outcome, Severity

OPEN: Literal["open"] = "open"
RAISED_BY_ME, OF_MY_AGENCY = "raised", "agency"
MINE = (RAISED_BY_ME, OF_MY_AGENCY)
"""What may be called one's own."""
SORTED_BY = ("number", "raised", "due", "supported", "severity", "text", "address", "agency", "state", "late")
"""By what a list may be sorted; with «-» in front from the largest down. Without: overdue first, then by date, then the newest."""
HANDED_OVER, REPORTED, CHECKED, ANSWERED = "handed_over", "reported", "checked", "answered"
COUNTED = (HANDED_OVER, REPORTED, CHECKED, ANSWERED)
"""What the board counts of work: handed over, reported done, looked at, and reported or late."""
DECIDED: Literal["decided"] = "decided"
WITHOUT = ("district", "agency", "both")
LONGEST_SEARCH = 200
MOST_IDS = 500
"""So many issues may be named by their numbers."""
SORTS = (*SORTED_BY, *(f"-{name}" for name in SORTED_BY))
_DAYS = (
    *("raised_from", "raised_to", "due_from", "due_to"),
    *("closed_from", "closed_to", "open_on", "since", "until"),
)
_YEARS = range(1900, 2200)
_TRUE = frozenset({"1", "true", "True"})
_FALSE = frozenset({"", "0", "false", "False"})
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class IssueFilter:
    """Everything that must hold at once; what is None, False or empty does not narrow.

    `state`: one state, or "open" for each that is not closed, "decided" for each that is not new. `agency_id`: responsible now. `text`: what is searched for, as
    `domain.search` understands it. `author`: words of the name of whoever raised it. Days are the city's, the last one with
    them. `mine`: one of MINE. `ids`: these very issues. `sort` is the order of the list, and narrows nothing.
    `twice_late`: an instruction has been late for longer than its term was. `quiet`: open, and for at least so many days nothing
    was done about it. `outcome`: with what it ended; `closed_…`: when; `open_on`: open when that day ended. `without`: in no
    district, nobody's, or both. `counted`: what a figure of the board counts from `since` to `until` of the agency `whose` it was.
    """

    district_id: int | None = None
    agency_id: int | None = None
    category_id: int | None = None
    state: IssueState | Literal["open", "decided"] | None = None
    overdue: bool = False
    tour_id: int | None = None
    text: str = ""
    twice_late: bool = False
    quiet: int | None = None
    severity: Severity | None = None
    author: str = ""
    mine: str = ""
    raised_from: date | None = None
    raised_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    ids: tuple[int, ...] = ()
    sort: str = ""
    outcome: Outcome | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    open_on: date | None = None
    without: str = ""
    counted: str = ""
    since: date | None = None
    until: date | None = None
    whose: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """The filter of an address; parameters that are not the filter's are ignored.

        Raises Invalid("issues.error.filter") with the parameter as field where a value cannot be meant.
        """
        return cls(
            district_id=_id(query, "district"),
            agency_id=_id(query, "agency"),
            category_id=_id(query, "category"),
            state=_state(query),
            overdue=_truth(query, "overdue"),
            tour_id=_id(query, "tour"),
            text=query.get("text", "").strip()[:LONGEST_SEARCH],
            twice_late=_truth(query, "twice_late"),
            quiet=_id(query, "quiet"),
            severity=_severity(query),
            author=query.get("author", "").strip()[:LONGEST_SEARCH],
            mine=_one_of(query, "mine", MINE),
            **{name: _day(query, name) for name in _DAYS},
            ids=_ids(query),
            sort=_one_of(query, "sort", SORTS),
            outcome=Outcome(word) if (word := _one_of(query, "outcome", tuple(Outcome))) else None,
            without=_one_of(query, "without", WITHOUT),
            counted=_one_of(query, "counted", COUNTED),
            whose=_id(query, "whose"),
        )

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that gives this filter; always in the same order, without what does not narrow."""
        given = {
            "district": self.district_id,
            "agency": self.agency_id,
            "category": self.category_id,
            "state": str(self.state) if self.state else None,
            "overdue": "true" if self.overdue else None,
            "tour": self.tour_id,
            "text": self.text or None,
            "twice_late": "true" if self.twice_late else None,
            "quiet": self.quiet,
            "severity": str(self.severity) if self.severity else None,
            "author": self.author or None,
            "mine": self.mine or None,
            **{name: getattr(self, name) for name in _DAYS},
            "outcome": str(self.outcome) if self.outcome else None,
            "without": self.without or None,
            "counted": self.counted or None,
            "whose": self.whose,
            "ids": ",".join(map(str, self.ids)) or None,
            "sort": self.sort or None,
        }
        return {name: str(value) for name, value in given.items() if value is not None}

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        return bool(replace(self, sort="").to_query())


def _id(query: Mapping[str, str], name: str) -> int | None:
    value = query.get(name, "")
    return _number(value, name) if value else None


def _ids(query: Mapping[str, str]) -> tuple[int, ...]:
    numbers = [number for number in query.get("ids", "").split(",") if number]
    return tuple(dict.fromkeys(_number(number, "ids") for number in numbers[:MOST_IDS]))


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value[:11]) <= _LARGEST_ID):
        raise Invalid("issues.error.filter", field=name)
    return int(value)


def _state(query: Mapping[str, str]) -> IssueState | Literal["open", "decided"] | None:
    value = query.get("state", "")
    if value in ("", OPEN):
        return OPEN if value else None
    if value == DECIDED:
        return DECIDED
    try:
        return IssueState(value)
    except ValueError:
        raise Invalid("issues.error.filter", field="state") from None


def _truth(query: Mapping[str, str], name: str) -> bool:
    value = query.get(name, "")
    if value not in _TRUE | _FALSE:
        raise Invalid("issues.error.filter", field=name)
    return value in _TRUE


def _severity(query: Mapping[str, str]) -> Severity | None:
    value = _one_of(query, "severity", tuple(Severity))
    return Severity(value) if value else None


def _one_of(query: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = query.get(name, "")
    if value and value not in words:
        raise Invalid("issues.error.filter", field=name)
    return value


def _day(query: Mapping[str, str], name: str) -> date | None:
    value = query.get(name, "")
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid("issues.error.filter", field=name) from None
    if day.year not in _YEARS:
        raise Invalid("issues.error.filter", field=name)
    return day
