"""Administrators who take each other's role at once leave one, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, func, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.access.people import archive_person, save_person
from tests.whole.at_once import Write, at_once


def an_administrator(session: Session, name: str) -> Actor:
    person = Person(name=name, email=f"{name}@example.org".lower())
    session.add(person)
    session.flush()
    session.add(PersonRole(person_id=id_of(person), role=Role.ADMIN))
    return Actor(name=name, roles=frozenset({Role.ADMIN}), person_id=person.id)


def archive(actor: Actor, other: Actor) -> Write:
    return lambda session: archive_person(session, actor, other.person_id or 0)


def demote(actor: Actor, other: Actor) -> Write:
    about: dict[str, Any] = {"name": other.name, "email": f"{other.name}@example.org", "roles": [Role.ORGANIZER]}
    return lambda session: save_person(session, actor, person_id=other.person_id, **about)


@pytest.mark.parametrize("take", [archive, demote])
def test_administrators_who_take_each_others_role_at_once_leave_one(
    database: Database, take: Callable[[Actor, Actor], Write]
) -> None:
    with database.transaction() as session:
        anna, boris = (an_administrator(session, name) for name in ("Anna", "Boris"))

    _, second = at_once(database, take(anna, boris), take(boris, anna))

    assert second.key == "people.error.last_admin"
    with database.reading() as session:
        left = session.exec(select(func.count()).select_from(PersonRole).where(PersonRole.role == Role.ADMIN)).one()
    assert left == 1
