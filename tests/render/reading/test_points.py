"""Where a row lies: one column or two, every spelling, and what is told of points that cannot be meant."""

import pytest

from planner.domain.geo import Point
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from tests.render.reading.stories import read, told

HERE = (50.26, 127.53)


@pytest.mark.parametrize(
    "header",
    [
        "name;lat;lon",
        "Name;Lat;Long",
        "title;LATITUDE;Longitude",
        "Название;Широта, °;Долгота, °",
        "Наименование;широта (град.);долгота (град.)",
        "name;Y;X",
        "name;Y_WGS84;X_WGS84",
        "Name;Latitude_WGS84;Longitude_WGS84",
        "name;_gps_latitude;_gps_longitude",
        "name;_location_latitude;_location_longitude",
        "name;location-Latitude;location-Longitude",
        "Объект;Северная широта;Восточная долгота",
        "name;geo_lat;geo_lon",
        "name;point_y;point_x",
        "name;Координата Y;Координата X",
        "name;Ш и р;x y z",
    ],
)
def test_columns_of_coordinates_are_known_by_any_name(header: str) -> None:
    assert told(read(f"{header}\nДвор;50,26;127,53")) == [("Двор", HERE, [])]


def test_of_several_pairs_the_filled_one_of_one_stem_is_taken() -> None:
    header = "name,start_latitude,start_longitude,_gps_latitude,_gps_longitude,_gps_altitude,_gps_precision"

    assert told(read(f"{header}\nA,,,50.26,127.53,120,5\nB,,,50.27,127.54,120,5")) == [
        ("A", HERE, []),
        ("B", (50.27, 127.54), []),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "50.26, 127.53",
        "50,26; 127,53",
        "50,26, 127,53",
        "(50.26, 127.53)",
        "50.26 127.53",
        "50°15'36\"N 127°31'48\"E",
        "50°15′36″ с. ш. 127°31′48″ в. д.",
        "N 50 15.6 E 127 31.8",
        "127.53E, 50.26N",
        "geo:50.26,127.53",
        "50.26 127.53 120.5 4.9",
        "POINT (127.53 50.26)",
        "SRID=4326;POINT(127.53 50.26)",
        '{"type": "Point", "coordinates": [127.53, 50.26]}',
        "{coordinates=[127.53, 50.26], type=Point}",
        "https://yandex.ru/maps/77/blagoveshchensk/?ll=127.53%2C50.26&z=15",
        "https://2gis.ru/blagoveshchensk/geo/127.53%2C50.26",
        "https://www.google.com/maps/@50.26,127.53,15z",
        "https://www.openstreetmap.org/?mlat=50.26&mlon=127.53#map=15/50.2/127.5",
    ],
)
def test_one_column_holds_a_point_in_any_spelling(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'

    assert told(read(f"название\tкоординаты\nДвор\t{quoted}")) == [("Двор", HERE, [])]


def test_column_that_says_longitude_first_is_read_so() -> None:
    assert told(read('name;"Долгота, широта"\nA;127.53, 50.26\nB;127.54 50.27')) == [
        ("A", HERE, []),
        ("B", (50.27, 127.54), []),
    ]


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("50.26", "127.53", (HERE, [])),
        (" 50 , 26 ", "127,53°", (HERE, [])),
        ('"50°15\'36""N"', '"127°31\'48""E"', (HERE, [])),
        ("50 15 36", "127 31 48", (HERE, [])),
        ("N50.26", "E127.53", (HERE, [])),
        ("5.026E+01", "1,2753e2", (HERE, [])),
        ("50.26, 127.53", "", (HERE, [])),
        ("", "", (None, ["intake.bad.no_point"])),
        ("50.26", "", (None, ["intake.bad.half"])),
        ("да", "нет", (None, ["intake.bad.number"])),
        ("inf", "inf", (None, ["intake.bad.number"])),
        ("127.53", "50.26", (None, ["intake.bad.swapped"])),
        ("91", "181", (None, ["intake.bad.earth"])),
        ("6488800", "14196577,5", (None, ["shapes.error.metres"])),
        ("6 488 800", "14 196 577", (None, ["shapes.error.metres"])),
        ("0", "0", ((0, 0), ["intake.bad.zero"])),
        ("0,0", "127.53", ((0, 127.53), ["intake.bad.zero"])),
        ("37.61", "55.75", ((37.61, 55.75), ["intake.doubt.swapped"])),
        ("50.26", "27.53", ((50.26, 27.53), ["intake.doubt.far_from_others"])),
    ],
)
def test_two_columns_make_a_point_or_say_why_not(lat: str, lon: str, expected: tuple[object, list[str]]) -> None:
    others = "".join(f"№ {n};50.2{n};127.5{n}\n" for n in range(5))

    file = read(f"name;lat;lon\nA;{lat};{lon}\n{others}")

    assert told(file)[0][1:] == expected


def test_column_of_a_database_is_read() -> None:
    text = "name;geom\nA;0101000020E61000000000000000E05F409A99999999194940\nB;GEOMETRYCOLLECTION(POINT(127.5 50.2))\nC;POINT EMPTY"

    assert told(read(text)) == [
        ("A", (50.2, 127.5), []),
        ("B", (50.2, 127.5), []),
        ("C", None, ["shapes.error.none"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "name;lat;lon\nA;50-15-36;127-31-48",
        "name;lat;lon\nA;50:15:36;127:31:48",
        "Название;Широта град;Широта мин;Широта сек;Долгота град;Долгота мин;Долгота сек\nA;50;15;36;127;31;48",
        "name,lat_deg,lat_min,lon_deg,lon_min\nA,50,15.6,127,31.8",
        "Название;Координаты (долгота, широта)\nA;127.53, 50.26",
        "Название;Адрес;Телефон\nA;50.26123, 127.53012;1\nB;ул. Ленина, 5;2",
    ],
)
def test_minutes_order_and_addresses_that_are_points_are_understood(text: str) -> None:
    assert read(text).rows[0].point == pytest.approx((50.26, 127.53), abs=0.002)


@pytest.mark.parametrize("nothing", ["-", "—", "н/д", "нет данных", "#N/A", "NULL", "#Н/Д", "nan"])
def test_sign_for_nothing_is_nothing(nothing: str) -> None:
    file = read(f"name;lat;lon;address\nA;{nothing};{nothing};ул. Ленина, 5\nB;50.2;127.5;{nothing}")

    assert told(file) == [("A", None, ["intake.doubt.by_address"]), ("B", (50.2, 127.5), [])]
    assert [row.said["address"] for row in file.rows] == ["ул. Ленина, 5", ""]


def test_column_that_says_it_is_mercator_is_turned() -> None:
    assert told(read("name;X_3857;Y_3857\nA;14196577;6488800")) == [("A", (50.2449188, 127.530021), [])]


def test_zero_and_swapped_rows_are_told_beside_one_right_one() -> None:
    file = read("название;широта;долгота\nДвор;50,26;127,53\nОстров;0;0\nНаоборот;37,61;55,75")

    assert [problems for _, _, problems in told(file)] == [[], ["intake.bad.zero"], ["intake.doubt.swapped"]]


def test_file_with_all_rows_swapped_is_told_and_turned_on_demand() -> None:
    data = "name;lat;lon\nA;37.61;55.75\nB;37.62;55.76\nC;37.63;55.74"

    as_it_is, turned = read(data), read(data, swap=True)

    assert {tuple(problems) for _, _, problems in told(as_it_is)} == {("intake.doubt.swapped",)}
    assert told(turned) == [("A", (55.75, 37.61), []), ("B", (55.76, 37.62), []), ("C", (55.74, 37.63), [])]


def test_places_of_a_whole_country_are_not_far_from_each_other() -> None:
    file = read("name;lat;lon\nA;55.75;37.61\nB;59.93;30.33\nC;56.84;60.6\nD;43.1;131.9")

    assert [problems for _, _, problems in told(file)] == [[]] * 4


def test_city_says_what_is_far_where_it_is_known() -> None:
    source = read_file(b"name;lat;lon\nA;55.75;37.61\nB;50.26;127.53\nC;127.53;50.26", "a.csv")

    rows = read_rows(source, "places", centre=Point(50.275, 127.54)).rows

    assert [[(each.key, each.values.get("km")) for each in row.problems] for row in rows] == [
        [("intake.doubt.far_from_city", 5614)],
        [],
        [("intake.bad.swapped", None)],
    ]
