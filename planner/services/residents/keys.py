"""Keys of programs that report in the name of residents: shown once, kept as a hash, revoked for good."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import ApiKey
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_line
from planner.services.access.sign_in import hash_token
from planner.services.residents.openness import city_that_listens

NOTED_EVERY = timedelta(minutes=1)
"""A key that is used all the time is not written all the time."""


def make_key(session: Session, actor: Actor, *, name: str, now: datetime) -> str:
    """A new key for the program or the office `name`: it is told this once, and known nowhere afterwards."""
    require(actor, Action.MANAGE_CITY)
    called = typed_line(name, field="key_name", longest=100, needed="api_keys.error.name")
    key = secrets.token_urlsafe(32)
    session.add(ApiKey(name=called, key_hash=hash_token(key), made_by=actor.name, made_at=now))
    session.flush()
    return key


def list_keys(session: Session, actor: Actor) -> Sequence[ApiKey]:
    """All keys, those in use first, the latest first."""
    require(actor, Action.MANAGE_CITY)
    order = (col(ApiKey.revoked_at).is_not(None), col(ApiKey.id).desc())
    return session.exec(select(ApiKey).order_by(*order)).all()


def revoke_key(session: Session, actor: Actor, key_id: int, *, now: datetime) -> None:
    """The key opens nothing from now on; what came with it stays."""
    require(actor, Action.MANAGE_CITY)
    key = session.get(ApiKey, key_id, populate_existing=True, with_for_update=True)
    if key is None:
        raise NotFound("api_keys.error.unknown")
    key.revoked_at = key.revoked_at or now
    session.flush()


def use_key(session: Session, key: str, *, now: datetime) -> int | None:
    """The number of a key that is good, noted as used; None for any other."""
    city_that_listens(session)
    asked = select(ApiKey).where(ApiKey.key_hash == hash_token(one_line(key)), col(ApiKey.revoked_at).is_(None))
    found = session.exec(asked.execution_options(populate_existing=True)).first()
    if found is None:
        return None
    if found.used_at is None or found.used_at < now - NOTED_EVERY:
        session.get(ApiKey, found.id, populate_existing=True, with_for_update=True)
        found.used_at = now
        session.flush()
    return found.id
