"""Rows of a file that are about the same: told, and the parts of one district put together."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import distance_m, polygon_holds
from planner.domain.repaired import geometry_of, joined_geometry
from planner.domain.typed import one_line
from planner.render.reading.source import Problem, ReadRow

SAME_PLACE_M = 30.0
_SMALL = re.compile(r"[^\w]+")


def key_of(row: ReadRow, kind: str) -> str:
    """What two rows, or a row and what is here, have in common where they are about the same."""
    said = row.said
    if kind == "people":
        return said["email"] or folded(f"{said['name']} {said['agency']} {said['post']}")
    if kind == "issues":
        return folded(f"{said['text']} {said['category']} {said['address'] if row.point is None else ''}")
    if kind == "repairs":
        return key_of_repair(said["name"], said["contract"], said["guarantee_until"])
    if kind in ("places", "facilities") and row.point is None:
        return folded(f"{said['name']} {said['address']}")
    return folded(said["name"])


def key_of_repair(name: str, contract: str, until: date | None) -> str:
    """By what one repair is the same as another, but for where it is."""
    return folded(f"{name} {contract} {until or ''}")


def folded(text: str) -> str:
    """A name as twins are compared: small letters and digits alone, ё as е."""
    return "".join(_SMALL.sub("", one_line(text).casefold().replace("ё", "е")).split())


def told_twins(rows: Sequence[ReadRow], kind: str) -> list[ReadRow]:
    """Rows that say again what an earlier one has said, told as such."""
    first: dict[str, list[ReadRow]] = {}
    places: dict[int, int] = {}
    found: list[ReadRow] = []
    for row in rows:
        key = key_of(row, kind)
        if not row.is_bad and key:
            twin = next((each for each in first.get(key, ()) if _is_near(each, row)), None) if key in first else None
            if twin is not None and kind in _JOINED and (joined := _JOINED[kind](twin, row)) is not None:
                found[places[twin.row]] = joined
                first[key] = [joined if each is twin else each for each in first[key]]
                row = row.beside(Problem("intake.bad.joined", {"row": twin.row}))
            elif twin is not None:
                row = row.beside(Problem("intake.bad.twice", {"row": twin.row}))
            elif len(first.setdefault(key, [])) < 50:
                first[key].append(row)
        places[row.row] = len(found)
        found.append(row)
    return found


def _joined(first: ReadRow, more: ReadRow) -> ReadRow | None:
    """A district of which a later row draws another part, with both; None where that row draws the same part again."""
    if first.shape is None or more.shape is None or more.point is None:
        return None
    areas = [_polygons_of(row.shape) for row in (first, more) if row.shape is not None]
    if (
        any(polygon_holds({"type": "Polygon", "coordinates": rings}, more.point) for rings in areas[0])
        or areas[1][0] in areas[0]
    ):
        return None
    population = first.said.get("population") or more.said.get("population")
    whole = {"type": "MultiPolygon", "coordinates": [*areas[0], *areas[1]]}
    return replace(first, shape=whole, said={**first.said, "population": population})


def _joined_repair(first: ReadRow, more: ReadRow) -> ReadRow | None:
    """What was repaired in several pieces, each in a row of its own."""
    if first.shape is None or more.shape is None or (both := joined_geometry(first.shape, more.shape)) is None:
        return None
    try:
        return replace(first, shape=geometry_of(both))
    except Invalid:
        return None


_JOINED: Mapping[str, Callable[[ReadRow, ReadRow], ReadRow | None]] = {
    "districts": _joined,
    "repairs": _joined_repair,
}


def _polygons_of(area: Mapping[str, Any]) -> Sequence[Any]:
    polygons: Sequence[Any] = area["coordinates"]
    return [polygons] if area["type"] == "Polygon" else polygons


def _is_near(one: ReadRow, other: ReadRow) -> bool:
    if one.shape is not None or other.shape is not None or one.point is None or other.point is None:
        return True
    return distance_m(one.point, other.point) <= SAME_PLACE_M
