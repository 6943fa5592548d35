"""What a day brought to those who follow: issues that became public, and what happened to them, from the public copies alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from planner.domain.actor import Actor
from planner.domain.clock import moment_on
from planner.domain.deadlines import today_in
from planner.domain.models import Issue, Mail, Move, Subscriber, Subscription
from planner.domain.notices import DIGEST_AT
from planner.domain.open_filter import OpenFilter
from planner.domain.permissions import Action, require
from planner.services.city.city import get_city
from planner.services.public.feed import matching
from planner.services.public.issues import OpenIssue, read_open
from planner.services.public.openness import shown_issues
from planner.services.public.timeline import OpenEvent, tell_details

MOST_ISSUES = 50
"""In one mail; the rest is on the page."""
LONGEST = timedelta(days=7)
"""What is older is not told any more: mails did not go out for so long."""


@dataclass(frozen=True)
class OpenNews:
    """An issue of which there is news: that it became public, or what happened to it since."""

    issue: OpenIssue
    is_new: bool
    events: Sequence[OpenEvent]


@dataclass(frozen=True)
class OpenDigest:
    """What one address is told in one mail."""

    address: str
    language: str
    token: str
    news: Sequence[OpenNews]


def subscribers_due(session: Session, actor: Actor, *, now: datetime) -> Sequence[int]:
    """Whom something may be told today: from eight in the morning on, and each once a day; for the worker.

    Nobody where the public pages are switched off.
    """
    require(actor, Action.MANAGE_CITY)
    city = get_city(session)
    morning = moment_on(today_in(city.timezone, now), DIGEST_AT, city.timezone)
    if now < morning or not city.open_pages:
        return []
    confirmed = select(Subscription.subscriber_id).where(col(Subscription.confirmed_at).is_not(None))
    due = [col(Subscriber.told_until) < morning, col(Subscriber.id).in_(confirmed)]
    found = session.exec(select(Subscriber.id).where(*due).order_by(col(Subscriber.id)))
    return [number for number in found if number is not None]


def gather_digest(session: Session, actor: Actor, subscriber_id: int, *, now: datetime) -> OpenDigest | None:
    """What this one is told, which counts as told with it; None where nothing happened, or another process was first.

    The caller keeps the mail in the same transaction (`keep_digest`).
    """
    require(actor, Action.MANAGE_CITY)
    query = select(Subscriber).where(Subscriber.id == subscriber_id)
    held = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    subscriber = session.exec(held).first()
    if subscriber is None or subscriber_id not in subscribers_due(session, actor, now=now):
        return None
    since, subscriber.told_until = max(subscriber.told_until, now - LONGEST), now
    session.flush()
    news = _news(session, subscriber_id, since, now)
    return OpenDigest(subscriber.address, subscriber.language, subscriber.token, news) if news else None


def keep_digest(session: Session, actor: Actor, digest: OpenDigest, letter: dict[str, Any], *, now: datetime) -> None:
    """Keeps the mail that waits to be sent."""
    require(actor, Action.MANAGE_CITY)
    session.add(Mail(address=digest.address, letter=letter, next_at=now, created_at=now))
    session.flush()


def _news(session: Session, subscriber_id: int, since: datetime, now: datetime) -> Sequence[OpenNews]:
    rows = session.exec(
        select(Subscription).where(
            Subscription.subscriber_id == subscriber_id, col(Subscription.confirmed_at).is_not(None)
        )
    ).all()
    wanted = [OpenFilter(district=each.district_id, topic=each.category_id, agency=each.agency_id) for each in rows]
    moved = select(Move.issue_id).where(col(Move.at) > since, col(Move.at) <= now)
    changed = or_(col(Issue.public_from) > since, col(Issue.id).in_(moved))
    follows = or_(*(and_(True, *matching(each)) for each in wanted))
    condition = and_(shown_issues(now), changed, follows)
    today = today_in(get_city(session).timezone, now)
    found = read_open(session, condition, today, offset=0, limit=MOST_ISSUES)
    told = [_told(session, each, since, now) for each in found]
    return [each for each in told if each.is_new or each.events]


def _told(session: Session, issue: OpenIssue, since: datetime, now: datetime) -> OpenNews:
    """Of an issue that became public just now its whole past is on its page; of the others, what is new."""
    is_new = issue.public_from > since
    events = tell_details(session, issue, now=now).events
    return OpenNews(issue, is_new, () if is_new else [each for each in events if since < each.at <= now])
