"""What a file is, by what it holds; and what to do with one that we do not read."""

import io
import zipfile

import pytest

from planner.domain.errors import Invalid
from planner.render.reading.files import read_file
from tests.render.reading.stories import workbook


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("__MACOSX/._x.csv", b"\0")
        archive.writestr(name, data)
    return out.getvalue()


TABLE = b"name;lat;lon\nA;50.2;127.5"
JSON = b'{"type": "Feature", "geometry": null, "properties": {"name": "A"}}'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TABLE, "table.xls.txt"),
        (TABLE, ""),
        (JSON, "a.txt.geojson"),
        (b"\xef\xbb\xbf \n" + JSON, "a"),
        (workbook([["name", "lat"], ["A", 50.2]]), "a.csv"),
        (zipped("data/list.csv", TABLE), "a.zip"),
        (zipped("list.geojson", JSON), "a.zip"),
    ],
)
def test_file_is_known_by_what_it_holds(data: bytes, name: str) -> None:
    assert [row.cells["name"] for row in read_file(data, name).rows] == ["A"]


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xlsx", "intake.refused.old_excel"),
        (b"%PDF-1.7", "a.csv", "intake.refused.pdf"),
        (b"\x89PNG\r\n", "a.png", "intake.refused.picture"),
        (b"<html><table>", "a.xls", "intake.refused.web_page"),
        (b"<!DOCTYPE HTML><p>", "a.csv", "intake.refused.web_page"),
        (b"Rar!\x1a\x07", "a.rar", "intake.refused.archive"),
        (b"SQLite format 3\0", "a.gpkg", "intake.refused.geopackage"),
        (zipped("roads.shp", b""), "a.zip", "intake.refused.shapefile"),
        (
            "\ufeffBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Фомина Елена\r\nEND:VCARD".encode(),
            "a.vcf",
            "intake.refused.contacts",
        ),
        (zipped("word/document.xml", b""), "a.docx", "intake.refused.document"),
        (zipped("content.xml", b""), "a.ods", "intake.refused.open_document"),
        (zipped("readme.md", b""), "a.zip", "intake.refused.archive"),
        (TABLE and b"PK\x03\x04 damaged", "a.zip", "intake.refused.damaged"),
        (TABLE, "a.xlsx", "tables.error.workbook"),
    ],
)
def test_other_files_say_what_to_do(data: bytes, name: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_file(data, name)

    assert (refused.value.key, refused.value.field) == (key, "file")
