"""What anybody at a stop may know without signing in: when the bus will be there, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, select

from planner.domain.errors import NotFound
from planner.domain.models import Stop, Tour
from planner.domain.timetable import up_to_minute
from planner.domain.typed import one_line
from planner.domain.words import TourState
from planner.services.tours.plan import times_of

FORGOTTEN = timedelta(hours=12)
"""A ride that has been over for longer than this and is not closed was forgotten, and tells nothing of today."""


class Standing(StrEnum):
    """How a stop stands with the bus."""

    PLANNED = "planned"
    """The ride has not begun."""
    COMING = "coming"
    HERE = "here"
    BEEN = "been"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Arrival:
    """`expected`: when the bus will be here, or was; None where nobody can tell. `planned`: by the published plan.

    `not_before`: the bus should have set off and has not, so that it cannot be here earlier than this.
    """

    standing: Standing
    expected: datetime | None
    planned: datetime | None
    not_before: datetime | None = None


def public_arrival(session: Session, code: str, *, now: datetime) -> Arrival:
    """When the bus is at the stop with this public code; everybody may ask, and learns no name and no issue.

    NotFound for an unknown code and for a stop of a draft. Two queries, four while the bus is under way.
    """
    wanted = one_line(code)
    found = session.exec(select(Stop, Tour).join(Tour).where(Stop.public_code == wanted)).first() if wanted else None
    if found is None or found[1].state in (TourState.DRAFT, TourState.DELETED):
        raise NotFound("public_stop.unknown")
    stop, tour = found
    standing = _standing(stop, tour)
    overdue = up_to_minute(now) - tour.starts_at
    if standing is Standing.PLANNED and stop.planned_arrival and timedelta(0) < overdue < FORGOTTEN:
        return Arrival(standing, stop.planned_arrival, stop.planned_arrival, stop.planned_arrival + overdue)
    if standing is not Standing.COMING:
        return Arrival(standing, stop.arrived_at or stop.planned_arrival, stop.planned_arrival)
    if now - tour.ends_at > FORGOTTEN:
        return Arrival(standing, None, stop.planned_arrival)
    rows = times_of(session, tour, now=now).rows
    return Arrival(standing, next(row.arrival for row in rows if row.key == stop.id), stop.planned_arrival)


def _standing(stop: Stop, tour: Tour) -> Standing:
    if tour.state is TourState.CANCELLED:
        return Standing.CANCELLED
    if stop.departed_at is not None or (stop.arrived_at is not None and tour.state is TourState.CLOSED):
        return Standing.BEEN
    if stop.arrived_at is not None:
        return Standing.HERE
    if stop.skipped:
        return Standing.SKIPPED
    match tour.state:
        case TourState.CLOSED:
            return Standing.SKIPPED
        case TourState.RIDING:
            return Standing.COMING
        case TourState.DRAFT | TourState.DELETED | TourState.PUBLISHED:
            return Standing.PLANNED
