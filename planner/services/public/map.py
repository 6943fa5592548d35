"""The map that moves of the public pages: all that a filter finds, counted by cell from columns in memory; single ones in full."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from planner.domain.cells import cells_of, level_for, point_of
from planner.domain.deadlines import today_in
from planner.domain.geo import Box
from planner.domain.models import Issue, PublicIssue
from planner.domain.open_filter import OpenFilter
from planner.services.issues.columns import Columns, Held, Ints, IssueColumns
from planner.services.issues.map import CLOSEST_ZOOM, LISTED, Cell, Mask, box_of, cells_apart, count_cells
from planner.services.public.counting import matching_rows
from planner.services.public.issues import OpenIssue, open_rows, tell_issues
from planner.services.public.openness import open_city, shown_issues

_BATCH = 10_000


@dataclass(frozen=True)
class OpenCluster:
    """Several issues that lie close; at the closest zoom `pins` are the first of them."""

    lat: float
    lon: float
    count: int
    pins: Sequence[OpenIssue]


@dataclass(frozen=True)
class OpenView:
    """What a view shows of the `total` issues that match and have a place which everybody may know; `extent` holds all of them."""

    total: int
    extent: Box | None
    pins: Sequence[OpenIssue]
    clusters: Sequence[OpenCluster]


def view_open_issues(
    session: Session, columns: IssueColumns, wanted: OpenFilter, *, box: Box | None, zoom: int, now: datetime
) -> OpenView:
    """The same issues as `list_open_issues` of the same filter, those in the cells that `box` touches; without a box none, but
    `total` and `extent` are told. An issue whose place is closed or not known is neither shown nor counted.
    """
    today = today_in(open_city(session).timezone, now)
    held, unplaced = columns.with_beside(read_unplaced)
    sieve = _OpenSieve(held, wanted, unplaced, now=now, today=today)
    found = np.concatenate([part.qk[mask] for part, mask in sieve.masks])
    listed = LISTED if zoom >= CLOSEST_ZOOM else 1
    runs = (
        [] if box is None or box.south > box.north or box.west > box.east else list(cells_of(box, level_for(box, zoom)))
    )
    cells = cells_apart(count_cells(held, sieve, runs, listed), zoom) if runs else []
    pins = _pins(session, [i for cell in cells for i in cell.ids if cell.count == 1 or listed > 1], now, today)
    return OpenView(
        total=len(found),
        extent=box_of(found),
        pins=[pins[cell.ids[0]] for cell in cells if cell.count == 1 and cell.ids[0] in pins],
        clusters=[_cluster(cell, pins) for cell in cells if cell.count > 1],
    )


class _OpenSieve:
    """What everybody may read of, and whose place everybody may know, as a mask for each part of the columns."""

    def __init__(self, held: Held, wanted: OpenFilter, unplaced: Ints, *, now: datetime, today: date) -> None:
        self.masks = [
            (part, matching_rows(part, dead, wanted, now=now, today=today) & ~np.isin(part.id, unplaced))
            for part, dead in held.parts
        ]

    def holds(self, part: Columns, rows: slice, dead: Ints) -> Mask:
        """Which of the rows match."""
        return next(mask for each, mask in self.masks if each is part)[rows]

    def overdue(self, part: Columns, rows: Any) -> Mask:
        """None: how issues stand is told one by one, and above the list."""
        return np.zeros(len(rows), np.bool_)


def read_unplaced(connection: Connection, known: Ints | None, changed: Ints, /) -> Ints:
    """Of the issues that are public, or will be, those whose point nobody may know or nobody has said: all of them, or what is known with the changed ones read anew.

    Every change of what was decided about an issue marks it.
    """
    if known is None:
        return np.array(connection.execute(_UNPLACED).scalars().all(), np.int64)
    numbers = np.unique(changed)
    fresh = [known[~np.isin(known, numbers)]]
    for start in range(0, len(numbers), _BATCH):
        some = _UNPLACED.where(col(Issue.id).in_(numbers[start : start + _BATCH].tolist()))
        fresh.append(np.array(connection.execute(some).scalars().all(), np.int64))
    return np.concatenate(fresh)


_UNPLACED: Any = (
    select(Issue.id)
    .join(PublicIssue, col(PublicIssue.issue_id) == Issue.id, isouter=True)
    .where(col(Issue.public_from).is_not(None))
    .where(col(Issue.placed).is_(False) | col(PublicIssue.place_closed).is_not(False))
)


def _pins(session: Session, numbers: Sequence[int], now: datetime, today: date) -> Mapping[int, OpenIssue]:
    """These issues, read again under the condition of the database, but for those whose place was closed meanwhile."""
    if not numbers:
        return {}
    asked = open_rows().where(col(Issue.id).in_(numbers), shown_issues(now))
    rows = [(row, row) for row in session.execute(asked)]
    return {each.number: each for each in tell_issues(session, rows, today, {}) if each.lat is not None}


def _cluster(cell: Cell, pins: Mapping[int, OpenIssue]) -> OpenCluster:
    middle = point_of(cell.qk)
    return OpenCluster(middle.lat, middle.lon, cell.count, [pins[i] for i in cell.ids if i in pins])
