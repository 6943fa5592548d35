"""A table that somebody saved: the first sheet of a workbook, or a CSV. Bounded, whatever the file says of itself."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, zip_longest
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from planner.domain.errors import Invalid
from planner.domain.table_cells import Read
from planner.render.tables.other_files import refuse_others
from planner.render.tables.tables import read_csv_rows, unguarded

MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_UNPACKED = 256 * 1024**2
MOST_PARTS = 2_000
_MOST_TIMES = 200
"""A part of a workbook does not grow by more than this when it is unpacked; a sheet of nothing but zeros grows by less."""
_HEADER_WITHIN = 10
_MOST_SHEETS = 50
_MOST_EMPTY = 1_000
"""After so many empty rows the sheet has ended: a format of a whole column makes a million of them."""
_FORBIDDEN = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))
# What the library raises on files that are damaged or were never workbooks.
_DAMAGE = (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError)
_DAMAGE_TOO = (IndexError, EOFError, OSError, NotImplementedError, RuntimeError, SyntaxError, AssertionError)


Line = tuple[int, list[Read], frozenset[int]]
"""A row of a workbook: its number, its cells, and which of them have no value."""


@dataclass(frozen=True)
class SheetRow:
    """A row that is not empty: its number as the spreadsheet shows it, and its cells by the name of the column.

    `unread`: columns whose cell is a formula without a value, or an error.
    """

    number: int
    cells: Mapping[str, Read]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """The columns that have a name, in their order, and the rows below them."""

    columns: Sequence[str]
    rows: Sequence[SheetRow]


def read_sheet(data: bytes, filename: str) -> Sheet:
    """The table of an .xlsx, or by any other name of a CSV.

    Titles above the header are passed over, empty rows too; of formulas the value counts that was saved with them. Invalid
    on the field "file" where the file cannot be read, is too large, or has a column twice.
    """
    sheet = _workbook(data) if filename.lower().endswith((".xlsx", ".xlsm")) else _csv(data)
    if not sheet.rows:
        raise Invalid("tables.error.empty", field="file")
    return sheet


def _csv(data: bytes) -> Sheet:
    rows = read_csv_rows(data)
    if len(rows) > MOST_ROWS:
        raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
    told = [
        SheetRow(number, {name: unguarded(cell) or None for name, cell in row.items()})
        for number, row in enumerate(rows, start=2)
        if any(row.values())
    ]
    return Sheet(list(rows[0]), told)


def _workbook(data: bytes) -> Sheet:
    return _sheet(workbook_lines(data))


def workbook_lines(data: bytes, is_name: Callable[[str], bool] = lambda name: False) -> list[Line]:
    """The rows that are not empty of the first sheet with a table, hidden ones aside: number, cells, and the places of those
    that have no value. A sheet above whose rows two names stand that `is_name` knows comes before one that explains how to
    fill it in. Invalid on the field "file" as `read_sheet` says.
    """
    refuse_others(data)
    _check_bounds(data)
    try:
        values, formulas = (load_workbook(io.BytesIO(data), read_only=True, data_only=each) for each in (True, False))
        both = list(zip(values.worksheets, formulas.worksheets, strict=True))
        shown = [pages for pages in both if pages[0].sheet_state == "visible"] or both
        lines: list[Line] = []
        for page in (page for pages in shown[:_MOST_SHEETS] for page in pages):
            page.reset_dimensions()  # what a sheet says of its size need not be true
        named = [pages for pages in shown[:_MOST_SHEETS] if len(shown) > 1 and _is_named(pages[0], is_name)]
        for pages in (*named, *shown[:_MOST_SHEETS]):
            lines = list(islice(_numbered(*pages), MOST_ROWS + _HEADER_WITHIN + 1))
            if len(lines) > 1 and any(_filled(cells) > 1 for _, cells, _ in lines):
                return lines
        return lines
    except (*_DAMAGE, *_DAMAGE_TOO) as error:
        raise Invalid("tables.error.workbook", field="file") from error


def _is_named(page: Any, is_name: Callable[[str], bool]) -> bool:
    """Whether one of its first rows has two names of columns."""
    head = page.iter_rows(max_row=_HEADER_WITHIN, max_col=MOST_COLUMNS, values_only=True)
    return any(sum(isinstance(cell, str) and is_name(cell) for cell in row or ()) > 1 for row in head)


def _check_bounds(data: bytes) -> None:
    """Before anything is unpacked: not too much, not out of nothing, and no part that defines entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Invalid("tables.error.too_large", field="file")
            for part in parts:
                if part.file_size > 100_000 and part.file_size > _MOST_TIMES * max(1, part.compress_size):
                    raise Invalid("tables.error.too_large", field="file")
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as content:
                        head = content.read(4_096)
                    if any(sign in head for sign in _FORBIDDEN):
                        raise Invalid("tables.error.workbook", field="file")
    except (*_DAMAGE, *_DAMAGE_TOO) as error:
        raise Invalid("tables.error.workbook", field="file") from error


def _numbered(values: Any, formulas: Any) -> Iterator[Line]:
    """The rows that are not empty: the number, the cells, and which of them have no value."""
    empty = 0
    both = zip_longest(
        values.iter_rows(max_col=MOST_COLUMNS, values_only=True), formulas.iter_rows(max_col=MOST_COLUMNS)
    )
    for number, (row, marked) in enumerate(both, start=1):
        cells = [_cell(value) for value in row or ()]
        unread = frozenset(
            at
            for at, cell in enumerate(marked or ())
            if cell.data_type == "e" or (cell.data_type == "f" and (at >= len(cells) or _is_nothing(cells[at])))
        )
        if not unread and all(cell is None for cell in cells):
            empty += 1
            if empty > _MOST_EMPTY:
                return
            continue
        empty = 0
        yield number, [None if at in unread else cell for at, cell in enumerate(cells)], unread


def _is_nothing(cell: Read) -> bool:
    return cell is None or (isinstance(cell, str) and cell.startswith("#"))


def _cell(value: object) -> Read:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    return value if isinstance(value, int | float | date | datetime) else str(value)


def _sheet(lines: Iterable[Line]) -> Sheet:
    rest = iter(lines)
    first = list(islice(rest, _HEADER_WITHIN))
    most = max((_filled(cells) for _, cells, _ in first), default=0)
    at = next((at for at, (_, cells, _) in enumerate(first) if _filled(cells) > 1 and _filled(cells) * 2 >= most), None)
    if at is None:
        raise Invalid("tables.error.empty", field="file")
    header = ["" if cell is None else " ".join(str(cell).split()) for cell in first[at][1]]
    for place, name in enumerate(header):
        if name and name in header[:place]:
            raise Invalid("tables.error.column_twice", field="file", column=name)
    rows = [_row(header, line) for line in (*first[at + 1 :], *islice(rest, MOST_ROWS + 1))]
    if len(rows) > MOST_ROWS:
        raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
    return Sheet([name for name in header if name], [row for row in rows if any(row.cells.values()) or row.unread])


def _filled(cells: Sequence[Read]) -> int:
    return sum(cell is not None for cell in cells)


def _row(header: Sequence[str], line: Line) -> SheetRow:
    number, cells, unread = line
    named = {name: cells[at] if at < len(cells) else None for at, name in enumerate(header) if name}
    return SheetRow(number, named, frozenset(header[at] for at in unread if at < len(header) and header[at]))
