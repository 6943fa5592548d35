"""Issues as Open311 GeoReport v2 asks for them: by number, topic, state and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from planner.domain.deadlines import today_in
from planner.domain.models import Category, Issue
from planner.domain.words import IssueState
from planner.services.public.issues import OpenIssue, read_open
from planner.services.public.openness import open_city, shown_issues
from planner.services.public.timeline import OpenEvent, tell_events

MOST = 1_000
USUAL_SIZE = 50
WINDOW = timedelta(days=90)
"""So much is told where nobody asks for a time or a number, as the specification says."""


@dataclass(frozen=True)
class Asked:
    """What a client has asked for; empty and None: whatever it is. `is_open`: only open ones, or only closed ones."""

    numbers: Sequence[int] = ()
    services: Sequence[int] = ()
    is_open: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = USUAL_SIZE


def open_services(session: Session) -> Sequence[Category]:
    """The topics that are in use, in the city's order."""
    open_city(session)
    query = select(Category).where(col(Category.archived).is_(False)).order_by(col(Category.position), Category.name)
    return session.exec(query).all()


@dataclass(frozen=True)
class OpenRequest:
    """A public issue, and when anything of it that everybody is told of changed last; of a closed one, when it was closed."""

    issue: OpenIssue
    updated_at: datetime


def open_requests(session: Session, asked: Asked, *, now: datetime) -> Sequence[OpenRequest]:
    """One page of what matches, the newest first."""
    city = open_city(session)
    size = min(max(1, asked.page_size), MOST)
    condition = and_(shown_issues(now), *_matching(asked, now))
    today = today_in(city.timezone, now)
    rows = read_open(session, condition, today, offset=(max(1, asked.page) - 1) * size, limit=size)
    events = tell_events(session, rows)
    return [OpenRequest(each, _updated(each, events[each.number])) for each in rows]


def _updated(issue: OpenIssue, events: Sequence[OpenEvent]) -> datetime:
    return issue.closed_at or max([issue.public_from, *(event.at for event in events)])


def _matching(asked: Asked, now: datetime) -> Sequence[ColumnElement[bool]]:
    if asked.numbers:
        return [col(Issue.id).in_(asked.numbers[:MOST])]
    conditions: list[ColumnElement[bool]] = []
    if asked.services:
        conditions.append(col(Issue.category_id).in_(asked.services))
    if asked.is_open is not None:
        closed = col(Issue.state) == IssueState.CLOSED
        conditions.append(~closed if asked.is_open else closed)
    start = asked.start
    if start is None:
        start = (asked.end or now) - WINDOW
    conditions.append(col(Issue.created_at) >= start)
    if asked.end is not None:
        conditions.append(col(Issue.created_at) <= asked.end)
    return conditions
