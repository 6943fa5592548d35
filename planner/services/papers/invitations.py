"""The facts of printed invitations: the tour with its programme, and who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import City, Stop, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import Answer
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.city.city import get_city
from planner.services.guests.invitations import InvitedRow, list_participants
from planner.services.tours.in_order import stops_in_order

_INVITED = (Answer.INVITED, Answer.YES, Answer.WAITING)


@dataclass(frozen=True)
class InvitationFacts:
    """What the invitations say: one for each of `rows`, in the order of the list."""

    tour: Tour
    city: City
    stops: Sequence[Stop]
    rows: Sequence[InvitedRow]


def printed_invitations(
    session: Session, actor: Actor, tour_id: int, *, participant_id: int | None = None
) -> InvitationFacts:
    """The invitation of one on the list, or of all who have not said no; for those who invite. Five queries.

    NotFound for somebody who is not on the list of this tour, or came in by the short link.
    """
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.INVITE, subject_of_tour(tour))
    rows = [row for row in list_participants(session, actor, tour_id) if not row.participant.tablet]
    if participant_id is None:
        rows = [row for row in rows if row.participant.answer in _INVITED]
    else:
        rows = [row for row in rows if row.participant.id == participant_id]
    if participant_id is not None and not rows:
        raise NotFound("invitations.error.unknown")
    stops = session.exec(stops_in_order(tour_id).where(col(Stop.skipped).is_(False))).all()
    return InvitationFacts(tour, get_city(session), stops, rows)
