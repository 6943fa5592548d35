"""Files of others in short, for the tests of their reader."""

import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from planner.render.reading.files import read_file
from planner.render.reading.rows import FileRead, read_rows

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}


def read(data: bytes | str, name: str = "a.csv", kind: str = "places", *, swap: bool = False) -> FileRead:
    """The whole way of a file."""
    given = data.encode() if isinstance(data, str) else data
    return read_rows(read_file(given, name, swap=swap), kind, swap=swap)


def told(file: FileRead) -> list[tuple[str, tuple[float, float] | None, list[str]]]:
    """Of each row the name, the point, and the keys of what is wrong."""
    return [
        (
            row.name,
            None if row.point is None else (row.point.lat, row.point.lon),
            [each.key for each in row.problems if not each.note],
        )
        for row in file.rows
    ]


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def feature(geometry: object, **about: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": geometry}


def collection(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False).encode()


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """Sheets by their rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for rows in sheets:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                elif hasattr(cell, "year"):
                    sheet.write_datetime(line, at, cell.replace(tzinfo=None), day)
                elif cell is not None:
                    sheet.write(line, at, cell)
    book.close()
    return out.getvalue()
