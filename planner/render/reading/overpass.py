"""What the map's database gives out (Overpass, «raw data»): ways and relations become shapes by the nodes that they name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_SIDES = {"outer": "outer", "": "outer", "inner": "inner"}
_KINDS = ("node", "way", "relation")
_MOST_OUTER = 200
Line = list[list[Any]]


def with_shapes(elements: Sequence[Any]) -> list[Any]:
    """The elements, each with a geometry as far as the others say it; nodes and ways that only draw others are left out."""
    if not all(isinstance(each, dict) for each in elements) or not any(
        _hashable(each.get("type")) in _KINDS for each in elements
    ):
        return list(elements)
    nodes = {
        _hashable(each.get("id")): _corner(each) for each in elements if each.get("type") == "node" and _is_node(each)
    }
    lines = {_hashable(each.get("id")): _line(each, nodes) for each in elements if each.get("type") == "way"}
    drawn: set[tuple[Any, Any]] = {
        ("node", node) for each in elements if each.get("type") == "way" for node in _list(each, "nodes")
    }
    for each in elements:
        if each.get("type") == "relation":
            drawn |= {(member.get("type"), member.get("ref")) for member in _members(each)}
    return [
        _drawn(each, lines)
        for each in elements
        if each.get("tags") or (_hashable(each.get("type")), _hashable(each.get("id"))) not in drawn
    ]


def _drawn(element: Mapping[str, Any], lines: Mapping[Any, Line]) -> Mapping[str, Any]:
    if isinstance(element.get("geometry"), dict):
        return element
    if element.get("type") == "way" and (line := lines.get(_hashable(element.get("id")))):
        closed = len(line) >= 4 and line[0] == line[-1]
        shape = {"type": "Polygon", "coordinates": [line]} if closed else {"type": "LineString", "coordinates": line}
        return {**element, "geometry": shape}
    if element.get("type") == "relation" and (area := _area(element, lines)):
        return {**element, "geometry": area}
    return element


def _area(relation: Mapping[str, Any], lines: Mapping[Any, Line]) -> Mapping[str, Any] | None:
    """The area that the ways of a relation go around; a hole is of the narrowest ring around it."""
    parts: dict[str, list[Line]] = {"outer": [], "inner": []}
    for member in _members(relation):
        side = _SIDES.get(str(member.get("role") or ""))
        if member.get("type") == "way" and side:
            line = _line(member, {}) or lines.get(_hashable(member.get("ref")), [])
            if line:
                parts[side].append(line)
    outer = list(_rings(parts["outer"]))
    if not outer:
        return None
    polygons = [[ring] for ring in outer]
    boxes = [_box(ring) for ring in outer[:_MOST_OUTER]]
    for hole in _rings(parts["inner"]):
        lon, lat = hole[0]
        around = [
            at for at, (west, south, east, north) in enumerate(boxes) if west <= lon <= east and south <= lat <= north
        ]
        polygons[min(around, key=lambda at: (boxes[at][2] - boxes[at][0], at), default=0)].append(hole)
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(lines: Sequence[Line]) -> Iterator[Line]:
    """Closed rings, put together out of lines whose ends meet, in whatever order and direction they come."""
    ends: dict[tuple[Any, ...], list[int]] = {}
    for at, line in enumerate(lines):
        for end in {tuple(line[0]), tuple(line[-1])}:
            ends.setdefault(end, []).append(at)
    used: set[int] = set()
    for first, line in enumerate(lines):
        if first in used:
            continue
        used.add(first)
        ring = list(line)
        while ring[0] != ring[-1]:
            beside = ends[tuple(ring[-1])]
            while beside and beside[-1] in used:
                beside.pop()
            if not beside:
                break
            used.add(beside[-1])
            more = lines[beside[-1]]
            ring += (more if more[0] == ring[-1] else more[::-1])[1:]
        if len(ring) >= 4 and ring[0] == ring[-1]:
            yield ring


def _box(ring: Line) -> tuple[float, float, float, float]:
    east, north = [each[0] for each in ring], [each[1] for each in ring]
    return min(east), min(north), max(east), max(north)


def _line(element: Mapping[str, Any], nodes: Mapping[Any, list[Any]]) -> Line:
    given = element.get("geometry")
    if isinstance(given, list):
        return [_corner(each) for each in given if _is_node(each)]
    found = [nodes.get(_hashable(each)) for each in _list(element, "nodes")]
    return [each for each in found if each is not None] if None not in found else []


def _members(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        {**each, "ref": _hashable(each.get("ref")), "type": _hashable(each.get("type"))}
        for each in _list(element, "members", dict)
    ]


def _list(element: Mapping[str, Any], name: str, kind: type = object) -> list[Any]:
    given = element.get(name)
    kept = [each for each in given if isinstance(each, kind)] if isinstance(given, list) else []
    return kept if kind is dict else [_hashable(each) for each in kept]


def _hashable(given: Any) -> Any:
    return given if isinstance(given, str | int | float) else None


def _is_node(given: Any) -> bool:
    return isinstance(given, dict) and all(type(given.get(side)) in (int, float) for side in ("lat", "lon"))


def _corner(node: Mapping[str, Any]) -> list[float]:
    return [node["lon"], node["lat"]]
