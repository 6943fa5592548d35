"""One's own PIN, with which a protocol is confirmed: set after the password was right, gone with the password."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotAllowed
from planner.domain.models import Person
from planner.domain.permissions import own_account
from planner.services.access.hold import hold_person
from planner.services.access.new_password import Account


def has_pin(session: Session, actor: Actor) -> bool:
    """Whether the actor has set one."""
    person_id = own_account(actor)
    person = session.get(Person, person_id)
    return person is not None and person.pin_hash is not None


def finish_own_pin(session: Session, actor: Actor, account: Account, pin_hash: str) -> None:
    """Sets one's PIN after the password was right (`begin_own_password`); Conflict where that was changed meanwhile."""
    if own_account(actor) != account.person_id:
        raise NotAllowed("permissions.sign_in")
    person = hold_person(session, account.person_id)
    if person is None or person.password_hash != account.password_hash:
        raise Conflict("sign_in.error.changed_meanwhile")
    person.pin_hash = pin_hash
    session.add(person)
    session.flush()
