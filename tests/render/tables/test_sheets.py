"""Tables as people save them come in; files that are none, or too much, are refused at once."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from planner.domain.errors import Invalid
from planner.render.tables.sheets import read_sheet
from planner.render.tables.tables import Cell, to_csv, to_xlsx

HEAD = ["№", "Описание", "Широта"]


def book(*rows: Any, merged: str = "") -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if merged:
        made.active.merge_cells(merged)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(data: bytes, name: str = "a.xlsx") -> list[list[Any]]:
    return [[row.number, *row.cells.values()] for row in read_sheet(data, name).rows]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_exported_is_read_back(form: str) -> None:
    rows: list[list[Cell]] = [[5, "Яма\nу дома", 50.25], [6, "=2+2", -1.5], [7, "'кавычка", None], [8, "-", 0]]
    data = to_csv(HEAD, rows) if form == "csv" else to_xlsx("Лист", HEAD, rows)

    read = read_sheet(data, f"a.{form}")

    assert list(read.columns) == HEAD
    texts = [[str(cell).replace(",", ".").removesuffix(".0") for cell in row.cells.values()] for row in read.rows]
    assert texts == [[str(cell) for cell in row] for row in rows]
    assert [row.number for row in read.rows] == [2, 3, 4, 5]


def test_titles_empty_rows_and_merged_cells_are_passed_over() -> None:
    data = book(["Замечания города"], [], HEAD, [1, "Яма", 50.1], [None, None, None], [2, "Люк", 50.2], merged="A1:C1")

    assert cells(data) == [[4, 1, "Яма", 50.1], [6, 2, "Люк", 50.2]]


def test_days_and_numbers_keep_their_kind_and_formulas_without_a_value_are_named() -> None:
    data = book(HEAD, [datetime.fromisoformat("2026-02-28"), "12", "=1+1"], [date(2026, 3, 1), True, 5])

    read = read_sheet(data, "a.XLSX")

    assert list(read.rows[0].cells.values()) == [datetime.fromisoformat("2026-02-28"), "12", None]
    assert read.rows[0].unread == {"Широта"}
    assert list(read.rows[1].cells.values()) == [datetime.fromisoformat("2026-03-01"), "True", 5]


def test_cyrillic_csv_of_an_old_excel_is_read() -> None:
    data = "№;Описание;Широта\r\n1;Яма;50,25\r\n".encode("cp1251")

    assert cells(data, "a.csv") == [[2, "1", "Яма", "50,25"]]


def bomb(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name}.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "tables.error.workbook"),
        (b"no workbook", "tables.error.workbook"),
        (bomb(a=b"<a/>"), "tables.error.workbook"),
        (bomb(sheet=b"0" * 50_000_000), "tables.error.too_large"),
        (bomb(a=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "tables.error.workbook"),
        (bomb(**{f"p{number}": b"" for number in range(2_001)}), "tables.error.too_large"),
        (book(HEAD), "tables.error.empty"),
        (book(["only", "a"], ["b"])[:-200], "tables.error.workbook"),
        (book(["№", "№"], [1, 2]), "tables.error.column_twice"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_sheet(data, "a.xlsx")

    assert (refused.value.key, refused.value.field) == (key, "file")


def test_table_that_is_too_long_is_refused() -> None:
    data = "a;b\n" + "1;2\n" * 50_001

    with pytest.raises(Invalid, match="tables.error.too_long"):
        read_sheet(data.encode(), "a.csv")
