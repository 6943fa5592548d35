"""What programs are told that follow the public pages: the latest issues, and the numbers of all of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from planner.domain.deadlines import today_in
from planner.domain.models import Issue, PublicIssue
from planner.domain.open_filter import OpenFilter
from planner.services.public.issues import OpenIssue, photos_of, tell_issues
from planner.services.public.openness import open_city, shown_issues

MOST = 50
MOST_NUMBERS = 40_000
"""A map of a site holds 50,000 addresses at most."""


def feed_issues(session: Session, wanted: OpenFilter, *, now: datetime) -> Sequence[OpenIssue]:
    """The issues that became public last, the latest first."""
    city = open_city(session)
    query = (
        select(Issue, PublicIssue)
        .join(PublicIssue, col(PublicIssue.issue_id) == Issue.id)
        .where(and_(shown_issues(now), *_matching(wanted)))
        .order_by(col(Issue.public_from).desc(), col(Issue.id).desc())
        .limit(MOST)
    )
    pairs = session.exec(query).all()
    photos = photos_of(session, [issue.id for issue, _ in pairs])
    return tell_issues(session, pairs, today_in(city.timezone, now), photos)


def open_numbers(session: Session, *, now: datetime) -> Sequence[int]:
    """The numbers of the latest issues that everybody may read of."""
    open_city(session)
    query = select(Issue.id).where(shown_issues(now)).order_by(col(Issue.created_at).desc(), col(Issue.id).desc())
    return [number for number in session.exec(query.limit(MOST_NUMBERS)) if number is not None]


def _matching(wanted: OpenFilter) -> Sequence[ColumnElement[bool]]:
    """The conditions on `Issue` of a filter, but for the look: no state of an issue is news by itself."""
    columns = (
        (col(Issue.district_id), wanted.district),
        (col(Issue.category_id), wanted.topic),
        (col(Issue.agency_id), wanted.agency),
        (col(Issue.tour_id), wanted.tour),
    )
    return [column == value for column, value in columns if value is not None]
