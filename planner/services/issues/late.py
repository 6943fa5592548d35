"""By how many days an issue is, or was, late: the most that one of its instructions tells."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, and_, case, col, func, literal, select

from planner.domain.lateness import lateness_told
from planner.domain.models import Instruction, Issue
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, InstructionState
from planner.services.deadlines.trouble import days_between


def latest_of(session: Session, issues: Sequence[Issue], today: date) -> Mapping[int, Instruction]:
    """By issue the instruction that tells the most days late, of those that tell any; one query.

    The caller found that the actor sees these issues.
    """
    query = select(Instruction).where(col(Instruction.issue_id).in_([issue.id for issue in issues]))
    late = [given for given in session.exec(query.order_by(col(Instruction.id))) if lateness_told(given, today)]
    return {given.issue_id: given for given in sorted(late, key=lambda given: lateness_told(given, today))}


def days_late(today: date) -> Any:
    """A query of `issue_id` and the same number of `days`, of the issues that are or were late."""
    state, due, reported = col(Instruction.state), col(Instruction.due_on), col(Instruction.reported_on)
    before = col(Instruction.late_before)
    done = and_(state.in_(DONE_INSTRUCTION_STATES), reported > due)
    answered: Any = days_between(reported, due)
    told = case(
        (state == InstructionState.CANCELLED, 0),
        (and_(state.in_(WAITING_INSTRUCTION_STATES), due < today), days_between(literal(today), due)),
        (and_(done, answered > before), answered),
        else_=before,
    )
    issue_id = col(Instruction.issue_id)
    return select(issue_id, func.max(told).label("days")).where(told > 0).group_by(issue_id)
