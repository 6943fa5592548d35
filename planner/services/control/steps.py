"""Taking a step: the issue locked, the right, the workflow and the demands checked; and which steps stand open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Instruction, Issue, Move
from planner.domain.permissions import Action, Subject, may, require, require_somebody
from planner.domain.typed import typed_text
from planner.domain.words import InstructionState, IssueState, Step
from planner.domain.workflow import INSTRUCTION_MOVES, check_demands, next_instruction_state
from planner.services.access.hold import hold_issue
from planner.services.access.scopes import subject_of_issue, visible_issue

LONGEST_TEXT = 4000
Askers = Mapping[int | None, int | None]
"""Who asked last for more time, by instruction, where the wish is still unanswered."""


class Taken(NamedTuple):
    """A step that may be made now: the locked rows, where the step leads, and what was said, as it is kept."""

    issue: Issue
    instruction: Instruction
    from_state: InstructionState
    to_state: InstructionState
    text: str


@dataclass(frozen=True)
class NextSteps:
    """What this visitor may do now to the issue itself (INSTRUCT, NEXT_TOUR, CLOSE, REOPEN, EDIT) and to each instruction."""

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
    askers = _askers(session, [instruction])
    require(actor, INSTRUCTION_MOVES[step].action, _subject(about, instruction, step, actor, askers))
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
    askers = _askers(session, instructions)
    return NextSteps(
        of_issue=tuple(_issue_steps(actor, issue, about)),
        of_instructions={i.id: tuple(_instruction_steps(actor, i, about, askers)) for i in instructions if i.id},
    )


def _issue_steps(actor: Actor, issue: Issue, about: Subject) -> Iterable[Step]:
    closed = issue.state is IssueState.CLOSED
    if not closed and may(actor, Action.GIVE_INSTRUCTION, about).allowed:
        yield Step.INSTRUCT
    if issue.state is IssueState.NEW and not issue.next_tour and may(actor, Action.GIVE_INSTRUCTION, about).allowed:
        yield Step.NEXT_TOUR
    if issue.state is IssueState.NEW and may(actor, Action.CLOSE_ISSUE, about).allowed:
        yield Step.CLOSE
    if closed and may(actor, Action.REOPEN_ISSUE, about).allowed:
        yield Step.REOPEN
    if not closed and may(actor, Action.EDIT_ISSUE, about).allowed:
        yield Step.EDIT


def _instruction_steps(actor: Actor, instruction: Instruction, about: Subject, askers: Askers) -> Iterable[Step]:
    for step, move in INSTRUCTION_MOVES.items():
        if step is Step.REOPEN or (step is Step.REFUSE_EXTENSION and instruction.asked_until is None):
            continue
        if instruction.state not in move.sources:
            continue
        if may(actor, move.action, _subject(about, instruction, step, actor, askers)).allowed:
            yield step


def _subject(about: Subject, instruction: Instruction, step: Step, actor: Actor, askers: Askers) -> Subject:
    """Whoever asked for more time decides on it as little as whoever reported verifies."""
    reporter = instruction.reported_by_id
    if step in (Step.EXTEND, Step.REFUSE_EXTENSION) and instruction.asked_until is not None:
        asker = askers.get(instruction.id)
        reporter = asker if asker == actor.person_id else reporter
    return replace(about, responsible=instruction.agency_id, reporter_id=reporter)


def _askers(session: Session, instructions: Iterable[Instruction]) -> Askers:
    asked = [i.id for i in instructions if i.asked_until is not None]
    if not asked:
        return {}
    query = select(Move.instruction_id, Move.by_person_id).where(
        col(Move.instruction_id).in_(asked), Move.step == Step.ASK_EXTENSION
    )
    return dict(session.exec(query.order_by(col(Move.id))).all())
