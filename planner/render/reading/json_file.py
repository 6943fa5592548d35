"""JSON as rows of a file: GeoJSON in every form that one meets, what Overpass and Esri write, and plain lists of objects."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geojson import read_document
from planner.domain.shapes import DEPTHS, Turn, checked_shape, swapping, typed_shape
from planner.domain.typed import one_line
from planner.render.reading.names import is_known
from planner.render.reading.overpass import with_shapes
from planner.render.reading.projections import says_degrees, turn_of
from planner.render.reading.source import MOST_ROWS, Problem, Source, SourceRow

_LONGEST_VALUE = 4_000
_MOST_COLUMNS = 300
_GEOMETRIES = (*DEPTHS, "GeometryCollection")
_SHAPE_KEYS = ("geometry", "geoData", "geodata", "geom", "the_geom", "geojson", "shape")
_LISTS = ("features", "rows", "items", "data", "results", "records", "objects", "places", "result")
_MOST_NESTED = 4
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
"""Tags in one cell, as programs write what they have no column for: «"amenity"=>"school","addr:street"=>"…"»."""


def read_json(data: bytes, *, swap: bool = False) -> Source:
    """The things of a file, numbered from 1. `swap`: latitude stands before longitude in it. Invalid on the field "file" where it holds none."""
    document = _document(data)
    found = _things(document)
    if not found:
        raise Invalid("geojson.error.empty", field="file")
    if len(found) > MOST_ROWS:
        raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
    turn, notes = turn_of(document if isinstance(document, dict) else {})
    if turn is not None and says_degrees(found):
        turn, notes = None, ()
    turn = swapping if swap else turn
    rows = [_row(number, each, turn) for number, each in enumerate(found, start=1)]
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))[:_MOST_COLUMNS]
    has_shapes = any(row.shape is not None for row in rows) or any(_has_geometry(each) for each in found)
    return Source(columns, rows, has_shapes=has_shapes, notes=notes)


def _document(data: bytes) -> Any:
    """What the file says; one that says a thing in each line is a list of them."""
    try:
        return read_document(data)
    except Invalid as refused:
        lines = [line.strip(b" \t\x1e") for line in data.splitlines() if line.strip(b" \t\x1e")]
        is_list = len(lines) > 1 and all(line.startswith(b"{") and line.endswith(b"}") for line in lines)
        if refused.key != "geojson.error.not_json" or not is_list or len(lines) > MOST_ROWS:
            raise
        try:
            return [read_document(line) for line in lines]
        except Invalid:
            raise refused from None


def _things(document: Any) -> list[Any]:
    if isinstance(document, list):
        if document and not any(isinstance(each, dict) for each in document):
            raise Invalid("geojson.error.other_json", field="file")
        return [thing for each in document for thing in _opened(each)]
    if not isinstance(document, dict):
        raise Invalid("geojson.error.other_json", field="file")
    kind = document.get("type")
    if kind == "Topology":
        raise Invalid("geojson.error.topology", field="file")
    if kind == "Feature":
        return [document]
    if kind in _GEOMETRIES:
        return [{"geometry": document}]
    if kind == "umap" and isinstance(document.get("layers"), list):
        return [thing for layer in document["layers"] for thing in _opened(layer)]
    if isinstance(document.get("elements"), list):
        return with_shapes(document["elements"])
    found = _list_in(document, 0)
    if found is not None:
        return [thing for each in found for thing in _opened(each)]
    if kind == "FeatureCollection":
        return []
    raise Invalid("geojson.error.other_json", field="file")


def _list_in(document: Mapping[str, Any], depth: int) -> Sequence[Any] | None:
    """The list of things in an answer of a program, also some objects down, or an object that has one under each of its keys."""
    for name in _LISTS:
        if isinstance(document.get(name), list):
            return list(document[name])
    inner = [each for each in document.values() if isinstance(each, dict)]
    if depth < _MOST_NESTED:
        for each in inner:
            if each.get("type") not in _GEOMETRIES and (found := _list_in(each, depth + 1)) is not None:
                return found
    is_keyed = depth == 0 and len(inner) == len(document) and len(inner) > 1
    return inner if is_keyed and all(_says_things(each) for each in inner) else None


def _says_things(thing: Mapping[str, Any]) -> bool:
    return any(is_known(str(name)) for name in thing)


def _opened(thing: Any) -> list[Any]:
    """A thing, or those of a collection within a collection."""
    if isinstance(thing, dict) and thing.get("type") == "FeatureCollection" and isinstance(thing.get("features"), list):
        return list(thing["features"])
    return [thing]


def _has_geometry(thing: Any) -> bool:
    return isinstance(thing, dict) and ("geometry" in thing or "center" in thing)


def _row(number: int, thing: Any, turn: Turn | None) -> SourceRow:
    if not isinstance(thing, dict):
        return SourceRow(number, {}, problems=[Problem("intake.bad.no_feature")])
    if thing.get("type") in _GEOMETRIES and "coordinates" in thing:
        thing = {"geometry": thing}
    problems: list[Problem] = []
    about = _about(thing, problems)
    cells: dict[str, Any] = {}
    for name, value in _flat(about):
        if len(cells) < _MOST_COLUMNS:
            cells.setdefault(name, value)
    shape = _shape(thing, about, cells, turn, problems)
    return SourceRow(number, cells, shape=shape, problems=problems)


def _about(thing: Mapping[str, Any], problems: list[Problem]) -> Mapping[str, Any]:
    """What is said of it: properties, tags, attributes; of an object without these all of it."""
    for name in ("properties", "tags", "attributes"):
        if name not in thing:
            continue
        given = thing[name]
        if isinstance(given, str) and given.strip().startswith("{"):
            given = _of_text(given)
        if isinstance(given, dict):
            return given
        if given is not None:
            problems.append(Problem("intake.bad.properties"))
        return {}
    if thing.get("type") == "Feature" or "geometry" in thing and len(thing) == 1:
        return {}
    return {name: value for name, value in thing.items() if name not in ("geometry", "center", "bounds", "nodes")}


def _of_text(text: str) -> Any:
    try:
        return read_document(text.encode())
    except Invalid:
        return text


def _flat(about: Mapping[str, Any], above: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Each single value by its own name, those of objects within as well; a list of single values is one text."""
    for key, value in about.items():
        name = one_line(key)[:200]
        if isinstance(value, list):
            if value and all(isinstance(each, dict) for each in value):
                value = value[0]
            else:
                value = ", ".join(str(each) for each in value if isinstance(each, str | int | float))
        if isinstance(value, dict) and value.get("type") in _GEOMETRIES and "coordinates" in value:
            yield name, str(value)[:_LONGEST_VALUE]
        elif isinstance(value, dict) and depth < _MOST_NESTED:
            yield from _flat(value, name, depth + 1)
        elif isinstance(value, str) and (tags := _TAG.findall(value)) and _TAG.sub("", value).strip(", ") == "":
            yield from ((one_line(_unescaped(tag))[:200], _value(_unescaped(said))) for tag, said in tags)
        elif not isinstance(value, dict):
            yield name, _value(value)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value if abs(value) < 1e15 else str(value)
    return one_line(value[:_LONGEST_VALUE]) or None if isinstance(value, str) else None


def _shape(
    thing: Mapping[str, Any],
    about: Mapping[str, Any],
    cells: Mapping[str, Any],
    turn: Turn | None,
    problems: list[Problem],
) -> Mapping[str, Any] | None:
    given, is_told = _given_shape(thing, about)
    if not is_told:
        return None
    if isinstance(given, str) and given.strip():
        read = typed_shape(given)
        if read is None:
            problems.append(Problem("intake.bad.shape_text", {"text": one_line(given)[:60]}))
            return None
        given = read
        problems.append(Problem("intake.doubt.shape_text", doubt=True))
    try:
        return checked_shape(given, turn)
    except Invalid as error:
        problems.append(Problem(error.key, error.values))
        return None


def _given_shape(thing: Mapping[str, Any], about: Mapping[str, Any]) -> tuple[Any, bool]:
    """What stands for its geometry, and whether anything does."""
    if "geometry" in thing and isinstance(thing["geometry"], list):  # Overpass with «out geom»
        line = [[each.get("lon"), each.get("lat")] for each in thing["geometry"] if isinstance(each, dict)]
        if not line:
            return thing["geometry"], True
        closed = len(line) >= 4 and line[0] == line[-1]
        return (
            {"type": "Polygon", "coordinates": [line]} if closed else {"type": "LineString", "coordinates": line}
        ), True
    if "geometry" in thing:
        return _of_esri(thing["geometry"]), True
    centre = thing.get("center")
    if isinstance(centre, dict) and "lat" in centre:
        return {"type": "Point", "coordinates": [centre.get("lon"), centre["lat"]]}, True
    if thing.get("type") in ("node", "way", "relation"):
        coordinates = [thing.get("lon"), thing.get("lat")]
        return ({"type": "Point", "coordinates": coordinates} if None not in coordinates else None), True
    for name in _SHAPE_KEYS:
        value = about.get(name)
        if isinstance(value, dict) and value.get("type") in _GEOMETRIES:
            return value, True
    return None, thing.get("type") == "Feature"


def _of_esri(given: Any) -> Any:
    """An Esri geometry as GeoJSON writes it; everything else as it is."""
    if not isinstance(given, dict) or "type" in given:
        return given
    if "x" in given and "y" in given:
        return {"type": "Point", "coordinates": [given["x"], given["y"]]}
    if isinstance(given.get("rings"), list):
        return {"type": "MultiPolygon", "coordinates": _polygons_of_esri(given["rings"])}
    if isinstance(given.get("paths"), list):
        return {"type": "MultiLineString", "coordinates": given["paths"]}
    return given


def _polygons_of_esri(rings: list[Any]) -> list[list[Any]]:
    """Rings that go round with the clock are areas, the others holes in the one before."""
    polygons: list[list[Any]] = []
    for ring in rings:
        if polygons and _turns_left(ring):
            polygons[-1].append(ring)
        else:
            polygons.append([ring])
    return polygons


def _turns_left(ring: Any) -> bool:
    try:
        return bool(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) > 0)
    except (TypeError, IndexError, KeyError):
        return False
