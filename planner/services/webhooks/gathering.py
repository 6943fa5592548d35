"""What happened that everybody may read of, as messages to those who asked for it; never of anything else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import HookDelivery, Issue, Move, Tour, Webhook
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.webhooks import HookEvent
from planner.domain.words import TourState
from planner.services.city.city import get_city
from planner.services.press.open_news import news_out_since
from planner.services.public.issues import OpenIssue, read_numbers
from planner.services.public.openness import shown_issues, shown_tours
from planner.services.public.timeline import OpenEvent, OpenStep, tell_events

OVERLAP = timedelta(minutes=10)
"""What is written now may be committed later than what is written after it: so far back is looked again."""
_SAID: Mapping[OpenStep, HookEvent | None] = {
    OpenStep.RAISED: None,
    OpenStep.INSTRUCTED: HookEvent.ISSUE_DECIDED,
    OpenStep.TAKEN: None,
    OpenStep.REPORTED: HookEvent.ISSUE_REPORTED,
    OpenStep.RETURNED: None,
    OpenStep.ACCEPTED: HookEvent.ISSUE_CLOSED,
    OpenStep.EXTENDED: None,
    OpenStep.HANDED_OVER: None,
    OpenStep.CANCELLED: None,
    OpenStep.CLOSED: HookEvent.ISSUE_CLOSED,
    OpenStep.REOPENED: None,
    OpenStep.NEXT_TOUR: HookEvent.ISSUE_DECIDED,
    OpenStep.TAKEN_BACK: None,
}


@dataclass(frozen=True)
class Happened:
    """One event, when everybody could read of it first, and the number of what it is about."""

    event: HookEvent
    at: datetime
    number: int
    about: dict[str, Any] = field(compare=False)

    @property
    def uid(self) -> str:
        """The same whenever it is found."""
        moment = "" if self.event is HookEvent.TOUR_PUBLISHED else f"_{self.at.timestamp():.6f}".replace(".", "")
        return f"{self.event.value.replace('.', '_')}_{self.number}{moment}"


def someone_listens(session: Session, actor: Actor) -> bool:
    """Whether there is any address that is not paused."""
    require(actor, Action.MANAGE_CITY)
    return session.exec(select(Webhook.id).where(col(Webhook.paused_at).is_(None)).limit(1)).first() is not None


def gather_events(session: Session, actor: Actor, *, now: datetime) -> int:
    """Makes messages of what happened since the last look, once for each address; how many. None while public pages are off."""
    require(actor, Action.MANAGE_CITY)
    asked = select(Webhook).where(col(Webhook.paused_at).is_(None)).order_by(col(Webhook.id)).with_for_update()
    hooks = session.exec(asked.execution_options(populate_existing=True)).all()
    if not hooks or not get_city(session).open_pages:
        return 0
    happened = _happened_since(session, min(map(_from, hooks)), now=now)
    made = sum(_tell(session, hook, happened, now) for hook in hooks)
    for hook in hooks:
        if made or now - hook.seen_until > OVERLAP / 2:
            hook.seen_until = now
    session.flush()
    return made


def _happened_since(session: Session, since: datetime, *, now: datetime) -> Sequence[Happened]:
    """Everything, the oldest first; of tours that are to come all, whenever they were published."""
    news = [
        Happened(HookEvent.RELEASE_PUBLISHED, at, number, {"id": number})
        for number, at in news_out_since(session, since, now=now)
    ]
    tours = [Happened(HookEvent.TOUR_PUBLISHED, now, number, {"id": number}) for number in upcoming_tours(session)]
    return sorted([*_of_issues(session, since, now), *news, *tours], key=lambda each: (each.at, each.uid))


def upcoming_tours(session: Session) -> list[int]:
    """The tours that everybody may read of and that are not over."""
    to_come = col(Tour.state).in_([TourState.PUBLISHED, TourState.RIDING])
    shown = select(Tour.id).where(shown_tours(get_city(session)), to_come).order_by(col(Tour.id))
    return [number for number in session.exec(shown) if number is not None]


def _from(hook: Webhook) -> datetime:
    return max(hook.since, hook.seen_until - OVERLAP)


def _tell(session: Session, hook: Webhook, happened: Sequence[Happened], now: datetime) -> int:
    since, passed = _from(hook), set(hook.passed_tours)
    wanted = [each for each in happened if each.event in hook.events and each.at > since]
    wanted = [each for each in wanted if each.event is not HookEvent.TOUR_PUBLISHED or each.number not in passed]
    known = select(HookDelivery.uid).where(
        HookDelivery.webhook_id == hook.id, col(HookDelivery.uid).in_([each.uid for each in wanted])
    )
    told = set(session.exec(known))
    fresh = [each for each in wanted if each.uid not in told]
    for each in fresh:
        message = HookDelivery(
            webhook_id=id_of(hook),
            uid=each.uid,
            event=each.event,
            about=each.about,
            at=each.at,
            next_at=now,
            made_at=now,
        )
        session.add(message)
    session.flush()
    return len(fresh)


def _of_issues(session: Session, since: datetime, now: datetime) -> Iterator[Happened]:
    moved = select(Move.issue_id).where(col(Move.at) > since)
    told = or_(col(Issue.id).in_(moved), col(Issue.public_from) > since)
    numbers = session.exec(select(Issue.id).where(shown_issues(now), told)).all()
    today = today_in(get_city(session).timezone, now)
    issues = read_numbers(session, numbers, shown_issues(now), today)
    events = tell_events(session, issues)
    for issue in issues:
        about = {"number": issue.number}
        if issue.public_from > since:
            yield Happened(HookEvent.ISSUE_PUBLISHED, issue.public_from, issue.number, about)
        for event in events[issue.number]:
            said = _said(issue, event)
            if said is not None and event.at > max(since, issue.public_from):
                yield Happened(said, event.at, issue.number, about)


def _said(issue: OpenIssue, event: OpenEvent) -> HookEvent | None:
    """What a step is called here; what was accepted of one agency closes an issue only where nothing else is open."""
    said = _SAID[event.step]
    return None if said is HookEvent.ISSUE_CLOSED and issue.closed_at != event.at else said
