"""What every change of a plan begins with: the right to plan, a tour that can still change, and nobody ahead of us."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour

PLANNABLE = (TourState.DRAFT, TourState.PUBLISHED)
"""Once the bus is under way the plan stands."""


def plannable_tour(session: Session, actor: Actor, tour_id: int, *, version: int | None = None) -> Tour:
    """The tour, for a change of its plan; until the end of the transaction nobody else changes it.

    NotFound where the actor may not know of it, NotAllowed where they may not plan, Conflict("tours.error.not_plannable")
    once it rides, is over or cancelled. With `version`, the one that the actor saw: Conflict("tours.error.changed") where
    somebody has changed the plan since.
    """
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    tour = hold_tour(session, tour_id)
    if tour.state not in PLANNABLE:
        raise Conflict("tours.error.not_plannable", state=tour.state.value)
    if version is not None and version != tour.version:
        raise Conflict("tours.error.changed")
    return tour


def plannable_stop(session: Session, actor: Actor, stop_id: int, *, version: int | None = None) -> tuple[Tour, Stop]:
    """The stop with its tour, for a change; refuses as `plannable_tour` does, and NotFound for a stop that is gone."""
    stop = session.get(Stop, stop_id)
    if stop is None:
        require(actor, Action.PLAN_TOUR)
        raise NotFound("stops.error.unknown")
    tour = plannable_tour(session, actor, stop.tour_id, version=version)
    stop = session.get(Stop, stop_id, populate_existing=True)
    if stop is None:
        raise NotFound("stops.error.unknown")
    return tour, stop
