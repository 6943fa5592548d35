"""What every change of a plan begins with: the right to plan, a tour that can still change, and nobody ahead of us."""

from datetime import datetime

from sqlmodel import Session, func

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import TourState
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour

PLANNABLE = (TourState.DRAFT, TourState.PUBLISHED)
"""Once the bus is under way the plan stands."""
_CHANGING = "changing_tours"
"""Where a session keeps who changes a tour in it, by the tour's id."""


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
        raise plan_was_changed(tour, actor)
    session.info.setdefault(_CHANGING, {})[tour_id] = actor.name
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


def plan_is_newer(session: Session, tour: Tour) -> None:
    """Makes the plan one version newer, by whoever asked `plannable_tour` for it, at this moment by the database's clock."""
    tour.version += 1
    tour.plan_changed_by = session.info.get(_CHANGING, {}).get(tour.id, "")
    tour.plan_changed_at = func.now()  # type: ignore[assignment]  # the database says it


def plan_was_changed(tour: Tour, actor: Actor) -> Conflict:
    """The no to a change of an older plan: by whom and when it was changed, where that is known."""
    by, at = tour.plan_changed_by, tour.plan_changed_at
    if not by or at is None:
        return Conflict("tours.error.changed")
    return Conflict("tours.error.changed_by_you" if by == actor.name else "tours.error.changed_by", by=by, at=at)


def refuse_past(tour: Tour, now: datetime, *, is_meant: bool) -> None:
    """Conflict("tours.error.past") for a start before now, unless that is meant."""
    if tour.starts_at < now and not is_meant:
        raise Conflict("tours.error.past", field="starts_at", at=tour.starts_at)
