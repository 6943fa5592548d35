"""Subscribing to what becomes public, by a link in a letter, and ending it by a link in every mail."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, Category, District, Mail, Subscriber, Subscription
from planner.domain.models.types import id_of
from planner.domain.open_filter import OpenFilter
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line
from planner.domain.votes import voter_address
from planner.services.access.sign_in import hash_token
from planner.services.public.openness import open_city
from planner.services.votes.ballots import LINK_HOLDS
from planner.services.votes.holding import mails_go

MOST = 20
"""Subscriptions of one address."""


@dataclass(frozen=True)
class Wanted:
    """A subscription in rows: what it is about; all None: everything."""

    id: int
    district: District | None
    topic: Category | None
    agency: Agency | None
    confirmed: bool


@dataclass(frozen=True)
class AskedToFollow:
    """A subscription that waits for its letter: where it goes, and the secret of the link in it."""

    wanted: Wanted
    address: str
    token: str


def ask_to_follow(session: Session, wanted: OpenFilter, *, email: str, language: str, now: datetime) -> AskedToFollow:
    """Notes what an address wants to hear of until its link is confirmed; the caller keeps the letter in this transaction.

    The answer is the same whether this address follows anything already. Invalid at "email" for no address, at the field for a
    district, topic or agency that there is not; Conflict where no mails go out, and over 20 subscriptions of one address.
    """
    open_city(session)
    address = voter_address(email)
    _refuse_unknown(session, wanted)
    if not mails_go():
        raise Conflict("subscriptions.error.no_mail")
    hold_all(session, Subscriber)
    subscriber = _subscriber(session, address, language, now)
    if len(_of(session, id_of(subscriber))) >= MOST:
        raise Conflict("subscriptions.error.many", most=MOST)
    token = secrets.token_urlsafe(32)
    row = Subscription(subscriber_id=id_of(subscriber), asked_at=now, token_hash=hash_token(token))
    row.district_id, row.category_id, row.agency_id = wanted.district, wanted.topic, wanted.agency
    session.add(row)
    session.flush()
    return AskedToFollow(_in_rows(session, row), address, token)


def keep_follow_letter(session: Session, asked: AskedToFollow, letter: dict[str, Any], *, now: datetime) -> None:
    """Keeps the letter with the link as a mail that waits to be sent."""
    session.add(Mail(address=asked.address, letter=letter, next_at=now, created_at=now))
    session.flush()


def asked_behind(session: Session, token: str, *, now: datetime) -> Wanted:
    """What a link in a letter confirms; looking confirms nothing. NotFound("subscriptions.error.link") for none, and an old one."""
    open_city(session)
    return _in_rows(session, _asked(session, token, now))


def confirm_following(session: Session, token: str, *, now: datetime) -> Wanted:
    """From now on this is told; the same link again changes nothing, and what the address follows already is not told twice."""
    open_city(session)
    hold_all(session, Subscriber)
    row = _asked(session, token, now)
    if row.confirmed_at is None:
        others = _of(session, row.subscriber_id)
        if not any(each.confirmed_at for each in others):
            session.get_one(Subscriber, row.subscriber_id).told_until = now
        for each in others:
            if each.id != row.id and each.confirmed_at is not None and _same(each, row):
                session.delete(each)
        row.confirmed_at = now
    session.flush()
    return _in_rows(session, row)


def followed_behind(session: Session, token: str) -> Sequence[Wanted]:
    """What the address follows whose mails carry this secret; NotFound("subscriptions.error.end_link") for one that nobody has."""
    subscriber = _owner(session, token)
    return [_in_rows(session, each) for each in _of(session, id_of(subscriber))]


def end_following(session: Session, token: str, subscription_id: int | None = None) -> None:
    """Ends one subscription, or all; with the last one the address is forgotten. Ended already is fine."""
    hold_all(session, Subscriber)
    try:
        subscriber = _owner(session, token)
    except NotFound:
        return
    number = id_of(subscriber)
    mine = col(Subscription.subscriber_id) == number
    one = [col(Subscription.id) == subscription_id] if subscription_id is not None else []
    session.exec(delete(Subscription).where(mine, *one))
    _forget_if_empty(session, number)


def forget_unconfirmed(session: Session, actor: Actor, *, now: datetime) -> None:
    """Deletes what nobody has confirmed in time, with its address; for the daily cleaning."""
    require(actor, Action.MANAGE_CITY)
    hold_all(session, Subscriber)
    old = [col(Subscription.confirmed_at).is_(None), col(Subscription.asked_at) < now - LINK_HOLDS]
    session.exec(delete(Subscription).where(*old))
    empty = col(Subscriber.id).not_in(select(Subscription.subscriber_id))
    session.exec(delete(Subscriber).where(empty))


def _refuse_unknown(session: Session, wanted: OpenFilter) -> None:
    tables = (
        ("district", District, wanted.district),
        ("topic", Category, wanted.topic),
        ("agency", Agency, wanted.agency),
    )
    for field, table, number in tables:
        row: Any = session.get(table, number) if number is not None else None
        if number is not None and (row is None or row.archived):
            raise Invalid("subscriptions.error.gone", field=field)


def _subscriber(session: Session, address: str, language: str, now: datetime) -> Subscriber:
    known = session.exec(select(Subscriber).where(Subscriber.address == address)).first()
    if known is not None:
        known.language = language
        return known
    made = Subscriber(address=address, language=language, token=secrets.token_urlsafe(32), told_until=now)
    session.add(made)
    session.flush()
    return made


def _of(session: Session, subscriber_id: int) -> Sequence[Subscription]:
    query = select(Subscription).where(Subscription.subscriber_id == subscriber_id)
    return session.exec(query.order_by(col(Subscription.id))).all()


def _asked(session: Session, token: str, now: datetime) -> Subscription:
    row = session.exec(select(Subscription).where(Subscription.token_hash == hash_token(one_line(token)))).first()
    if row is None or (row.confirmed_at is None and row.asked_at < now - LINK_HOLDS):
        raise NotFound("subscriptions.error.link")
    return row


def _owner(session: Session, token: str) -> Subscriber:
    row = session.exec(select(Subscriber).where(Subscriber.token == one_line(token))).first()
    if row is None:
        raise NotFound("subscriptions.error.end_link")
    return row


def _same(one: Subscription, other: Subscription) -> bool:
    return (one.district_id, one.category_id, one.agency_id) == (other.district_id, other.category_id, other.agency_id)


def _forget_if_empty(session: Session, subscriber_id: int) -> None:
    if not _of(session, subscriber_id):
        session.exec(delete(Subscriber).where(col(Subscriber.id) == subscriber_id))


def _in_rows(session: Session, row: Subscription) -> Wanted:
    def found(table: Any, number: int | None) -> Any:
        return session.get(table, number) if number is not None else None

    return Wanted(
        id_of(row),
        found(District, row.district_id),
        found(Category, row.category_id),
        found(Agency, row.agency_id),
        row.confirmed_at is not None,
    )
