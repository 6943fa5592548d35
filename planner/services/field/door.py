"""Who stands at the link of a tour: whoever rides it, and whoever has only the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Tour
from planner.domain.permissions import Action, Subject, require
from planner.domain.typed import one_line
from planner.domain.words import TourState
from planner.services.access.join import agencies_to_join, tour_of_link
from planner.services.access.scopes import subject_of_tour
from planner.services.access.sign_in import TABLET_STAYS_AFTER_END


@dataclass(frozen=True)
class FieldDoor:
    """What a tablet that has not joined may know of a tour: enough to see that it is the right one, and to join."""

    tour: Tour
    agencies: Sequence[str]


def field_door(session: Session, code: str, *, now: datetime) -> FieldDoor:
    """The way in, for whoever holds a link that opens. NotFound("join.error.link") for any other."""
    return FieldDoor(tour_of_link(session, code, now=now), agencies_to_join(session, code, now=now))


def ridden_tour(session: Session, actor: Actor, code: str, *, now: datetime) -> Tour:
    """The tour of a link, for whoever may ride it: from when it is published until 12 hours after it was over.

    NotAllowed for everybody else, NotFound("join.error.link") for a link that is unknown, revoked, or of a tour that is over.
    """
    require(actor, Action.RIDE_TOUR, Subject(tour_id=actor.tour_id))
    wanted = one_line(code)
    tour = session.exec(select(Tour).where(Tour.join_code == wanted)).first() if wanted else None
    if tour is None or _is_over(tour, now):
        raise NotFound("join.error.link")
    require(actor, Action.RIDE_TOUR, subject_of_tour(tour))
    return tour


def _is_over(tour: Tour, now: datetime) -> bool:
    if tour.state in (TourState.DRAFT, TourState.CANCELLED, TourState.DELETED):
        return True
    return now > max(tour.ends_at, tour.closed_at or tour.ends_at) + TABLET_STAYS_AFTER_END
