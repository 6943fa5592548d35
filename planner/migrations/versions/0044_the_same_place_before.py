"""Which issue was called fixed at the place of what was raised before that was kept, as it is kept since revision 0038."""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from planner.domain.geo import Point, distance_m

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

SAME_PLACE_M = 50.0
AGAIN = timedelta(days=365)
CELL_DEGREES = 0.002
"""No side of such a cell is shorter than 50 m, up to the 77th degree of latitude; there are no cities beyond."""
BATCH = 1_000

ISSUE = sa.table(
    "issue",
    *(sa.column(name, sa.Integer()) for name in ("id", "category_id", "again_of_id")),
    *(sa.column(name, sa.Float()) for name in ("lat", "lon")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "closed_at")),
    *(sa.column(name, sa.String()) for name in ("state", "outcome")),
    sa.column("deleted", sa.Boolean()),
)


def upgrade() -> None:
    connection, table = op.get_bind(), ISSUE.c
    fixed = defaultdict[tuple[int, int, int], list[Any]](list)
    closed = (table.state == "closed", table.outcome == "fixed", table.deleted.is_(False), table.closed_at.is_not(None))
    place = (table.id, table.category_id, table.lat, table.lon)
    for row in connection.execute(sa.select(*place, table.closed_at).where(*closed)):
        fixed[(row.category_id, *_cell(row.lat, row.lon))].append(row)
    if not fixed:
        return
    later = sa.select(*place, table.created_at).where(table.again_of_id.is_(None))
    found = [{"number": row.id, "of": of} for row in connection.execute(later).all() if (of := _before(fixed, row))]
    change = sa.update(ISSUE).where(table.id == sa.bindparam("number")).values(again_of_id=sa.bindparam("of"))
    for start in range(0, len(found), BATCH):
        connection.execute(change, found[start : start + BATCH])


def downgrade() -> None:
    """What is known stays known."""


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / CELL_DEGREES), math.floor(lon / CELL_DEGREES)


def _before(fixed: dict[tuple[int, int, int], list[Any]], row: Any) -> int | None:
    """The latest that was closed within the year before this one was raised, at the same place."""
    there = [
        (each.closed_at, each.id)
        for each in _around(fixed, row)
        if each.id != row.id
        and row.created_at - AGAIN <= each.closed_at < row.created_at
        and distance_m(Point(each.lat, each.lon), Point(row.lat, row.lon)) <= SAME_PLACE_M
    ]
    return max(there)[1] if there else None


def _around(fixed: dict[tuple[int, int, int], list[Any]], row: Any) -> Iterator[Any]:
    y, x = _cell(row.lat, row.lon)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            yield from fixed.get((row.category_id, y + dy, x + dx), ())
