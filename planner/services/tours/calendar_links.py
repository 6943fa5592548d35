"""A person's secret calendar address: made, taken back, and whose it is."""

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import CalendarLink
from planner.domain.permissions import Action, own_account, require
from planner.services.access.hold import hold_person
from planner.services.access.sign_in import actor_of_person


def make_calendar_link(session: Session, actor: Actor, *, now: datetime) -> str:
    """A new token for the actor's address, told only now: the database keeps its hash. An older one stops at once.

    NotAllowed for whoever has no account: a tablet, a stranger.
    """
    person_id = own_account(actor)
    require(actor, Action.SEE_TOUR)
    hold_person(session, person_id)
    session.exec(delete(CalendarLink).where(col(CalendarLink.person_id) == person_id))
    token = secrets.token_urlsafe(32)
    session.add(CalendarLink(token_hash=_hash(token), person_id=person_id, created_at=now))
    session.flush()
    return token


def revoke_calendar_link(session: Session, actor: Actor) -> bool:
    """Ends the actor's address; whether there was one. Calendars that fetch it find nothing from now on."""
    return session.exec(delete(CalendarLink).where(col(CalendarLink.person_id) == own_account(actor))).rowcount > 0


def calendar_link_since(session: Session, actor: Actor) -> datetime | None:
    """When the actor's present address was made; None where there is none."""
    person_id = own_account(actor)
    return session.exec(select(CalendarLink.created_at).where(CalendarLink.person_id == person_id)).first()


def owner_of_calendar(session: Session, token: str) -> Actor:
    """The person whose address has this token, with the roles of now, whoever asks: the token is all that it takes.

    NotFound("calendars.error.link") for an unknown or revoked token and for somebody who is archived.
    """
    known = session.get(CalendarLink, _hash(token))
    owner = None if known is None else actor_of_person(session, known.person_id)
    if owner is None:
        raise NotFound("calendars.error.link")
    return owner


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
