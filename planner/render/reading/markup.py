"""KML and GPX as rows of a file: placemarks and waypoints. No entity is read, whatever the file defines."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from planner.domain.errors import Invalid
from planner.domain.shapes import checked_shape, swapping
from planner.domain.typed import one_line
from planner.render.reading.source import MOST_ROWS, Problem, Source, SourceRow
from planner.render.tables.csv_text import decoded

MOST_UNPACKED = 64 * 1024**2
MOST_TIMES = 200
_DEEPEST = 60
_MOST_ELEMENTS = 2_000_000
_TAGS = re.compile(r"<[^>]*>")
_LOOSE = re.compile(
    r"<!\[CDATA\[(?:(?!\]\]>|<!\[CDATA\[).)*\]\]>|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)(?:\w{1,30};)?",
    re.DOTALL | re.IGNORECASE,
)
_TABLE_ROW = re.compile(r"<t([dh])[^>]*>([^<]{1,200})</t\1>\s*<td[^>]*>(.{0,2000}?)</td>", re.DOTALL | re.IGNORECASE)
"""A name and what it says, in a table that a program made of its columns."""
_ONE_COMMA = re.compile(r"(-?\d{1,3}),(\d+)\s+(-?\d{1,3}),(\d+)", re.ASCII)
_GPX_TEXTS = ("name", "type", "desc", "cmt", "sym", "src")
_GPX_OTHERS = ("time", "ele", "link", "text", "magvar", "geoidheight", "fix", "sat", "hdop", "vdop", "pdop")
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")


def read_markup(data: bytes, *, swap: bool = False) -> Source:
    """The placemarks of a KML or the waypoints of a GPX. `swap`: latitude and longitude stand in each other's place. Invalid on the field "file" for everything else."""
    root = _tree(data)
    kind = _bare(root.tag)
    if kind in ("kml", "Document", "Folder", "Placemark"):
        root = _within(root) if kind == "Placemark" else root
        rows = [_placemark(number, *each, swap) for number, each in enumerate(_placemarks(root, ""), start=1)]
        empty = "markup.error.no_placemarks"
    elif kind == "gpx":
        rows = [_waypoint(number, each, swap) for number, each in enumerate(_waypoints(root), start=1)]
        empty = "markup.error.no_waypoints"
    else:
        raise Invalid("markup.error.other", field="file")
    if not rows:
        raise Invalid(empty, field="file")
    if len(rows) > MOST_ROWS:
        raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    return Source(columns, rows, has_shapes=True)


def _within(placemark: Element) -> Element:
    """A placemark that stands alone in its file, as one of a list."""
    around = Element("kml")
    around.append(placemark)
    return around


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file out of an archive, bounded; Invalid("markup.error.too_large")."""
    part = archive.getinfo(name)
    if part.file_size > MOST_UNPACKED or (
        part.file_size > 100_000 and part.file_size > MOST_TIMES * part.compress_size
    ):
        raise Invalid("markup.error.too_large", field="file")
    with archive.open(part) as content:
        data = content.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:
        raise Invalid("markup.error.too_large", field="file")
    return data


def _tree(data: bytes) -> Element:
    """The file as it stands; where it is no XML, once more as people meant it: with the encoding that it is really in, and
    signs that should have been written otherwise.
    """
    try:
        return _parsed(_without_mark(data))
    except Invalid as refused:
        if refused.key != "markup.error.broken":
            raise
        try:
            return _parsed(_mended(data), "utf-8")
        except Invalid:
            raise refused from None


def _mended(data: bytes) -> bytes:
    """Its text in UTF-8; «&» that begins nothing is one, «&nbsp;» is what browsers take it for."""

    def meant(found: re.Match[str]) -> str:
        return found[0] if found[0].startswith("<![CDATA[") else escape(unescape(found[0]))

    return _LOOSE.sub(meant, decoded(data).rstrip("\0 \r\n\t")).lstrip().encode("utf-8", "ignore")


def _parsed(data: bytes, encoding: str | None = None) -> Element:
    parser, builder, depth, count = expat.ParserCreate(encoding), TreeBuilder(), 0, 0

    def refuse(*_: Any) -> None:
        raise Invalid("markup.error.entities", field="file")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise Invalid("markup.error.too_deep", field="file")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.ParseFile(io.BytesIO(data))
        return builder.close()
    except expat.ExpatError as error:
        place = {"line": error.lineno, "sign": error.offset + 1}
        raise Invalid("markup.error.broken", field="file", **place) from None
    except (ValueError, LookupError, AssertionError):  # an encoding that nobody knows
        raise Invalid("markup.error.broken", field="file", line=1, sign=1) from None


def _without_mark(data: bytes) -> bytes:
    while data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    return data.lstrip()


def _bare(tag: str) -> str:
    return tag.rpartition(":")[2].rpartition("}")[2]


def _text(element: Element | None) -> str:
    return "" if element is None else one_line("".join(element.itertext()))


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if _bare(each.tag) == name), None)


def _placemarks(element: Element, folder: str) -> Iterator[tuple[Element, str]]:
    for each in element:
        name = _bare(each.tag)
        if name == "Placemark":
            yield each, folder
        elif name in ("Folder", "Document"):
            inner = _text(_child(each, "name")) if name == "Folder" else folder
            yield from _placemarks(each, inner)


def _placemark(number: int, element: Element, folder: str, swap: bool) -> SourceRow:
    cells: dict[str, Any] = {}
    for name in ("name", "address", "phoneNumber", "description"):
        if text := one_line(_TAGS.sub(" ", _text(_child(element, name)))):
            cells["phone" if name == "phoneNumber" else name] = text
    for name, text in (*_extended(element), *_of_table(_child(element, "description"))):
        cells.setdefault(name, text)
    if folder:
        cells["Folder"] = folder
    shapes = [_kml_shape(each) for each in element if _bare(each.tag) in _SHAPES]
    given = {"type": "GeometryCollection", "geometries": shapes} if shapes else None
    return _checked_row(number, cells, given, swap)


def _extended(element: Element) -> Iterator[tuple[str, str]]:
    data = _child(element, "ExtendedData")
    for each in data.iter() if data is not None else ():
        kind, name = _bare(each.tag), one_line(each.get("name", ""))
        text = _text(_child(each, "value")) if kind == "Data" else _text(each) if kind == "SimpleData" else ""
        if name and text:
            yield name, text


def _of_table(description: Element | None) -> Iterator[tuple[str, str]]:
    for _, title, cell in _TABLE_ROW.findall("" if description is None else "".join(description.itertext())):
        name, said = one_line(unescape(title)), one_line(unescape(_TAGS.sub(" ", cell)))
        if name and said:
            yield name, said[:1_000]


def _kml_shape(element: Element) -> Any:
    kind = _bare(element.tag)
    if kind == "MultiGeometry":
        return {
            "type": "GeometryCollection",
            "geometries": [_kml_shape(each) for each in element if _bare(each.tag) in _SHAPES],
        }
    if kind == "Polygon":
        rings = [_positions(each) for each in element.iter() if _bare(each.tag) == "LinearRing"]
        return {"type": "Polygon", "coordinates": rings}
    found = _positions(element)
    if kind == "Point":
        return {"type": "Point", "coordinates": found[0] if found else None}
    return {"type": "LineString", "coordinates": found}


def _positions(element: Element) -> list[list[Any]]:
    """Of «lon,lat,height lon,lat,height»; blanks behind a comma, which some write, are none between positions."""
    found = [each for each in element.iter() if _bare(each.tag) in ("coordinates", "coord")]
    text = " ".join(_text(each).replace(" ", ",") if _bare(each.tag) == "coord" else _text(each) for each in found)
    if _bare(element.tag) == "Point" and (commas := _ONE_COMMA.fullmatch(text)):
        return [[f"{commas[1]}.{commas[2]}", f"{commas[3]}.{commas[4]}"]]
    return [each.split(",")[:2] for each in re.sub(r"\s*,\s*", ",", text).split()]


def _waypoints(root: Element) -> list[Element]:
    """The waypoints; where there are none, the points of routes. Tracks are where somebody went."""
    points = [each for each in root.iter() if _bare(each.tag) == "wpt"]
    return points or [each for each in root.iter() if _bare(each.tag) == "rtept"]


def _waypoint(number: int, element: Element, swap: bool) -> SourceRow:
    cells = {name: text for name in _GPX_TEXTS if (text := _text(_child(element, name)))}
    for each in element.iter():
        tag = one_line(_bare(each.tag))
        if len(each) == 0 and tag not in (*_GPX_TEXTS, *_GPX_OTHERS) and (text := _text(each)):
            cells.setdefault(tag, text)
    if "name" not in cells and (words := cells.get("desc") or cells.get("cmt")):
        cells["name"] = words
    given = {"type": "Point", "coordinates": [element.get("lon"), element.get("lat")]}
    return _checked_row(number, cells, given, swap)


def _checked_row(number: int, cells: dict[str, Any], given: Any, swap: bool) -> SourceRow:
    try:
        return SourceRow(number, cells, shape=checked_shape(given, swapping if swap else None))
    except Invalid as error:
        return SourceRow(number, cells, problems=[Problem(error.key, error.values)])
