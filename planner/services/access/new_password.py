"""A new password or PIN: one's own, or by a one-time link; what the old password had opened ends in the same breath."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import PasswordLink, Person
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, own_account, require
from planner.domain.typed import one_line
from planner.services.access.guesses import count_try, forgive
from planner.services.access.hold import hold_person
from planner.services.access.sign_in import end_what_is_open, hash_token

LINK_STAYS = timedelta(days=7)
_FREE_TRIES = 5


@dataclass(frozen=True)
class Account:
    """Whose password is to be set; it may not be made of the name and the address."""

    person_id: int
    name: str
    email: str
    password_hash: str | None


def make_password_link(session: Session, actor: Actor, person_id: int, *, now: datetime) -> str:
    """A token for the page where this person sets a password: for 7 days, once; an older one stops.

    The password stays until then. Told only now: the database keeps its hash. Refuses a person without an address to sign
    in by with Conflict("people.error.no_email").
    """
    require(actor, Action.MANAGE_PEOPLE)
    person = hold_person(session, person_id)
    if person is None or person.archived:
        raise NotFound("people.error.unknown")
    if person.email is None:
        raise Conflict("people.error.no_email")
    session.exec(delete(PasswordLink).where(col(PasswordLink.person_id) == person_id))
    token = secrets.token_urlsafe(32)
    session.add(PasswordLink(token_hash=hash_token(token), person_id=person_id, expires_at=now + LINK_STAYS))
    session.flush()
    return token


def person_called(session: Session, actor: Actor, email: str) -> int:
    """The person who signs in by this address; NotFound("people.error.no_account") where nobody does."""
    require(actor, Action.MANAGE_PEOPLE)
    person = session.exec(select(Person).where(Person.email == one_line(email).lower())).first()
    if person is None or person.archived:
        raise NotFound("people.error.no_account", email=one_line(email))
    return id_of(person)


def account_of_link(session: Session, token: str, *, now: datetime) -> Account:
    """Whose password the link sets, whoever asks: the token is all that it takes.

    NotFound("set_password.error.link") where it was used, replaced, has expired, or the person is archived.
    """
    link = session.get(PasswordLink, hash_token(token), populate_existing=True)
    person = session.get(Person, link.person_id) if link is not None and link.expires_at > now else None
    if person is None or person.archived:
        raise NotFound("set_password.error.link")
    return _account(person)


def use_password_link(session: Session, token: str, password_hash: str, *, now: datetime) -> Person:
    """Sets the password by a link, which is used up then; of two at once, one wins and the other has no link any more."""
    person = hold_person(session, account_of_link(session, token, now=now).person_id)
    account_of_link(session, token, now=now)
    assert person is not None
    store_password(session, person, password_hash)
    return person


def begin_own_password(session: Session, actor: Actor, *, now: datetime) -> Account:
    """Counts a try at one's old password, which is to be verified next; five are free.

    NotAllowed for whoever has no account, Invalid("sign_in.error.slowed") where one has to wait.
    """
    person_id = own_account(actor)
    person = session.get(Person, person_id)
    if person is None or person.password_hash is None:
        raise NotAllowed("permissions.sign_in")
    wait_s = count_try(session, {_own_key(person): _FREE_TRIES}, now=now)
    if wait_s:
        raise Invalid("sign_in.error.slowed", field="old", n=wait_s)
    return _account(person)


def finish_own_password(session: Session, actor: Actor, account: Account, password_hash: str, *, now: datetime) -> None:
    """Sets one's new password after the old one was right, and forgets the tries at it; Conflict where it was changed
    meanwhile.
    """
    if own_account(actor) != account.person_id:
        raise NotAllowed("permissions.sign_in")
    person = hold_person(session, account.person_id)
    if person is None or person.password_hash != account.password_hash:
        raise Conflict("sign_in.error.changed_meanwhile")
    store_password(session, person, password_hash)
    forgive(session, whole=[_own_key(person)], now=now)


def has_pin(session: Session, actor: Actor) -> bool:
    """Whether the actor has set one."""
    person_id = own_account(actor)
    person = session.get(Person, person_id)
    return person is not None and person.pin_hash is not None


def finish_own_pin(session: Session, actor: Actor, account: Account, pin_hash: str, *, now: datetime) -> None:
    """Sets one's PIN after the password was right (`begin_own_password`), and forgets the tries at it; Conflict where that was
    changed meanwhile.
    """
    if own_account(actor) != account.person_id:
        raise NotAllowed("permissions.sign_in")
    person = hold_person(session, account.person_id)
    if person is None or person.password_hash != account.password_hash:
        raise Conflict("sign_in.error.changed_meanwhile")
    person.pin_hash = pin_hash
    session.add(person)
    session.flush()
    forgive(session, whole=[_own_key(person)], now=now)


def store_password(session: Session, person: Person, password_hash: str) -> None:
    """The only place where a password is set: for those who have checked that it may be. Ends all that the old one opened."""
    person.password_hash, person.pin_hash = password_hash, None
    session.add(person)
    session.flush()
    end_access(session, id_of(person))


def end_access(session: Session, person_id: int) -> None:
    """Ends a person's sign-ins, trusted browsers, calendar address, chat and open link; for a new password and for archiving."""
    end_what_is_open(session, person_id)
    session.exec(delete(PasswordLink).where(col(PasswordLink.person_id) == person_id))


def _account(person: Person) -> Account:
    return Account(id_of(person), person.name, person.email or "", person.password_hash)


def _own_key(person: Person) -> str:
    return f"own:{person.id}"
