"""Tables, written and read back by other readers, and read from files as people save them."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.render.tables.tables import MAX_XLSX_ROWS, Rows, read_csv_rows, to_csv, to_xlsx

FORMULAS = [
    '=HYPERLINK("http://evil.example";"Открыть")',
    "=1+1",
    "@SUM(1;2)",
    "-2+3",
    "+7 914 538 00 00",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\tплан",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x01=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
]
HARMLESS = [
    "<script>alert(1)</script>",
    "</script>",
    "`rm -rf`",
    "${7*7}",
    "{{7*7}}",
    'сказал: "Ямы; лужи, грязь"',
    "две\nстроки",
    "две\r\nстроки",
    "http://example.ru/x",
    "mailto:a@example.ru",
    "007",
    "1e5",
    "'кавычка",
    "it's",
    "a=b",
    "1/2",
    "_x0041_",
    "",
    "  пробелы  ",
    "Ёё №5 — «ёлочки» 🚌",
]


def csv_rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode(), newline=""), delimiter=";"))


def sheet_of(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_to_csv_puts_an_apostrophe_before_a_formula(text: str) -> None:
    rows = csv_rows(to_csv(["Текст", text], [["x", text]]))

    assert rows == [["Текст", f"'{text}"], ["x", f"'{text}"]]


@pytest.mark.parametrize("text", HARMLESS)
def test_to_csv_keeps_other_text_as_it_is(text: str) -> None:
    rows = csv_rows(to_csv(["Текст", "№"], [[text, 1]]))

    assert rows == [["Текст", "№"], [text, "1"]]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_to_csv_text_comes_back_with_at_most_an_apostrophe(text: str) -> None:
    [_, [cell, _]] = csv_rows(to_csv(["Текст", "№"], [[text, 1]]))

    guarded = bool(re.match(r"[\t\r\n]", text)) or text.strip("\x00\x01\ufeff\u200b \t").startswith(
        ("=", "+", "-", "@")
    )
    assert cell in ({f"'{text}"} if guarded else {text, f"'{text}"})
    assert cell.strip()[:1] not in {"=", "+", "-", "@"}


def test_to_csv_quotes_every_cell_so_that_no_other_separator_cuts_out_a_formula() -> None:
    assert to_csv(["a"], [["x,=1+1"]]) == b'\xef\xbb\xbf"a"\r\n"x,=1+1"\r\n'


def test_to_csv_numbers_and_dates_are_plain() -> None:
    noon = datetime(2026, 5, 14, 12, 5, tzinfo=timezone(timedelta(hours=9)))

    rows = csv_rows(
        to_csv(list("abcdefgh"), [[-5, 12.5, -0.25, None, float("nan"), float("inf"), date(2026, 5, 1), noon]])
    )

    assert rows[1] == ["-5", "12,5", "-0,25", "", "", "", "2026-05-01", "2026-05-14 12:05"]


def test_to_csv_without_rows_is_the_header() -> None:
    assert csv_rows(to_csv(["Номер", "Адрес"], [])) == [["Номер", "Адрес"]]


@pytest.mark.parametrize("write", [to_csv, lambda columns, rows: to_xlsx("x", columns, rows)])
def test_a_row_of_another_length_is_refused(write: object) -> None:
    with pytest.raises(ValueError):
        write(["a", "b"], [["1"]])  # type: ignore[operator]


@pytest.mark.parametrize("text", [text for text in FORMULAS + HARMLESS if text])
def test_to_xlsx_text_is_text_with_nothing_added(text: str) -> None:
    data = to_xlsx("Замечания", [text], [[text]])

    cells = [sheet_of(data)["A1"], sheet_of(data)["A2"]]
    shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x01", "")
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(shown, "s", None)] * 2
    assert "<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_to_xlsx_any_text_comes_back(texts: list[str]) -> None:
    sheet = sheet_of(to_xlsx("Замечания", ["Текст"], [[text] for text in texts]))

    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == texts


def test_to_xlsx_leaves_out_what_xml_has_no_place_for() -> None:
    sheet = sheet_of(to_xlsx("x", ["a\x00b"], [["\x00я\x0b\x1f\ufffe\uffff\tы"]]))

    assert [sheet["A1"].value, sheet["A2"].value] == ["ab", "я\tы"]


def test_to_xlsx_numbers_are_numbers_and_dates_are_dates() -> None:
    noon = datetime(2026, 5, 14, 12, 5, tzinfo=timezone(timedelta(hours=9)))

    sheet = sheet_of(to_xlsx("x", list("abcdef"), [[7, 12.5, None, float("nan"), date(2026, 5, 1), noon]]))

    assert [cell.value for cell in sheet[2]][:4] == [7, 12.5, None, None]
    assert [cell.value.isoformat() for cell in sheet[2][4:]] == ["2026-05-01T00:00:00", "2026-05-14T12:05:00"]
    assert [cell.number_format for cell in sheet[2]][4:] == ["dd.mm.yyyy", "dd.mm.yyyy hh:mm"]
    assert [cell.is_date for cell in sheet[2]][4:] == [True, True]


def test_to_xlsx_header_is_bold_frozen_filtered_and_repeated_on_paper() -> None:
    sheet = sheet_of(to_xlsx("Замечания", ["Номер", "Адрес"], [[1, "ул. Ленина, 133"], [2, "x"]]))

    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert [cell.font.bold for cell in sheet[2]] == [False, False]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_to_xlsx_columns_are_as_wide_as_their_text_within_reason() -> None:
    rows: Rows = [[1, "ул. Ленина, 133", "слово " * 100, "строка\n" * 50, datetime(2026, 5, 1, tzinfo=UTC)]]

    sheet = sheet_of(to_xlsx("x", ["№", "Адрес", "Текст", "Строки", "Когда"], rows))

    widths = [int(sheet.column_dimensions[letter].width) for letter in "ABCDE"]
    assert widths == [5, 17, 60, 10, 18]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Замечания", "Замечания"),
        ("а/б\\в:г?д*е[ж]", "а б в г д е ж"),
        ("Очень длинное название листа, которое не поместится", "Очень длинное название листа, к"),
        ("'кавычки'", "кавычки"),
        ("", "1"),
        ("[]", "1"),
        ("=1+1", "=1+1"),
    ],
)
def test_to_xlsx_sheet_name_is_made_to_fit(asked: str, given: str) -> None:
    assert sheet_of(to_xlsx(asked, ["a"], [])).title == given


def test_to_xlsx_without_rows_is_the_header() -> None:
    sheet = sheet_of(to_xlsx("x", ["Номер"], []))

    assert list(sheet.iter_rows(values_only=True)) == [("Номер",)]


def test_to_xlsx_cuts_a_text_that_no_cell_can_hold() -> None:
    sheet = sheet_of(to_xlsx("x", ["a"], [["я" * 40_000]]))

    assert sheet["A2"].value == "я" * 32_767


def test_to_xlsx_refuses_more_rows_than_a_sheet_holds() -> None:
    with pytest.raises(Invalid) as refusal:
        to_xlsx("x", ["a"], [[1]] * (MAX_XLSX_ROWS + 1))

    assert (refusal.value.key, dict(refusal.value.values)) == ("tables.error.too_many_rows", {"limit": 1_048_575})


TABLE = "Название;Адрес\r\nДвор;ул. Ленина, 133\r\nПарк;«Дружба»\r\n"
ROWS = [{"Название": "Двор", "Адрес": "ул. Ленина, 133"}, {"Название": "Парк", "Адрес": "«Дружба»"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_read_csv_rows_understands_what_spreadsheets_save(encoding: str, line_end: str) -> None:
    rows = read_csv_rows(TABLE.replace("\r\n", line_end).encode(encoding))

    assert rows == ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_read_csv_rows_finds_the_delimiter(delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["name", "text"], ["Двор", "ямы; лужи,\tгрязь"], ["Парк", "x"]])

    rows = read_csv_rows(out.getvalue().encode())

    assert rows == [{"name": "Двор", "text": "ямы; лужи,\tгрязь"}, {"name": "Парк", "text": "x"}]


def test_read_csv_rows_is_not_misled_by_commas_in_the_header() -> None:
    rows = read_csv_rows("Название;Широта, долгота, высота\nДвор;50\nПарк;51\n".encode())

    assert rows == [
        {"Название": "Двор", "Широта, долгота, высота": "50"},
        {"Название": "Парк", "Широта, долгота, высота": "51"},
    ]


def test_read_csv_rows_of_one_column_needs_no_delimiter() -> None:
    assert read_csv_rows("Название\nДвор, дом 5\n".encode()) == [{"Название": "Двор, дом 5"}]


def test_read_csv_rows_strips_cells_and_fills_short_rows() -> None:
    assert read_csv_rows(b" a ; b ;c\n 1 ;\xc2\xa02\n") == [{"a": "1", "b": "2", "c": ""}]


def test_read_csv_rows_keeps_the_row_numbers_of_the_spreadsheet() -> None:
    rows = read_csv_rows(b"a;b\n1;2\n;\n\n3;4\n;;\n\n")

    assert rows == [{"a": "1", "b": "2"}, {"a": "", "b": ""}, {"a": "", "b": ""}, {"a": "3", "b": "4"}]


def test_read_csv_rows_leaves_out_columns_without_a_name() -> None:
    assert read_csv_rows(b"a;;b;;\n1;x;2;;\n") == [{"a": "1", "b": "2"}]


def test_read_csv_rows_keeps_quoted_line_breaks_and_quotes() -> None:
    assert read_csv_rows('a;b\n"x\ny";"ООО ""Ромашка"""\n'.encode()) == [{"a": "x\ny", "b": 'ООО "Ромашка"'}]


def test_read_csv_rows_reads_what_to_csv_writes() -> None:
    data = to_csv(["Название", "Текст"], [["Двор", text.strip()] for text in HARMLESS])

    assert [row["Текст"] for row in read_csv_rows(data)] == [text.strip() for text in HARMLESS]


@pytest.mark.parametrize(
    ("data", "key", "values"),
    [
        (b"", "empty", {}),
        (b"\xef\xbb\xbf", "empty", {}),
        (b"\n\n \n", "empty", {}),
        (b";;\n1;2;3\n", "empty", {}),
        (b"a;b\n", "empty", {}),
        (b"a;b\n;\n\n", "empty", {}),
        (b"PK\x03\x04\x14\x00\x06\x00", "binary", {}),
        (b"\x00\x89\r\n\x1a\n\x98", "binary", {}),
        ("a;b\n\ufffd;2\n".encode(), "encoding", {}),
        (b'a;b\n1;2\n"x;3\n', "quotes", {"row": 3}),
        (b'a;b\n"x" y;3\n', "quotes", {"row": 2}),
        (b"a;b;a\n1;2;3\n", "column_twice", {"column": "a"}),
        (b"a;b\n1;2\n1;2;3\n4;5\n", "extra_cells", {"row": 3}),
    ],
)
def test_read_csv_rows_says_what_is_wrong_with_a_file(data: bytes, key: str, values: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv_rows(data)

    assert (refusal.value.key, refusal.value.field) == (f"tables.error.{key}", "file")
    assert dict(refusal.value.values) == values


@given(st.binary(max_size=300))
def test_read_csv_rows_of_any_bytes_is_rows_or_a_clear_refusal(data: bytes) -> None:
    try:
        columns = {tuple(row) for row in read_csv_rows(data)}
    except Invalid as refusal:
        columns = {(refusal.field or "",)}

    assert len(columns) == 1
