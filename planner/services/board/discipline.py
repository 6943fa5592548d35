"""How agencies kept their dates: from what instructions say of themselves and, where work was handed over, from the history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, func, not_, or_, select

from planner.domain.actor import Actor
from planner.domain.board import Discipline, Span
from planner.domain.deadlines import today_in
from planner.domain.models import Instruction, Issue, Move
from planner.domain.permissions import Action, require
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, Outcome, Step
from planner.services.deadlines.trouble import days_between


class _Happened(NamedTuple):
    """A move of an instruction that was handed over, with who has it now and until when."""

    number: int
    step: Step
    at: datetime
    facts: Mapping[str, Any]
    agency_id: int
    due_on: date


def disciplines_of(
    session: Session, actor: Actor, spans: Sequence[Span], *, zone: str
) -> list[Mapping[int, Discipline]]:
    """By agency, of each span; each kind of work is put down to who had it at that moment. Three queries a span, and one."""
    require(actor, Action.SEE_BOARD)
    handed_over = _handed_over(session)
    return [_within_span(session, span, zone, handed_over) for span in spans]


def _within_span(session: Session, span: Span, zone: str, handed_over: Sequence[_Happened]) -> Mapping[int, Discipline]:
    found: dict[int, Discipline] = defaultdict(Discipline)
    for agency_id, in_time, late in session.execute(_answers(span)):
        found[agency_id] += Discipline(in_time=in_time, late=late)
    days: dict[int, dict[int, int]] = defaultdict(dict)
    for agency_id, took, number in session.execute(_days(span)):
        days[agency_id][took] = number
    for agency_id, histogram in days.items():
        found[agency_id] += Discipline(days=histogram)
    for agency_id, step, outcome, number in session.execute(_checks(span, zone)):
        found[agency_id] += _checked(step, outcome, number)
    for agency_id, discipline in _of_handed_over(handed_over, span, zone):
        found[agency_id] += discipline
    return dict(found)


def _answers(span: Span) -> Any:
    """Instructions whose answer is known, by who has them now; what was reported later was still waiting in these days.

    Kept is a date that was kept, of an instruction none of whose former dates was missed.
    """
    reported, due = col(Instruction.reported_on), col(Instruction.due_on)
    kept = and_(reported <= due, col(Instruction.late_before) == 0)
    done = and_(col(Instruction.state).in_(DONE_INSTRUCTION_STATES), reported.between(span.first, span.last))
    waits = and_(
        or_(
            col(Instruction.state).in_(WAITING_INSTRUCTION_STATES),
            and_(col(Instruction.state).in_(DONE_INSTRUCTION_STATES), reported > span.last),
        ),
        due < span.last,
    )
    agency = col(Instruction.agency_id)
    return (
        select(
            agency,
            func.count(case((and_(done, kept), 1))),
            func.count(case((or_(and_(done, not_(kept)), waits), 1))),
        )
        .where(or_(done, waits), _of_living())
        .group_by(agency)
    )


def _days(span: Span) -> Any:
    """How many reports of these days came after how many days."""
    reported, agency = col(Instruction.reported_on), col(Instruction.agency_id)
    days = days_between(reported, col(Instruction.given_on))
    done = and_(col(Instruction.state).in_(DONE_INSTRUCTION_STATES), reported.between(span.first, span.last))
    return (
        select(agency, days, func.count())
        .where(done, col(Instruction.given_on).is_not(None), _of_living())
        .group_by(agency, days)
    )


def _checks(span: Span, zone: str) -> Any:
    """Reports that were accepted or returned in these days, of instructions that were never handed over."""
    agency, outcome = col(Instruction.agency_id), Move.facts["outcome"].as_string()
    steps = col(Move.step).in_((Step.ACCEPT, Step.RETURN))
    return (
        select(agency, Move.step, outcome, func.count())
        .select_from(Move)
        .join(Instruction, col(Instruction.id) == Move.instruction_id)
        .where(steps, *_within(span, zone), Instruction.hand_overs == 0, _of_living())
        .group_by(agency, col(Move.step), outcome)
    )


def _handed_over(session: Session) -> Sequence[_Happened]:
    """The moves of instructions that were ever handed over, one instruction after the other."""
    number = col(Move.instruction_id)
    columns: list[Any] = [number, Move.step, Move.at, Move.facts, Instruction.agency_id, Instruction.due_on]
    told = col(Move.step).in_((Step.HAND_OVER, Step.EXTEND, Step.ACCEPT, Step.RETURN))
    query = (
        select(*columns)
        .join(Instruction, and_(col(Instruction.id) == number, col(Instruction.issue_id) == Move.issue_id))
        .where(col(Instruction.hand_overs) > 0, _of_living())
        # Hidden from the planner, who would begin with all moves of these steps: few instructions were handed over.
        .where(case((told, 1), else_=0) == 1)
        .order_by(number, col(Move.id))
    )
    return [_Happened(*row) for row in session.execute(query)]


def _of_handed_over(happened: Sequence[_Happened], span: Span, zone: str) -> Iterable[tuple[int, Discipline]]:
    """What the history tells of them: who had an instruction when something happened to it."""
    for _, group in groupby(happened, lambda each: each.number):
        moves = list(group)
        for at, move in enumerate(moves):
            day = today_in(zone, move.at)
            if not span.first <= day <= span.last:
                continue
            if move.step is Step.HAND_OVER:
                late = int(_due_then(move, moves[at + 1 :]) < day)
                yield move.facts["from_agency"]["id"], Discipline(late=late, handed_over=1)
            elif move.step is not Step.EXTEND:
                yield _holder_then(move, moves[at + 1 :]), _checked(move.step, move.facts.get("outcome"), 1)


def _due_then(move: _Happened, later: Sequence[_Happened]) -> date:
    """The date that an instruction had when it was handed over: noted, else as the next extension found it."""
    extended = (other.facts["from_due"] for other in later if other.step is Step.EXTEND)
    noted = move.facts.get("due_on") or next(extended, None)
    return date.fromisoformat(noted) if noted else move.due_on


def _holder_then(move: _Happened, later: Sequence[_Happened]) -> int:
    """Who had it: the first who handed it over later, else who has it now."""
    handed = (other.facts["from_agency"]["id"] for other in later if other.step is Step.HAND_OVER)
    return int(next(handed, move.agency_id))


def _checked(step: Step, outcome: str | None, number: int) -> Discipline:
    if step is Step.RETURN:
        return Discipline(checked=number, returned=number)
    return Discipline(checked=number, found=number if outcome == Outcome.FIXED else 0)


def _within(span: Span, zone: str) -> tuple[ColumnElement[bool], ...]:
    """The condition on `Move` that it happened on these days of the city."""
    first, after = (
        datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        for day in (span.first, span.last + timedelta(days=1))
    )
    return col(Move.at) >= first, col(Move.at) < after


def _of_living() -> ColumnElement[bool]:
    return col(Instruction.issue_id).not_in(select(Issue.id).where(col(Issue.deleted).is_(True)).correlate(None))
