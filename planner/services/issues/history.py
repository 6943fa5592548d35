"""Writing the history of an issue, and keeping what the issue says of itself true to its instructions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.audience import TOLD
from planner.domain.models import CoExecutor, Instruction, Issue, IssueAgency, Move
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind
from planner.domain.words import OPEN_INSTRUCTION_STATES, InstructionState, IssueState, Outcome, Step
from planner.domain.workflow import issue_state_of
from planner.services.issues.late import keep_lateness
from planner.services.outbox.causes import is_held_back, note_cause
from planner.services.search.words import listen

listen()  # whoever writes an issue comes by here
keep_lateness()


def write_move(
    session: Session,
    actor: Actor,
    issue: Issue,
    step: Step,
    *,
    now: datetime,
    instruction: Instruction | None = None,
    from_state: str = "",
    to_state: str = "",
    text: str = "",
    **facts: Any,
) -> Move:
    """Appends one step to the history, and notes that people may have to be told of it, where it is one that anybody is told of.

    Facts must be JSON (dates as ISO text). The permission was required by the caller.
    """
    move = Move(
        issue_id=id_of(issue),
        instruction_id=instruction.id if instruction else None,
        step=step,
        from_state=from_state,
        to_state=to_state,
        by=actor.name,
        by_person_id=actor.person_id,
        at=now,
        text=text,
        agency_id=_agency_then(instruction, facts),
        outcome=Outcome(facts["outcome"]) if facts.get("outcome") else None,
        facts=facts,
    )
    session.add(move)
    session.flush()
    if TOLD[step] or is_held_back(session):
        note_cause(session, CauseKind.MOVE, now=now, move=move.id)
    return move


def _agency_then(instruction: Instruction | None, facts: dict[str, Any]) -> int | None:
    if instruction is None:
        return None
    given_away: int | None = (facts.get("from_agency") or {}).get("id")
    return given_away or instruction.agency_id


def is_by_author(issue: Issue, move: Move) -> bool:
    """Whether the step was made by who raised the issue; of a tablet its name tells, so that two of one name count as one."""
    if issue.raised_by_person_id is not None or move.by_person_id is not None:
        return move.by_person_id == issue.raised_by_person_id
    return issue.raised_by_participant_id is not None and move.by == issue.raised_by


def refresh_issue(session: Session, issue: Issue, *, now: datetime, outcome: Outcome | None = None) -> None:
    """Makes state, due date, responsible agency and involved agencies follow from the issue's instructions.

    Called after every change of an instruction. An issue that falls back from closed loses its outcome; one that closes
    takes `outcome` (by default: fixed). What still waits for an agency comes before what waits for the controller.
    """
    session.flush()
    instructions = session.exec(
        select(Instruction).where(Instruction.issue_id == issue.id).order_by(col(Instruction.id))
    ).all()
    open_ones = sorted(
        (i for i in instructions if i.state in OPEN_INSTRUCTION_STATES),
        key=lambda i: (i.state is InstructionState.REPORTED, i.due_on, i.id),
    )
    issue.state = issue_state_of(i.state for i in instructions)
    issue.due_on = open_ones[0].due_on if open_ones else None
    counting = [i for i in instructions if i.state is not InstructionState.CANCELLED]
    responsible = open_ones[:1] or counting[-1:]
    issue.agency_id = responsible[0].agency_id if responsible else None
    if issue.state is IssueState.CLOSED:
        issue.outcome, issue.closed_at = outcome or issue.outcome or Outcome.FIXED, issue.closed_at or now
    else:
        issue.outcome, issue.closed_at, issue.duplicate_of_id = None, None, None
    _involve(session, issue, instructions)


def _involve(session: Session, issue: Issue, instructions: Sequence[Instruction]) -> None:
    known = set(session.exec(select(IssueAgency.agency_id).where(IssueAgency.issue_id == issue.id)).all())
    helping = select(CoExecutor.agency_id).join(Instruction).where(Instruction.issue_id == issue.id)
    wished = {i.wished_agency_id for i in instructions if i.wished_agency_id is not None}
    involved = {i.agency_id for i in instructions} | wished | set(session.exec(helping).all())
    for agency_id in involved - known:
        session.add(IssueAgency(issue_id=id_of(issue), agency_id=agency_id))
    session.flush()
