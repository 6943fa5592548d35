"""Whether it is getting better: raised, ended and left open by month, and what became of the last tours."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, case, col, func, select

from planner.domain.actor import Actor
from planner.domain.board import Month, Round, month_starts
from planner.domain.deadlines import today_in
from planner.domain.models import Issue, Tour
from planner.domain.permissions import Action, require
from planner.domain.words import OPEN_ISSUE_STATES, IssueState, Outcome, TourState

SOON = timedelta(days=30)


def months_of(session: Session, actor: Actor, *, today: date, zone: str, months: int) -> Sequence[Month]:
    """The last months, the present one so far. What was opened again counts as open all the time; one query."""
    require(actor, Action.SEE_BOARD)
    firsts = month_starts(today, months)
    starts = [datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in firsts]
    alive, raised, ended = col(Issue.deleted).is_(False), col(Issue.created_at), col(Issue.closed_at)
    counted = [
        select(func.count()).select_from(Issue).where(alive, *condition).scalar_subquery()
        for since, until in zip(starts, [*starts[1:], None], strict=True)
        for condition in (
            (raised >= since, raised < until if until else True),
            (ended >= since, ended < until if until else True),
            (ended >= since, ended < until if until else True, col(Issue.outcome) == Outcome.FIXED),
        )
    ]
    still = select(func.count()).select_from(Issue).where(alive, col(Issue.state).in_(OPEN_ISSUE_STATES))
    open_now, *figures = session.execute(select(still.scalar_subquery(), *counted)).one()
    found: list[Month] = []
    for first, at in reversed(list(zip(firsts, range(0, len(figures), 3), strict=True))):
        raised_then, ended_then, fixed_then = figures[at : at + 3]
        found.append(Month(first, raised_then, ended_then, fixed_then, open_now))
        open_now += ended_then - raised_then
    return found[::-1]


def rounds_of(session: Session, actor: Actor, *, zone: str, most: int) -> Sequence[Round]:
    """The last tours that were closed, the newest first, with what became of what was raised on them; two queries."""
    require(actor, Action.SEE_BOARD)
    latest = select(Tour).where(Tour.state == TourState.CLOSED).order_by(col(Tour.starts_at).desc()).limit(most)
    tours = session.exec(latest).all()
    ends = {tour.id: tour.ends_at + SOON for tour in tours}
    fixed = and_(col(Issue.state) == IssueState.CLOSED, col(Issue.outcome) == Outcome.FIXED)
    decided, still = col(Issue.state) != IssueState.NEW, col(Issue.state) != IssueState.CLOSED
    in_time = case(
        *((col(Issue.tour_id) == number, col(Issue.closed_at) <= end) for number, end in ends.items()), else_=False
    )
    figures: list[Any] = [
        col(Issue.tour_id),
        func.count(),
        *(func.count(case((condition, 1))) for condition in (decided, fixed, still, and_(fixed, in_time))),
    ]
    query = (
        select(*figures)
        .where(col(Issue.tour_id).in_(list(ends)), col(Issue.deleted).is_(False))
        .group_by(col(Issue.tour_id))
    )
    counts = {row[0]: row[1:] for row in session.execute(query)} if ends else {}
    found = []
    for tour in tours:
        raised, decided_ones, mended, left, soon = counts.get(tour.id, (0, 0, 0, 0, 0))
        on, until = today_in(zone, tour.starts_at), today_in(zone, tour.ends_at + SOON)
        found.append(Round(tour.id or 0, tour.title, on, raised, decided_ones, mended, left, soon, until))
    return found
