"""People and their roles."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Agency, PasswordLink, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.named import NameSearch
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone
from planner.domain.words import GRANTED_ROLES, Role
from planner.services.access.hold import hold_person
from planner.services.access.new_password import end_access


@dataclass(frozen=True)
class PersonFacts:
    """What people may know of each other: no password, not even its hash."""

    id: int
    name: str
    post: str
    email: str | None
    phone: str
    agency_id: int | None
    heads_agency: bool = False


@dataclass(frozen=True)
class PersonRow:
    """A person with roles and the agency's name."""

    person: PersonFacts
    roles: frozenset[Role]
    agency: str
    has_password: bool
    link_until: datetime | None

    def cannot_sign_in(self, now: datetime) -> bool:
        """Whether an account is meant, since there is an address, and there is neither a password nor a link to set one."""
        has_link = self.link_until is not None and self.link_until > now
        return self.person.email is not None and not self.has_password and not has_link


def list_people(session: Session, actor: Actor) -> list[PersonRow]:
    """Everybody who is in use, by name."""
    require(actor, Action.SEE_PEOPLE)
    return _rows(session, col(Person.archived).is_(False))


def find_people(
    session: Session, actor: Actor, *, text: str = "", page: int = 1, page_size: int = 20
) -> tuple[list[PersonRow], int]:
    """A page of those in use and how many there are; `text` is looked for in name, post, agency, address and phone."""
    require(actor, Action.SEE_PEOPLE)
    search = NameSearch(text)
    about = col(Person.name) + " " + col(Person.post) + " " + col(Person.phone)
    told = (
        select(Person.id, about, Person.email, Agency.name)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .where(col(Person.archived).is_(False))
        .order_by(Person.name, col(Person.id))
    )
    numbers = [number for number, *texts in session.exec(told) if search.finds(*(text or "" for text in texts))]
    shown = numbers[(page - 1) * page_size : page * page_size]
    return _rows(session, col(Person.id).in_(shown)), len(numbers)


def _rows(session: Session, wanted: ColumnElement[bool]) -> list[PersonRow]:
    roles = defaultdict(set)
    granted_to = select(PersonRole).join(Person, col(Person.id) == PersonRole.person_id).where(wanted)
    for granted in session.exec(granted_to):
        roles[granted.person_id].add(granted.role)
    query = (
        select(Person, Agency.name, PasswordLink.expires_at)
        .join(Agency, col(Agency.id) == Person.agency_id, isouter=True)
        .join(PasswordLink, col(PasswordLink.person_id) == Person.id, isouter=True)
        .where(wanted)
        .order_by(Person.name, col(Person.id))
    )
    return [
        PersonRow(
            facts_of(person),
            frozenset(roles[id_of(person)]),
            agency or "",
            person.password_hash is not None,
            link_until,
        )
        for person, agency, link_until in session.exec(query)
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
    heads_agency: bool = False,
    roles: Collection[Role] = (),
    seen: Values | None = None,
) -> Person:
    """Makes a person, or changes the one with `person_id`. A password is set by its owner, with `make_password_link`.

    Refuses an empty name, a bad or a taken address, a role without an address to sign in by, an official, or a head,
    without an agency; and Conflict where it would take the last administrator's role. With `seen`, what the form began with,
    ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_PEOPLE)
    hold_all(session, Person)
    person = hold_person(session, person_id) if person_id else Person(name="")
    if person is None:
        raise NotFound("people.error.unknown")
    texts = {"name": name, "post": post, "email": email, "phone": phone}
    wanted = {
        **texts,
        "agency_id": agency_id,
        "heads_agency": heads_agency,
        "roles": frozenset(roles) & frozenset(GRANTED_ROLES),
    }
    given = beside_others("person", _present(session, person), wanted, seen if person_id else None)
    _fill(session, person, given)
    session.exec(delete(PersonRole).where(col(PersonRole.person_id) == person.id))
    session.add_all(PersonRole(person_id=id_of(person), role=role) for role in sorted(given["roles"]))
    session.flush()
    _keep_an_administrator(session)
    return person


def archive_person(session: Session, actor: Actor, person_id: int) -> None:
    """Ends the account and every sign-in; the history keeps the name. Not for oneself, nor for the last administrator."""
    require(actor, Action.MANAGE_PEOPLE)
    hold_all(session, Person)
    person = hold_person(session, person_id)
    if person is None:
        raise NotFound("people.error.unknown")
    if person.id == actor.person_id:
        raise Conflict("people.error.oneself")
    person.archived = True
    session.exec(delete(PersonRole).where(col(PersonRole.person_id) == person_id))
    end_access(session, person_id)
    session.flush()
    _keep_an_administrator(session)


def facts_of(person: Person) -> PersonFacts:
    """What others may be handed of a person, by services that have asked whether they may know of people."""
    who = (id_of(person), person.name, person.post, person.email, person.phone, person.agency_id)
    return PersonFacts(*who, person.heads_agency)


def _present(session: Session, person: Person) -> Values:
    """The fields of the form as they are stored."""
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person.id)).all()
    return {
        **person.model_dump(include={"name", "post", "email", "phone", "agency_id", "heads_agency"}),
        "roles": frozenset(Role(role) for role in roles),
    }


def _fill(session: Session, person: Person, given: Values) -> None:
    """The cleaned fields, the roles aside."""
    with session.no_autoflush:
        person.name = typed_line(given["name"], field="name", longest=200, needed="people.error.name")
        email = given["email"] or ""
        address = typed_email(email) if one_line(email) else None
        _check(session, person.id, address, given["roles"], given["agency_id"])
        if given["heads_agency"] and given["agency_id"] is None:
            raise Invalid("people.error.head_of_none", field="agency_id")
        person.email, person.agency_id, person.heads_agency = address, given["agency_id"], given["heads_agency"]
        person.post = typed_line(given["post"], field="post", longest=200)
        person.phone = typed_phone(given["phone"])
    session.add(person)
    session.flush()


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
