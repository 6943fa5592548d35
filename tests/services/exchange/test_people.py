"""People go out as a table and come back; rights and addresses are checked before anything is written."""

from typing import Any

import pytest
from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.corrections import Preview
from planner.domain.errors import NotAllowed
from planner.domain.models import Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.i18n import translator
from planner.phrases.exchange.corrections import role_words, say_roles
from planner.render.tables.sheets import Sheet, SheetRow, read_sheet
from planner.render.tables.tables import to_xlsx
from planner.services.access.people import save_person
from planner.services.exchange.people import COLUMNS, apply_people, people_rows, preview_people
from tests.services.control_story import NOW, Town

OWN = {column: column for column in COLUMNS}
T = translator("ru", "Asia/Yakutsk")


def out(session: Session, artyom: Actor) -> Sheet:
    rows = [{**each, "roles": say_roles(T, each["roles"])} for each in people_rows(session, artyom)]
    return read_sheet(to_xlsx("a", COLUMNS, [[row[column] for column in COLUMNS] for row in rows]), "a.xlsx")


def look(session: Session, artyom: Actor, sheet: Sheet) -> Preview:
    return preview_people(session, artyom, sheet, OWN, roles=role_words())


def table(*rows: dict[str, Any]) -> Sheet:
    return Sheet(COLUMNS, [SheetRow(at, row) for at, row in enumerate(rows, start=2)])


@pytest.fixture
def artyom(session: Session) -> Actor:
    """The administrator."""
    person = Person(name="Артём", email="artyom@example.org")
    session.add(person)
    session.flush()
    session.add(PersonRole(person_id=id_of(person), role=Role.ADMIN))
    return Actor("Артём", frozenset({Role.ADMIN}), person.id)


@pytest.fixture
def oleg(session: Session, town: Town, artyom: Actor) -> int:
    about: dict[str, Any] = {"name": "Олег", "email": "oleg@example.org", "agency_id": town.roads, "phone": "22-11-00"}
    return id_of(save_person(session, artyom, roles=[Role.OFFICIAL], **about))


def test_table_that_comes_back_as_it_went_out_changes_nothing(
    session: Session, town: Town, artyom: Actor, oleg: int
) -> None:
    with_address = [row for row in out(session, artyom).rows if row.cells["number"] == oleg]

    preview = look(session, artyom, Sheet(COLUMNS, with_address))

    assert (preview.corrections, list(preview.bad), preview.same) == ([], [], 1)


def test_corrections_and_new_people_come_in(session: Session, town: Town, artyom: Actor, oleg: int) -> None:
    [row] = [row for row in out(session, artyom).rows if row.cells["number"] == oleg]
    corrected = dict(row.cells) | {
        "post": "Мастер",
        "agency": "parks",
        "roles": "исполнитель; Секретарь",
        "phone": 221200,
    }
    new = {"name": "Анна", "email": "ANNA@example.org", "roles": "Organizer"}

    preview = look(session, artyom, table(corrected, new, dict(new), {"name": "Гость"}))
    done = apply_people(session, artyom, preview, now=NOW)

    person = session.get_one(Person, oleg)
    roles = set(session.exec(select(PersonRole.role).where(PersonRole.person_id == oleg)))
    assert (preview.bad, preview.same, done) == ([], 1, (1, 2))
    assert (person.post, person.agency_id, roles) == ("Мастер", town.parks, {Role.OFFICIAL, Role.SECRETARY})
    anna = session.exec(select(Person).where(Person.email == "anna@example.org")).one()
    assert (anna.name, anna.password_hash) == ("Анна", None)


def test_what_saving_would_refuse_is_said_of_its_row(session: Session, town: Town, artyom: Actor, oleg: int) -> None:
    rows: list[dict[str, Any]] = [
        {"name": " "},
        {"name": "А", "roles": "Секретарь"},
        {"name": "А", "email": "a@example.org", "roles": "Исполнитель"},
        {"number": town.kira.person_id, "name": "Kira", "email": "oleg@example.org", "roles": "Контролёр"},
        {"name": "А", "email": "нет"},
        {"name": "А", "phone": "звоните"},
        {"name": "А", "agency": "Луна"},
        {"name": "А", "roles": "Царь"},
        {"name": "А", "roles": "Гость"},
        {"number": 999, "name": "А"},
    ]

    preview = look(session, artyom, table(*rows))

    assert [each.reason for each in preview.bad] == [
        *("people.error.name", "people.error.needs_email", "people.error.needs_agency", "people.error.taken"),
        *("typed.error.email", "typed.error.phone", "corrections.bad.agency"),
        *("corrections.bad.roles", "corrections.bad.roles", "corrections.bad.unknown"),
    ]


def test_people_go_out_and_come_back_by_administrators_alone(session: Session, town: Town) -> None:
    with pytest.raises(NotAllowed):
        people_rows(session, town.olga)
    with pytest.raises(NotAllowed):
        look(session, town.olga, table())
    with pytest.raises(NotAllowed):
        apply_people(session, town.olga, Preview([], [], 0), now=NOW)
