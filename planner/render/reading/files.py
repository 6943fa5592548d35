"""Which kind of file it is, by what it holds rather than by its name; what we do not read says how to save it."""

import io
import zipfile

from planner.domain.errors import Invalid
from planner.render.reading.json_file import read_json
from planner.render.reading.markup import read_markup, unpacked
from planner.render.reading.source import Source
from planner.render.reading.tables import read_csv, read_workbook
from planner.render.tables.other_files import refuse_others

_LARGEST = 100 * 1024**2
_DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError)


def read_file(data: bytes, filename: str = "", *, swap: bool = False) -> Source:
    """The rows of a file; `swap` turns shapes whose latitude stands first. Invalid on the field "file" where it cannot be read as a whole, with what to do."""
    if len(data) > _LARGEST:
        raise Invalid("intake.refused.too_large", field="file", mb=_LARGEST // 1024**2)
    refuse_others(data)
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, swap)
    head = _head(data)
    if head.startswith(("{", "[")) and not filename.lower().endswith((".csv", ".tsv", ".txt")):
        return read_json(data, swap=swap)
    if head.startswith("<"):
        if head[:200].lower().startswith(("<!doctype html", "<html", "<table")):
            raise Invalid("intake.refused.web_page", field="file")
        return read_markup(data, swap=swap)
    if head[:11].upper() == "BEGIN:VCARD":
        raise Invalid("intake.refused.contacts", field="file")
    if filename.lower().endswith((".geojson", ".json")):
        return read_json(data, swap=swap)
    if filename.lower().endswith((".kml", ".gpx")):
        return read_markup(data, swap=swap)
    if filename.lower().endswith((".xlsx", ".xlsm", ".kmz", ".zip")) and data:
        raise Invalid("tables.error.workbook", field="file")
    if head.startswith(("{", "[")):
        return read_json(data, swap=swap)
    return read_csv(data)


def _head(data: bytes) -> str:
    """Its first signs, without marks of byte order and blanks."""
    start = data[:2_000]
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n\xa0")


def _archive(data: bytes, swap: bool) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX/") and not name.endswith("/")]
            if any(name.startswith("xl/") for name in names):
                return read_workbook(data)
            for sign, refused in (("word/", "document"), ("content.xml", "open_document"), (".shp", "shapefile")):
                if any(name.startswith(sign) or name.lower().endswith(sign) for name in names):
                    raise Invalid(f"intake.refused.{refused}", field="file")
            for ending in _INSIDE:
                inside = [name for name in names if name.lower().endswith(ending)]
                if inside:
                    first = "doc.kml" if "doc.kml" in inside else inside[0]
                    return read_file(unpacked(archive, first), first, swap=swap)
    except _DAMAGE as error:
        raise Invalid("intake.refused.damaged", field="file") from error
    raise Invalid("intake.refused.archive", field="file")


_INSIDE = (".kml", ".geojson", ".json", ".gpx", ".csv", ".xlsx")
"""What is read out of an archive, what is likeliest first."""
