"""Whatever can be archived is found in the archive and can come back; what archiving touches is told before."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import (
    Agency,
    Category,
    District,
    Issue,
    Layer,
    MediaContact,
    Person,
    PersonRole,
    Place,
    Repair,
    Stop,
)
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.access.archive import RIGHTS, Directory, list_archived, restore, touched_by_archiving
from planner.services.access.people import archive_person, save_person
from planner.services.access.sign_in import open_sign_in_for
from planner.services.city.agencies import archive_agency, archive_category, save_agency, save_category
from planner.services.city.districts import archive_district, save_district
from planner.services.city.places import archive_place, save_place
from planner.services.city.repairs import archive_repair, save_repair
from planner.services.layers.layers import archive_layer, save_layer
from planner.services.press.media import archive_contact, save_contact
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour

OLGA = Actor("Ольга", frozenset({Role.ORGANIZER}))
OKSANA = Actor("Оксана", frozenset({Role.OFFICIAL}), agency_id=1)
PYOTR = Actor("Пётр", frozenset({Role.PARTICIPANT}), participant_id=1, tour_id=1)
PAGES = Path(__file__).resolve().parents[3] / "pages"
ARCHIVING: Mapping[Directory, Callable[[Session, Actor, int], None]] = {
    Agency: archive_agency,
    Category: archive_category,
    District: archive_district,
    Layer: archive_layer,
    MediaContact: archive_contact,
    Person: archive_person,
    Place: archive_place,
    Repair: archive_repair,
}
DIRECTORIES = sorted(ARCHIVING, key=lambda table: table.__name__)


def make(session: Session, actor: Actor, table: Directory, name: str) -> int:
    """An entry of a directory that is called so."""
    if table is Agency:
        return id_of(save_agency(session, actor, name=name))
    if table is Category:
        return id_of(save_category(session, actor, name=name))
    if table is District:
        return id_of(save_district(session, actor, name=name))
    if table is Layer:
        return id_of(save_layer(session, actor, layer_id=None, name=name, fields=[]))
    if table is MediaContact:
        return id_of(save_contact(session, actor, outlet=name))
    if table is Person:
        return id_of(save_person(session, actor, name=name))
    if table is Repair:
        about: dict[str, Any] = {"contract": "", "contractor": "", "agency_id": None, "accepted_on": None}
        until, point = date(2028, 6, 1), Point(50.26, 127.53)
        return id_of(
            save_repair(session, actor, repair_id=None, name=name, guarantee_until=until, point=point, **about)
        )
    return id_of(save_place(session, actor, name=name, lat=50.26, lon=127.53))


def test_every_table_with_archived_rows_has_an_archive_and_a_screen_for_it() -> None:
    archived = {table.name for table in SQLModel.metadata.sorted_tables if "archived" in table.columns}
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.py"))

    with_archive = {table.__name__.lower() for table in RIGHTS}
    with_screen = {table.__name__.lower() for table in RIGHTS if f"show_archive(visit, {table.__name__})" in pages}

    assert (with_archive, with_screen, set(ARCHIVING)) == (archived, archived, set(RIGHTS))


@pytest.mark.parametrize("table", DIRECTORIES)
def test_archived_entry_is_found_and_comes_back(database: Database, artyom: Actor, table: Directory) -> None:
    with database.transaction() as session:
        number, _ = make(session, artyom, table, "Ёлочный двор"), make(session, artyom, table, "Рынок")
        ARCHIVING[table](session, artyom, number)

    with database.transaction() as session:
        found = list_archived(session, artyom, table, text="елочный")
        missing = list_archived(session, artyom, table, text="рынок")
        restore(session, artyom, table, number)
    with database.reading() as session:
        left, is_archived = (
            list_archived(session, artyom, table),
            session.exec(select(table.archived).where(table.id == number)).one(),
        )

    assert [(each.id, each.name) for each in found[0]] == [(number, "Ёлочный двор")]
    assert (found[1], missing, left, is_archived) == (1, ([], 0), ([], 0), False)


def test_long_archive_is_shown_in_part_and_counted_whole(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        session.add_all(Place(name=f"Место {at:02}", lat=50.26, lon=127.53, archived=True) for at in range(25))

    with database.reading() as session:
        rows, total = list_archived(session, artyom, Place, most=3)

    assert ([row.name for row in rows], total) == (["Место 00", "Место 01", "Место 02"], 25)


def test_person_comes_back_without_roles_and_sign_ins(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        vera = save_person(session, artyom, name="Вера", email="vera@example.org", roles=[Role.ORGANIZER])
        open_sign_in_for(session, vera, now=now)
        touched = touched_by_archiving(session, artyom, Person, id_of(vera))
        archive_person(session, artyom, id_of(vera))
        restore(session, artyom, Person, id_of(vera))
        after = touched_by_archiving(session, artyom, Person, id_of(vera))
        roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == vera.id)).all()

    assert (touched, after, roles) == ({"roles": 1, "sign_ins": 1}, {}, [])


def test_what_hangs_on_an_entry_is_counted(database: Database, artyom: Actor, now: datetime) -> None:
    with database.transaction() as session:
        numbers = {table: make(session, artyom, table, "Двор") for table in DIRECTORIES}
        session.get_one(Place, numbers[Place]).district_id = numbers[District]
        session.get_one(Place, numbers[Place]).layer_id = numbers[Layer]
        session.get_one(Layer, numbers[Layer]).agency_id = numbers[Agency]
        session.get_one(Person, numbers[Person]).agency_id = numbers[Agency]
        category_id, district_id = numbers[Category], numbers[District]
        session.add(Issue(category_id=category_id, district_id=district_id, lat=50.26, lon=127.53, created_at=now))
        tour = create_tour(session, OLGA, now=now, title="Объезд", starts_at=now, ends_at=now + timedelta(hours=3))
        add_stop(session, OLGA, id_of(tour), name="Двор", lat=50.26, lon=127.53, place_id=numbers[Place])
        touched = {table: touched_by_archiving(session, artyom, table, numbers[table]) for table in DIRECTORIES}
        stops = session.exec(select(Stop.place_id)).all()

    assert stops == [numbers[Place]]
    assert touched == {
        Agency: {"people": 1, "layers": 1},
        Category: {"issues": 1},
        District: {"places": 1, "issues": 1},
        Layer: {"facilities": 1},
        MediaContact: {},
        Person: {},
        Place: {"stops": 1},
        Repair: {},
    }


@pytest.mark.parametrize("table", DIRECTORIES)
def test_archive_is_for_those_who_keep_the_directory(database: Database, artyom: Actor, table: Directory) -> None:
    with database.transaction() as session:
        number = make(session, artyom, table, "Двор")

    for actor in (OKSANA, PYOTR, STRANGER):
        for ask in (
            lambda session, who: list_archived(session, who, table),
            lambda session, who: restore(session, who, table, number),
            lambda session, who: touched_by_archiving(session, who, table, number),
        ):
            with pytest.raises(NotAllowed), database.transaction() as session:
                ask(session, actor)


def test_restoring_what_is_not_there_is_refused(database: Database, artyom: Actor) -> None:
    with pytest.raises(NotFound) as refusal, database.transaction() as session:
        restore(session, artyom, Place, 99)

    assert refusal.value.key == "archive.error.unknown"
