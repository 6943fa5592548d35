"""Agencies, categories, districts, people and the city: what an administrator keeps."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select, update

from planner.database import Database, open_database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import Agency, AgencyCategory, Category, City, District, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.permissions import RULES, Action
from planner.domain.words import AgencyKind, Role
from planner.services.access.archive import restore
from planner.services.access.passwords import hash_password
from planner.services.access.people import archive_person, list_people, save_person
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.services.city.agencies import (
    archive_agency,
    archive_category,
    list_agencies,
    list_categories,
    save_agency,
    save_category,
)
from planner.services.city.city import CitySettings, edit_city, get_city, set_background
from planner.services.city.districts import (
    archive_district,
    district_map,
    import_districts,
    list_districts,
    save_district,
)
from planner.services.city.districts_file import DistrictDraft

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=900)
OKSANA = Actor(name="Оксана", roles=frozenset({Role.OFFICIAL}), person_id=901, agency_id=1)
PYOTR = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), participant_id=1, tour_id=1)
SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}
CITY = CitySettings(
    name="Благовещенск",
    name_en="Blagoveshchensk",
    timezone="Asia/Yakutsk",
    view_lat=50.275,
    view_lon=127.54,
    view_zoom=12,
    tile_url="",
    tile_attribution="",
    speed_kmh=22,
    detour_factor=1.35,
)


@pytest.fixture
def artyom(database: Database, now: datetime) -> Actor:
    """The administrator."""
    with database.transaction() as session:
        token = create_first_administrator(
            session,
            name="Артём",
            email="artyom@example.org",
            password_hash=hash_password("long enough phrase"),
            now=now,
        )
        return find_actor(session, token, now=now)


def test_agency_keeps_its_categories_and_districts(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        north = save_district(session, artyom, name="Северный")
        roads = save_category(session, artyom, name="Дороги", days=10)
        yards = save_category(session, artyom, name="Дворы", position=2)
        made = save_agency(
            session,
            artyom,
            name="  Управление   дорог ",
            kind=AgencyKind.UTILITY,
            category_ids=[id_of(roads), id_of(yards)],
            district_ids=[id_of(north)],
        )
        save_agency(session, artyom, agency_id=made.id, name="Управление дорог", category_ids=[id_of(yards)])

    with database.reading() as session:
        [row] = list_agencies(session, OLGA)
    assert (row.agency.name, row.agency.kind) == ("Управление дорог", AgencyKind.DEPARTMENT)
    assert (row.category_ids, row.district_ids) == ((yards.id,), ())


@pytest.mark.parametrize(("name", "key"), [("  ", "agencies.error.name"), ("Свет", "agencies.error.taken")])
def test_agency_needs_a_name_of_its_own(database: Database, artyom: Actor, name: str, key: str) -> None:
    with database.transaction() as session:
        save_agency(session, artyom, name="Свет")

    with pytest.raises(Invalid) as refused, database.transaction() as session:
        save_agency(session, artyom, name=name)

    assert (refused.value.key, refused.value.field) == (key, "name")


def test_what_is_archived_leaves_the_lists_and_can_come_back(database: Database, artyom: Actor) -> None:
    def in_use() -> list[str]:
        agencies = [row.agency.name for row in list_agencies(session, artyom)]
        return agencies + [category.name for category in list_categories(session, artyom)]

    with database.transaction() as session:
        agency, category = save_agency(session, artyom, name="Свет"), save_category(session, artyom, name="Дороги")
        archive_agency(session, artyom, id_of(agency))
        archive_category(session, artyom, id_of(category))
        gone = in_use()
        restore(session, artyom, Agency, id_of(agency))
        restore(session, artyom, Category, id_of(category))
        back = in_use()

    assert (gone, back) == ([], ["Свет", "Дороги"])


@pytest.mark.parametrize("days", [0, -1, 731])
def test_category_with_an_impossible_term_is_refused(database: Database, artyom: Actor, days: int) -> None:
    with pytest.raises(Invalid) as refused, database.transaction() as session:
        save_category(session, artyom, name="Дороги", days=days)

    assert refused.value.field == "days"


def test_categories_stand_in_the_citys_order_and_tablets_see_them(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        for position, name in ((3, "Дороги"), (1, "Снег"), (2, "Дворы")):
            save_category(session, artyom, name=name, position=position)
        archive_category(session, artyom, 3)

    with database.reading() as session:
        assert [category.name for category in list_categories(session, PYOTR)] == ["Снег", "Дороги"]
        with pytest.raises(NotAllowed):
            list_categories(session, STRANGER)


def test_only_an_administrator_changes_directories(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        agency = save_agency(session, artyom, name="Свет")
        for actor in (OLGA, OKSANA, PYOTR, STRANGER):
            for change in (
                lambda who: save_agency(session, who, name="Тень"),
                lambda who: archive_agency(session, who, id_of(agency)),
                lambda who: save_category(session, who, name="Тень"),
                lambda who: save_district(session, who, name="Тень"),
                lambda who: save_person(session, who, name="Тень", roles=[Role.ADMIN], email="t@example.org"),
                lambda who: edit_city(session, who, CITY),
                lambda who: set_background(session, who, background=None, barriers=None),
            ):
                with pytest.raises(NotAllowed):
                    change(actor)

    with database.reading() as session:
        assert [agency.name for agency in session.exec(select(Agency))] == ["Свет"]


def test_district_holds_the_points_in_its_polygon(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        north = save_district(session, artyom, name="Северный", population=52000, polygon=SQUARE)
        save_district(session, artyom, name="Без границы")
        save_district(session, artyom, name="Ярмарка", polygon=SQUARE)

    with database.reading() as session:
        districts = district_map(session, OLGA)
    assert [districts.id_at(Point(lat, 127.55)) for lat in (50.25, 50.35)] == [north.id, None]


def test_changed_outline_counts_at_once_whoever_changed_it(
    database: Database, database_url: str, artyom: Actor
) -> None:
    with database.transaction() as session:
        north = id_of(save_district(session, artyom, name="Северный", polygon=SQUARE))
    with database.reading() as session:
        before = district_map(session, OLGA).id_at(Point(50.25, 127.55))
    moved = {**SQUARE, "coordinates": [[[lon, lat + 1] for lon, lat in SQUARE["coordinates"][0]]]}

    other_process = open_database(database_url)
    with other_process.transaction() as session:
        session.connection().execute(update(District).values(polygon=moved))
    other_process.close()

    with database.reading() as session:
        districts = district_map(session, OLGA)
    assert (before, [districts.id_at(Point(lat, 127.55)) for lat in (50.25, 51.25)]) == (north, [None, north])


def test_archived_district_holds_nothing(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        district = save_district(session, artyom, name="Северный", polygon=SQUARE)
        archive_district(session, artyom, id_of(district))

    with database.reading() as session:
        assert list_districts(session, OLGA) == []
        assert district_map(session, OLGA).areas == ()


def test_import_of_districts_makes_and_renews_them(database: Database, artyom: Actor) -> None:
    moved = {"type": "Polygon", "coordinates": [[[127.0, 50.0], [127.1, 50.0], [127.1, 50.1], [127.0, 50.0]]]}
    with database.transaction() as session:
        north = save_district(session, artyom, name="Северный", population=52_000, polygon=SQUARE)
        old = save_district(session, artyom, name="Старый")
        archive_district(session, artyom, id_of(old))
        drafts = [
            DistrictDraft("Северный", None, moved),
            DistrictDraft("Южный", 7, SQUARE),
            DistrictDraft("Старый", 1, moved),
        ]

        imported = import_districts(session, artyom, drafts)
        with pytest.raises(NotAllowed):
            import_districts(session, OLGA, drafts)

    assert imported == 3
    with database.reading() as session:
        found = {row.name: (row.population, row.polygon) for row in list_districts(session, OLGA)}
    assert found == {"Северный": (52_000, moved), "Южный": (7, SQUARE), "Старый": (1, moved)}
    assert north.id is not None


def test_person_with_roles_can_sign_in_and_an_archived_one_cannot(
    database: Database, artyom: Actor, now: datetime
) -> None:
    with database.transaction() as session:
        agency = save_agency(session, artyom, name="Управление дорог")
        oksana = save_person(
            session,
            artyom,
            name="Оксана",
            email="Oksana@example.org",
            agency_id=agency.id,
            roles=[Role.OFFICIAL],
        )
        token = open_sign_in_for(session, oksana, now=now)
        before = find_actor(session, token, now=now)
        archive_person(session, artyom, id_of(oksana))
        after = find_actor(session, token, now=now)

    assert (before.name, before.roles, before.agency_id) == ("Оксана", frozenset({Role.OFFICIAL}), agency.id)
    assert after.is_stranger


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "not an address"}, "email"),
        ({"email": "artyom@example.org"}, "email"),
        ({"email": "", "roles": [Role.ORGANIZER]}, "email"),
        ({"roles": [Role.OFFICIAL]}, "agency_id"),
        ({"agency_id": 77}, "agency_id"),
        ({"heads_agency": True}, "agency_id"),
    ],
)
def test_person_that_could_not_work_is_refused_at_the_field(
    database: Database, artyom: Actor, fields: dict[str, object], field: str
) -> None:
    given = {"name": "Оксана", "email": "oksana@example.org", **fields}

    with pytest.raises(Invalid) as refused, database.transaction() as session:
        save_person(session, artyom, **given)  # type: ignore[arg-type]

    assert refused.value.field == field
    with database.reading() as session:
        assert len(session.exec(select(Person)).all()) == 1


def test_roles_that_follow_from_the_door_cannot_be_granted(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        save_person(session, artyom, name="Пётр", email="p@example.org", roles=[Role.PARTICIPANT, Role.CONTROLLER])

    with database.reading() as session:
        assert {row.person.name: row.roles for row in list_people(session, OLGA)}["Пётр"] == {Role.CONTROLLER}


def test_last_administrator_stays(database: Database, artyom: Actor) -> None:
    with pytest.raises(Conflict) as demoted, database.transaction() as session:
        save_person(session, artyom, person_id=artyom.person_id, name="Артём", email="artyom@example.org")
    with pytest.raises(Conflict) as archived, database.transaction() as session:
        archive_person(session, artyom, artyom.person_id or 0)

    assert (demoted.value.key, archived.value.key) == ("people.error.last_admin", "people.error.oneself")
    with database.reading() as session:
        assert Role.ADMIN in session.exec(select(PersonRole.role)).all()


def test_participants_and_strangers_see_no_list_of_people(database: Database, artyom: Actor) -> None:
    with database.reading() as session:
        assert [row.person.name for row in list_people(session, OKSANA)] == ["Артём"]
        for actor in (PYOTR, STRANGER):
            with pytest.raises(NotAllowed):
                list_people(session, actor)


def test_directories_are_open_to_a_role_that_may_not_see_people(
    database: Database, artyom: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES, Action.SEE_PEOPLE, {})
    with database.transaction() as session:
        save_agency(session, artyom, name="Управление дорог")
        save_category(session, artyom, name="Дороги")
        save_district(session, artyom, name="Северный", polygon=SQUARE)

        seen = (list_agencies(session, OLGA), list_categories(session, OLGA), list_districts(session, OLGA))
        with pytest.raises(NotAllowed) as refusal:
            list_people(session, OLGA)

    assert [len(each) for each in seen] == [1, 1, 1]
    assert refusal.value.values == {"action": "see_people"}


def test_city_settings_are_stored_once(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        before = get_city(session).name
        edit_city(session, artyom, CITY)
        set_background(session, artyom, background={"type": "FeatureCollection", "features": []}, barriers=[])
        edit_city(session, artyom, CitySettings(**{**vars(CITY), "name": "Белогорск"}))

    with database.reading() as session:
        [city] = session.exec(select(City)).all()
    assert (before, city.name, city.barriers) == ("", "Белогорск", [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("timezone", "Asia/Nowhere"),
        ("timezone", "../etc/passwd"),
        ("view_lat", 91.0),
        ("view_lat", float("nan")),
        ("view_zoom", 0),
        ("tile_url", "javascript:{z}{x}{y}"),
        ("tile_url", "https://tiles.example.org/"),
        ("speed_kmh", 0.0),
        ("detour_factor", 0.5),
        ("least_talk_minutes", 0),
        ("least_talk_minutes", 61),
    ],
)
def test_city_setting_that_cannot_be_is_refused_at_the_field(
    database: Database, artyom: Actor, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused, database.transaction() as session:
        edit_city(session, artyom, CitySettings(**{**vars(CITY), field: value}))

    assert refused.value.field == field


def test_tiles_without_their_source_are_refused(database: Database, artyom: Actor) -> None:
    tiles = {**vars(CITY), "tile_url": "https://tiles.example.org/{z}/{x}/{y}.png"}

    with pytest.raises(Invalid) as refused, database.transaction() as session:
        edit_city(session, artyom, CitySettings(**tiles))

    assert refused.value.field == "tile_attribution"


def test_unknown_rows_are_not_found(database: Database, artyom: Actor) -> None:
    with database.transaction() as session:
        for change in (
            lambda: save_agency(session, artyom, agency_id=9, name="Свет"),
            lambda: archive_category(session, artyom, 9),
            lambda: save_district(session, artyom, district_id=9, name="Свет"),
            lambda: save_person(session, artyom, person_id=9, name="Свет"),
        ):
            with pytest.raises(NotFound):
                change()
        assert session.exec(select(AgencyCategory)).all() == []
