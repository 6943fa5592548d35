"""How somebody looks at the list of issues: as cards or as a table, of which columns; carried by the address too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode

from planner.domain.issue_filter import IssueFilter

CARDS, TABLE = "cards", "table"
VIEWS = (CARDS, TABLE)
COLUMNS = (
    "text",
    "address",
    "agency",
    "due",
    "state",
    "category",
    "severity",
    "raised",
    "supported",
    "author",
    "external",
    "late",
)
"""The columns that one may choose, in their order; the number stands in front of all."""
USUAL_COLUMNS = COLUMNS[:5]


@dataclass(frozen=True)
class ListView:
    """Cards or a table; `columns` are those of the table, at least one, in the order of COLUMNS."""

    view: str = CARDS
    columns: tuple[str, ...] = USUAL_COLUMNS

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; what it cannot mean counts as not asked."""
        asked = query.get("columns", "").split(",")
        columns = tuple(name for name in COLUMNS if name in asked)
        view = query.get("view", "")
        return cls(view if view in VIEWS else CARDS, columns or USUAL_COLUMNS)

    def to_query(self) -> dict[str, str]:
        """The parameters of an address that asks for it, without what is usual."""
        given = {"view": self.view} if self.view != CARDS else {}
        return given | ({"columns": ",".join(self.columns)} if self.columns != USUAL_COLUMNS else {})


def kept_query(query: Mapping[str, str]) -> str:
    """The filter, order and look of an address in one form, without its page and what is of no list.

    Raises Invalid as `IssueFilter.from_query` does.
    """
    return urlencode(IssueFilter.from_query(query).to_query() | ListView.from_query(query).to_query())


def query_of(kept: str) -> dict[str, str]:
    """The parameters that `kept_query` has put together."""
    return dict(parse_qsl(kept))
