"""What is done with an instruction: given, reported, extended, accepted, returned, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Instruction, Issue, Move, Photo
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line
from planner.domain.words import ControlKind, IssueState, Outcome, PhotoPhase, Step
from planner.domain.workflow import ACCEPTED_OUTCOMES, ISSUE_MOVES, require_given
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue
from planner.services.city.city import get_city
from planner.services.control.given import (
    add_co_executors,
    agency_fact,
    checked_agency,
    checked_controller,
    day_to_come,
    drop_wishes,
    later_day,
    move_term,
)
from planner.services.control.numbering import number_new
from planner.services.control.steps import agency_moves, begin_step, checked_text, last_of, write_step
from planner.services.issues.history import refresh_issue, write_move
from planner.services.issues.issues import checked_uid


def give_instruction(
    session: Session,
    actor: Actor,
    issue_id: int,
    *,
    uid: str,
    text: str,
    agency_id: int | None,
    due_on: date | None,
    now: datetime,
    today: date,
    co_executor_ids: Sequence[int] = (),
    controller_id: int | None = None,
    control: ControlKind = ControlKind.USUAL,
) -> Instruction:
    """Puts an open issue under control; the same `uid` again is the same instruction. What is missing is told at once.

    `due_on` may be today but not earlier. The controller must have that role; without one any controller verifies.
    """
    issue = hold_issue(session, actor, issue_id)
    require(actor, Action.GIVE_INSTRUCTION, subject_of_issue(session, issue))
    uid = checked_uid(uid)
    known = session.exec(select(Instruction).where(Instruction.uid == uid)).first()
    if known is not None:
        return _same_issue(known, issue)
    if issue.state is IssueState.CLOSED:
        raise Conflict("instructions.error.issue_closed")
    require_given(ISSUE_MOVES[Step.INSTRUCT].demands, {"text": text, "agency": agency_id, "date": due_on})
    agency = checked_agency(session, agency_id)
    instruction = Instruction(
        uid=uid,
        issue_id=issue_id,
        text=checked_text(text),
        agency_id=id_of(agency),
        due_on=day_to_come(due_on, today),
        controller_id=checked_controller(session, controller_id),
        control=ControlKind(control),
        given_by=actor.name,
        given_by_id=actor.person_id,
        given_at=now,
        given_on=today,
    )
    number_new(session, instruction, issue)
    session.add(instruction)
    session.flush()
    issue.next_tour = False
    helping = add_co_executors(session, instruction, co_executor_ids)
    refresh_issue(session, issue, now=now)
    write_move(
        session,
        actor,
        issue,
        Step.INSTRUCT,
        now=now,
        instruction=instruction,
        to_state=instruction.state,
        text=instruction.text,
        agency=agency_fact(agency),
        due_on=instruction.due_on.isoformat(),
        co_executors=[agency_fact(helper) for helper in helping],
        **({} if instruction.control is ControlKind.USUAL else {"control": instruction.control.value}),
    )
    return instruction


def report_done(
    session: Session, actor: Actor, instruction_id: int, *, text: str, photo_ids: Sequence[str], now: datetime
) -> Instruction:
    """The responsible agency says that the work is done, with a text and at least one "after" photo of this issue."""
    photo_ids = [one_line(each) for each in photo_ids]
    taken = begin_step(session, actor, instruction_id, Step.REPORT, text=text, photo=photo_ids)
    issue, instruction = taken.issue, taken.instruction
    for photo in _proof(session, instruction, photo_ids):
        photo.instruction_id = instruction.id
    instruction.state, instruction.reported_at, instruction.reported_by_id = taken.to_state, now, actor.person_id
    instruction.reported_on = today_in(get_city(session).timezone, now)
    drop_wishes(instruction)
    refresh_issue(session, issue, now=now)
    write_step(session, actor, taken, Step.REPORT, now=now, photos=photo_ids)
    return instruction


def ask_extension(
    session: Session, actor: Actor, instruction_id: int, *, until: date | None, reason: str, now: datetime, today: date
) -> Instruction:
    """The responsible agency wishes a later date, and why; a newer wish replaces the older one."""
    taken = begin_step(session, actor, instruction_id, Step.ASK_EXTENSION, text=reason, date=until)
    instruction = taken.instruction
    instruction.asked_until = later_day(until, instruction, today)
    instruction.asked_reason = taken.text
    facts = {"due_on": instruction.due_on.isoformat(), "until": instruction.asked_until.isoformat()}
    write_step(session, actor, taken, Step.ASK_EXTENSION, now=now, **facts)
    return instruction


def extend_deadline(
    session: Session,
    actor: Actor,
    instruction_id: int,
    *,
    until: date | None,
    now: datetime,
    today: date,
    reason: str = "",
) -> Instruction:
    """Who set the term, the tour's leader or a controller moves the date, asked or not; counted. Whoever asked cannot grant it.

    A date that was missed before anybody asked stays missed; asked for in time, the wait for the answer is nobody's lateness.
    """
    taken = begin_step(session, actor, instruction_id, Step.EXTEND, text=reason, date=until)
    instruction = taken.instruction
    late_from = min(today, _asked_on(session, instruction) or today)
    facts = move_term(instruction, later_day(until, instruction, today), today=late_from)
    instruction.extensions += 1
    instruction.asked_until, instruction.asked_reason = None, ""
    refresh_issue(session, taken.issue, now=now)
    write_step(session, actor, taken, Step.EXTEND, now=now, **facts)
    return instruction


def refuse_extension(session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime) -> Instruction:
    """Who may grant more time says no to the wish, and why; the date stays."""
    taken = begin_step(session, actor, instruction_id, Step.REFUSE_EXTENSION, text=reason)
    instruction = taken.instruction
    if instruction.asked_until is None:
        raise Conflict("instructions.error.nothing_asked")
    facts = {"due_on": instruction.due_on.isoformat(), "until": instruction.asked_until.isoformat()}
    instruction.asked_until, instruction.asked_reason = None, ""
    write_step(session, actor, taken, Step.REFUSE_EXTENSION, now=now, **facts)
    return instruction


def accept_report(
    session: Session, actor: Actor, instruction_id: int, *, outcome: Outcome, text: str = "", now: datetime
) -> Instruction:
    """A controller who did not report takes the instruction off control; the last open one closes the issue so.

    What is accepted was done, whole or in part. What was not is cancelled, and its issue closed for another reason.
    """
    taken = begin_step(session, actor, instruction_id, Step.ACCEPT, text=text, outcome=outcome)
    issue, instruction = taken.issue, taken.instruction
    if outcome not in ACCEPTED_OUTCOMES:
        raise Invalid("instructions.error.not_accepted_so", field="outcome")
    instruction.state, instruction.closed_at = taken.to_state, now
    refresh_issue(session, issue, now=now, outcome=outcome)
    facts = {"outcome": outcome.value, "due_on": instruction.due_on.isoformat(), "issue_state": issue.state.value}
    write_step(session, actor, taken, Step.ACCEPT, now=now, **facts)
    return instruction


def return_report(
    session: Session, actor: Actor, instruction_id: int, *, until: date | None, reason: str, now: datetime, today: date
) -> Instruction:
    """A controller who did not report sends the work back, says what is missing and until when; counted.

    The new date may be the present one, but never a day that is past.
    """
    taken = begin_step(session, actor, instruction_id, Step.RETURN, text=reason, date=until)
    instruction = taken.instruction
    facts = move_term(instruction, day_to_come(until, today), today=today)
    instruction.state = taken.to_state
    instruction.returns += 1
    refresh_issue(session, taken.issue, now=now)
    write_step(session, actor, taken, Step.RETURN, now=now, **facts)
    return instruction


def cancel_instruction(
    session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime
) -> Instruction:
    """Takes back an open instruction, and says why. What is left decides on the issue: without any it is new again."""
    taken = begin_step(session, actor, instruction_id, Step.CANCEL, text=reason)
    instruction = taken.instruction
    instruction.state, instruction.closed_at = taken.to_state, now
    drop_wishes(instruction)
    refresh_issue(session, taken.issue, now=now, outcome=_last_outcome(session, taken.issue))
    write_step(session, actor, taken, Step.CANCEL, now=now)
    return instruction


def _same_issue(instruction: Instruction, issue: Issue) -> Instruction:
    if instruction.issue_id != issue.id:
        raise Conflict("instructions.error.used_uid")
    return instruction


def _asked_on(session: Session, instruction: Instruction) -> date | None:
    """The city's day on which more time was asked for, where that wish is still open."""
    if instruction.asked_until is None:
        return None
    asked = last_of(agency_moves(session, [instruction])[instruction.id], Step.ASK_EXTENSION)
    return today_in(get_city(session).timezone, asked.at) if asked else None


def _proof(session: Session, instruction: Instruction, photo_ids: Sequence[str]) -> Sequence[Photo]:
    photos = session.exec(
        select(Photo).where(
            col(Photo.id).in_(photo_ids),
            Photo.issue_id == instruction.issue_id,
            Photo.phase == PhotoPhase.AFTER,
            or_(col(Photo.instruction_id).is_(None), Photo.instruction_id == instruction.id),
            col(Photo.hidden).is_(False),
        )
    ).all()
    if len(photos) != len(set(photo_ids)):
        raise Invalid("instructions.error.unknown_photo", field="photo")
    return photos


def _last_outcome(session: Session, issue: Issue) -> Outcome | None:
    query = select(Move).where(Move.issue_id == issue.id, Move.step == Step.ACCEPT).order_by(col(Move.id).desc())
    accepted = session.exec(query).first()
    return Outcome(accepted.facts["outcome"]) if accepted else None
