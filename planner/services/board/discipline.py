"""How agencies kept their dates: from what instructions say of themselves, and from who had them when something was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, func, select

from planner.domain.actor import Actor
from planner.domain.board import Discipline, Span
from planner.domain.deadlines import today_in
from planner.domain.models import Instruction, Issue, Move
from planner.domain.permissions import Action, require
from planner.domain.words import DONE_INSTRUCTION_STATES, WAITING_INSTRUCTION_STATES, Outcome, Step
from planner.services.deadlines.trouble import days_between


def disciplines_of(
    session: Session, actor: Actor, spans: Sequence[Span], *, zone: str
) -> list[Mapping[int, Discipline]]:
    """By agency, of each span; each kind of work is put down to who had it at that moment. Six queries a span."""
    require(actor, Action.SEE_BOARD)
    return [_within_span(session, span, zone) for span in spans]


def _within_span(session: Session, span: Span, zone: str) -> Mapping[int, Discipline]:
    found: dict[int, Discipline] = defaultdict(Discipline)
    days: dict[int, dict[int, int]] = defaultdict(dict)
    for agency_id, took, number, kept in session.execute(_reports(span)):
        found[agency_id] += Discipline(in_time=kept, late=number - kept)
        if took is not None:
            days[agency_id][took] = number
    for agency_id, histogram in days.items():
        found[agency_id] += Discipline(days=histogram)
    for query in _waiting(span):
        for agency_id, number in session.execute(query):
            found[agency_id] += Discipline(late=number)
    for agency_id, step, outcome, again, number in session.execute(_checks(span, zone)):
        found[agency_id] += _checked(step, None if again else outcome, number)
    for agency_id, late in _hand_overs(session, span, zone):
        found[agency_id] += Discipline(late=late, handed_over=1)
    return dict(found)


def _reports(span: Span) -> Any:
    """Reports of these days that stand, by agency and the days that they took from being given.

    Kept is a date that was kept, of an instruction none of whose former dates was missed.
    """
    reported, agency = col(Instruction.reported_on), col(Instruction.agency_id)
    kept = and_(reported <= col(Instruction.due_on), col(Instruction.late_before) == 0)
    took = days_between(reported, col(Instruction.given_on))
    figures: list[Any] = [agency, took, func.count(), func.count(case((kept, 1)))]
    return (
        select(*figures).where(reported.between(span.first, span.last), _is_done(), _of_living()).group_by(agency, took)
    )


def _waiting(span: Span) -> tuple[Any, Any]:
    """What waited past its date on the last of these days: what waits still, and what was reported later."""
    agency, due = col(Instruction.agency_id), col(Instruction.due_on)
    late = select(agency, func.count()).where(_of_living()).group_by(agency)
    waits = and_(col(Instruction.state).in_(WAITING_INSTRUCTION_STATES), due < span.last)
    # Hidden from the planner, who would begin with everything that is done: little was reported after these days.
    was_late = case((and_(_is_done(), due < span.last), 1), else_=0) == 1
    return late.where(waits), late.where(col(Instruction.reported_on) > span.last, was_late)


def _is_done() -> ColumnElement[bool]:
    return col(Instruction.state).in_(DONE_INSTRUCTION_STATES)


def _checks(span: Span, zone: str) -> Any:
    """Reports that were accepted or returned in these days, by who had reported; and whether the same came again since."""
    agency = col(Move.agency_id)
    again = case((col(Move.issue_id).in_(_came_again()), 1), else_=0)
    figures: list[Any] = [agency, Move.step, Move.outcome, again, func.count()]
    return (
        select(*figures)
        .where(col(Move.step).in_((Step.ACCEPT, Step.RETURN)), *_within(span, zone))
        .where(agency.is_not(None), _of_living(Move.issue_id))
        .group_by(agency, col(Move.step), col(Move.outcome), again)
    )


def _came_again() -> Any:
    """The issues at whose place the same was raised after they were called fixed, and was no repeat of another."""
    counts = and_(col(Issue.deleted).is_(False), col(Issue.outcome).is_distinct_from(Outcome.DUPLICATE))
    return select(Issue.again_of_id).where(col(Issue.again_of_id).is_not(None), counts).correlate(None)


def _hand_overs(session: Session, span: Span, zone: str) -> Iterable[tuple[int, int]]:
    """Of each hand-over of these days who gave it away, and 1 where its date had passed."""
    columns: list[Any] = [Move.instruction_id, Move.at, Move.agency_id, Move.facts, Instruction.due_on, Move.id]
    query = (
        select(*columns)
        .join(Instruction, col(Instruction.id) == Move.instruction_id)
        .where(Move.step == Step.HAND_OVER, *_within(span, zone), _of_living(Move.issue_id))
    )
    rows = session.execute(query).all()
    untold = {row.instruction_id for row in rows if "due_on" not in row.facts}
    extended: dict[int, list[tuple[int, str]]] = defaultdict(list)
    later = select(Move.instruction_id, Move.id, Move.facts).where(col(Move.instruction_id).in_(untold))
    for number, move, facts in session.execute(later.where(Move.step == Step.EXTEND)) if untold else ():
        extended[number].append((move, facts["from_due"]))
    for row in rows:
        since = sorted((move, day) for move, day in extended[row.instruction_id] if move > row.id)
        noted = row.facts.get("due_on") or (since[0][1] if since else None)
        due = date.fromisoformat(noted) if noted else row.due_on
        yield row.agency_id or row.facts["from_agency"]["id"], int(due < today_in(zone, row.at))


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


def _of_living(issue_id: Any = Instruction.issue_id) -> ColumnElement[bool]:
    return col(issue_id).not_in(select(Issue.id).where(col(Issue.deleted).is_(True)).correlate(None))
