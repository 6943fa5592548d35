"""Drafts that nobody needs: deleted, and brought back."""

from sqlmodel import Session, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import Issue, Participant, Tour
from planner.domain.permissions import Action, require
from planner.domain.workflow import TourMove, next_tour_state
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.tours.plannable import plan_is_newer, plannable_tour


def delete_draft(session: Session, actor: Actor, tour_id: int) -> Tour:
    """Takes a draft out of every list, with all that it holds; `restore_draft` brings it back.

    Conflict("tours.error.known_draft") where people are invited or issues were raised on it: who knows of a tour is told that
    it is cancelled.
    """
    tour = plannable_tour(session, actor, tour_id)
    state = next_tour_state(tour.state, TourMove.DELETE)
    if _is_known(session, tour_id):
        raise Conflict("tours.error.known_draft")
    tour.state, tour.join_code = state, None
    plan_is_newer(session, tour)
    return tour


def restore_draft(session: Session, actor: Actor, tour_id: int) -> Tour:
    """A deleted draft is a draft again, as it was; Conflict for every other tour."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    tour = hold_tour(session, tour_id)
    tour.state = next_tour_state(tour.state, TourMove.RESTORE)
    plan_is_newer(session, tour)
    return tour


def _is_known(session: Session, tour_id: int) -> bool:
    invited = select(func.count()).select_from(Participant).where(Participant.tour_id == tour_id)
    raised = select(func.count()).select_from(Issue).where(Issue.tour_id == tour_id)
    return session.exec(invited).one() + session.exec(raised).one() > 0
