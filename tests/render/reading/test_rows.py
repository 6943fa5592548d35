"""What the rows of each kind say, cleaned; and every file is read or refused in words."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.words import AgencyKind, Role, Severity
from planner.render.reading.names import KINDS
from tests.domain.damaged_files import BROKEN_CSV, BROKEN_GEOJSON, geojson, outcome
from tests.render.reading.stories import SQUARE, collection, feature, point, read, told

FORMS = {"read", "intake.refused", "geojson.error", "tables.error", "markup.error"}
cells = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    [
        "name",
        "lat",
        "lon",
        "координаты",
        "50,26",
        "127.5",
        '"',
        ";",
        "\n",
        "nan",
        "1e999",
        "=1+1",
        "\0",
        "POINT(1 2)",
        "{",
        "a@b",
    ]
)


def form(data: bytes, name: str, kind: str) -> str:
    key = outcome(lambda: read(data, name, kind))
    return ".".join(key.split(".")[:2])


@pytest.mark.parametrize("data", [*BROKEN_CSV.values(), *BROKEN_GEOJSON.values()], ids=[*BROKEN_CSV, *BROKEN_GEOJSON])
def test_broken_file_is_read_or_refused_in_words(data: bytes) -> None:
    assert {form(data, name, kind) for name in ("a.csv", "a.geojson") for kind in ("places", "districts")} <= FORMS


@settings(max_examples=40)
@given(st.binary(max_size=300) | geojson, st.sampled_from(KINDS))
def test_any_bytes_are_read_or_refused_in_words(data: bytes, kind: str) -> None:
    names = ("a.csv", "a.geojson", "a.kml", "a.xlsx", "")

    assert {form(data, name, kind) for name in names} <= FORMS


@settings(max_examples=40)
@given(st.lists(st.lists(cells, max_size=5), max_size=6), st.sampled_from(";,\t|"), st.sampled_from(KINDS))
def test_any_table_is_read_or_refused_in_words(rows: list[list[str]], separator: str, kind: str) -> None:
    text = "\n".join(separator.join(row) for row in [["name", "lat", "lon", "email"], *rows])

    assert form(text.encode("utf-8", "replace"), "a.csv", kind) in FORMS


@pytest.mark.parametrize(
    ("about", "names"),
    [
        (({"district": "A"}, {"NAME": "B"}, {"name:ru": "C"}, {"название": "D"}), ["A", "B", "C", "D"]),
        (({"NAME_RU": "A", "id": 1}, {"NAME_RU": "B", "id": 2}), ["A", "B"]),
        (({"name": "Амурская область", "okrug": "A"}, {"name": "Амурская область", "okrug": "B"}), ["A", "B"]),
        (({"NAME_1": "Amur", "NAME_2": "A"}, {"NAME_1": "Amur", "NAME_2": "B"}), ["A", "B"]),
        (({"rayon": "A"}, {"rayon": "B"}), ["A", "B"]),
        (({"fid": 1, "foo": "A", "url": "http://a"}, {"fid": 2, "foo": "B", "url": "http://b"}), ["A", "B"]),
        (({"tags": {"name": "A"}}, {"tags": {"name": "B"}}), ["A", "B"]),
        (({"shapeName": "A", "shapeISO": ""}, {"shapeName": "B", "shapeISO": ""}), ["A", "B"]),
    ],
)
def test_districts_are_named_by_whatever_tells_them_apart(about: tuple[dict[str, Any], ...], names: list[str]) -> None:
    file = read(collection(*(feature(SQUARE, **each) for each in about)), "a.geojson", "districts")

    assert [(row.name, row.is_bad) for row in file.rows] == [(name, False) for name in names]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (57810.0, 57_810),
        ("57810", 57_810),
        ("57 810", 57_810),
        ("57\xa0810", 57_810),
        ("57\u2009810 чел.", 57_810),
        ("57'810", 57_810),
        ("57,810", 57_810),
        ("57810,0", 57_810),
        ("57,81 тыс.", 57_810),
        ("1,2 млн", 1_200_000),
        ("около 57 810 человек (2021)", 57_810),
        ("0", 0),
        (None, None),
        ("—", None),
    ],
)
def test_population_is_read_as_people_write_it(given: object, expected: int | None) -> None:
    file = read(collection(feature(SQUARE, name="A", population=given)), "a.geojson", "districts")

    assert [(row.said["population"], row.problems) for row in file.rows] == [(expected, [])]


@pytest.mark.parametrize("given", [True, -5, "много", 57810.5, "57 81", 50_000_001, "57810-60000"])
def test_population_that_is_none_is_told(given: object) -> None:
    file = read(collection(feature(SQUARE, name="A", population=given)), "a.geojson", "districts")

    assert [(row.is_doubtful, [each.key for each in row.problems]) for row in file.rows] == [
        (True, ["intake.doubt.population"])
    ]


def test_district_without_an_area_or_a_name_or_named_twice_is_told() -> None:
    shapes = [feature(point(127.5, 50.2), name="A"), feature(SQUARE, name=""), feature(SQUARE, name="B")]

    file = read(collection(*shapes, feature(SQUARE, name="b")), "a.geojson", "districts")

    assert [problems for _, _, problems in told(file)] == [
        ["intake.bad.no_area"],
        ["intake.bad.district_name"],
        [],
        ["intake.bad.twice"],
    ]


def test_districts_come_out_of_a_table_too() -> None:
    file = read('Район;Население;WKT\nСеверный;57 810;"POLYGON((127 50,128 50,128 51,127 50))"', kind="districts")

    assert [(row.name, row.said["population"], row.shape is None) for row in file.rows] == [("Северный", 57_810, False)]


def test_address_is_put_together_out_of_its_parts() -> None:
    geo = collection(feature(point(127.5, 50.2), name="A", **{"addr:street": "улица Ленина", "addr:housenumber": "12"}))

    assert [row.said["address"] for row in read(geo, "a.geojson").rows] == ["улица Ленина, 12"]


@pytest.mark.parametrize(
    ("header", "cells", "address"),
    [
        ("Город;Улица;Дом;Корпус", "Чигири;ул. Ленина;12;2", "Чигири, ул. Ленина, 12, корп. 2"),
        ("Населенный пункт;Улица;Номер дома;Литера", "с. Чигири;Ленина;12;А", "с. Чигири, Ленина, 12, лит. А"),
        ("Улица;Дом;Строение", "Ленина;12;3", "Ленина, 12, стр. 3"),
        ("Улица;Дом;Корпус", "Ленина;12;корп. 3", "Ленина, 12, корп. 3"),
        ("Город;Адрес", "Чигири;Чигири, Ленина 12", "Чигири, Ленина 12"),
        ("City,Street Address", "Chigiri,Lenina 12", "Chigiri, Lenina 12"),
    ],
)
def test_address_that_is_looked_up_has_its_town_and_the_part_of_the_house(
    header: str, cells: str, address: str
) -> None:
    separator = "," if "City" in header else ";"

    file = read(f"Название{separator}{header}\nA{separator}{cells}")

    assert [row.said["address"] for row in file.rows] == [address]


def test_place_without_coordinates_has_an_address_to_be_looked_up_or_is_bad() -> None:
    file = read("название;адрес\nДвор;ул. Ленина, 5\nПарк;")

    assert told(file) == [("Двор", None, ["intake.doubt.by_address"]), ("Парк", None, ["intake.bad.no_point"])]


def test_list_of_addresses_alone_is_a_list_of_places() -> None:
    assert [row.name for row in read("адрес;lat;lon\nул. Ленина, 5;50.2;127.5").rows] == ["ул. Ленина, 5"]


def test_same_place_in_the_file_twice_is_told_by_its_row() -> None:
    file = read("name;lat;lon\nДвор №5;50.26;127.53\nдвор № 5;50.2601;127.53\nДвор №5;50.28;127.53")

    assert [[each.values for each in row.problems] for row in file.rows] == [[], [{"row": 2}], []]


def test_people_are_read_with_names_in_parts_phones_and_roles() -> None:
    text = (
        "Фамилия;Имя;Отчество;Должность;Моб. телефон;E-mail;Организация;Роль\n"
        "Иванов;Иван;Иванович;Начальник;79141112233;mailto:IVANOV@example.ru;УЖКХ;Организатор, контролёр\n"
        "Петров;Пётр;;;123;нет@;;\n"
        "Сидоров;;;;;;;админ\n"
        ";;;Слесарь;;;;\n"
    )

    rows = read(text, kind="people").rows

    assert [(row.name, [each.key for each in row.problems]) for row in rows] == [
        ("Иванов Иван Иванович", []),
        ("Петров Пётр", ["intake.doubt.email", "intake.doubt.phone"]),
        ("Сидоров", ["intake.doubt.role_without_email"]),
        ("", ["intake.bad.person_name"]),
    ]
    assert {name: rows[0].said[name] for name in ("email", "phone", "agency", "roles")} == {
        "email": "ivanov@example.ru",
        "phone": "79141112233",
        "agency": "УЖКХ",
        "roles": [Role.CONTROLLER, Role.ORGANIZER],
    }


def test_agencies_are_read_with_their_kind_contacts_and_duties() -> None:
    text = (
        "Наименование организации;Сокращение;Вид;Телефон;Почта;Темы\n"
        "МУП Водоканал;Водоканал;;8 (4162) 222-333;v@x.ru, w@x.ru;Вода, Канализация\n"
        "Управление ЖКХ;;подрядчик;05;;\n"
        "МУП «Водоканал»;;;;;\n"
    )

    rows = read(text, kind="agencies").rows

    assert [row.said["kind"] for row in rows] == [AgencyKind.UTILITY, AgencyKind.CONTRACTOR, AgencyKind.UTILITY]
    assert (rows[0].said["email"], rows[0].said["categories"]) == ("v@x.ru", ["Вода", "Канализация"])
    assert [[each.key for each in row.problems if not each.note] for row in rows] == [[], [], ["intake.bad.twice"]]


def test_issues_are_read_with_topic_severity_and_place() -> None:
    text = (
        "Суть обращения;Тема;Адрес;Координаты;Приоритет;№ обращения\n"
        "Яма;Дороги;ул. Ленина, 5;50.26, 127.53;высокий;А-17\n"
        ";;ул. Ленина, 6;50.26, 127.53;;\n"
        "Лужа;;;50.26, 127.53;зелёный;\n"
    )

    rows = read(text, kind="issues").rows

    assert [(row.name, row.said["severity"], [each.key for each in row.problems]) for row in rows] == [
        ("Яма", Severity.DANGER, []),
        ("", None, ["intake.bad.text"]),
        ("Лужа", None, ["intake.doubt.severity", "intake.doubt.no_category"]),
    ]
    assert rows[0].said["external_number"] == "А-17"


@pytest.mark.parametrize(
    ("text", "kind", "field", "expected"),
    [
        ("Район;Численность населения на 01.01.2026, чел.\nЦентр;57 810", "districts", "population", 57_810),
        ("ФИО;Должность (по штатному расписанию)\nИванов;глава", "people", "post", "глава"),
        ("Название;Адрес по данным реестра\nДвор;Дом у реки", "places", "address", "Дом у реки"),
        ("Нaзвaние;Адpес\nДвор;Ленина 5", "places", "address", "Ленина 5"),
        ("ФИО;Телефон\nИванов;тел.: 22-33-44", "people", "phone", "22-33-44"),
        ("ФИО;Телефон\nИванов;22-33-44\n\x1a", "people", "phone", "22-33-44"),
    ],
)
def test_column_that_says_more_or_mixes_alphabets_is_known(text: str, kind: str, field: str, expected: object) -> None:
    assert [row.said[field] for row in read(text, kind=kind).rows] == [expected]


def test_line_of_totals_is_in_doubt() -> None:
    file = read("Район;Население\nЦентр;57810\nИтого:;57810", kind="districts")

    assert [[each.key for each in row.problems] for row in file.rows] == [[], ["intake.doubt.total"]]


def test_issue_is_told_by_its_words_and_not_by_its_number() -> None:
    text = "<gpx><wpt lat='50.2' lon='127.5'><name>1</name><desc>Яма</desc></wpt></gpx>"

    assert [row.said["text"] for row in read(text, "a.gpx", "issues").rows] == ["Яма"]


def test_one_unreadable_sign_in_a_long_file_is_told_in_its_row() -> None:
    data = "название;lat;lon\nДвор;50.2;127.5\n".encode() + "Парк".encode() + b"\xff;50.3;127.5\n"

    assert [[each.key for each in row.problems] for row in read(data).rows] == [[], ["intake.bad.signs"]]


def test_long_name_is_told() -> None:
    data = json.dumps(feature(point(127.5, 50.2), name="я" * 301)).encode()

    assert [problems for _, _, problems in told(read(data, "a.geojson"))] == [["typed.error.too_long"]]


@pytest.mark.parametrize(
    ("until", "accepted", "day", "keys"),
    [
        ("01.06.2028", "", date(2028, 6, 1), []),
        ("до 1 июня 2028 г.", "", date(2028, 6, 1), []),
        ("by 2028", "", None, ["repairs.bad.day"]),
        ("1 Jun 2028", "", date(2028, 6, 1), []),
        ("01.06.28", "", date(2028, 6, 1), []),
        ("2028-06-01", "01.06.2023", date(2028, 6, 1), []),
        ("46905", "", date(2028, 6, 1), []),
        ("5 лет", "29.02.2024", date(2029, 2, 28), ["repairs.note.counted"]),
        ("5", "01.06.2023", date(2028, 6, 1), ["repairs.note.counted"]),
        ("60 мес.", "01.06.2023", date(2028, 6, 1), ["repairs.note.counted"]),
        ("3 года", "", None, ["repairs.bad.term"]),
        ("900 лет", "01.06.2023", None, ["repairs.bad.day"]),
        ("31.02.2028", "", None, ["repairs.bad.day"]),
        ("31 шестября 2028", "", None, ["repairs.bad.day"]),
        ("—", "", None, ["repairs.bad.no_until"]),
        ("01.06.2022", "01.06.2023", date(2022, 6, 1), ["repairs.error.days"]),
        ("01.06.2028", "летом", date(2028, 6, 1), ["repairs.bad.day"]),
    ],
)
def test_guarantee_has_a_last_day_however_it_is_written(
    until: str, accepted: str, day: date | None, keys: list[str]
) -> None:
    file = read(f"объект;гарантия до;дата приёмки;lat;lon\nЛюк;{until};{accepted};50.26;127.53\n", kind="repairs")

    row = file.rows[0]
    assert (row.said["guarantee_until"], [each.key for each in row.problems]) == (day, keys)


def test_repair_keeps_its_whole_line_and_says_nothing_of_its_middle() -> None:
    text = "Объект;Гарантийный срок до;Линия\nМира;01.06.2028;50.27 127.50, 50.27 127.52\n"
    listed = text.replace("127.50, ", "127.50| ")

    wrong, right = (read(each, kind="repairs").rows[0] for each in (text, listed))

    assert [each.key for each in wrong.problems] == ["intake.bad.coordinates"]
    assert (right.problems, right.shape) == (
        [],
        {"type": "LineString", "coordinates": [[127.5, 50.27], [127.52, 50.27]]},
    )


def test_repair_is_known_by_its_address_alone() -> None:
    row = read("адрес;гарантия до\nМира, 5;01.06.2028\n", kind="repairs").rows[0]

    assert (row.name, [each.key for each in row.problems]) == ("Мира, 5", ["intake.doubt.by_address"])
