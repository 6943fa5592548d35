"""By how many days an issue is, or was, late: the most that one of its instructions tells."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, event, inspect
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, and_, case, col, func, literal, not_, or_, select, text

from planner.domain.lateness import lateness_told
from planner.domain.models import Instruction, Issue
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, InstructionState
from planner.services.deadlines.trouble import days_between

_SETTLE = text("UPDATE issue SET late_settled = :late WHERE id = :number")


def latest_of(session: Session, issues: Sequence[Issue], today: date) -> Mapping[int, Instruction]:
    """By issue the instruction that tells the most days late, of those that tell any; one query.

    The caller found that the actor sees these issues.
    """
    query = select(Instruction).where(col(Instruction.issue_id).in_([issue.id for issue in issues]))
    late = [given for given in session.exec(query.order_by(col(Instruction.id))) if lateness_told(given, today)]
    return {given.issue_id: given for given in sorted(late, key=lambda given: lateness_told(given, today))}


def with_days_late(query: Any, today: date) -> tuple[Any, Any]:
    """The same query of issues, and by it the same number of days, 0 for one that was never late.

    What no day changes any more stands in `Issue.late_settled`; only of what waits for its agency, a few of all, the days
    are counted.
    """
    due, before = col(Instruction.due_on), col(Instruction.late_before)
    told = case((due < today, days_between(literal(today), due)), else_=before)
    issue = col(Instruction.issue_id)
    waits = select(issue, func.max(told).label("days")).where(_is_late(today))
    # The sum keeps SQLite from reading the whole table in the order of its issues, where an index has all that is asked.
    rows = waits.group_by(issue + 0, issue).subquery("late")
    settled, days = col(Issue.late_settled), func.coalesce(rows.c.days, 0)
    return query.outerjoin(rows, rows.c.issue_id == Issue.id), case((days > settled, days), else_=settled)


def never_late(today: date) -> ColumnElement[bool]:
    """The condition of an issue of which that number is 0, for a query that an index has in its order."""
    waits = select(Instruction.id).where(col(Instruction.issue_id) == Issue.id, _is_late(today)).correlate(Issue)
    return and_(col(Issue.late_settled) == 0, not_(waits.exists()))


def _is_late(today: date) -> ColumnElement[bool]:
    """Of an instruction that waits for its agency."""
    due, before = col(Instruction.due_on), col(Instruction.late_before)
    return and_(col(Instruction.state).in_(WAITING_INSTRUCTION_STATES), or_(due < today, before > 0))


def keep_lateness() -> None:
    """From now on every session of this process keeps `Issue.late_settled` true to what it stores of instructions."""
    if not event.contains(OrmSession, "after_flush", _follow):
        event.listen(OrmSession, "after_flush", _follow)


def write_lateness(connection: Connection, ids: Collection[int]) -> None:
    """Writes anew by how many days these issues are late for good, where that has changed."""
    state, due, reported = col(Instruction.state), col(Instruction.due_on), col(Instruction.reported_on)
    before, answered = col(Instruction.late_before), days_between(col(Instruction.reported_on), due)
    done = and_(state.in_(DONE_INSTRUCTION_STATES), reported > due, answered > before)
    told = case((state == InstructionState.CANCELLED, 0), (done, answered), else_=before)
    settled = select(func.max(told)).where(
        col(Instruction.issue_id) == col(Issue.id), state.not_in(WAITING_INSTRUCTION_STATES)
    )
    days = func.coalesce(settled.correlate(Issue).scalar_subquery(), 0)
    changed = select(Issue.id, days).where(col(Issue.id).in_(ids), col(Issue.late_settled) != days)
    rows = [{"number": number, "late": late} for number, late in connection.execute(changed.order_by(col(Issue.id)))]
    if rows:
        connection.execute(_SETTLE, rows)


def _follow(session: OrmSession, *_: object) -> None:
    """Instructions that were stored, and the issue from which one was taken."""
    stored = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, Instruction)]
    ids = {row.issue_id for row in stored} | {
        before for row in stored for before in inspect(row).attrs["issue_id"].history.deleted
    }
    if ids:
        write_lateness(session.connection(), ids - {None})
