"""Taking a step: the issue locked, the right, the workflow and the demands checked; and which steps stand open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Instruction, Issue, Move
from planner.domain.permissions import Subject, may, require, require_somebody
from planner.domain.typed import typed_text
from planner.domain.words import InstructionState, Step
from planner.domain.workflow import (
    AGENCY_STEPS,
    INSTRUCTION_MOVES,
    ISSUE_MOVES,
    check_demands,
    next_instruction_state,
)
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue, visible_issue
from planner.services.issues.history import write_move

LONGEST_TEXT = 4000
AgencyMoves = Mapping[int | None, Sequence[Move]]
"""What the agencies of instructions have done, by instruction, the first step first."""


class Taken(NamedTuple):
    """A step that may be made now: the locked rows, where the step leads, and what was said, as it is kept."""

    issue: Issue
    instruction: Instruction
    from_state: InstructionState
    to_state: InstructionState
    text: str


@dataclass(frozen=True)
class NextSteps:
    """What this visitor may do now to the issue itself (`workflow.ISSUE_MOVES`) and to each instruction."""

    of_issue: tuple[Step, ...]
    of_instructions: Mapping[int, tuple[Step, ...]]


def checked_text(typed: str, *, field: str = "text") -> str:
    """The text as it is kept; Invalid when it is empty or longer than 4,000 characters."""
    return typed_text(typed, field=field, longest=LONGEST_TEXT, needed="instructions.error.needs_text")


def begin_step(
    session: Session,
    actor: Actor,
    instruction_id: int,
    step: Step,
    *,
    text: str,
    beside: int | None = None,
    **given: object,
) -> Taken:
    """Locks (as `hold_issue`), then checks in this order: visible, allowed, possible in the present state, nothing missing in what was given.

    Raises NotFound, NotAllowed, Conflict or Invalid. Of two who make the same step at once the second gets Conflict.
    """
    require_somebody(actor)
    issue_id = session.exec(select(Instruction.issue_id).where(Instruction.id == instruction_id)).first()
    if issue_id is None:
        raise NotFound("instructions.error.unknown")
    try:
        issue = hold_issue(session, actor, issue_id, beside=beside)
    except NotFound:
        raise NotFound("instructions.error.unknown") from None
    fresh = select(Instruction).where(Instruction.id == instruction_id).execution_options(populate_existing=True)
    instruction = session.exec(fresh).one()
    about = subject_of_issue(session, issue)
    done = agency_moves(session, [instruction])
    require(actor, INSTRUCTION_MOVES[step].action, _subject(about, instruction, step, done))
    to_state = next_instruction_state(instruction.state, step)
    said = typed_text(text, field="text", longest=LONGEST_TEXT)
    check_demands(step, {"text": said, **given})
    return Taken(issue, instruction, instruction.state, to_state, said)


def steps_open_to(session: Session, actor: Actor, issue_id: int) -> NextSteps:
    """Every step that the tables of permissions and of the workflow leave open to `actor` at this moment."""
    issue = visible_issue(session, actor, issue_id)
    about = subject_of_issue(session, issue)
    query = select(Instruction).where(Instruction.issue_id == issue_id).order_by(col(Instruction.id))
    instructions = session.exec(query).all()
    done = agency_moves(session, instructions)
    return NextSteps(
        of_issue=tuple(_issue_steps(actor, issue, about)),
        of_instructions={i.id: tuple(_instruction_steps(actor, i, about, done)) for i in instructions if i.id},
    )


def write_step(session: Session, actor: Actor, taken: Taken, step: Step, *, now: datetime, **facts: Any) -> None:
    """Appends the step that was begun to the history; the permission was required by `begin_step`."""
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


def agency_moves(session: Session, instructions: Iterable[Instruction]) -> AgencyMoves:
    """What their agencies have done so far; the caller found that the actor sees these instructions."""
    found: dict[int | None, list[Move]] = defaultdict(list)
    ids = [each.id for each in instructions]
    query = select(Move).where(col(Move.instruction_id).in_(ids), col(Move.step).in_(AGENCY_STEPS))
    for move in session.exec(query.order_by(col(Move.id))):
        found[move.instruction_id].append(move)
    return found


def last_of(moves: Sequence[Move], step: Step) -> Move | None:
    """The last of these steps that was such a one."""
    return next((move for move in reversed(moves) if move.step is step), None)


def _issue_steps(actor: Actor, issue: Issue, about: Subject) -> Iterable[Step]:
    for step, move in ISSUE_MOVES.items():
        if step is Step.NEXT_TOUR and issue.next_tour:
            continue
        if issue.state in move.sources and may(actor, move.action, about).allowed:
            yield step


def _instruction_steps(actor: Actor, instruction: Instruction, about: Subject, done: AgencyMoves) -> Iterable[Step]:
    for step, move in INSTRUCTION_MOVES.items():
        if instruction.state not in move.sources or step is Step.REOPEN or _is_unasked(step, instruction):
            continue
        if may(actor, move.action, _subject(about, instruction, step, done)).allowed:
            yield step


def _is_unasked(step: Step, instruction: Instruction) -> bool:
    """Whether a step answers a wish that there is not. More time is granted unasked, too."""
    if step is Step.REFUSE_EXTENSION:
        return instruction.asked_until is None
    return step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER) and instruction.wished_agency_id is None


def _subject(about: Subject, instruction: Instruction, step: Step, done: AgencyMoves) -> Subject:
    """What the table needs to know of an instruction: whoever has a wish does not answer it, of whichever role."""
    moves = done.get(instruction.id, ())
    wish = None
    if step in (Step.EXTEND, Step.REFUSE_EXTENSION) and instruction.asked_until is not None:
        wish = last_of(moves, Step.ASK_EXTENSION)
    if step in (Step.HAND_OVER, Step.REFUSE_HAND_OVER) and instruction.wished_agency_id is not None:
        wish = last_of(moves, Step.ASK_HAND_OVER)
    return replace(
        about,
        responsible=instruction.agency_id,
        reporter_id=instruction.reported_by_id,
        wished=instruction.wished_agency_id,
        asker_id=wish.by_person_id if wish else None,
        giver_id=instruction.given_by_id,
        acted=bool(moves),
    )
