"""Repairs whose guarantee ends soon and that no tour has looked at since that came near."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.deadlines import months_later
from planner.domain.geo import Box, Point, box_around
from planner.domain.models import Repair, Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.repaired import is_near
from planner.domain.words import TourState

MOST_LAPSING = 200
"""More than a year of tours could look at; those that end first."""
LOOKED_AT_M = 50.0
"""How far the bus stands from what it has come for."""


def lapsing_repairs(session: Session, actor: Actor, *, day: date, months: int) -> Sequence[Repair]:
    """What is under guarantee on `day` and no longer `months` later, the first to end before the others; none for 0 months.

    Without what a tour has looked at, or will, in the same time before `day` or after it. Two queries.
    """
    require(actor, Action.SEE_DIRECTORIES)
    if months < 1:
        return ()
    query = select(Repair).where(
        col(Repair.archived).is_(False),
        Repair.guarantee_until >= day,
        Repair.guarantee_until <= months_later(day, months),
    )
    found = session.exec(query.order_by(col(Repair.guarantee_until), col(Repair.id)).limit(MOST_LAPSING)).all()
    stops = _stops_since(session, months_later(day, -months)) if found else ()
    return [repair for repair in found if not any(_lies_at(repair, point) for point in stops)]


def _stops_since(session: Session, day: date) -> Sequence[Point]:
    since = datetime.combine(day, time(), UTC) - timedelta(days=1)  # whatever the city's zone is
    query = select(Stop.lat, Stop.lon).join(Tour, col(Tour.id) == Stop.tour_id)
    return [
        Point(*row)
        for row in session.exec(
            query.where(Tour.ends_at >= since, col(Tour.state).not_in((TourState.CANCELLED, TourState.DELETED)))
        )
    ]


def _lies_at(repair: Repair, point: Point) -> bool:
    around: Box = box_around(point, LOOKED_AT_M)
    apart = (
        repair.south > around.north
        or repair.north < around.south
        or repair.west > around.east
        or repair.east < around.west
    )
    return not apart and is_near(repair.geometry, point, LOOKED_AT_M)
