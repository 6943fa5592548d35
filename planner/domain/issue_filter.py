"""Which issues are wanted: one filter for the list, the map and the exports, and how an address carries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from planner.domain.errors import Invalid
from planner.domain.words import IssueState

OPEN: Literal["open"] = "open"
LONGEST_SEARCH = 200
_TRUE = frozenset({"1", "true", "True"})
_FALSE = frozenset({"", "0", "false", "False"})
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class IssueFilter:
    """Everything that must hold at once; what is None, False or empty does not narrow.

    `state`: one state, or "open" for each that is not closed. `agency_id`: responsible now. `text`: every word of it stands
    in the text or the address, or it is the issue's number. `twice_late`: an instruction has been late for longer than its term
    was. `quiet`: open, and for at least so many days nothing was done about it.
    """

    district_id: int | None = None
    agency_id: int | None = None
    category_id: int | None = None
    state: IssueState | Literal["open"] | None = None
    overdue: bool = False
    tour_id: int | None = None
    text: str = ""
    twice_late: bool = False
    quiet: int | None = None

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
        }
        return {name: str(value) for name, value in given.items() if value is not None}

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.to_query())


def _id(query: Mapping[str, str], name: str) -> int | None:
    value = query.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and 0 < int(value[:11]) <= _LARGEST_ID):
        raise Invalid("issues.error.filter", field=name)
    return int(value)


def _state(query: Mapping[str, str]) -> IssueState | Literal["open"] | None:
    value = query.get("state", "")
    if value in ("", OPEN):
        return OPEN if value else None
    try:
        return IssueState(value)
    except ValueError:
        raise Invalid("issues.error.filter", field="state") from None


def _truth(query: Mapping[str, str], name: str) -> bool:
    value = query.get(name, "")
    if value not in _TRUE | _FALSE:
        raise Invalid("issues.error.filter", field=name)
    return value in _TRUE
