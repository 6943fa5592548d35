"""How tests leave a stop out of a running ride, and bring it back."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models.tours import RideChange, Stop
from planner.domain.ride_state import Change, ChangeKind
from planner.services.ride.changes import change_ride, last_change


def skip(session: Session, actor: Actor, stop_id: int, *, now: datetime) -> RideChange:
    """The bus does not go to this stop, by the choice of whoever leads the ride."""
    return _change(session, actor, ChangeKind.SKIP, stop_id, now)


def restore(session: Session, actor: Actor, stop_id: int, *, now: datetime) -> RideChange:
    """The bus goes to a skipped stop after all."""
    return _change(session, actor, ChangeKind.RESTORE, stop_id, now)


def _change(session: Session, actor: Actor, kind: ChangeKind, stop_id: int, now: datetime) -> RideChange:
    tour_id = session.get_one(Stop, stop_id).tour_id
    seen = last_change(session, actor, tour_id)
    return change_ride(session, actor, tour_id, [Change(kind, stop_id)], seen=seen, now=now)
