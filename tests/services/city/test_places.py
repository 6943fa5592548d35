"""The catalogue of places, one by one and many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import District, Place
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.city.places import (
    archive_place,
    find_places,
    get_place,
    import_places,
    save_place,
)
from planner.services.city.places_file import PlaceDraft

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=1)
OKSANA = Actor(name="Оксана", roles=frozenset({Role.OFFICIAL}), person_id=2, agency_id=1)
NORTH = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}


@pytest.fixture
def north(database: Database) -> int:
    with database.transaction() as session:
        district = District(name="Северный", polygon=NORTH)
        session.add(district)
        session.flush()
        return id_of(district)


def test_place_without_a_district_lies_where_the_polygons_say(database: Database, north: int) -> None:
    with database.transaction() as session:
        inside = save_place(session, OLGA, name="Двор", lat=50.26, lon=127.55)
        outside = save_place(session, OLGA, name="Мост", lat=50.4, lon=127.55)

    assert (inside.district_id, outside.district_id) == (north, None)


def test_place_is_got_by_its_number_until_it_is_archived(database: Database, north: int) -> None:
    with database.transaction() as session:
        place = save_place(session, OLGA, name="Двор", lat=50.26, lon=127.55)
        assert place.id is not None

        got = get_place(session, OKSANA, place.id)
        archive_place(session, OLGA, place.id)

        assert got is place
        for number in (place.id, 404):
            with pytest.raises(NotFound):
                get_place(session, OLGA, number)
        with pytest.raises(NotAllowed):
            get_place(session, STRANGER, place.id)


def test_place_is_found_by_parts_of_name_and_address_whatever_their_case(database: Database, north: int) -> None:
    with database.transaction() as session:
        save_place(session, OLGA, name="Двор школы № 5", address="ул. Амурская, 150", lat=50.26, lon=127.55)
        save_place(session, OLGA, name="Парк 100%", lat=50.26, lon=127.55)

    with database.reading() as session:
        found = {
            text: [place.name for place in find_places(session, OLGA, text=text)[0]]
            for text in ("", "двор амурская", "Школы", "100%", "%", "_", "нет")
        }
    yard, park = "Двор школы № 5", "Парк 100%"
    assert found == {
        "": [yard, park],
        "двор амурская": [yard],
        "Школы": [yard],
        "100%": [park],
        "%": [park],
        "_": [],
        "нет": [],
    }


def test_places_come_by_the_page(database: Database) -> None:
    with database.transaction() as session:
        for number in range(7):
            save_place(session, OLGA, name=f"Двор {number}", lat=50.26, lon=127.55)

    with database.reading() as session:
        last, total = find_places(session, OLGA, page=3, page_size=3)
    assert ([place.name for place in last], total) == (["Двор 6"], 7)


def test_archived_place_leaves_the_catalogue(database: Database) -> None:
    with database.transaction() as session:
        place = save_place(session, OLGA, name="Двор", lat=50.26, lon=127.55)
        archive_place(session, OLGA, id_of(place))

    with database.reading() as session:
        assert find_places(session, OLGA) == ([], 0)


def test_official_sees_the_catalogue_but_does_not_change_it(database: Database) -> None:
    with database.transaction() as session:
        place = save_place(session, OLGA, name="Двор", lat=50.26, lon=127.55)
        assert [each.name for each in find_places(session, OKSANA)[0]] == ["Двор"]

        for change in (
            lambda who: save_place(session, who, name="Тень", lat=50.0, lon=127.0),
            lambda who: archive_place(session, who, id_of(place)),
            lambda who: import_places(session, who, []),
        ):
            for actor in (OKSANA, STRANGER):
                with pytest.raises(NotAllowed):
                    change(actor)
        with pytest.raises(NotAllowed):
            find_places(session, STRANGER)


@pytest.mark.parametrize(("lat", "lon"), [(91.0, 127.0), (50.0, 181.0), (float("nan"), 127.0)])
def test_place_off_the_earth_is_refused(database: Database, lat: float, lon: float) -> None:
    with pytest.raises(Invalid) as refused, database.transaction() as session:
        save_place(session, OLGA, name="Двор", lat=lat, lon=lon)

    assert refused.value.field == "lat"


def test_place_without_a_point_is_refused_there(database: Database) -> None:
    refusals = []
    for lat, lon in ((None, None), (50.2, None)):
        with pytest.raises(Invalid) as refused, database.transaction() as session:
            save_place(session, OLGA, name="Двор", lat=lat, lon=lon)
        refusals.append((refused.value.key, refused.value.field))

    assert refusals == [("places.error.no_point", "lat")] * 2


def test_rows_of_a_file_are_stored_and_passed_over_the_next_time(database: Database, north: int) -> None:
    shares: list[float] = []
    drafts = [
        PlaceDraft(2, "Дв\xadор", 50.26, 127.53, address="ул.\u200b Амурская"),
        PlaceDraft(3, "Мост", 50.4, 127.5),
    ]
    with database.transaction() as session:
        stored = [import_places(session, OLGA, drafts, progress=shares.append) for _ in range(2)]

    assert (stored, shares[-1]) == ([2, 0], 1.0)
    with database.reading() as session:
        told = [(place.name, place.district_id) for place in session.exec(select(Place).order_by(col(Place.id)))]
        [place], _ = find_places(session, OLGA, text="дв\xadор \x00амурская")
    assert told == [("Двор", north), ("Мост", None)]
    assert place.address == "ул. Амурская"


def test_place_that_came_in_meanwhile_is_not_stored_twice(database: Database) -> None:
    drafts = [PlaceDraft(2, "Park", 50.26, 127.53), PlaceDraft(3, "Yard", 50.27, 127.53)]

    with database.transaction() as session:
        save_place(session, OLGA, name="park", lat=50.26, lon=127.53)
        stored = import_places(session, OLGA, drafts)

    assert stored == 1
    with database.reading() as session:
        assert sorted(session.exec(select(Place.name))) == ["Yard", "park"]


def test_file_that_two_import_at_once_comes_in_once(database: Database) -> None:
    drafts = [PlaceDraft(number, f"Двор {number}", 50.26, 127 + number / 1000) for number in range(300)]

    def load(_: int) -> int:
        with database.transaction() as session:
            return import_places(session, OLGA, drafts)

    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(load, range(4)))

    assert sorted(stored) == [0, 0, 0, 300]
    with database.reading() as session:
        assert find_places(session, OLGA)[1] == 300
