"""Signing in by a password, in three steps: count the try, verify it outside any transaction, open the sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from planner.domain.models import Person
from planner.domain.models.types import id_of
from planner.domain.typed import one_line
from planner.services.access.browsers import is_trusted, trust_browser
from planner.services.access.guesses import count_try, forgive, wait_of
from planner.services.access.hold import hold_person
from planner.services.access.sign_in import actor_of_person, hash_token, open_sign_in_for

OF_ACCOUNT = 5
OF_BROWSER = 5
OF_NETWORK = 30
"""Wrong passwords that are free before one has to wait."""


@dataclass(frozen=True)
class Try:
    """A try that is counted, or refused: then `wait_s` says for how long. It tells nobody whether there is such an account.

    `password_hash` is what to verify against, None for nobody.
    """

    person_id: int | None
    password_hash: str | None
    limits: Mapping[str, int]
    wait_s: int = 0


@dataclass(frozen=True)
class Opened:
    """The tokens of a sign-in that was opened: of itself, and of the browser, which is trusted from now on."""

    token: str
    browser: str


def seconds_to_wait(session: Session, *, email: str, network: str, browser: str = "", now: datetime) -> int:
    """As `begin_sign_in`, but counts nothing: the seconds until another try is heard, 0 for one that is heard now.

    Asked first, without a turn to write, so that whoever goes on guessing keeps nobody from saving.
    """
    return wait_of(session, _limits(session, _account(session, email), email, network, browser, now), now=now)


def begin_sign_in(session: Session, *, email: str, network: str, browser: str = "", now: datetime) -> Try:
    """Counts a try under the address, known or not, and under the network; a browser that this person has signed in with
    before has a counter of its own instead. Commit it before verifying: then parallel tries are as few as others.

    Counters have hashes for names, as people type their passwords into the other field too.
    """
    person = _account(session, email)
    limits = _limits(session, person, email, network, browser, now)
    wait_s = count_try(session, limits, now=now)
    return Try(person.id if person else None, person.password_hash if person else None, limits, wait_s)


def _account(session: Session, email: str) -> Person | None:
    """Who may sign in by this address with a password."""
    person = session.exec(select(Person).where(Person.email == one_line(email).lower())).first()
    return None if person is None or person.archived or person.password_hash is None else person


def _limits(
    session: Session, person: Person | None, email: str, network: str, browser: str, now: datetime
) -> Mapping[str, int]:
    if person is not None and is_trusted(session, id_of(person), browser=browser, now=now):
        return {f"browser:{hash_token(browser)}": OF_BROWSER}
    address = one_line(email).lower()
    return {f"account:{hash_token(address)}": OF_ACCOUNT, f"network:{hash_token(network)}": OF_NETWORK}


def finish_sign_in(
    session: Session, right: Try, *, browser: str = "", now: datetime, device: str = ""
) -> Opened | None:
    """Opens the sign-in of a try whose password was right; None where the account has changed since it was counted.

    Forgets what was tried at the account, and of the network this try alone: who knows one password may not guess others.
    """
    if right.person_id is None:
        return None
    person = hold_person(session, right.person_id)
    if person is None or person.archived or person.password_hash != right.password_hash:
        return None
    networks = {key: free for key, free in right.limits.items() if key.startswith("network:")}
    forgive(session, whole=right.limits.keys() - networks.keys(), one=networks, now=now)
    owner = actor_of_person(session, id_of(person))
    assert owner is not None
    token = open_sign_in_for(session, person, now=now, device=device)
    return Opened(token, trust_browser(session, owner, browser=browser, now=now))
