"""People and their roles."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, Person, PersonRole, SignIn
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_line
from planner.domain.words import GRANTED_ROLES, Role
from planner.services.access.sign_in import checked_email, hash_password


@dataclass(frozen=True)
class PersonRow:
    """A person with roles and the agency's name."""

    person: Person
    roles: frozenset[Role]
    agency: str


def list_people(session: Session, actor: Actor) -> list[PersonRow]:
    """Everybody who is in use, by name."""
    require(actor, Action.SEE_PEOPLE)
    roles = defaultdict(set)
    for granted in session.exec(select(PersonRole)):
        roles[granted.person_id].add(granted.role)
    query = (
        select(Person, Agency)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .where(col(Person.archived).is_(False))
        .order_by(Person.name)
    )
    return [
        PersonRow(person, frozenset(roles[id_of(person)]), agency.name if agency else "")
        for person, agency in session.exec(query)
    ]


def save_person(
    session: Session,
    actor: Actor,
    *,
    name: str,
    person_id: int | None = None,
    post: str = "",
    email: str = "",
    phone: str = "",
    agency_id: int | None = None,
    roles: Collection[Role] = (),
    password: str = "",
) -> Person:
    """Makes a person, or changes the one with `person_id`; an empty password leaves the old one.

    Refuses an empty name, a bad or a taken address, a role without an address to sign in by, an official without an
    agency, a weak password; and Conflict where it would take the last administrator's role.
    """
    require(actor, Action.MANAGE_PEOPLE)
    person = session.get(Person, person_id) if person_id else Person(name="")
    if person is None:
        raise NotFound("people.error.unknown")
    granted = set(roles) & set(GRANTED_ROLES)
    name = typed_line(name, field="name", longest=200, needed="people.error.name")
    address = checked_email(email) if one_line(email) else None
    _check(session, person_id, address, granted, agency_id)
    person.name, person.email, person.agency_id = name, address, agency_id
    person.post = typed_line(post, field="post", longest=200)
    person.phone = typed_line(phone, field="phone", longest=100)
    if password:
        person.password_hash = hash_password(password)
        person.failed_sign_ins, person.slowed_until = 0, None
    session.add(person)
    session.flush()
    session.exec(delete(PersonRole).where(col(PersonRole.person_id) == person.id))
    session.add_all(PersonRole(person_id=id_of(person), role=role) for role in sorted(granted))
    session.flush()
    _keep_an_administrator(session)
    return person


def archive_person(session: Session, actor: Actor, person_id: int) -> None:
    """Ends the account and every sign-in; the history keeps the name. Not for oneself, nor for the last administrator."""
    require(actor, Action.MANAGE_PEOPLE)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("people.error.unknown")
    if person.id == actor.person_id:
        raise Conflict("people.error.oneself")
    person.archived = True
    session.exec(delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id))
    session.flush()
    _keep_an_administrator(session)


def _check(
    session: Session,
    person_id: int | None,
    address: str | None,
    roles: Collection[Role],
    agency_id: int | None,
) -> None:
    taken = session.exec(select(Person).where(Person.email == address)).first() if address else None
    if taken is not None and taken.id != person_id:
        raise Invalid("people.error.taken", field="email", email=address)
    if roles and address is None:
        raise Invalid("people.error.needs_email", field="email")
    if Role.OFFICIAL in roles and agency_id is None:
        raise Invalid("people.error.needs_agency", field="agency_id")
    if agency_id is not None and session.get(Agency, agency_id) is None:
        raise Invalid("people.error.agency", field="agency_id")


def _keep_an_administrator(session: Session) -> None:
    query = select(func.count()).select_from(PersonRole).where(PersonRole.role == Role.ADMIN)
    if session.exec(query).one() == 0:
        raise Conflict("people.error.last_admin")
