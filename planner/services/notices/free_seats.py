"""Who came from the line to a seat: telling them, and the list of those whom nobody has told yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, Mail, Notice, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.notices import MailState, NoticeKind
from planner.domain.permissions import Action, require
from planner.domain.words import Answer
from planner.services.access.hold import hold_participant
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.guests.contacts import contact_of
from planner.services.notices.invitations import invitation_facts
from planner.services.notices.recipients import Recipients


@dataclass(frozen=True)
class ToTell:
    """Somebody who has a seat and may not know it: the name, how they are reached, and what there is to tell."""

    participant: Participant
    name: str
    contact: str


def to_tell_of_seats(session: Session, actor: Actor, tour_id: int) -> list[ToTell]:
    """Those of a tour that is still to come who got a seat from the line and were not reached, the earliest first.

    Reached is whom a letter went out to, who has read the notice, and who was told by hand. For those who invite.
    """
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.INVITE, subject_of_tour(tour))
    query = (
        select(Participant, Person, Agency)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .outerjoin(Agency, col(Agency.id) == Participant.agency_id)
        .where(
            Participant.tour_id == tour_id, Participant.answer == Answer.YES, col(Participant.promoted_at).is_not(None)
        )
        .order_by(col(Participant.promoted_at), col(Participant.id))
    )
    rows = [row for row in session.exec(query) if not _was_reached(session, row[0])]
    return [
        ToTell(row, row.name or (agency.name if agency else row.agency_name), contact_of(row, person, agency))
        for row, person, agency in rows
    ]


def note_told(session: Session, actor: Actor, participant_id: int) -> None:
    """Notes that somebody was told of their seat, on the phone for example; saying it twice changes nothing."""
    hold_participant(session, actor, participant_id).promoted_at = None


def tell_free_seat(recipients: Recipients, participant_id: int) -> int:
    """Writes the notices of a seat: to the person, to the address that is written down, else to the agency's officials."""
    session = recipients.session
    row = session.get(Participant, participant_id)
    if row is None or row.answer is not Answer.YES or row.promoted_at is None:
        return 0
    tour, about = session.get_one(Tour, row.tour_id), _about(row, row.promoted_at)
    facts = invitation_facts(tour, row)
    if row.person_id is not None:
        return _tell(recipients, [row.person_id], about, tour, facts)
    if row.email:
        return _write(recipients, row.email, about, tour, facts)
    return _tell(recipients, recipients.officials(row.agency_id), about, tour, facts) if row.agency_id else 0


def _tell(recipients: Recipients, people: Sequence[int], about: str, tour: Tour, facts: dict[str, object]) -> int:
    told: Iterable[Notice | None] = (
        recipients.tell(each, NoticeKind.SEAT_FREE, about, thing=tour, facts=facts) for each in people
    )
    return sum(each is not None for each in told)


def _write(recipients: Recipients, address: str, about: str, tour: Tour, facts: dict[str, object]) -> int:
    """A letter to an address that is nobody's."""
    session, key = recipients.session, f"{about}:address"
    known = session.exec(select(Notice.id).where(Notice.key == key)).first()
    if known is not None:
        return 0
    now = recipients.now
    notice = Notice(
        key=key, kind=NoticeKind.SEAT_FREE, address=address, tour_id=tour.id, facts=facts, at=now, mail_after=now
    )
    session.add(notice)
    session.flush()
    return 1


def _about(row: Participant, promoted_at: datetime) -> str:
    return f"seat:{id_of(row)}:{promoted_at.isoformat()}"


def _was_reached(session: Session, row: Participant) -> bool:
    if row.promoted_at is None:
        return True
    query = (
        select(Notice.read_at, Mail.state)
        .outerjoin(Mail, col(Mail.id) == Notice.mail_id)
        .where(col(Notice.key).startswith(_about(row, row.promoted_at), autoescape=True))
    )
    return any(read_at is not None or state is MailState.SENT for read_at, state in session.exec(query))
