"""The issues behind a figure of the board: what was handed over, reported, checked or answered within some days, and by whom."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select

from planner.domain.deadlines import day_begins
from planner.domain.issue_filter import ANSWERED, CHECKED, HANDED_OVER, IssueFilter
from planner.domain.models import Instruction, Issue, Move
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, Step

_STEPS = {HANDED_OVER: (Step.HAND_OVER,), CHECKED: (Step.ACCEPT, Step.RETURN)}


def counted_by(wanted: IssueFilter, zone: str) -> list[ColumnElement[bool]]:
    """The condition on `Issue` of `wanted.counted`, if any; `zone` is the city's."""
    if not wanted.counted:
        return []
    steps = _STEPS.get(wanted.counted)
    found = _stepped(wanted, steps, zone) if steps else _worked(wanted)
    return [col(Issue.id).in_(found)]


def ended_by(wanted: IssueFilter, zone: str) -> list[ColumnElement[bool]]:
    """The conditions on `Issue` for when it was closed, and for whether it was open at the end of a day."""
    closed, conditions = col(Issue.closed_at), list[ColumnElement[bool]]()
    if wanted.closed_from is not None:
        conditions.append(closed >= day_begins(zone, wanted.closed_from))
    if wanted.closed_to is not None:
        conditions.append(closed < day_begins(zone, wanted.closed_to + timedelta(days=1)))
    if wanted.open_on is not None:
        after = day_begins(zone, wanted.open_on + timedelta(days=1))
        conditions.append(and_(col(Issue.created_at) < after, or_(closed.is_(None), closed >= after)))
    return conditions


def _stepped(wanted: IssueFilter, steps: tuple[Step, ...], zone: str) -> Any:
    made = select(Move.issue_id).where(col(Move.step).in_(steps)).correlate(None)
    if wanted.since is not None:
        made = made.where(col(Move.at) >= day_begins(zone, wanted.since))
    if wanted.until is not None:
        made = made.where(col(Move.at) < day_begins(zone, wanted.until + timedelta(days=1)))
    return made if wanted.whose is None else made.where(Move.agency_id == wanted.whose)


def _worked(wanted: IssueFilter) -> Any:
    """Reported in these days; with ANSWERED also what had not been on the last of them, and was late."""
    reported, state = col(Instruction.reported_on), col(Instruction.state)
    done = state.in_(DONE_INSTRUCTION_STATES)
    conditions: list[ColumnElement[bool]] = [done]
    if wanted.since is not None:
        conditions.append(reported >= wanted.since)
    if wanted.until is not None:
        conditions.append(reported <= wanted.until)
    what = and_(*conditions)
    if wanted.counted == ANSWERED and wanted.until is not None:
        later = and_(done, reported > wanted.until)
        what = or_(
            what, and_(col(Instruction.due_on) < wanted.until, or_(state.in_(WAITING_INSTRUCTION_STATES), later))
        )
    worked = select(Instruction.issue_id).where(what).correlate(None)
    return worked if wanted.whose is None else worked.where(Instruction.agency_id == wanted.whose)
