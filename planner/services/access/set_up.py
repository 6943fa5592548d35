"""The first start: the code that the console prints, and the first administrator."""

import hmac
from datetime import datetime

from sqlmodel import Session, func, select

from planner.database import hold_all
from planner.domain.errors import Conflict
from planner.domain.models import Person, PersonRole, SetUpCode
from planner.domain.models.types import id_of
from planner.domain.typed import one_line, typed_email, typed_line
from planner.domain.words import Role
from planner.services.access.codes import new_code
from planner.services.access.new_password import store_password
from planner.services.access.sign_in import hash_token, open_sign_in_for


def is_empty(session: Session) -> bool:
    """True until the first administrator exists; nobody has to be known to ask this."""
    return session.exec(select(func.count()).select_from(PersonRole)).one() == 0


def make_set_up_code(session: Session) -> str | None:
    """The code by which the first administrator may come from another machine; None once there is one.

    For the command line, which nobody reaches who could not read the database as well. Every process that serves this
    database knows it; an older one stops.
    """
    hold_all(session, Person)
    if not is_empty(session):
        return None
    code = new_code()
    session.merge(SetUpCode(id=1, code_hash=hash_token(code)))
    session.flush()
    return code


def is_set_up_code(session: Session, code: str) -> bool:
    """Whether this is the code that the console has printed last, whoever asks: that is all that it takes."""
    known = session.get(SetUpCode, 1)
    return known is not None and hmac.compare_digest(known.code_hash, hash_token(one_line(code).lower()))


def create_first_administrator(
    session: Session, *, name: str, email: str, password_hash: str, now: datetime, device: str = ""
) -> str:
    """Makes the account that everything else starts from, signs it in and returns the token.

    Refuses with Conflict once somebody has a role, however many come at once, and with Invalid on an empty name or a bad
    address. That the visitor may do so is for the door to know: by the code, or because they sit at this machine.
    """
    hold_all(session, Person)
    if not is_empty(session):
        raise Conflict("sign_in.error.already_set_up")
    name = typed_line(name, field="name", longest=200, needed="sign_in.error.name")
    person = Person(name=name, email=typed_email(email))
    store_password(session, person, password_hash)
    for role in (Role.ADMIN, Role.ORGANIZER):
        session.add(PersonRole(person_id=id_of(person), role=role))
    if (code := session.get(SetUpCode, 1)) is not None:
        session.delete(code)
    return open_sign_in_for(session, person, now=now, device=device)
