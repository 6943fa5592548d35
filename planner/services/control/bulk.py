"""One step for many instructions with one reason: who would be refused and why is known before, and each is a step of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotAllowed, PlannerError
from planner.domain.models import Instruction
from planner.domain.permissions import RULES, require_somebody
from planner.domain.words import Step
from planner.domain.workflow import INSTRUCTION_MOVES
from planner.services.control.hand_overs import ask_hand_over, hand_over, refuse_hand_over
from planner.services.control.instructions import ask_extension, cancel_instruction, extend_deadline, refuse_extension
from planner.services.control.progress import inform, take_instruction

BULK_STEPS = (
    *(Step.TAKE, Step.INFORM, Step.ASK_EXTENSION, Step.EXTEND, Step.REFUSE_EXTENSION),
    *(Step.ASK_HAND_OVER, Step.HAND_OVER, Step.REFUSE_HAND_OVER, Step.CANCEL),
)
"""Steps that one reason, one date or one agency can say for many. A report has its own photo, a verification its own look."""
MOST = 200


@dataclass(frozen=True)
class Bulk:
    """The step, and what is given with it for each."""

    step: Step
    text: str = ""
    until: date | None = None
    agency_id: int | None = None


@dataclass(frozen=True)
class BulkAnswer:
    """Which instructions the step was made for, or would be, and why not for the others; both in the order of their numbers."""

    done: Sequence[int] = ()
    refused: Mapping[int, PlannerError] = field(default_factory=dict)


def try_bulk(
    session: Session, actor: Actor, instruction_ids: Iterable[int], bulk: Bulk, *, now: datetime, today: date
) -> BulkAnswer:
    """What `take_bulk` would answer; nothing is changed. Call it in a session that keeps nothing."""
    undo = session.begin_nested()
    try:
        return take_bulk(session, actor, instruction_ids, bulk, now=now, today=today)
    finally:
        undo.rollback()
        session.expire_all()


def take_bulk(
    session: Session, actor: Actor, instruction_ids: Iterable[int], bulk: Bulk, *, now: datetime, today: date
) -> BulkAnswer:
    """Makes the step for each that allows it, in one transaction; the others stay as they are.

    Raises NotAllowed where this visitor's roles never make such a step, Invalid for a step that is not for many or for more
    than 200 at once.
    """
    require_somebody(actor)
    _require_role(actor, bulk.step)
    done: list[int] = []
    refused: dict[int, PlannerError] = {}
    for number in _in_order(session, instruction_ids):
        try:
            with session.begin_nested():
                _take(session, actor, number, bulk, now=now, today=today)
            done.append(number)
        except PlannerError as error:
            refused[number] = error
    return BulkAnswer(sorted(done), dict(sorted(refused.items())))


def _require_role(actor: Actor, step: Step) -> None:
    if step not in BULK_STEPS:
        raise Invalid("instructions.error.not_for_many")
    if not actor.roles & RULES[INSTRUCTION_MOVES[step].action].keys():
        raise NotAllowed("permissions.not_your_role")


def _in_order(session: Session, instruction_ids: Iterable[int]) -> Sequence[int]:
    """By issue, so that two who change many at once wait for each other in one order; unknown numbers come last."""
    numbers = sorted(set(instruction_ids))
    if len(numbers) > MOST:
        raise Invalid("instructions.error.too_many", number=MOST)
    query = select(Instruction.id).where(col(Instruction.id).in_(numbers))
    known = [each for each in session.exec(query.order_by(col(Instruction.issue_id), col(Instruction.id))) if each]
    return [*known, *(number for number in numbers if number not in set(known))]


def _take(session: Session, actor: Actor, number: int, bulk: Bulk, *, now: datetime, today: date) -> None:
    text, until = bulk.text, bulk.until
    match bulk.step:
        case Step.TAKE:
            take_instruction(session, actor, number, text=text, now=now)
        case Step.INFORM:
            inform(session, actor, number, text=text, now=now)
        case Step.ASK_EXTENSION:
            ask_extension(session, actor, number, until=until, reason=text, now=now, today=today)
        case Step.EXTEND:
            extend_deadline(session, actor, number, until=until, reason=text, now=now, today=today)
        case Step.REFUSE_EXTENSION:
            refuse_extension(session, actor, number, reason=text, now=now)
        case Step.ASK_HAND_OVER:
            ask_hand_over(session, actor, number, agency_id=bulk.agency_id, reason=text, now=now)
        case Step.HAND_OVER:
            hand_over(session, actor, number, text=text, now=now)
        case Step.REFUSE_HAND_OVER:
            refuse_hand_over(session, actor, number, reason=text, now=now)
        case Step.CANCEL:
            cancel_instruction(session, actor, number, reason=text, now=now)
        case (
            Step.RAISE
            | Step.EDIT
            | Step.WITHDRAW
            | Step.ADD_PHOTO
            | Step.HIDE_PHOTO
            | Step.SHOW_PHOTO
            | Step.INSTRUCT
            | Step.CORRECT
            | Step.REPORT
            | Step.ACCEPT
            | Step.RETURN
            | Step.CLOSE
            | Step.MERGE
            | Step.NEXT_TOUR
            | Step.REOPEN
        ):
            raise Invalid("instructions.error.not_for_many")
