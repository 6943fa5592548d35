"""Invitations to a tour: whom, what they answered, who waits for a seat, who goes instead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Agency, Participant, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, may, require
from planner.domain.seating import group_of
from planner.domain.typed import one_line, typed_name
from planner.domain.words import Answer, SeatGroup, TourState
from planner.services.access.codes import LONG_CODE, new_code
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, tours_visible_to, visible_tour
from planner.services.guests.answers import Named, delete_participant, drop_delegate, give_answer
from planner.services.guests.contacts import checked_contact, contact_of
from planner.services.guests.seats import promote_waiting

_STILL_OPEN = (TourState.DRAFT, TourState.PUBLISHED, TourState.RIDING)
_GROUPS = tuple(SeatGroup)


@dataclass(frozen=True)
class InvitedRow:
    """Somebody on the list of a tour.

    `agency` is the short name, `delegate` the name of who goes instead, `delegate_of` of whom they go for, `line` the
    place in the line of those who wait for a seat, from 1; `contact` the phone and the address by which they are told of
    a change, the agency's where nobody of it is named who has an own one.
    """

    participant: Participant
    agency: str
    post: str
    delegate: str
    delegate_of: str
    line: int | None
    contact: str
    subject: Subject


@dataclass(frozen=True)
class MyInvitation:
    """An invitation of the actor or of the actor's agency to a tour that is still to come."""

    tour: Tour
    participant: Participant
    delegate: str
    subject: Subject


def invite_agency(
    session: Session, actor: Actor, tour_id: int, agency_id: int, *, now: datetime, group: SeatGroup | None = None
) -> Participant:
    """Invites an agency, which says later whom it sends; `group` follows from the kind of agency unless given.

    NotFound for an agency that is not there or archived; Conflict while an invitation of it waits for an answer, and on a
    tour that is over or cancelled. An agency that has answered may be invited again, for one more seat.
    """
    _invitable(session, actor, tour_id)
    agency = session.get(Agency, agency_id)
    if agency is None or agency.archived:
        raise NotFound("invitations.error.unknown")
    again = select(Participant.id).where(
        Participant.tour_id == tour_id,
        Participant.agency_id == agency_id,
        col(Participant.person_id).is_(None),
        Participant.answer == Answer.INVITED,
    )
    if session.exec(again).first() is not None:
        raise Conflict("invitations.error.again", name=agency.name)
    return _invite(session, tour_id, now, agency_id=agency_id, group=group or group_of(agency.kind))


def invite_person(
    session: Session, actor: Actor, tour_id: int, person_id: int, *, now: datetime, group: SeatGroup | None = None
) -> Participant:
    """Invites a person by name; refuses as `invite_agency` does, and whoever is on the list already."""
    _invitable(session, actor, tour_id)
    person = session.get(Person, person_id)
    if person is None or person.archived:
        raise NotFound("invitations.error.unknown")
    again = select(Participant.id).where(Participant.tour_id == tour_id, Participant.person_id == person_id)
    if session.exec(again).first() is not None:
        raise Conflict("invitations.error.again", name=person.name)
    agency = session.get(Agency, person.agency_id) if person.agency_id is not None else None
    return _invite(
        session,
        tour_id,
        now,
        person_id=person_id,
        agency_id=person.agency_id,
        name=person.name,
        group=group or group_of(agency.kind if agency else None),
    )


def invite_guest(
    session: Session,
    actor: Actor,
    tour_id: int,
    *,
    name: str,
    agency_name: str = "",
    post: str = "",
    phone: str = "",
    email: str = "",
    note: str = "",
    group: SeatGroup = SeatGroup.PUBLIC,
    now: datetime,
) -> Participant:
    """Invites somebody without an account: a resident, a journalist; where from, with which post, how they are reached.

    Invalid on a name under 2 or over 100 letters, on a phone or an address that cannot be one.
    """
    _invitable(session, actor, tour_id)
    about = checked_contact({"phone": phone, "email": email, "post": post, "agency_name": agency_name, "note": note})
    return _invite(session, tour_id, now, name=typed_name(name), group=group, **about)


def answer_invitation(
    session: Session,
    actor: Actor,
    participant_id: int,
    *,
    answer: Answer,
    now: datetime,
    name: str = "",
    delegate_name: str = "",
) -> Participant:
    """Yes, no, or a delegate, by the invited person, by anybody of the invited agency, or by whoever runs the tour.

    Yes takes a seat or a place in the line (Answer.WAITING); for an agency it says who comes (`name`; the official who
    answers, unless given). A delegate takes over seat and place in line. No frees the seat, and the line moves up. An
    answer may be changed until the tour is over. Invalid on a missing name, Conflict after the end.
    """
    row, tour = _answerable(session, actor, participant_id)
    of_agency = actor.agency_id is not None and actor.agency_id == row.agency_id
    comes = one_line(name) or row.name or (actor.name if of_agency else "")
    return give_answer(session, tour, row, answer, now=now, name=comes, delegate=Named(delegate_name))


def remove_invitation(session: Session, actor: Actor, participant_id: int, *, now: datetime) -> None:
    """Takes somebody, and the delegate, off the list; the line moves up, and tablets of theirs are signed out.

    Conflict("invitations.error.has_records") for people who were on board or wrote something down: the history names them.
    """
    row = session.get(Participant, participant_id)
    if row is None:
        require(actor, Action.INVITE)
        raise NotFound("invitations.error.unknown")
    tour = _invitable(session, actor, row.tour_id)
    row = _again(session, participant_id)
    drop_delegate(session, row)
    principal = session.exec(select(Participant).where(Participant.delegated_to_id == row.id)).first()
    if principal is not None:
        principal.delegated_to_id, principal.answer, principal.answered_at = None, Answer.INVITED, None
        session.flush()
    delete_participant(session, row)
    promote_waiting(session, tour, now=now)


def list_participants(session: Session, actor: Actor, tour_id: int) -> list[InvitedRow]:
    """Everybody on the list, by group and name, for those who invite and those who lead the tour. Two queries."""
    tour = visible_tour(session, actor, tour_id)
    if not may(actor, Action.INVITE, subject_of_tour(tour)).allowed:
        require(actor, Action.LEAD_TOUR, subject_of_tour(tour))
    rows = session.exec(
        select(Participant, Agency, Person)
        .outerjoin(Agency, col(Agency.id) == Participant.agency_id)
        .outerjoin(Person, col(Person.id) == Participant.person_id)
        .where(Participant.tour_id == tour_id)
    ).all()
    names: dict[int | None, str] = {row.id: row.name for row, _, _ in rows}
    principals: dict[int | None, str] = {
        row.delegated_to_id: row.name for row, _, _ in rows if row.delegated_to_id is not None
    }
    waiting = sorted(
        (row.waiting_since, id_of(row)) for row, _, _ in rows if row.answer is Answer.WAITING and row.waiting_since
    )
    line = {participant_id: place for place, (_, participant_id) in enumerate(waiting, start=1)}
    found = [
        InvitedRow(
            participant=row,
            agency=(agency.short_name or agency.name) if agency else row.agency_name,
            post=row.post or (person.post if person else ""),
            delegate=names.get(row.delegated_to_id, ""),
            delegate_of=principals.get(row.id, ""),
            line=line.get(id_of(row)),
            contact=contact_of(row, person, agency),
            subject=subject_of_invitation(row, tour),
        )
        for row, agency, person in rows
    ]
    return sorted(found, key=lambda each: (_GROUPS.index(each.participant.group), each.agency, each.participant.name))


def my_invitations(session: Session, actor: Actor, *, now: datetime) -> list[MyInvitation]:
    """What the actor, or the actor's agency, is invited to and has not passed yet, in order of time. One query."""
    require(actor, Action.SEE_TOUR)
    delegate = aliased(Participant)
    mine = [and_(col(Participant.person_id) == actor.person_id, col(Participant.person_id).is_not(None))]
    if actor.agency_id is not None:
        mine.append(
            and_(
                col(Participant.agency_id) == actor.agency_id,
                col(Participant.person_id).is_(None),
                col(Participant.tablet).is_(False),
                col(Participant.id).not_in(
                    select(Participant.delegated_to_id).where(col(Participant.delegated_to_id).is_not(None))
                ),
            )
        )
    query = (
        select(Tour, Participant, delegate)
        .join(Participant, col(Participant.tour_id) == Tour.id)
        .outerjoin(delegate, col(delegate.id) == col(Participant.delegated_to_id))
        .where(
            or_(*mine),
            tours_visible_to(actor),
            col(Tour.state).in_([TourState.PUBLISHED, TourState.RIDING]),
            col(Tour.ends_at) > now,
        )
        .order_by(col(Tour.starts_at), col(Participant.id))
    )
    return [
        MyInvitation(tour, row, other.name if other else "", subject_of_invitation(row, tour))
        for tour, row, other in session.exec(query)
    ]


def subject_of_invitation(row: Participant, tour: Tour) -> Subject:
    """What the permission table needs to know of an invitation to a tour."""
    about = subject_of_tour(tour)
    for_agency = row.person_id is None and not row.tablet
    return Subject(
        tour_id=about.tour_id,
        leaders=about.leaders,
        invited_person_id=row.person_id,
        invited_agency_id=row.agency_id if for_agency else None,
    )


def _locked_tour(session: Session, tour_id: int) -> Tour:
    tour = hold_tour(session, tour_id)
    if tour.state not in _STILL_OPEN:
        raise Conflict("invitations.error.over", state=tour.state.value)
    return tour


def _invitable(session: Session, actor: Actor, tour_id: int) -> Tour:
    require(actor, Action.INVITE, subject_of_tour(visible_tour(session, actor, tour_id)))
    return _locked_tour(session, tour_id)


def _answerable(session: Session, actor: Actor, participant_id: int) -> tuple[Participant, Tour]:
    row = session.get(Participant, participant_id)
    if row is None:
        require(actor, Action.SEE_TOUR)
        raise NotFound("invitations.error.unknown")
    require(actor, Action.ANSWER_INVITATION, subject_of_invitation(row, visible_tour(session, actor, row.tour_id)))
    tour = _locked_tour(session, row.tour_id)
    return _again(session, participant_id), tour


def _again(session: Session, participant_id: int) -> Participant:
    """The row as it is now that nobody else changes it."""
    row = session.get(Participant, participant_id, populate_existing=True)
    if row is None:
        raise NotFound("invitations.error.unknown")
    return row


def _invite(session: Session, tour_id: int, now: datetime, **about: Any) -> Participant:
    row = Participant(tour_id=tour_id, invited_at=now, answer_code=new_code(LONG_CODE), **about)
    session.add(row)
    session.flush()
    return row
