"""The columns of all issues in memory, sorted by place, and how they follow the database.

The database is the truth. Before each answer the rows that changed since are read: they go to a small tail, and the rows
that they replace onto a list of dead ones; a long tail is merged into the base.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, text
from sqlmodel import col, select

from planner.database import Database
from planner.domain.models import Issue
from planner.domain.words import IssueState, Outcome

Ints = NDArray[np.int64]
MERGE_AT = 20_000
_BATCH = 50_000
_REMEMBERED_SEARCHES = 32
STATE_CODES = {state: code for code, state in enumerate(IssueState)}
OUTCOME_CODES = {outcome: code for code, outcome in enumerate((None, *Outcome))}


class Columns(NamedTuple):
    """Issues as arrays of equal length, sorted by `qk`; 0 stands for none, `due` is a day's ordinal, moments are `moment_code`."""

    qk: Ints
    id: NDArray[np.int32]
    state: NDArray[np.uint8]
    internal: NDArray[np.bool_]
    district: NDArray[np.int32]
    category: NDArray[np.int32]
    agency: NDArray[np.int32]
    tour: NDArray[np.int32]
    due: NDArray[np.int32]
    outcome: NDArray[np.uint8]
    raised: Ints
    public_from: Ints

    def rows(self, chosen: Any) -> "Columns":
        """The chosen rows, in the order of `chosen`."""
        return Columns(*(column[chosen] for column in self))


_TYPES = (
    *(np.int64, np.int32, np.uint8, np.bool_, np.int32, np.int32, np.int32, np.int32, np.int32),
    *(np.uint8, np.int64, np.int64),
)


@dataclass(frozen=True)
class Held:
    """What is known at one moment; never changed, so that readers need no lock.

    `dead` are positions in `base`, sorted: rows that were deleted or have moved to `tail`. `place` says where in `base` an
    id is, -1 for nowhere. `version` grows whenever a row changed.
    """

    base: Columns
    tail: Columns
    dead: Ints
    place: NDArray[np.int32]
    version: int

    @property
    def parts(self) -> tuple[tuple[Columns, Ints], ...]:
        """Base and tail, each with its dead positions."""
        return (self.base, self.dead), (self.tail, _NONE)


_NONE: Ints = np.empty(0, np.int64)
T = TypeVar("T")


class Beside(Protocol[T]):
    """Reads what is kept beside the issues: all of it where nothing is known, else what is `known` with these issues read anew."""

    def __call__(self, connection: Connection, known: T | None, changed: Ints, /) -> T: ...


class IssueColumns:
    """The columns of one database; one object serves all threads of a process.

    It reads on connections of its own, so that it never sees what a transaction may still take back.
    """

    def __init__(self, database: Database, *, merge_at: int = MERGE_AT) -> None:
        """Nothing is read yet; a tail of more than `merge_at` rows is merged."""
        self._engine = database.engine
        self._merge_at = merge_at
        self._lock = Lock()
        self._held: Held | None = None
        self._mark = 0
        self._first: tuple[int, str] | None = None
        self._beside: dict[Any, Any] = {}
        self._searches: OrderedDict[str, tuple[int, Ints]] = OrderedDict()

    def current(self) -> Held:
        """The columns with everything that was committed before the call."""
        with self._lock, self._engine.connect() as connection:
            return self._follow(connection)

    def with_beside(self, read: Beside[T]) -> tuple[Held, T]:
        """The columns, and what `read` keeps beside them, which follows them from the first time on that somebody asks.

        Every change of an instruction marks its issue, so that rows which belong to issues are followed by the same mark.
        """
        with self._lock, self._engine.connect() as connection:
            held = self._follow(connection)
            if read not in self._beside:
                self._beside[read] = read(connection, None, _NONE)
            kept: T = self._beside[read]
            return held, kept

    def _follow(self, connection: Connection) -> Held:
        changes = _CHANGES[connection.dialect.name]
        if self._is_emptied(connection):
            self._held, self._first = None, None
            self._searches.clear()
            self._beside.clear()
        if self._held is None:
            _, self._mark = changes(connection, _NOTHING_NEW)
            self._held = _loaded(connection)
        else:
            rows, mark = changes(connection, self._mark)
            if rows:
                changed = np.array([row.id for row in rows], np.int64)
                beside = {read: read(connection, known, changed) for read, known in self._beside.items()}
                self._held, self._beside = _applied(self._held, rows, self._merge_at), beside
            self._mark = mark
        if self._first is None:
            first = connection.execute(text("SELECT id, uid FROM issue ORDER BY id LIMIT 1")).one_or_none()
            self._first = None if first is None else (first.id, first.uid)
        return self._held

    def _is_emptied(self, connection: Connection) -> bool:
        """Whether all issues went at once, as those of the demo city do: no mark of a change tells of rows that are gone."""
        if self._first is None:
            return False
        number, uid = self._first
        found = connection.execute(text("SELECT uid FROM issue WHERE id = :id"), {"id": number})
        return found.scalar_one_or_none() != uid

    def ids_matching(self, condition: ColumnElement[bool], version: int) -> Ints:
        """The ids for which a condition on `Issue` holds that is not about these columns; remembered until an issue changes."""
        query = select(Issue.id).where(condition)
        asked = query.compile(self._engine)
        key = f"{asked} {sorted(asked.params.items())}"
        known = self._searches.get(key)
        if known is not None and known[0] == version:
            return known[1]
        ids = self.ids_where(condition)
        with self._lock:
            self._searches[key] = (version, ids)
            while len(self._searches) > _REMEMBERED_SEARCHES:
                self._searches.popitem(last=False)
        return ids

    def ids_where(self, condition: ColumnElement[bool]) -> Ints:
        """The ids of which a condition holds, which no column here can tell."""
        with self._engine.connect() as connection:
            return np.array(connection.execute(select(Issue.id).where(condition)).scalars().all(), np.int64)


_ROWS: Any = select(  # type: ignore[call-overload, misc]
    Issue.qk,
    Issue.id,
    Issue.state,
    Issue.internal,
    Issue.district_id,
    Issue.category_id,
    Issue.agency_id,
    Issue.tour_id,
    Issue.due_on,
    Issue.outcome,
    Issue.created_at,
    Issue.public_from,
    Issue.deleted,
    Issue.rev,
)


_NOTHING_NEW = 2**62
"""A mark above all marks: asks only from where to read next time."""


def _sqlite_changes(connection: Connection, last: int) -> tuple[Sequence[Any], int]:
    """What has a larger mark than `last`: writers are serial, so nothing smaller can appear any more.

    `rev > 0` is said once more for the sake of the partial index.
    """
    if last == _NOTHING_NEW:
        return (), connection.execute(text("SELECT coalesce(max(rev), 0) FROM issue")).scalar_one()
    rows = connection.execute(_ROWS.where(text("rev > :last AND rev > 0")), {"last": last}).all()
    return rows, max((row.rev for row in rows), default=last)


def _postgresql_changes(connection: Connection, last: int) -> tuple[Sequence[Any], int]:
    """What transactions from `last` on have written; a row may come twice.

    Marks are numbers of transactions. All below `xmin` have ended, those still open lie from there on: so the next reading
    begins there. It is asked before the rows, so nothing is lost between the two, in whatever isolation. Numbers from
    `xmax` on were never given in this cluster: they come with a restored dump, and hide no change.
    """
    query = "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
    xmin, xmax = connection.execute(text(query)).one()
    if xmax <= last:
        return (), xmin
    window = text("rev >= :last AND rev > 0 AND rev < :end")
    return connection.execute(_ROWS.where(window), {"last": last, "end": xmax}).all(), xmin


_CHANGES = {"sqlite": _sqlite_changes, "postgresql": _postgresql_changes}


def _loaded(connection: Connection) -> Held:
    result = connection.execution_options(yield_per=_BATCH).execute(_ROWS.where(col(Issue.deleted).is_(False)))
    return _sorted_base(_columns(np.concatenate([_encoded([]), *map(_encoded, result.partitions())])), version=0)


def moment_code(moment: datetime) -> int:
    """A moment after 1970 in microseconds; their order is that of the moments."""
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def moment_of(code: int) -> datetime:
    """The moment of a `moment_code`."""
    return datetime.fromtimestamp(code // 1_000_000, UTC).replace(microsecond=code % 1_000_000)


@lru_cache(maxsize=1)
def columns_of(database: Database) -> IssueColumns:
    """The columns of the one database of this process."""
    return IssueColumns(database)


def _encoded(rows: Sequence[Any]) -> Ints:
    """Rows as a matrix of numbers, in the order of Columns, then `deleted`."""
    numbers = [
        (
            row.qk,
            row.id,
            STATE_CODES[row.state],
            row.internal,
            row.district_id or 0,
            row.category_id,
            row.agency_id or 0,
            row.tour_id or 0,
            row.due_on.toordinal() if row.due_on else 0,
            OUTCOME_CODES[row.outcome],
            moment_code(row.created_at),
            moment_code(row.public_from) if row.public_from else 0,
            row.deleted,
        )
        for row in rows
    ]
    return np.array(numbers, np.int64).reshape(-1, len(_TYPES) + 1)


def _columns(matrix: Ints) -> Columns:
    return Columns(*(matrix[:, at].astype(kind) for at, kind in enumerate(_TYPES)))


def _joined(one: Columns, other: Columns) -> Columns:
    """Both together, sorted."""
    both = Columns(*(np.concatenate([left, right]) for left, right in zip(one, other, strict=True)))
    return both.rows(np.argsort(both.qk, kind="stable"))


def _sorted_base(columns: Columns, version: int) -> Held:
    base = columns.rows(np.argsort(columns.qk, kind="stable"))
    place = np.full(int(base.id.max(initial=0)) + 1, -1, np.int32)
    place[base.id] = np.arange(len(base.id), dtype=np.int32)
    return Held(base, _columns(_encoded([])), _NONE, place, version)


def _applied(held: Held, changed: Sequence[Any], merge_at: int) -> Held:
    """The columns with changed rows in their new state, merged where the tail has become long."""
    matrix = _encoded(changed)
    ids = matrix[:, 1]
    replaced = held.place[ids[ids < len(held.place)]]
    dead = np.union1d(held.dead, replaced[replaced >= 0].astype(np.int64))
    tail = _joined(held.tail.rows(~np.isin(held.tail.id, ids)), _columns(matrix[matrix[:, -1] == 0]))
    if len(tail.id) > merge_at:
        alive = np.delete(np.arange(len(held.base.id)), dead)
        return _sorted_base(_joined(held.base.rows(alive), tail), held.version + 1)
    return Held(held.base, tail, dead, held.place, held.version + 1)
