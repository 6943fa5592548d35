"""Tables of others: where their header stands, in which encoding and how cut they are."""

from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.errors import Invalid
from tests.render.reading.stories import read, told, workbook

TABLE = "Название;Адрес;Широта;Долгота\nДвор дома;ул. Ленина, 5;50,26;127,53\n"
YARD: list[tuple[str, tuple[float, float] | None, list[str]]] = [("Двор", (50.26, 127.53), [])]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866", "mac-cyrillic"],
)
def test_encoding_is_found(encoding: str) -> None:
    file = read(TABLE.encode(encoding))

    assert told(file) == [("Двор дома", (50.26, 127.53), [])]
    assert file.rows[0].said["address"] == "ул. Ленина, 5"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" * 3 + TABLE.encode(),
        ("п»ї" + TABLE).encode(),
        TABLE.encode().decode("cp1251").encode(),
        ("\ufeffsep=;\r\n" + TABLE).encode("utf-16"),
        ('"sep=;"\n' + TABLE).encode("cp1251"),
        ("sep=\t\n" + TABLE.replace(", 5", "").replace(",", ".").replace(";", "\t")).encode(),
        TABLE.replace(";", "|").encode(),
        TABLE.replace("Двор", "Дв\xadор\u200b").replace("50,26", "50\xa0,26\u2009").encode(),
    ],
    ids=["marks", "mark read otherwise", "read otherwise", "sep wide", "sep quoted", "sep tab", "bar", "unseen"],
)
def test_marks_separators_and_unseen_signs_make_no_difference(data: bytes) -> None:
    assert told(read(data)) == [("Двор дома", (50.26, 127.53), [])]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Название;Широта;Долгота\nДвор;50,26;127,53", 2),
        ("sep=;\nНазвание;Широта;Долгота\nДвор;50,26;127,53", 2),
        ("Перечень дворов;;\n;;\n\n№;Объект;Широта;Долгота\n1;Двор;50,26;127,53", 5),
        ("№;Объект;Координаты;\n;;широта;долгота\n1;2;3;4\n1;Двор;50,26;127,53", 4),
        ("№;Объект;широта;долгота\n1;2;3;4\n1;Двор;50,26;127,53", 3),
        ("Двор;50,26;127,53", 1),
        ("Двор,50.26,127.53", 1),
        (";;\nДвор;50,26;127,53", 2),
    ],
)
def test_header_is_found_and_rows_are_counted_as_a_spreadsheet_does(text: str, row: int) -> None:
    file = read(text)

    assert told(file) == YARD
    assert [each.row for each in file.rows] == [row]


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Двор;ул. Ленина, 5\nСад;ул. Ленина, 7", "places", ["Двор", "Сад"]),
        ("МУП «Водоканал»\nУправление ЖКХ", "agencies", ["МУП «Водоканал»", "Управление ЖКХ"]),
        ("Иванов Иван Иванович\nПетров Пётр", "people", ["Иванов Иван Иванович", "Петров Пётр"]),
        ("Иванов И. И.;глава\nПетров П.П.;зам", "people", ["Иванов И. И.", "Петров П.П."]),
        ("Список сотрудников\nИванов Иван\nПетров Пётр", "people", ["Иванов Иван", "Петров Пётр"]),
        ("Иванов;ivanov@example.org\nПетров;petrov@example.org", "people", ["Иванов", "Петров"]),
        ("| Название | Широта | Долгота |\n|---|---|---|\n| A | 50.26 | 127.53 |", "places", ["A"]),
    ],
)
def test_first_line_that_names_a_thing_is_no_header(text: str, kind: str, names: list[str]) -> None:
    assert [row.name for row in read(text, kind=kind).rows] == names


def test_quotation_marks_within_quotation_marks_are_understood() -> None:
    file = read('name;lat;lon\n"Парк "Южный"";50.26;127.53\nПарк "Север";50.26;127.54\n"a ""b""";50.26;127.55')

    assert [row.name for row in file.rows] == ['Парк "Южный"', 'Парк "Север"', 'a "b"']


def test_row_with_too_many_cells_is_told_and_the_others_come_in() -> None:
    file = read("name,lat,lon\nДвор,50,26,127,53\nПарк,50.26,127.53")

    assert [(row.name, row.is_bad) for row in file.rows] == [("Двор", True), ("Парк", False)]


def test_workbook_is_read_with_a_title_a_header_of_two_lines_and_another_sheet_before() -> None:
    rows: list[list[Any]] = [[], [None, "Перечень"], ["№", "Объект", "Координаты"], [None, None, "Широта", "Долгота"]]

    file = read(workbook([["Справка"]], [*rows, [1, "Двор", "50,26", 127.53], [2, 5, 50.27, "127.54"]]), "a.bin")

    assert told(file) == [*YARD, ("5", (50.27, 127.54), [])]
    assert [row.row for row in file.rows] == [5, 6]


def test_sheet_that_explains_the_table_is_passed_over() -> None:
    explained = [["Как заполнять", "пояснение"], ["Название", "как на табличке"], ["Широта", "градусы"]]

    file = read(workbook(explained, [["Название", "Широта", "Долгота"], ["Двор", 50.26, 127.53]]), "a.xlsx")

    assert told(file) == YARD


def test_coordinate_that_excel_made_a_date_is_told() -> None:
    file = read(workbook([["Название", "Широта", "Долгота"], ["A", datetime(2026, 5, 12, tzinfo=UTC), 127.5]]))

    assert told(file) == [("A", None, ["intake.bad.date"])]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "tables.error.empty"),
        (b"name;lat;lon\n", "tables.error.empty"),
        (b'name;lat;lon\n"A;50;127', "tables.error.quotes"),
        ("name;lat;lon\n" + "A;50.1;127.1\n" * 50_001, "tables.error.too_long"),
        (b"1;2\n3;4", "intake.refused.no_names"),
    ],
)
def test_table_that_cannot_be_read_is_refused(data: bytes | str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)

    assert (refused.value.key, refused.value.field) == (key, "file")
