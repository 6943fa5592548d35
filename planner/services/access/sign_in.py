"""Who a token belongs to; how sign-ins are opened and ended."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Session, col, delete, select

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Invalid
from planner.domain.models import (
    CalendarLink,
    FieldTablet,
    Participant,
    Person,
    PersonRole,
    SignIn,
    TelegramChat,
    Tour,
    TrustedBrowser,
)
from planner.domain.permissions import own_account
from planner.domain.typed import one_line
from planner.domain.words import Role, TourState
from planner.i18n import LANGUAGES

PERSON_STAYS = timedelta(days=30)
TABLET_STAYS_AFTER_END = timedelta(hours=12)
# Every request and every rerun of a screen begins with it: so it is one statement, that is put together once.
_BEHIND = (
    select(SignIn.expires_at, SignIn.person_id, SignIn.participant_id, SignIn.tablet_id)
    .add_columns(col(Person.name).label("person"), col(Person.agency_id), col(Person.language).label("spoken"))
    .add_columns(col(Person.archived), col(PersonRole.role), col(FieldTablet.off_at))
    .add_columns(col(Participant.name).label("participant"), col(Tour.id).label("tour_id"), col(Tour.state))
    .add_columns(col(Tour.join_code), col(Tour.closed_at))
    .join(Person, col(Person.id) == SignIn.person_id, isouter=True)
    .join(PersonRole, col(PersonRole.person_id) == Person.id, isouter=True)
    .join(FieldTablet, col(FieldTablet.id) == SignIn.tablet_id, isouter=True)
    .join(Participant, col(Participant.id) == SignIn.participant_id, isouter=True)
    .join(Tour, col(Tour.id) == Participant.tour_id, isouter=True)
    .where(col(SignIn.token_hash) == bindparam("token"))
)
"""Who is behind a token; of somebody with several roles a row for each."""


def open_sign_in(
    session: Session,
    *,
    now: datetime,
    expires_at: datetime,
    device: str,
    person_id: int | None = None,
    participant_id: int | None = None,
    tablet_id: int | None = None,
    token: str = "",
) -> str:
    """A token for a person or a participant whose secret was checked, a new one unless it is given; expired sign-ins go."""
    token = token or secrets.token_urlsafe(32)
    session.exec(delete(SignIn).where(col(SignIn.expires_at) < now))
    session.add(
        SignIn(
            token_hash=hash_token(token),
            person_id=person_id,
            participant_id=participant_id,
            tablet_id=tablet_id,
            created_at=now,
            expires_at=expires_at,
            device=one_line(device)[:200],
        )
    )
    session.flush()
    return token


def open_sign_in_for(session: Session, person: Person, *, now: datetime, device: str = "demo") -> str:
    """A token for `person`, for what has checked a secret of theirs, and for the demo's links of the command line."""
    return open_sign_in(session, now=now, expires_at=now + PERSON_STAYS, device=device, person_id=person.id)


def find_actor(session: Session, token: str | None, *, now: datetime, language: str | None = None) -> Actor:
    """Whose token this is; STRANGER (in the asked language) for none, an unknown, an expired or a revoked one, and for a
    tablet that was turned off, which its refusals tell.
    """
    stranger = Actor(language=language) if language in LANGUAGES else STRANGER
    rows = session.execute(_BEHIND, {"token": hash_token(token)}).all() if token else ()
    if not rows or rows[0].expires_at <= now:
        return stranger
    row = rows[0]
    if row.person_id is None and row.off_at is not None:
        return replace(stranger, turned_off=True)
    found = _person_behind(rows) if row.person_id is not None else _tablet_behind(row, now, language)
    return found or stranger


def actor_of_person(session: Session, person_id: int) -> Actor | None:
    """The person as somebody who asks, None where the person is archived; for what has checked a secret of theirs."""
    person = session.get(Person, person_id)
    if person is None or person.archived:
        return None
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)).all()
    return Actor(
        name=person.name,
        roles=frozenset(Role(role) for role in roles),
        person_id=person.id,
        agency_id=person.agency_id,
        language=person.language,
    )


def sign_out(session: Session, token: str) -> None:
    """Ends this browser's sign-in; one that has ended already is fine."""
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == hash_token(token)))


def sign_out_everywhere(session: Session, actor: Actor) -> int:
    """Ends every sign-in of the actor's account and returns how many there were; trusted browsers, the calendar's address and
    the chat end with them.
    """
    return end_what_is_open(session, own_account(actor))


def end_what_is_open(session: Session, person_id: int) -> int:
    """Ends all that was opened by a person's password and goes on without it; returns how many sign-ins there were."""
    for kind in (TrustedBrowser, CalendarLink, TelegramChat):
        session.exec(delete(kind).where(col(kind.person_id) == person_id))
    return session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id)).rowcount


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """Remembers the language with the account; a visitor without one keeps it in a cookie only."""
    if language not in LANGUAGES:
        raise Invalid("sign_in.error.language", field="language")
    if actor.person_id is not None:
        session.get_one(Person, actor.person_id).language = language


def hash_token(token: str) -> str:
    """What the database keeps of a secret that a browser or an address carries."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _person_behind(rows: Sequence[Row[Any]]) -> Actor | None:
    """By a row for each role; one without any has one row."""
    row = rows[0]
    if row.archived is not False:
        return None
    roles = frozenset(Role(each.role) for each in rows if each.role is not None)
    return Actor(name=row.person, roles=roles, person_id=row.person_id, agency_id=row.agency_id, language=row.spoken)


def tablet_is_over(session: Session, token: str | None) -> bool:
    """Whether this token, which opens nothing, is of a tablet whose tour has ended or was withdrawn."""
    row = session.get(SignIn, hash_token(token)) if token else None
    return row is not None and row.participant_id is not None


def tablet_is_off(session: Session, token: str | None) -> bool:
    """Whether this token is of a tablet that was turned off: it joins nothing more."""
    row = session.get(SignIn, hash_token(token)) if token else None
    return row is not None and _is_off(session, row)


def _is_off(session: Session, row: SignIn) -> bool:
    tablet = session.get(FieldTablet, row.tablet_id) if row.tablet_id is not None else None
    return tablet is not None and tablet.off_at is not None


def _tablet_behind(row: Row[Any], now: datetime, language: str | None) -> Actor | None:
    """A tablet is somebody while its tour is on and for 12 hours after it was closed; not while it is withdrawn."""
    if row.state is None or row.join_code is None:
        return None
    closed_long_ago = row.closed_at is not None and now > row.closed_at + TABLET_STAYS_AFTER_END
    is_off = row.state in (TourState.DRAFT, TourState.CANCELLED, TourState.DELETED)
    if is_off or closed_long_ago:
        return None
    return Actor(
        name=row.participant,
        roles=frozenset({Role.PARTICIPANT}),
        tour_id=row.tour_id,
        participant_id=row.participant_id,
        tablet_id=row.tablet_id,
        agency_id=None,
        language=language if language in LANGUAGES else "ru",
    )
