"""What is done with an instruction: given, reported, extended, handed over, accepted, returned, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Agency, CoExecutor, Instruction, Issue, Move, Person, PersonRole, Photo
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line
from planner.domain.words import IssueState, Outcome, PhotoPhase, Role, Step
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue
from planner.services.city.city import get_city
from planner.services.control.closing import checked_original
from planner.services.control.numbering import number_new
from planner.services.control.steps import Taken, begin_step, checked_text
from planner.services.issues.history import refresh_issue, write_move
from planner.services.issues.issues import checked_uid

_UNEXPLAINED = frozenset({Outcome.FIXED, Outcome.PARTLY_FIXED, Outcome.DUPLICATE})
"""Outcomes that may stand without a text: the photo, or the other issue, says why."""


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
) -> Instruction:
    """Puts an open issue under control; the same `uid` again is the same instruction.

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
    agency = _agency(session, agency_id, field="agency")
    instruction = Instruction(
        uid=uid,
        issue_id=issue_id,
        text=checked_text(text),
        agency_id=id_of(agency),
        due_on=_day_to_come(due_on, today),
        controller_id=_controller(session, controller_id),
        given_by=actor.name,
        given_at=now,
        given_on=today,
    )
    number_new(session, instruction, issue)
    session.add(instruction)
    session.flush()
    issue.next_tour = False
    helping = _add_co_executors(session, instruction, co_executor_ids)
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
        agency=_fact(agency),
        due_on=instruction.due_on.isoformat(),
        co_executors=[_fact(helper) for helper in helping],
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
    _answer_wish(instruction)
    refresh_issue(session, issue, now=now)
    _write(session, actor, taken, Step.REPORT, now=now, photos=photo_ids)
    return instruction


def ask_extension(
    session: Session, actor: Actor, instruction_id: int, *, until: date | None, reason: str, now: datetime, today: date
) -> Instruction:
    """The responsible agency wishes a later date, and why; a newer wish replaces the older one."""
    taken = begin_step(session, actor, instruction_id, Step.ASK_EXTENSION, text=reason, date=until)
    instruction = taken.instruction
    instruction.asked_until = _later_day(until, instruction, today)
    instruction.asked_reason = taken.text
    facts = {"due_on": instruction.due_on.isoformat(), "until": instruction.asked_until.isoformat()}
    _write(session, actor, taken, Step.ASK_EXTENSION, now=now, **facts)
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
    """A controller moves the date, asked or not; counted. Whoever asked for it cannot grant it."""
    taken = begin_step(session, actor, instruction_id, Step.EXTEND, text=reason, date=until)
    instruction, before = taken.instruction, taken.instruction.due_on
    instruction.due_on = _later_day(until, instruction, today)
    instruction.extensions += 1
    _answer_wish(instruction)
    refresh_issue(session, taken.issue, now=now)
    facts = {"from_due": before.isoformat(), "to_due": instruction.due_on.isoformat()}
    _write(session, actor, taken, Step.EXTEND, now=now, **facts)
    return instruction


def refuse_extension(session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime) -> Instruction:
    """A controller says no to a wish for more time, and why; the date stays."""
    taken = begin_step(session, actor, instruction_id, Step.REFUSE_EXTENSION, text=reason)
    instruction = taken.instruction
    if instruction.asked_until is None:
        raise Conflict("instructions.error.nothing_asked")
    facts = {"due_on": instruction.due_on.isoformat(), "until": instruction.asked_until.isoformat()}
    _answer_wish(instruction)
    _write(session, actor, taken, Step.REFUSE_EXTENSION, now=now, **facts)
    return instruction


def hand_over(
    session: Session, actor: Actor, instruction_id: int, *, agency_id: int | None, reason: str, now: datetime
) -> Instruction:
    """The responsible agency names the next one, and why; the date stays, and the hand-over is counted."""
    taken = begin_step(session, actor, instruction_id, Step.HAND_OVER, text=reason, agency=agency_id)
    issue, instruction = taken.issue, taken.instruction
    before, after = session.get_one(Agency, instruction.agency_id), _agency(session, agency_id, field="agency")
    if after.id == before.id:
        raise Invalid("instructions.error.same_agency", field="agency")
    instruction.agency_id, instruction.state = id_of(after), taken.to_state
    instruction.hand_overs += 1
    _answer_wish(instruction)
    session.exec(
        delete(CoExecutor).where(
            col(CoExecutor.instruction_id) == instruction.id, col(CoExecutor.agency_id) == after.id
        )
    )
    refresh_issue(session, issue, now=now)
    facts = {"from_agency": _fact(before), "to_agency": _fact(after), "due_on": instruction.due_on.isoformat()}
    _write(session, actor, taken, Step.HAND_OVER, now=now, **facts)
    return instruction


def accept_report(
    session: Session,
    actor: Actor,
    instruction_id: int,
    *,
    outcome: Outcome,
    text: str = "",
    now: datetime,
    duplicate_of_id: int | None = None,
) -> Instruction:
    """A controller who did not report takes the instruction off control; the last open one closes the issue so.

    "Not needed" and "refused" want a text, "duplicate" the number of the issue that is repeated.
    """
    taken = begin_step(session, actor, instruction_id, Step.ACCEPT, text=text, beside=duplicate_of_id, outcome=outcome)
    issue, instruction = taken.issue, taken.instruction
    if outcome not in _UNEXPLAINED:
        checked_text(text)
    original_id = checked_original(session, actor, issue, outcome=outcome, duplicate_of_id=duplicate_of_id)
    instruction.state, instruction.closed_at = taken.to_state, now
    refresh_issue(session, issue, now=now, outcome=outcome)
    if issue.state is IssueState.CLOSED:
        issue.duplicate_of_id = original_id
    facts: dict[str, Any] = {
        "outcome": outcome.value,
        "due_on": instruction.due_on.isoformat(),
        "issue_state": issue.state.value,
    }
    if original_id is not None:
        facts["duplicate_of"] = original_id
    _write(session, actor, taken, Step.ACCEPT, now=now, **facts)
    return instruction


def return_report(session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime) -> Instruction:
    """A controller who did not report sends the work back, and says what is missing; counted."""
    taken = begin_step(session, actor, instruction_id, Step.RETURN, text=reason)
    instruction = taken.instruction
    instruction.state = taken.to_state
    instruction.returns += 1
    refresh_issue(session, taken.issue, now=now)
    _write(session, actor, taken, Step.RETURN, now=now)
    return instruction


def cancel_instruction(
    session: Session, actor: Actor, instruction_id: int, *, reason: str, now: datetime
) -> Instruction:
    """Takes back an open instruction, and says why. What is left decides on the issue: without any it is new again."""
    taken = begin_step(session, actor, instruction_id, Step.CANCEL, text=reason)
    instruction = taken.instruction
    instruction.state, instruction.closed_at = taken.to_state, now
    _answer_wish(instruction)
    refresh_issue(session, taken.issue, now=now, outcome=_last_outcome(session, taken.issue))
    _write(session, actor, taken, Step.CANCEL, now=now)
    return instruction


def _write(session: Session, actor: Actor, taken: Taken, step: Step, *, now: datetime, **facts: Any) -> None:
    write_move(
        session,
        actor,
        taken.issue,
        step,
        now=now,
        instruction=taken.instruction,
        from_state=taken.from_state,
        to_state=taken.to_state,
        text=taken.text,
        **facts,
    )


def _answer_wish(instruction: Instruction) -> None:
    instruction.asked_until, instruction.asked_reason = None, ""


def _fact(agency: Agency) -> dict[str, object]:
    return {"id": agency.id, "name": agency.name}


def _same_issue(instruction: Instruction, issue: Issue) -> Instruction:
    if instruction.issue_id != issue.id:
        raise Conflict("instructions.error.used_uid")
    return instruction


def _agency(session: Session, agency_id: int | None, *, field: str) -> Agency:
    agency = session.get(Agency, agency_id) if agency_id is not None else None
    if agency is None or agency.archived:
        raise Invalid("instructions.error.needs_agency", field=field)
    return agency


def _controller(session: Session, person_id: int | None) -> int | None:
    if person_id is None:
        return None
    person = session.get(Person, person_id)
    if person is None or person.archived or session.get(PersonRole, (person_id, Role.CONTROLLER)) is None:
        raise Invalid("instructions.error.not_controller", field="controller")
    return person_id


def _add_co_executors(session: Session, instruction: Instruction, agency_ids: Sequence[int]) -> list[Agency]:
    agencies = [_agency(session, agency_id, field="co_executors") for agency_id in dict.fromkeys(agency_ids)]
    helping = [agency for agency in agencies if agency.id != instruction.agency_id]
    for agency in helping:
        session.add(CoExecutor(instruction_id=id_of(instruction), agency_id=id_of(agency)))
    return helping


def _day_to_come(day: date | None, today: date) -> date:
    if day is None:
        raise Invalid("instructions.error.needs_date", field="date")
    if day < today:
        raise Invalid("instructions.error.past_date", field="date")
    return day


def _later_day(day: date | None, instruction: Instruction, today: date) -> date:
    later = _day_to_come(day, today)
    if later <= instruction.due_on:
        raise Invalid("instructions.error.not_later", field="date")
    return later


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
