"""The catalogue of places, and files with good and bad rows."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.corrections import BadRow
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import District, Place
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.city.places import (
    archive_place,
    find_places,
    get_place,
    import_places,
    preview_places,
    save_place,
)

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=1)
OKSANA = Actor(name="Оксана", roles=frozenset({Role.OFFICIAL}), person_id=2, agency_id=1)
NORTH = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}

CSV = """название;широта;долгота;адрес;район
Двор школы № 5;50,2611;127,5342;ул. Амурская, 150;Северный
;50,26;127,53;;
Парк;север;127,53;;
Луна;95;127,53;;
Двор;50,2;127,5;;Нигде

=HYPERLINK("x");50,27;127,54;;
"""


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
            lambda who: preview_places(session, who, data=CSV.encode(), filename="a.csv"),
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_preview_names_every_bad_row_and_writes_nothing(database: Database, north: int, encoding: str) -> None:
    with database.transaction() as session:
        preview = preview_places(session, OLGA, data=CSV.encode(encoding), filename="places.csv")

    assert [(draft.row, draft.name, draft.lat) for draft in preview.good] == [
        (2, "Двор школы № 5", 50.2611),
        (8, '=HYPERLINK("x")', 50.27),
    ]
    assert preview.bad == (
        BadRow(3, "places.bad.name"),
        BadRow(4, "places.bad.number", {"lat": "север", "lon": "127,53"}),
        BadRow(5, "places.bad.earth", {"lat": "95", "lon": "127,53"}),
        BadRow(6, "places.bad.district", {"district": "Нигде"}),
    )
    with database.reading() as session:
        assert session.exec(select(Place)).all() == []


def test_import_stores_what_the_preview_found_good_and_knows_it_afterwards(database: Database, north: int) -> None:
    shares: list[float] = []
    with database.transaction() as session:
        preview = preview_places(session, OLGA, data=CSV.encode(), filename="places.csv")
        stored = import_places(session, OLGA, preview.good, progress=shares.append)
        again = preview_places(session, OLGA, data=CSV.encode(), filename="places.csv")

    assert (stored, shares[-1]) == (2, 1.0)
    assert ([draft.name for draft in again.good], len(again.known)) == ([], 2)
    with database.reading() as session:
        assert [(place.name, place.district_id) for place in session.exec(select(Place).order_by(col(Place.id)))] == [
            ("Двор школы № 5", north),
            ('=HYPERLINK("x")', north),
        ]


def test_row_that_stands_twice_in_a_file_comes_in_once(database: Database) -> None:
    twice = "name,lat,lon\nПарк,50.26,127.53\nпарк,50.2601,127.53\nПарк,50.30,127.53\n"

    with database.transaction() as session:
        preview = preview_places(session, OLGA, data=twice.encode(), filename="places.csv")

    assert ([draft.row for draft in preview.good], [draft.row for draft in preview.known]) == ([2, 4], [3])


def test_signs_that_nobody_sees_are_left_out_of_a_file_and_of_a_search(database: Database) -> None:
    data = "name,lat,lon,address\nДв\xadор,50.26,127.53,ул.\u200b Амурская\n".encode()
    with database.transaction() as session:
        preview = preview_places(session, OLGA, data=data, filename="soft.csv")
        import_places(session, OLGA, preview.good)

    with database.reading() as session:
        [place], _ = find_places(session, OLGA, text="дв\xadор \x00амурская")
    assert (place.name, place.address) == ("Двор", "ул. Амурская")


def test_cell_that_is_too_long_makes_a_bad_row(database: Database) -> None:
    data = f"name,lat,lon,address\nДвор,50.26,127.53,{'я' * 301}\n".encode()

    with database.reading() as session:
        preview = preview_places(session, OLGA, data=data, filename="long.csv")

    assert (preview.good, preview.bad) == ((), (BadRow(2, "typed.error.too_long", {"n": 300}),))


def test_geojson_points_come_in_and_other_shapes_are_bad_rows(database: Database) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"Name": "Парк"},
            "geometry": {"type": "Point", "coordinates": [127.5, 50.2]},
        },
        {"type": "Feature", "properties": {"name": "Улица"}, "geometry": {"type": "LineString", "coordinates": []}},
        {"type": "Feature", "properties": None, "geometry": None},
        "nonsense",
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()

    with database.transaction() as session:
        preview = preview_places(session, OLGA, data=data, filename="places.GEOJSON")

    assert [(draft.name, draft.lat, draft.lon) for draft in preview.good] == [("Парк", 50.2, 127.5)]
    assert [(bad.row, bad.reason) for bad in preview.bad] == [
        (2, "places.bad.no_point"),
        (3, "places.bad.name"),
        (4, "places.bad.name"),
    ]


@pytest.mark.parametrize(
    ("data", "filename", "key"),
    [
        (b"lat,lon\n1,2\n", "a.csv", "places.error.column_name"),
        ("название,lat\nA,1\n".encode(), "a.csv", "places.error.column_lon"),
        (b"{", "a.geojson", "geojson.error.not_json"),
        (b"[]", "a.json", "geojson.error.other_json"),
    ],
)
def test_file_that_cannot_be_read_as_a_whole_is_refused(
    database: Database, data: bytes, filename: str, key: str
) -> None:
    with pytest.raises(Invalid) as refused, database.transaction() as session:
        preview_places(session, OLGA, data=data, filename=filename)

    assert (refused.value.key, refused.value.field) == (key, "file")


def test_place_that_came_in_since_the_preview_is_not_stored_twice(database: Database) -> None:
    data = b"name,lat,lon\nPark,50.26,127.53\nYard,50.27,127.53\n"
    with database.reading() as session:
        preview = preview_places(session, OLGA, data=data, filename="places.csv")

    with database.transaction() as session:
        save_place(session, OLGA, name="park", lat=50.26, lon=127.53)
        stored = import_places(session, OLGA, preview.good)

    assert stored == 1
    with database.reading() as session:
        assert sorted(session.exec(select(Place.name))) == ["Yard", "park"]


def test_preview_of_20000_places_of_one_name_holds_no_lock(database: Database) -> None:
    rows = "".join(f"Остановка,{50 + at // 200 * 0.001},{127 + at % 200 * 0.001}\n" for at in range(20_000))

    with database.reading() as looking:
        preview = preview_places(looking, OLGA, data=f"name,lat,lon\n{rows}".encode(), filename="stops.csv")
        with database.transaction() as session:
            save_place(session, OLGA, name="Двор", lat=50.26, lon=127.55)

    assert (len(preview.good), preview.bad, preview.known) == (20_000, (), ())


def test_file_that_two_import_at_once_comes_in_once(database: Database) -> None:
    rows = "".join(f"Двор {number};50,26;{127 + number / 1000}\n" for number in range(300))
    with database.reading() as session:
        preview = preview_places(session, OLGA, data=f"название;широта;долгота\n{rows}".encode(), filename="a.csv")

    def load(_: int) -> int:
        with database.transaction() as session:
            return import_places(session, OLGA, preview.good)

    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(load, range(4)))

    assert sorted(stored) == [0, 0, 0, 300]
    with database.reading() as session:
        assert find_places(session, OLGA)[1] == 300
