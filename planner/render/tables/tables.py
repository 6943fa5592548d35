"""Tables out, as CSV and XLSX that no spreadsheet takes for commands, and tables in, from a CSV that somebody saved."""

import csv
import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from planner.domain.errors import Invalid
from planner.render.tables.csv_text import decoded, records, separated
from planner.render.tables.other_files import refuse_others

Cell = str | int | float | date | datetime | None
"""What a table holds. A time with a zone is written as its own wall clock; no value and no number (NaN) are empty."""

Rows = Sequence[Sequence[Cell]]

MAX_XLSX_ROWS = 1_048_575
"""What a sheet can hold below the header."""

_MAX_XLSX_TEXT = 32_767
# What Excel, LibreOffice and Google Sheets take for the start of a formula, full-width twins and hidden starts included.
_FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x20\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def to_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """A CSV for a Russian Excel: UTF-8 with BOM, `;`, decimal comma, every cell quoted, ISO dates.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. A row that is not as
    long as `columns` raises ValueError.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_guarded(name) for name in columns])
    for row in rows:
        writer.writerow([_csv_text(cell) for _, cell in zip(columns, row, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _guarded(cell)
        case datetime():
            return cell.replace(tzinfo=None).isoformat(" ", "minutes")
        case float():
            return str(cell).replace(".", ",") if math.isfinite(cell) else ""
        case int() | date():
            return str(cell)


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `to_csv` has put in front of it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def to_xlsx(sheet_name: str, columns: Sequence[str], rows: Rows) -> bytes:
    """A workbook of one sheet: header bold, frozen and filtered, columns as wide as their text, printed A4 across.

    Dates are dates, numbers numbers, and text is always text, never a formula or a link, with nothing added to it; line
    ends become LF, and characters that XML has no place for are left out. `sheet_name` is cut to what a sheet may be
    called. Raises Invalid("tables.error.too_many_rows") for more than MAX_XLSX_ROWS rows; a row that is not as long as
    `columns` raises ValueError.
    """
    return to_workbook([(sheet_name, columns, rows)])


def to_workbook(sheets: Sequence[tuple[str, Sequence[str], Rows]]) -> bytes:
    """The same with a sheet for each name, columns and rows; the names differ."""
    if any(len(rows) > MAX_XLSX_ROWS for _, _, rows in sheets):
        raise Invalid("tables.error.too_many_rows", limit=MAX_XLSX_ROWS)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(_sheet_name(name))
        _write_cells(book, sheet, columns, rows)
        _lay_out(sheet, columns, rows)
    book.close()
    return out.getvalue()


def _write_cells(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, columns: Sequence[str], rows: Rows
) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top"})
    for at, name in enumerate(columns):
        _write_text(sheet, 0, at, name, head)
    for line, row in enumerate(rows, start=1):
        for at, (_, cell) in enumerate(zip(columns, row, strict=True)):
            match cell:
                case str():
                    _write_text(sheet, line, at, cell, plain)
                case datetime():
                    sheet.write_datetime(line, at, cell.replace(tzinfo=None), moment)
                case date():
                    sheet.write_datetime(line, at, cell, day)
                case int() | float() if math.isfinite(cell):
                    sheet.write_number(line, at, cell, plain)


def _write_text(sheet: xlsxwriter.worksheet.Worksheet, line: int, at: int, typed: str, style: object) -> None:
    text = _xlsx_text(typed)
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes this for XML of its own and writes it as it is, which breaks the file; in pieces it is text.
        sheet.write_rich_string(line, at, text[0], text[1], text[2:], style)
    else:
        sheet.write_string(line, at, text, style)


def _xlsx_text(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", lines)[:_MAX_XLSX_TEXT]


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, columns: Sequence[str], rows: Rows) -> None:
    for at, name in enumerate(columns):
        longest = max((_shown_length(row[at]) for row in rows), default=0)
        # Two characters of air, and two more beside the name for the filter's button.
        sheet.set_column(at, at, min(60, max(longest + 2, len(name) + 4)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), max(0, len(columns) - 1))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _shown_length(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case str():
            return max(map(len, cell.splitlines()), default=0)
        case datetime():
            return len("31.12.2026 10:00")
        case date():
            return len("31.12.2026")
        case int() | float():
            return len(str(cell))


def _sheet_name(text: str) -> str:
    """Excel's rule: at most 31 characters, none of []:*?/\\ and no apostrophe at either end."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", text)[:31].strip(" '") or "1"


def read_csv_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV by column name, header and cells stripped; a short row is filled with empty cells.

    Understands the usual encodings and separators, said by a line «sep=;» or not. Empty lines at the end are dropped, those in
    between stay as rows of empty cells: row `i` of the answer is row `i + 2` of the spreadsheet. Columns without a name
    are left out. Raises Invalid on the field "file": as `refuse_others`, `tables.error.binary`, `.encoding`, `.empty` (no row below the
    header), `.quotes` (`row`), `.column_twice` (`column`), `.extra_cells` (`row`).
    """
    refuse_others(data)
    whole = decoded(data)
    if "\ufffd" in whole:  # a sign that no encoding explains
        raise Invalid("tables.error.encoding", field="file")
    separator, text = separated(whole)
    header, *body = records(text, separator) or [[]]
    while body and not any(body[-1]):
        body.pop()
    if not any(header) or not body:
        raise Invalid("tables.error.empty", field="file")
    for at, name in enumerate(header):
        if name and name in header[:at]:
            raise Invalid("tables.error.column_twice", field="file", column=name)
    return [_by_name(header, record, number) for number, record in enumerate(body, start=2)]


def _by_name(header: list[str], record: list[str], number: int) -> dict[str, str]:
    if any(record[len(header) :]):
        raise Invalid("tables.error.extra_cells", field="file", row=number)
    cells = record + [""] * (len(header) - len(record))
    return {name: cell for name, cell in zip(header, cells, strict=False) if name}
