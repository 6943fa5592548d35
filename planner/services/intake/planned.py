"""What a file would do here: each row is new, a change, known already, doubtful or bad."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from planner.domain.geo import Point
from planner.domain.permissions import Action
from planner.render.reading.source import ReadRow

RIGHTS: Mapping[str, Action] = {
    "places": Action.MANAGE_PLACES,
    "facilities": Action.KEEP_LAYER,
    "districts": Action.MANAGE_CITY,
    "agencies": Action.MANAGE_AGENCIES,
    "people": Action.MANAGE_PEOPLE,
    "issues": Action.IMPORT_TABLES,
    "repairs": Action.MANAGE_PLACES,
}
"""Who may bring in what; `require_intake` asks it of the layer, too."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    KNOWN = "known"
    DOUBT = "doubt"
    BAD = "bad"


@dataclass(frozen=True)
class Planned:
    """A row and what becomes of it; `wanted` is what is stored, `id` the district or the facility that changes."""

    row: ReadRow
    fate: Fate
    point: Point | None = None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True)
class IntakePlan:
    """All rows of a file of `kind`; `category_id` is the topic of issues that name none, `layer_id` the layer of facilities."""

    kind: str
    rows: Sequence[Planned]
    category_id: int | None = None
    layer_id: int | None = None

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return sum(each.fate is fate for each in self.rows)

    def coming(self, *, doubtful: bool) -> list[Planned]:
        """The rows that would be written; with the doubtful ones or without."""
        wanted = {Fate.NEW, Fate.CHANGE, *([Fate.DOUBT] if doubtful else [])}
        return [each for each in self.rows if each.fate in wanted]


def fate_of(row: ReadRow, *, known: bool, changes: bool = False) -> Fate:
    """Bad rows first, then those that are here already, then doubtful ones."""
    if row.is_bad:
        return Fate.BAD
    if known:
        return Fate.KNOWN
    if row.is_doubtful:
        return Fate.DOUBT
    return Fate.CHANGE if changes else Fate.NEW
