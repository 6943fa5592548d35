"""How an event ends: it took place, and so many people came."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Tour
from planner.domain.permissions import Action, require
from planner.domain.words import TourState
from planner.domain.workflow import TourMove, next_tour_state
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.tours.in_order import stops_in_order

MOST_PEOPLE = 100_000


def close_event(session: Session, actor: Actor, tour_id: int, *, people_came: int | None = None, now: datetime) -> Tour:
    """The event took place; `people_came` is how many people were counted, none where nobody counted. For whoever leads it.

    Conflict before it has begun, for a bus tour, a draft, one that is cancelled; one that took place already gets the number.
    Invalid with the field "people_came" for a number below 0 or over 100,000.
    """
    tour = _led_event(session, actor, tour_id)
    if people_came is not None and not 0 <= people_came <= MOST_PEOPLE:
        raise Invalid("events.error.people_came", field="people_came", most=MOST_PEOPLE)
    if tour.state is not TourState.CLOSED:
        if tour.starts_at > now:
            raise Conflict("events.error.not_begun", at=tour.starts_at)
        if tour.state is TourState.PUBLISHED:
            tour.state = next_tour_state(tour.state, TourMove.START)
        tour.state = next_tour_state(tour.state, TourMove.CLOSE)
        tour.started_at, tour.closed_at = tour.starts_at, now
        for stop in session.exec(stops_in_order(tour_id)).all():
            stop.arrived_at, stop.departed_at = tour.starts_at, max(tour.starts_at, min(now, tour.ends_at))
    tour.people_came = people_came
    return tour


def reopen_event(session: Session, actor: Actor, tour_id: int) -> Tour:
    """Takes it back that the event took place: it is published again, and what was counted stays."""
    tour = _led_event(session, actor, tour_id)
    if tour.state is TourState.PUBLISHED:
        return tour
    state = tour.state if tour.state is TourState.RIDING else next_tour_state(tour.state, TourMove.REOPEN)
    tour.state = next_tour_state(state, TourMove.UNDO_START)
    tour.started_at = tour.closed_at = None
    for stop in session.exec(stops_in_order(tour_id)).all():
        stop.arrived_at = stop.departed_at = None
    return tour


def _led_event(session: Session, actor: Actor, tour_id: int) -> Tour:
    require(actor, Action.LEAD_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    tour = hold_tour(session, tour_id)
    if not tour.is_event:
        raise Conflict("events.error.not_event")
    return tour
