"""One step for many: what it takes, and who would refuse it and why; each is a step of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotAllowed, PlannerError
from planner.domain.models import Instruction
from planner.domain.models.types import new_id
from planner.domain.permissions import RULES, own_account
from planner.domain.words import Outcome, Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES
from planner.services.control.closing import close_issue
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    give_instruction,
    refuse_extension,
)
from planner.services.control.progress import inform, take_instruction
from planner.services.control.putting_off import put_off

ISSUE_STEPS = (Step.INSTRUCT, Step.NEXT_TOUR, Step.CLOSE)
"""Steps for many issues; the others are for many instructions."""
BULK_STEPS = (
    *(Step.TAKE, Step.INFORM, Step.ASK_EXTENSION, Step.EXTEND, Step.REFUSE_EXTENSION, Step.ACCEPT),
    *(Step.ASK_HAND_OVER, Step.HAND_OVER, Step.REFUSE_HAND_OVER, Step.CANCEL, *ISSUE_STEPS),
)
"""Steps that one text, date, agency or outcome can say for many. A report has its own photo, a return its own lack."""
MOST = 200


@dataclass(frozen=True)
class Bulk:
    """The step, and what is given with it for each."""

    step: Step
    text: str = ""
    until: date | None = None
    agency_id: int | None = None
    outcome: Outcome = Outcome.FIXED


@dataclass(frozen=True)
class BulkAnswer:
    """For which numbers the step was made, or would be, and why not for the others; both in the order of their numbers.

    They are those of instructions, of `ISSUE_STEPS` of issues.
    """

    done: Sequence[int] = ()
    refused: Mapping[int, PlannerError] = field(default_factory=dict)


def try_bulk(
    session: Session, actor: Actor, numbers: Iterable[int], bulk: Bulk, *, now: datetime, today: date
) -> BulkAnswer:
    """For whom the step would be made now, and why not for the others; nothing is changed.

    Raises NotAllowed where this visitor's roles never make such a step, Invalid for a step that is not for many, for more
    than 200 at once, and for what is wrong with every one of them alike, such as no text.
    """
    require_bulk(actor, bulk.step)
    undo = session.begin_nested()
    try:
        return _all_of_them(session, actor, numbers, bulk, now=now, today=today)
    finally:
        undo.rollback()
        session.expire_all()


def require_bulk(actor: Actor, step: Step) -> None:
    """Whether it is a step for many, and one that this visitor's roles make at all; each of them asks for itself then."""
    own_account(actor)
    if step not in BULK_STEPS:
        raise Invalid("bulk.error.not_for_many")
    moves: Mapping[Step, Any] = ISSUE_MOVES if step in ISSUE_STEPS else INSTRUCTION_MOVES
    if not actor.roles & RULES[moves[step].action].keys():
        raise NotAllowed("permissions.not_your_role")


def in_order(session: Session, actor: Actor, numbers: Iterable[int], step: Step) -> Sequence[int]:
    """By issue, so that two who change many at once wait for each other in one order; unknown numbers come last."""
    require_bulk(actor, step)
    wanted = sorted(set(numbers))
    if len(wanted) > MOST:
        raise Invalid("bulk.error.too_many", number=MOST)
    if step in ISSUE_STEPS:
        return wanted
    query = select(Instruction.id).where(col(Instruction.id).in_(wanted))
    known = [each for each in session.exec(query.order_by(col(Instruction.issue_id), col(Instruction.id))) if each]
    return [*known, *(number for number in wanted if number not in set(known))]


def take_step(session: Session, actor: Actor, number: int, bulk: Bulk, *, uid: str, now: datetime, today: date) -> int:
    """Makes the step for one; the number of its issue. `uid` makes an instruction the same one when it is asked for twice."""
    require_bulk(actor, bulk.step)
    made = _take(session, actor, number, bulk, uid=uid, now=now, today=today)
    return made.issue_id if isinstance(made, Instruction) else number


def _all_of_them(
    session: Session, actor: Actor, numbers: Iterable[int], bulk: Bulk, *, now: datetime, today: date
) -> BulkAnswer:
    done: list[int] = []
    refused: dict[int, PlannerError] = {}
    for number in in_order(session, actor, numbers, bulk.step):
        try:
            with session.begin_nested():
                take_step(session, actor, number, bulk, uid=new_id(), now=now, today=today)
            done.append(number)
        except PlannerError as error:
            refused[number] = error
    alike = {(error.key, error.field) for error in refused.values()}
    if not done and len(alike) == 1 and (wrong := next(iter(refused.values()))).field is not None:
        raise wrong
    return BulkAnswer(sorted(done), dict(sorted(refused.items())))


def _take(session: Session, actor: Actor, number: int, bulk: Bulk, *, uid: str, now: datetime, today: date) -> object:
    text, until, agency_id, outcome = bulk.text, bulk.until, bulk.agency_id, bulk.outcome
    dated: dict[str, Any] = {"now": now, "today": today}
    match bulk.step:
        case Step.TAKE:
            return take_instruction(session, actor, number, text=text, now=now)
        case Step.INFORM:
            return inform(session, actor, number, text=text, now=now)
        case Step.ASK_EXTENSION:
            return ask_extension(session, actor, number, until=until, reason=text, **dated)
        case Step.EXTEND:
            return extend_deadline(session, actor, number, until=until, reason=text, **dated)
        case Step.REFUSE_EXTENSION:
            return refuse_extension(session, actor, number, reason=text, now=now)
        case Step.ACCEPT:
            return accept_report(session, actor, number, outcome=outcome, text=text, now=now)
        case Step.ASK_HAND_OVER:
            return ask_hand_over(session, actor, number, agency_id=agency_id, reason=text, now=now)
        case Step.HAND_OVER:
            return hand_over(session, actor, number, text=text, now=now)
        case Step.REFUSE_HAND_OVER:
            return refuse_hand_over(session, actor, number, reason=text, now=now)
        case Step.CANCEL:
            return cancel_instruction(session, actor, number, reason=text, now=now)
        case Step.INSTRUCT:
            given: dict[str, Any] = {"uid": uid, "text": text, "agency_id": agency_id, "due_on": until}
            return give_instruction(session, actor, number, **given, **dated)
        case Step.NEXT_TOUR:
            return put_off(session, actor, number, reason=text, now=now)
        case Step.CLOSE:
            return close_issue(session, actor, number, outcome=outcome, reason=text, now=now)
        case (
            Step.RAISE
            | Step.EDIT
            | Step.WITHDRAW
            | Step.ADD_PHOTO
            | Step.HIDE_PHOTO
            | Step.SHOW_PHOTO
            | Step.ADD_VOICE
            | Step.HIDE_VOICE
            | Step.SHOW_VOICE
            | Step.CORRECT
            | Step.REPORT
            | Step.RETURN
            | Step.MERGE
            | Step.REOPEN
            | Step.TAKE_BACK
        ):
            raise Invalid("bulk.error.not_for_many")
