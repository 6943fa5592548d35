"""What is wrong with an open issue beside its date: late for longer than its term was, or without any move for long."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import and_, col, select

from planner.domain.deadlines import day_begins
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Instruction, Issue, Move
from planner.domain.words import OPEN_ISSUE_STATES, WAITING_INSTRUCTION_STATES


class days_between(FunctionElement[int]):  # noqa: N801
    """By how many days the second of two dates is earlier than the first, on either database."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    later, earlier = (compiler.process(each, **given) for each in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


def troubles_wanted(wanted: IssueFilter, today: date, zone: str) -> list[ColumnElement[bool]]:
    """The conditions on `Issue` for those of the filter that only the database can tell; `zone` is the city's."""
    conditions = []
    if wanted.twice_late:
        conditions.append(is_twice_late(today))
    if wanted.quiet is not None:
        conditions.append(is_quiet(wanted.quiet, today, zone))
    return conditions


def is_twice_late(today: date) -> ColumnElement[bool]:
    """An instruction waits for its agency, and is late for longer than its term was."""
    due, given = col(Instruction.due_on), col(Instruction.given_on)
    late = and_(
        col(Instruction.state).in_(WAITING_INSTRUCTION_STATES),
        due < today,
        days_between(today, due) > days_between(due, given),
    )
    return col(Issue.id).in_(select(Instruction.issue_id).where(late).correlate(None))


def is_quiet(days: int, today: date, zone: str) -> ColumnElement[bool]:
    """Open, and without a move since the day that is so many days before today; a day begins at midnight of the city."""
    since = day_begins(zone, today - timedelta(days=days))
    moved = select(Move.issue_id).where(col(Move.at) >= since).correlate(None)
    open_before = and_(col(Issue.state).in_(OPEN_ISSUE_STATES), col(Issue.created_at) < since)
    return and_(open_before, col(Issue.id).not_in(moved))
