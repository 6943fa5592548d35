"""What programs are told that follow the public pages: the latest issues, what happened to them, the numbers of all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select

from planner.domain.deadlines import today_in
from planner.domain.models import Issue, Move, PublicIssue
from planner.domain.open_filter import OpenFilter
from planner.services.public.issues import OpenIssue, photos_of, read_open, tell_issues
from planner.services.public.openness import open_city, shown_issues
from planner.services.public.timeline import OpenEvent, tell_details

MOST = 50
MOST_NUMBERS = 40_000
"""A map of a site holds 50,000 addresses at most."""


def feed_issues(session: Session, wanted: OpenFilter, *, now: datetime) -> Sequence[OpenIssue]:
    """The issues that became public last, the latest first."""
    city = open_city(session)
    query = (
        select(Issue, PublicIssue)
        .join(PublicIssue, col(PublicIssue.issue_id) == Issue.id)
        .where(and_(shown_issues(now), *matching(wanted)))
        .order_by(col(Issue.public_from).desc(), col(Issue.id).desc())
        .limit(MOST)
    )
    pairs = session.exec(query).all()
    photos = photos_of(session, [issue.id for issue, _ in pairs])
    return tell_issues(session, pairs, today_in(city.timezone, now), photos)


@dataclass(frozen=True)
class OpenChange:
    """One step of an issue that everybody may read of; `at` is when everybody could read of it first."""

    issue: OpenIssue
    event: OpenEvent
    at: datetime


def feed_changes(session: Session, wanted: OpenFilter, *, now: datetime) -> Sequence[OpenChange]:
    """What happened last to the issues of a filter that everybody may read of, the latest first."""
    city = open_city(session)
    condition = and_(shown_issues(now), *matching(wanted))
    latest = select(Move.issue_id, func.max(Move.at)).join(Issue, and_(col(Issue.id) == Move.issue_id, condition))
    moved = session.exec(latest.group_by(col(Move.issue_id)).order_by(func.max(Move.at).desc()).limit(MOST)).all()
    newest = select(Issue.id).where(condition).order_by(col(Issue.public_from).desc(), col(Issue.id).desc()).limit(MOST)
    numbers = {number for number, _ in moved} | {number for number in session.exec(newest) if number is not None}
    issues = read_open(
        session, and_(condition, col(Issue.id).in_(numbers)), today_in(city.timezone, now), offset=0, limit=2 * MOST
    )
    told = [
        OpenChange(issue, event, max(event.at, issue.public_from))
        for issue in issues
        for event in tell_details(session, issue, now=now).events
    ]
    return sorted(told, key=lambda each: (each.at, each.event.at, each.issue.number), reverse=True)[:MOST]


def open_numbers(session: Session, *, now: datetime) -> Sequence[int]:
    """The numbers of the latest issues that everybody may read of."""
    open_city(session)
    query = select(Issue.id).where(shown_issues(now)).order_by(col(Issue.created_at).desc(), col(Issue.id).desc())
    return [number for number in session.exec(query.limit(MOST_NUMBERS)) if number is not None]


def matching(wanted: OpenFilter) -> Sequence[ColumnElement[bool]]:
    """The conditions on `Issue` of a filter, but for the look: no state of an issue is news by itself."""
    columns = (
        (col(Issue.district_id), wanted.district),
        (col(Issue.category_id), wanted.topic),
        (col(Issue.agency_id), wanted.agency),
        (col(Issue.tour_id), wanted.tour),
    )
    return [column == value for column, value in columns if value is not None]
