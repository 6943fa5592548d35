"""The addresses that are told what became public, for administrators: added, paused, tried, deleted."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import HookDelivery, Webhook
from planner.domain.models.types import id_of, new_id
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_line
from planner.domain.webhooks import (
    LONGEST_ADDRESS,
    OFFERED,
    SHORTEST_SECRET,
    HookEvent,
    HookState,
    address_fault,
    secret_bytes,
    secret_of,
)
from planner.services.city.city import hold_city
from planner.services.webhooks.gathering import upcoming_tours

MOST = 20


@dataclass(frozen=True)
class HookRow:
    """An address and how it goes: how many messages wait, how many were given up, tests beside them, and how the last test ended."""

    hook: Webhook
    waiting: int
    given_up: int
    test: HookDelivery | None


def add_webhook(
    session: Session, actor: Actor, *, address: str, secret: str, events: Collection[HookEvent], now: datetime
) -> str:
    """A new address; the secret, which is made here where none is given, is told this once.

    Invalid at "webhook_address", "webhook_secret" or "webhook_events" for what cannot be.
    """
    require(actor, Action.MANAGE_CITY)
    where = typed_line(
        address, field="webhook_address", longest=LONGEST_ADDRESS, needed="webhooks.error.address.missing"
    )
    if fault := address_fault(where):
        raise Invalid(f"webhooks.error.address.{fault}", field="webhook_address")
    key = _checked_secret(secret)
    wanted = [event.value for event in OFFERED if event in events]
    if not wanted:
        raise Invalid("webhooks.error.events", field="webhook_events")
    hold_city(session)
    if session.exec(select(func.count()).select_from(Webhook)).one() >= MOST:
        raise Invalid("webhooks.error.most", field="webhook_address", number=MOST)
    hook = Webhook(address=where, secret=key, events=wanted, made_by=actor.name, made_at=now, since=now, seen_until=now)
    hook.passed_tours = upcoming_tours(session)
    session.add(hook)
    session.flush()
    return key


def list_webhooks(session: Session, actor: Actor) -> Sequence[HookRow]:
    """All addresses, the oldest first."""
    require(actor, Action.MANAGE_CITY)
    hooks = session.exec(select(Webhook).order_by(col(Webhook.id))).all()
    return [HookRow(hook, *_counts(session, id_of(hook)), _last_test(session, id_of(hook))) for hook in hooks]


def pause_webhook(session: Session, actor: Actor, webhook_id: int, paused: bool, *, now: datetime) -> None:
    """Nothing goes there from now on, or again: what waited still waits, of what happened meanwhile nobody is told."""
    hook = _hold(session, actor, webhook_id)
    if paused == (hook.paused_at is not None):
        return
    hook.paused_at = now if paused else None
    if not paused:
        hook.since = hook.seen_until = now
        hook.passed_tours = upcoming_tours(session)
        hook.failures, hook.rests_until, hook.problem, hook.status = 0, None, None, None
    session.flush()


def test_webhook(session: Session, actor: Actor, webhook_id: int, *, now: datetime) -> None:
    """Sends a message that says nothing as soon as may be, however long the address was to rest."""
    hook = _hold(session, actor, webhook_id)
    if hook.paused_at is not None:
        raise Conflict("webhooks.error.paused")
    hook.rests_until = None
    session.add(
        HookDelivery(
            webhook_id=webhook_id,
            uid=f"test_{new_id()}",
            event=HookEvent.TEST,
            about={},
            at=now,
            next_at=now,
            made_at=now,
        )
    )
    session.flush()


def delete_webhook(session: Session, actor: Actor, webhook_id: int) -> None:
    """Forgets the address, its secret, and all that was on its way there."""
    hook = _hold(session, actor, webhook_id)
    session.exec(delete(HookDelivery).where(col(HookDelivery.webhook_id) == webhook_id))
    session.delete(hook)
    session.flush()


def _checked_secret(typed: str) -> str:
    if not one_line(typed):
        return secret_of(secrets.token_bytes(SHORTEST_SECRET))
    try:
        return secret_of(secret_bytes(one_line(typed)))
    except ValueError:
        raise Invalid("webhooks.error.secret", field="webhook_secret") from None


def _hold(session: Session, actor: Actor, webhook_id: int) -> Webhook:
    require(actor, Action.MANAGE_CITY)
    hook = session.get(Webhook, webhook_id, populate_existing=True, with_for_update=True)
    if hook is None:
        raise NotFound("webhooks.error.unknown")
    return hook


def _counts(session: Session, webhook_id: int) -> tuple[int, int]:
    query = select(HookDelivery.state, func.count()).where(HookDelivery.webhook_id == webhook_id)
    query = query.where(HookDelivery.event != HookEvent.TEST)
    found = dict(session.exec(query.group_by(col(HookDelivery.state))).all())
    return found.get(HookState.WAITING, 0) + found.get(HookState.SENDING, 0), found.get(HookState.FAILED, 0)


def _last_test(session: Session, webhook_id: int) -> HookDelivery | None:
    wanted = [HookDelivery.webhook_id == webhook_id, HookDelivery.event == HookEvent.TEST]
    return session.exec(select(HookDelivery).where(*wanted).order_by(col(HookDelivery.id).desc()).limit(1)).first()
