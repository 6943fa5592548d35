"""The short link by which tablets join a tour: given out, and taken back."""

from sqlmodel import Session, col, delete, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import FieldTablet, Participant, SignIn, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import TourState
from planner.services.access.codes import new_code
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour


def share_tour(session: Session, actor: Actor, tour_id: int) -> str:
    """The code of the tour's short link, made if there is none; it says nothing about the tour.

    Refuses a tour that is not published or is over with Conflict("sharing.error.closed_door").
    """
    tour = _shared(session, actor, tour_id)
    if tour.state not in (TourState.PUBLISHED, TourState.RIDING):
        raise Conflict("sharing.error.closed_door")
    if tour.join_code is None:
        tour.join_code = new_code()
    return tour.join_code


def revoke_link(session: Session, actor: Actor, tour_id: int) -> int:
    """Takes the link back and ends the sign-in of every tablet that came by it; returns how many those were.

    The participants stay on the list. Who joins again under the same name by a new link is the same participant, and so
    keeps the same issues. A tablet that was turned off stays so. Revoking what is revoked changes nothing.
    """
    tour = _shared(session, actor, tour_id)
    tour.join_code = None
    participants = session.exec(select(Participant).where(Participant.tour_id == tour_id)).all()
    for participant in participants:
        participant.tablet = False
    session.flush()
    on = or_(
        col(SignIn.tablet_id).is_(None),
        col(SignIn.tablet_id).in_(select(FieldTablet.id).where(col(FieldTablet.off_at).is_(None))),
    )
    ended = session.exec(delete(SignIn).where(col(SignIn.participant_id).in_([p.id for p in participants]), on))
    return ended.rowcount


def _shared(session: Session, actor: Actor, tour_id: int) -> Tour:
    require(actor, Action.SHARE_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    return hold_tour(session, tour_id)
