"""What is no table is named by every reader of tables, whatever it is called, and never taken for an empty or a strange one."""

from collections.abc import Callable
from typing import Any

import pytest

from planner.domain.errors import Invalid
from planner.render.reading.files import read_file
from planner.render.tables.sheets import read_sheet
from planner.render.tables.tables import read_csv_rows

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)
PACKED = b"\x1f\x8b\x08" + bytes(200)


@pytest.mark.parametrize(
    "read",
    [
        *(lambda data, name=name: read_sheet(data, name) for name in ("a.xls", "a.xlsx", "a.csv", "a.ods", "a")),
        read_csv_rows,
        read_file,
    ],
)
@pytest.mark.parametrize(
    ("data", "name"), [(OLD_EXCEL, "old_excel"), (PDF, "pdf"), (PICTURE, "picture"), (PACKED, "archive")]
)
def test_reader_of_tables_says_what_it_was_given(read: Callable[[bytes], Any], data: bytes, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)

    assert (refused.value.key, refused.value.field) == (f"intake.refused.{name}", "file")
