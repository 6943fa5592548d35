"""What an answer does: the seat or the place in the line, and who comes instead. Whoever calls has let the answer be given."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Comment, FieldSpeaker, Issue, Participant, SignIn, Tour
from planner.domain.typed import one_line, typed_email, typed_name, typed_phone
from planner.domain.words import Answer
from planner.services.access.codes import LONG_CODE, new_code
from planner.services.guests.seats import promote_waiting


@dataclass(frozen=True)
class Named:
    """Who comes instead, as typed: the name, and how that person is reached."""

    name: str = ""
    phone: str = ""
    email: str = ""


_NOBODY = Named()


def give_answer(
    session: Session,
    tour: Tour,
    row: Participant,
    answer: Answer,
    *,
    now: datetime,
    name: str = "",
    delegate: Named = _NOBODY,
) -> Participant:
    """Notes the answer and lets the line move up; the caller let it be given, and holds the tour.

    `name` is who comes where that was not said before. Invalid on a missing name, and on an answer that is none.
    """
    match answer:
        case Answer.DELEGATED:
            _delegate(session, row, delegate, now)
        case Answer.YES:
            drop_delegate(session, row)
            row.name = _name_for(row, name)
            _join_line(row, now)
        case Answer.NO:
            drop_delegate(session, row)
            row.answer, row.waiting_since = Answer.NO, None
        case Answer.INVITED | Answer.WAITING:
            raise Invalid("invitations.error.answer", field="answer")
    row.answered_at, row.promoted_at = now, None
    session.flush()
    answering = row.delegated_to_id if answer is Answer.DELEGATED else row.id
    promote_waiting(session, tour, now=now, answering=answering)
    return row


def _name_for(row: Participant, name: str) -> str:
    if row.person_id is not None:
        return row.name
    return typed_name(name if one_line(name) else row.name)


def _join_line(row: Participant, now: datetime) -> None:
    if row.answer not in (Answer.YES, Answer.WAITING):
        row.answer, row.waiting_since = Answer.WAITING, now


def _delegate(session: Session, row: Participant, wanted: Named, now: datetime) -> None:
    name, phone = typed_name(wanted.name, field="delegate_name"), typed_phone(wanted.phone, field="delegate_phone")
    email = typed_email(wanted.email, field="delegate_email") if one_line(wanted.email) else ""
    known = session.get(Participant, row.delegated_to_id) if row.delegated_to_id is not None else None
    if known is not None:
        known.name, known.phone, known.email = name, phone or known.phone, email or known.email
        drop_delegate(session, known)
        _join_line(known, now)
        return
    delegate = Participant(
        tour_id=row.tour_id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        name=name,
        phone=phone,
        email=email,
        group=row.group,
        answer=row.answer,
        waiting_since=row.waiting_since,
        invited_at=now,
        answered_at=now,
        answer_code=new_code(LONG_CODE),
    )
    _join_line(delegate, now)
    session.add(delegate)
    session.flush()
    row.answer, row.waiting_since, row.delegated_to_id = Answer.DELEGATED, None, delegate.id


def drop_delegate(session: Session, row: Participant) -> None:
    """Takes whoever was to come instead off the list; the seat or the place in the line is the principal's again."""
    delegate = session.get(Participant, row.delegated_to_id) if row.delegated_to_id is not None else None
    if delegate is None:
        return
    row.answer, row.waiting_since, row.delegated_to_id = delegate.answer, delegate.waiting_since, None
    session.flush()
    drop_delegate(session, delegate)
    delete_participant(session, delegate)


def delete_participant(session: Session, row: Participant) -> None:
    """Takes a row off the list; Conflict("invitations.error.has_records") for who was on board or wrote something down."""
    wrote = or_(
        col(Participant.id).in_(select(Issue.raised_by_participant_id).where(Issue.raised_by_participant_id == row.id)),
        col(Participant.id).in_(select(Comment.author_participant_id).where(Comment.author_participant_id == row.id)),
        col(Participant.boarded_at).is_not(None),
    )
    if session.exec(select(Participant.id).where(Participant.id == row.id, wrote)).first() is not None:
        raise Conflict("invitations.error.has_records", name=row.name)
    session.exec(delete(SignIn).where(col(SignIn.participant_id) == row.id))
    session.exec(delete(FieldSpeaker).where(col(FieldSpeaker.participant_id) == row.id))
    session.delete(row)
    session.flush()
