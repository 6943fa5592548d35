"""Answering an invitation by a link, without an account: the link is given out and taken back, and what it opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import Agency, Participant, Stop, Tour
from planner.domain.typed import one_line
from planner.domain.words import Answer, TourState
from planner.services.access.codes import LONG_CODE, new_code
from planner.services.access.guesses import count_try, wait_of
from planner.services.access.hold import hold_participant, hold_tour
from planner.services.access.sign_in import hash_token
from planner.services.guests.answers import Named, give_answer
from planner.services.guests.seats import limits_of, taken_by_group

FREE_GUESSES = 30
"""Wrong codes in a row from one network: who types one off paper has a few slips."""
FREE_ANSWERS = 20
"""Answers in a row by one code: more than anybody changes their mind."""
_NOBODY = Named()


@dataclass(frozen=True)
class Invitation:
    """What the page behind a link shows: the invitation, its tour with the stops in order, who comes instead.

    `agency` is where the invited one is from, `line` the place among those who wait, from 1; `is_open` whether an answer
    is taken still, `is_full` whether who says yes now will wait for a seat.
    """

    tour: Tour
    participant: Participant
    agency: str
    stops: Sequence[Stop]
    delegate: str
    line: int | None
    is_open: bool
    is_full: bool


def make_answer_link(session: Session, actor: Actor, participant_id: int) -> str:
    """A new code by which this one answers; the one before stops at once."""
    row = hold_participant(session, actor, participant_id)
    row.answer_code = new_code(LONG_CODE)
    session.flush()
    return row.answer_code


def revoke_answer_link(session: Session, actor: Actor, participant_id: int) -> None:
    """Takes the link back; the answer that was given stays. Revoking what is revoked changes nothing."""
    hold_participant(session, actor, participant_id).answer_code = None


def invitation_behind(session: Session, code: str, *, now: datetime) -> Invitation:
    """What the link opens, for whoever has it.

    NotFound("answer.error.link") for an unknown or revoked code and a deleted tour, Conflict("answer.error.draft") while the
    tour is not published: it may still become another one.
    """
    row, tour = _behind(session, code)
    driven = select(Stop).where(Stop.tour_id == tour.id, col(Stop.skipped).is_(False))
    agency = session.get(Agency, row.agency_id) if row.agency_id is not None else None
    delegate = session.get(Participant, row.delegated_to_id) if row.delegated_to_id is not None else None
    return Invitation(
        tour=tour,
        participant=row,
        agency=agency.name if agency else row.agency_name,
        stops=session.exec(driven.order_by(col(Stop.position), col(Stop.id))).all(),
        delegate=delegate.name if delegate else "",
        line=_line_of(session, row),
        is_open=_is_open(tour, now),
        is_full=not limits_of(tour).has_room(taken_by_group(session, tour), row.group),
    )


def answer_by_link(
    session: Session,
    code: str,
    *,
    answer: Answer,
    name: str = "",
    delegate: Named = _NOBODY,
    now: datetime,
) -> Participant:
    """Notes the answer of whoever has the link, as `answer_invitation` does for who is signed in.

    Refuses what `invitation_behind` refuses, with Conflict("answer.error.over") once the tour has begun or was cancelled,
    and with Conflict("answer.error.slowed") who answers again and again.
    """
    _behind(session, code)
    wait_s = count_try(session, {f"answer:{hash_token(one_line(code))}": FREE_ANSWERS}, now=now)
    if wait_s:
        raise Conflict("answer.error.slowed", n=wait_s)
    tour = hold_tour(session, _behind(session, code)[0].tour_id)
    row, _ = _behind(session, code)
    if not _is_open(tour, now):
        raise Conflict("answer.error.over")
    return give_answer(session, tour, row, answer, now=now, name=name, delegate=delegate)


def seconds_to_wait(session: Session, network: str, *, now: datetime) -> int:
    """How long a network has to wait that asked for wrong codes too often; 0 for not at all."""
    return wait_of(session, [_knocks(network)], now=now)


def count_wrong_code(session: Session, network: str, *, now: datetime) -> int:
    """Counts a wrong code of a network, in a transaction of its own; 0, or the seconds to wait."""
    return count_try(session, {_knocks(network): FREE_GUESSES}, now=now)


def _knocks(network: str) -> str:
    return f"answer-guess:{hash_token(network)}"


def _behind(session: Session, code: str) -> tuple[Participant, Tour]:
    wanted = one_line(code)
    query = select(Participant, Tour).join(Tour).where(Participant.answer_code == wanted)
    found = session.exec(query.execution_options(populate_existing=True)).first() if wanted else None
    if found is None or found[1].state is TourState.DELETED:
        raise NotFound("answer.error.link")
    if found[1].state is TourState.DRAFT:
        raise Conflict("answer.error.draft")
    return found


def _is_open(tour: Tour, now: datetime) -> bool:
    return tour.state is TourState.PUBLISHED and now < tour.ends_at


def _line_of(session: Session, row: Participant) -> int | None:
    if row.answer is not Answer.WAITING:
        return None
    waiting = select(Participant.id).where(Participant.tour_id == row.tour_id, Participant.answer == Answer.WAITING)
    line = session.exec(waiting.order_by(col(Participant.waiting_since), col(Participant.id))).all()
    return line.index(row.id) + 1
