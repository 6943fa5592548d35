"""The map for looking: what is in view, counted by cell, from columns in memory; single issues in full."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.cells import cells_of, level_for, point_of
from planner.domain.errors import Invalid
from planner.domain.geo import MAP_ZOOM, Box, is_on_earth, morton
from planner.domain.issue_filter import DECIDED, OPEN, IssueFilter
from planner.domain.issue_look import WAITING_FOR_AGENCY, IssueLook, look_of
from planner.domain.models import Category, Issue
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.words import OPEN_ISSUE_STATES, IssueState, Outcome
from planner.services.access.scopes import issues_visible_to
from planner.services.city.city import get_city
from planner.services.deadlines.trouble import troubles_wanted
from planner.services.issues.columns import STATE_CODES, Columns, Held, Ints, IssueColumns
from planner.services.issues.list import conditions_beside_columns

Mask = NDArray[np.bool_]
_WAITING = np.array([state in WAITING_FOR_AGENCY for state in STATE_CODES])
_OPEN = np.array([state in OPEN_ISSUE_STATES for state in STATE_CODES])
CLOSEST_ZOOM = 18
"""From here on a group does not come apart by zooming in, so it lists its issues."""
LISTED = 20
MARK_PIXELS = 50
"""Marks on the map are 44 to 56 pixels wide."""


@dataclass(frozen=True)
class Pin:
    """One issue on the map."""

    id: int
    lat: float
    lon: float
    line: list[list[float]] | None
    look: IssueLook
    outcome: Outcome | None
    due_on: date | None
    category: str
    address: str


@dataclass(frozen=True)
class Cluster:
    """Several issues in one cell; at the closest zoom `pins` are the first of them."""

    lat: float
    lon: float
    count: int
    overdue: int
    pins: Sequence[Pin]


@dataclass(frozen=True)
class MapView:
    """What a view shows: `in_view` of the `total` issues that match."""

    total: int
    in_view: int
    pins: Sequence[Pin]
    clusters: Sequence[Cluster]


@dataclass(frozen=True)
class Cell:
    """What lies in a square of the map, or in several whose marks would cover each other: at `qk`, with the first of its ids."""

    count: int
    overdue: int
    ids: Sequence[int]
    qk: int


class Sieve(Protocol):
    """Says which rows of columns count."""

    def holds(self, part: Columns, rows: slice, dead: Ints) -> Mask:
        """Which of the rows match."""

    def overdue(self, part: Columns, rows: Any) -> Mask:
        """Which of the rows are overdue."""


def view_issues(
    session: Session, actor: Actor, columns: IssueColumns, wanted: IssueFilter, *, box: Box, zoom: int, today: date
) -> MapView:
    """The same issues as `list_issues` of the same filter, those in the cells that `box` touches, for the same actor.

    Raises Invalid("issues.error.view") for a box that is none.
    """
    require(actor, Action.SEE_ISSUE, Subject())
    _check(box)
    held = columns.current()
    sieve = _Sieve(session, actor, columns, held, wanted, today)
    total = sum(int(np.count_nonzero(sieve.holds(part, slice(None), dead))) for part, dead in held.parts)
    listed = LISTED if zoom >= CLOSEST_ZOOM else 1
    cells = cells_apart(count_cells(held, sieve, list(cells_of(box, level_for(box, zoom))), listed), zoom)
    pins = _pins(session, actor, [i for cell in cells for i in cell.ids if cell.count == 1 or listed > 1], today)
    return MapView(
        total=total,
        in_view=sum(cell.count for cell in cells),
        pins=[pins[cell.ids[0]] for cell in cells if cell.count == 1 and cell.ids[0] in pins],
        clusters=[_cluster(cell, pins) for cell in cells if cell.count > 1],
    )


def extent_of_issues(
    session: Session, actor: Actor, columns: IssueColumns, wanted: IssueFilter, *, today: date
) -> Box | None:
    """The smallest box of tiles around all that matches; None where nothing does."""
    require(actor, Action.SEE_ISSUE, Subject())
    held = columns.current()
    sieve = _Sieve(session, actor, columns, held, wanted, today)
    found = [part.qk[sieve.holds(part, slice(None), dead)] for part, dead in held.parts]
    return box_of(np.concatenate(found))


class _Sieve:
    """The filter and the actor's rights as masks over columns; says the same as `list.matches` and `scopes`."""

    def __init__(
        self, session: Session, actor: Actor, columns: IssueColumns, held: Held, wanted: IssueFilter, today: date
    ) -> None:
        self._wanted = wanted
        self._today = today.toordinal()
        beside = conditions_beside_columns(session, actor, wanted)
        self._found = columns.ids_matching(and_(*beside), held.version) if beside else None
        troubles = troubles_wanted(wanted, today, get_city(session).timezone)
        self._troubled = columns.ids_where(and_(*troubles)) if troubles else None
        self._internal: Ints | None = None  # None: all of them
        if not may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed:
            own = select(Issue.id).where(issues_visible_to(actor), col(Issue.internal).is_(True))
            self._internal = np.array(session.exec(own).all(), np.int64)

    def holds(self, part: Columns, rows: slice, dead: Ints) -> Mask:
        """Which of the rows match."""
        mask: Mask = np.ones(len(part.id[rows]), np.bool_)
        start = rows.start or 0
        within = dead[np.searchsorted(dead, start) : np.searchsorted(dead, start + len(mask))]
        mask[within - start] = False
        for condition in self._conditions(part, rows):
            mask &= condition
        return mask

    def overdue(self, part: Columns, rows: Any) -> Mask:
        """Which of the rows are overdue."""
        late: Mask = _WAITING[part.state[rows]] & (part.due[rows] > 0) & (part.due[rows] < self._today)
        return late

    def _conditions(self, part: Columns, rows: slice) -> Iterable[Mask]:
        wanted = self._wanted
        for column, value in (
            (part.category, wanted.category_id),
            (part.district, wanted.district_id),
            (part.agency, wanted.agency_id),
            (part.tour, wanted.tour_id),
        ):
            if value is not None:
                yield column[rows] == value
        if wanted.state == OPEN:
            yield _OPEN[part.state[rows]]
        elif wanted.state == DECIDED:
            yield part.state[rows] != STATE_CODES[IssueState.NEW]
        elif wanted.state is not None:
            yield part.state[rows] == STATE_CODES[wanted.state]
        if wanted.overdue:
            yield self.overdue(part, rows)
        if wanted.ids:
            yield np.isin(part.id[rows], wanted.ids)
        if wanted.due_from is not None:
            yield part.due[rows] >= wanted.due_from.toordinal()
        if wanted.due_to is not None:
            yield (part.due[rows] > 0) & (part.due[rows] <= wanted.due_to.toordinal())
        if self._found is not None:
            yield np.isin(part.id[rows], self._found)
        if self._troubled is not None:
            yield np.isin(part.id[rows], self._troubled)
        if self._internal is not None:
            yield ~part.internal[rows] | np.isin(part.id[rows], self._internal)


def count_cells(held: Held, sieve: Sieve, runs: Sequence[tuple[int, int]], listed: int) -> list[Cell]:
    """The cells of these runs of `qk` that hold anything, each with the ids of its first issues, at most `listed`."""
    limits = np.array(runs, np.int64).reshape(-1, 2)
    base, tail = (_hits(part, dead, sieve, limits) for part, dead in held.parts)
    counts, late = base.counts + tail.counts, base.late + tail.late
    cells = []
    for at in map(int, np.flatnonzero(counts)):
        some = base if base.counts[at] else tail
        cells.append(
            Cell(
                count=int(counts[at]),
                overdue=int(late[at]),
                ids=[*base.first_ids(at, listed), *tail.first_ids(at, listed)][:listed],
                qk=int(some.part.qk[some.rows[some.begins[at] + some.counts[at] // 2]]),
            )
        )
    return cells


def cells_apart(cells: Sequence[Cell], zoom: int) -> list[Cell]:
    """The cells with neighbours whose marks would lie on each other put together; the larger one keeps its place."""
    if len(cells) < 2 or zoom >= CLOSEST_ZOOM:
        return list(cells)
    ordered = sorted(cells, key=lambda cell: -cell.count)
    qks = np.array([cell.qk for cell in ordered], np.int64)
    pixels = np.stack([_every_second_bit(qks), _every_second_bit(qks >> 1)], axis=1) * (256 / 2 ** (MAP_ZOOM - zoom))
    free = np.ones(len(ordered), np.bool_)
    apart = []
    for at, cell in enumerate(ordered):
        if not free[at]:
            continue
        close = np.flatnonzero(free & (np.abs(pixels - pixels[at]).max(axis=1) < MARK_PIXELS))
        free[close] = False
        apart.append(cell if len(close) == 1 else _together(cell, [ordered[other] for other in close]))
    return apart


def _together(cell: Cell, cells: Sequence[Cell]) -> Cell:
    return replace(cell, count=sum(c.count for c in cells), overdue=sum(c.overdue for c in cells))


class _Hits(NamedTuple):
    """What matches in a part: `rows`, and for each cell where in them it begins, how many it has, how many are late."""

    part: Columns
    rows: Ints
    begins: Ints
    counts: Ints
    late: Ints

    def first_ids(self, cell: int, most: int) -> list[int]:
        begin = self.begins[cell]
        return [int(i) for i in self.part.id[self.rows[begin : begin + min(most, self.counts[cell])]]]


def _hits(part: Columns, dead: Ints, sieve: Sieve, limits: Ints) -> _Hits:
    first, last = np.searchsorted(part.qk, limits[:, 0]), np.searchsorted(part.qk, limits[:, 1], side="right")
    start = int(first.min(initial=len(part.qk)))
    span = slice(start, max(start, int(last.max(initial=0))))
    rows = np.flatnonzero(sieve.holds(part, span, dead)) + start
    late = rows[sieve.overdue(part, rows)]
    begins = np.searchsorted(rows, first)
    return _Hits(
        part,
        rows,
        begins,
        counts=np.searchsorted(rows, last) - begins,
        late=np.searchsorted(late, last) - np.searchsorted(late, first),
    )


def _pins(session: Session, actor: Actor, ids: Sequence[int], today: date) -> Mapping[int, Pin]:
    query = (
        select(Issue.id, Issue.lat, Issue.lon, Issue.line, Issue.state, Issue.outcome, Issue.due_on, Issue.address)  # type: ignore[call-overload]
        .add_columns(Category)
        .join(Category, col(Category.id) == Issue.category_id)
        .where(col(Issue.id).in_(ids), issues_visible_to(actor))
    )
    return {
        row.id: Pin(
            id=row.id,
            lat=row.lat,
            lon=row.lon,
            line=row.line,
            look=look_of(row.state, row.outcome, row.due_on, today),
            outcome=row.outcome,
            due_on=row.due_on,
            category=row.Category.name_in(actor.language),
            address=row.address,
        )
        for row in session.exec(query).all()
    }


def _cluster(cell: Cell, pins: Mapping[int, Pin]) -> Cluster:
    middle = point_of(cell.qk)
    return Cluster(middle.lat, middle.lon, cell.count, cell.overdue, [pins[i] for i in cell.ids if i in pins])


def box_of(qks: Ints) -> Box | None:
    """The smallest box of tiles around them; None for none."""
    if not len(qks):
        return None
    columns, rows = _every_second_bit(qks), _every_second_bit(qks >> 1)
    south_west = point_of(morton(int(columns.min()), int(rows.max())))
    north_east = point_of(morton(int(columns.max()), int(rows.min())))
    return Box(south_west.lat, south_west.lon, north_east.lat, north_east.lon)


def _every_second_bit(values: Ints) -> Ints:
    """The columns of Morton codes; shifted by one bit, the rows."""
    values = values & 0x5555555555555555
    for shift, mask in _PUSHES:
        values = (values | values >> shift) & mask
    return values


_PUSHES = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


def _check(box: Box) -> None:
    on_earth = is_on_earth(box.south, box.west) and is_on_earth(box.north, box.east)
    if not on_earth or box.south > box.north or box.west > box.east:
        raise Invalid("issues.error.view", field="bbox")
