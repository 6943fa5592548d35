"""Bringing messages to their addresses: taken one by one by whoever sends, tried again with more and more patience."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, or_, select, update

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import HookDelivery, Tour, Webhook
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.webhooks import TRIED_FOR, HookEvent, HookProblem, HookState, rest_after
from planner.services.press.open_news import open_news
from planner.services.public.issues import open_issue
from planner.services.public.openness import open_city, shown_tours

LEASE = timedelta(minutes=2)
"""So long a message belongs to who took it; whoever was killed meanwhile does not come back, and another one takes it."""
KEPT = timedelta(days=30)
GONE = 410
"""What an address answers that wants nothing any more."""


@dataclass(frozen=True)
class TakenMessage:
    """A message that the caller alone may send now. `turn` tells this try from any later one."""

    id: int
    webhook_id: int
    address: str
    secret: str
    uid: str
    event: HookEvent
    about: dict[str, Any]
    at: datetime
    turn: int


def take_message(session: Session, actor: Actor, *, now: datetime) -> TakenMessage | None:
    """The next message whose turn has come, held for `LEASE`; None where there is none. For whoever sends.

    Several processes take different ones. What everybody may read of no longer is not told any more.
    """
    require(actor, Action.MANAGE_CITY)
    ready = [col(Webhook.paused_at).is_(None), or_(col(Webhook.rests_until).is_(None), col(Webhook.rests_until) <= now)]
    due = [col(HookDelivery.state).in_([HookState.WAITING, HookState.SENDING]), col(HookDelivery.next_at) <= now]
    query = (
        select(HookDelivery, Webhook)
        .join(Webhook, col(Webhook.id) == HookDelivery.webhook_id)
        .where(*ready, *due)
        .order_by(col(HookDelivery.next_at), col(HookDelivery.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=HookDelivery)
        .execution_options(populate_existing=True)
    )
    while (found := session.exec(query).first()) is not None:
        message, hook = found
        if _is_public(session, message, now):
            break
        session.delete(message)
        session.flush()
    else:
        return None
    message.state, message.next_at, message.tries = HookState.SENDING, now + LEASE, message.tries + 1
    session.flush()
    return TakenMessage(
        id_of(message), id_of(hook), hook.address, hook.secret, message.uid, message.event, message.about, message.at,
        message.tries,
    )  # fmt: skip


def note_taken(session: Session, actor: Actor, taken: TakenMessage, *, now: datetime) -> None:
    """The address has taken it: it is well again."""
    require(actor, Action.MANAGE_CITY)
    well = {"failures": 0, "rests_until": None, "problem": None, "status": None, "sent_at": now}
    session.exec(update(Webhook).where(col(Webhook.id) == taken.webhook_id).values(**well))
    _end(session, taken, state=HookState.SENT, ended_at=now)


def note_not_taken(
    session: Session, actor: Actor, taken: TakenMessage, problem: HookProblem, status: int | None, *, now: datetime
) -> None:
    """It did not: the address rests, and the message waits, or is given up where it is too old or was a test.

    An address that says that it is gone for good (410) is paused.
    """
    require(actor, Action.MANAGE_CITY)
    hook = session.get(Webhook, taken.webhook_id, populate_existing=True, with_for_update=True)
    if hook is None:
        return
    hook.failures += 1
    hook.rests_until, hook.problem, hook.status = now + rest_after(hook.failures), problem, status
    hook.paused_at = now if status == GONE else hook.paused_at
    message = session.get(HookDelivery, taken.id, populate_existing=True)
    if taken.event is HookEvent.TEST or (message is not None and hook.rests_until > message.made_at + TRIED_FOR):
        _end(session, taken, state=HookState.FAILED, ended_at=now)
    else:
        _end(session, taken, state=HookState.WAITING, next_at=now)
    session.flush()


def forget_old_messages(session: Session, actor: Actor, *, now: datetime) -> None:
    """Deletes what came to its end long ago; for the daily cleaning."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, HookDelivery)
    ended = col(HookDelivery.ended_at) < now - KEPT
    session.exec(delete(HookDelivery).where(ended, col(HookDelivery.event) != HookEvent.TOUR_PUBLISHED))


def _is_public(session: Session, message: HookDelivery, now: datetime) -> bool:
    try:
        city = open_city(session)
        match message.event:
            case HookEvent.TOUR_PUBLISHED:
                shown = select(Tour.id).where(shown_tours(city), Tour.id == message.about["id"])
                return session.exec(shown).first() is not None
            case HookEvent.RELEASE_PUBLISHED:
                open_news(session, message.about["id"], now=now)
            case HookEvent.TEST:
                return True
            case (
                HookEvent.ISSUE_PUBLISHED | HookEvent.ISSUE_DECIDED | HookEvent.ISSUE_REPORTED | HookEvent.ISSUE_CLOSED
            ):
                open_issue(session, message.about["number"], now=now)
    except NotFound:
        return message.event is HookEvent.TEST
    return True


def _end(session: Session, taken: TakenMessage, **values: Any) -> None:
    """Ends this try, unless the message was taken anew meanwhile."""
    mine = [
        col(HookDelivery.id) == taken.id,
        col(HookDelivery.state) == HookState.SENDING,
        col(HookDelivery.tries) == taken.turn,
    ]
    session.exec(update(HookDelivery).where(*mine).values(**values))
