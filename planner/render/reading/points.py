"""Where each row lies, and what is wrong with it: by its shape, by one column or by two; swapped, zero and far points."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from planner.domain.coordinates import FAR_M
from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.shapes import Turn, checked_shape, point_of, typed_shape
from planner.domain.table_cells import as_text
from planner.domain.typed import shortened
from planner.render.reading.cells import number_of, numbers_of, pair_of, said_in, sides_as_text, text_of
from planner.render.reading.names import bare_name
from planner.render.reading.projections import turn_of_name
from planner.render.reading.source import Problem, SourceRow

_LONGEST = 40
_NEAR_ZERO = 0.01
_FEWEST_DIGITS = 4
"""Fewer are the number of a house."""
_SIDE = re.compile(r"(?P<east>lon|lng|долг|xy?$|xy)|lat|шир|yx?$")


@dataclass(frozen=True)
class Where:
    """A point, the shape behind it if there is one, and what is wrong or worth saying."""

    point: Point | None = None
    shape: Mapping[str, Any] | None = None
    problems: Sequence[Problem] = ()


def where_of(row: SourceRow, columns: Mapping[str, str], *, swap: bool = False) -> Where:
    """Where a row lies. `swap`: the numbers of its cells the other way round; its shape was turned as it was read."""
    try:
        return _where(row, columns, swap)
    except Invalid as refused:
        return Where(problems=[Problem(refused.key, refused.values)])


def check_points(points: Sequence[Point | None], centre: Point | None) -> list[Problem | None]:
    """What is wrong with each point: at zero, far from `centre` or without one from most of the others, or swapped."""
    real = [point for point in points if point is not None and not _is_zero(point)]
    middle = centre or _middle(real)
    far = "intake.doubt.far_from_city" if centre else "intake.doubt.far_from_others"
    return [None if point is None else _doubt(point, middle, far) for point in points]


def _doubt(point: Point, middle: Point | None, far: str) -> Problem | None:
    told = {"lat": _said(point.lat), "lon": _said(point.lon)}
    if _is_zero(point):
        return Problem("intake.bad.zero", told)
    turned = Point(point.lon, point.lat)
    if middle is None or distance_m(point, middle) <= FAR_M:
        return Problem("intake.doubt.swapped", told, doubt=True) if middle is None and _seems_swapped(point) else None
    if is_on_earth(*turned) and (distance_m(turned, middle) <= FAR_M or _seems_swapped(point)):
        return Problem("intake.doubt.swapped", told, doubt=True)
    km = round(distance_m(point, middle) / 1000)
    return Problem(far, {**told, "km": km}, doubt=True)


def _middle(points: Sequence[Point]) -> Point | None:
    """The place around which most of them lie; None where there is none, or where all of them seem to be swapped."""
    fitting = [point for point in points if not _seems_swapped(point)]
    if len(fitting) * 2 < len(points) or len(fitting) < 2:
        fitting = list(points) if len(fitting) * 2 < len(points) else fitting
    if len(fitting) == 1 and len(points) > 1:
        return fitting[0]
    if len(fitting) < 2:
        return None
    middle = Point(median(point.lat for point in fitting), median(point.lon for point in fitting))
    near = sum(distance_m(point, middle) <= FAR_M for point in fitting)
    return None if near * 2 <= len(fitting) or _seems_swapped(middle) else middle


def _seems_swapped(point: Point) -> bool:
    """Whether it lies outside the country and would lie inside the other way round; the product is at home there."""
    return not _at_home(point) and _at_home(Point(point.lon, point.lat))


def _at_home(point: Point) -> bool:
    return 41 <= point.lat <= 82 and (19 <= point.lon <= 180 or point.lon <= -168)


def _is_zero(point: Point) -> bool:
    return abs(point.lat) < _NEAR_ZERO and abs(point.lon) < _NEAR_ZERO or 0.0 in point


def _where(row: SourceRow, columns: Mapping[str, str], swap: bool) -> Where:
    for name in (columns[each] for each in ("coordinates", "lat", "lon") if each in columns):
        if name in row.unread:
            raise Invalid("corrections.bad.formula", column=name)
    if row.shape is not None:
        return Where(point_of(dict(row.shape)), row.shape, _shape_notes(row.shape))
    if "lat" in columns and "lon" in columns:
        first, second = (row.cells.get(columns[side]) for side in (("lon", "lat") if swap else ("lat", "lon")))
        if said_in(first) or said_in(second):
            return Where(_of_two(first, second, columns))
    if "coordinates" in columns:
        text = said_in(row.cells.get(columns["coordinates"]))
        if text:
            return _of_one(as_text(row.cells.get(columns["coordinates"])), text, columns["coordinates"], swap)
    return Where(_in_address(text_of(row.cells.get(columns["address"])))) if "address" in columns else Where()


def _in_address(text: str) -> Point | None:
    """The point that somebody wrote where an address is asked for."""
    if sum(sign.isdigit() for sign in text) < _FEWEST_DIGITS:
        return None
    try:
        return pair_of(text)
    except Invalid as refused:
        if any(sign.isalpha() for sign in text):  # numbers of houses
            return None
        key = "intake.bad.swapped_text" if refused.key == "stops.error.swapped" else "intake.bad.coordinates"
        raise Invalid(key, text=shortened(text, _LONGEST)) from None


def _shape_notes(shape: Mapping[str, Any]) -> list[Problem]:
    kind = shape["type"]
    return (
        []
        if kind == "Point" or (kind == "MultiPoint" and len(shape["coordinates"]) == 1)
        else [Problem("intake.note.shape", {"kind": kind}, note=True)]
    )


def _of_one(raw: str, text: str, column: str, swap: bool) -> Where:
    if (given := typed_shape(raw)) is not None:
        turn = (lambda lon, lat: (lat, lon)) if swap else _turn(column, raw)
        shape = checked_shape(given, turn)
        return Where(point_of(shape), shape, _shape_notes(shape))
    east_first = _is_east_first(column)
    numbers = numbers_of(text)
    if numbers is not None and max(map(abs, numbers)) > 360:
        return Where(_of_metres(*numbers, column))
    told = shortened(text, _LONGEST)
    try:
        point = pair_of(text, east_first=east_first is not swap)
    except Invalid as refused:
        key = "intake.bad.swapped_text" if refused.key == "stops.error.swapped" else "intake.bad.coordinates"
        raise Invalid(key, text=told) from None
    if point is None:
        raise Invalid("intake.bad.link" if "://" in text else "intake.bad.coordinates", text=told)
    return Where(point)


def _is_east_first(column: str) -> bool:
    """Whether a column says that the longitude comes first: «lon,lat», «Координаты (долгота, широта)»."""
    sides = [_SIDE.match(word) for word in bare_name(column).split()]
    first = next((side for side in sides if side), None)
    return first is not None and first["east"] is not None


def _of_two(first: Any, second: Any, columns: Mapping[str, str]) -> Point:
    told = {"lat": shortened(said_in(first), _LONGEST), "lon": shortened(said_in(second), _LONGEST)}
    if isinstance(first, date) or isinstance(second, date):
        raise Invalid("intake.bad.date", **told)
    if not told["lat"] or not told["lon"]:
        both = numbers_of(told["lat"] or told["lon"])
        if both is not None and is_on_earth(*both):
            return Point(*both)
        raise Invalid("intake.bad.half", **told)
    lat, lon = number_of(first), number_of(second)
    if lat is None or lon is None:
        found = sides_as_text([first, second])
        if found is None:
            raise Invalid("intake.bad.number", **told)
        return found
    if max(abs(lat), abs(lon)) > 360:
        return _of_metres(lon, lat, f"{columns['lat']} {columns['lon']}")
    if is_on_earth(lat, lon):
        return Point(lat, lon)
    raise Invalid("intake.bad.swapped" if is_on_earth(lon, lat) else "intake.bad.earth", **told)


def _of_metres(east: float, north: float, said: str) -> Point:
    turn = _turn(said, "")
    if turn is not None and max(abs(east), abs(north)) < 1e9:
        lon, lat = turn(east, north)
        if is_on_earth(lat, lon):
            return Point(round(lat, 7), round(lon, 7))
    raise Invalid("shapes.error.metres", lat=_said(north), lon=_said(east))


def _turn(column: str, text: str) -> Turn | None:
    """How to turn metres, where the column or the text itself says what they are."""
    said = f"{column} {text[:20]}" if text.upper().lstrip().startswith("SRID") else column
    try:
        return turn_of_name(said)[0]
    except Invalid:
        return None


def _said(number: float) -> str:
    return f"{number:.10g}"
