"""What a file of others holds before anybody asks what it is about: numbered rows of named cells, and maybe their shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from planner.domain.geo import Point
from planner.domain.table_cells import Read

MOST_ROWS = 50_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: the key of the sentence and what fills it.

    A `doubt` can come in all the same, without what is in doubt, if somebody says so; a `note` says only how a thing was
    understood.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    doubt: bool = False
    note: bool = False


@dataclass(frozen=True)
class SourceRow:
    """A row, numbered as a person counts it: the line of a table, the feature of a GeoJSON.

    `shape`: its checked geometry; `unread`: columns whose cell is a formula without a value, or an error.
    """

    number: int
    cells: Mapping[str, Read]
    shape: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = ()
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """All of it; `columns` in their order. `has_shapes`: where each lies is said beside the cells."""

    columns: Sequence[str]
    rows: Sequence[SourceRow]
    has_shapes: bool = False
    notes: Sequence[Problem] = ()


@dataclass(frozen=True)
class ReadRow:
    """A row as it would come in. `said` holds our fields; `shape` is the outline of a district, or the line or area of
    what was repaired. `is_same` is the number of an
    earlier row that says the same.
    """

    row: int
    name: str
    point: Point | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    shape: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = ()

    @property
    def is_bad(self) -> bool:
        """Whether it cannot come in."""
        return any(not each.doubt and not each.note for each in self.problems)

    @property
    def is_doubtful(self) -> bool:
        """Whether it comes in only if somebody says so."""
        return not self.is_bad and any(each.doubt for each in self.problems)

    def beside(self, *more: Problem) -> "ReadRow":
        """The same with more that is wrong."""
        return replace(self, problems=[*self.problems, *more])
