"""Coordinates as people type them."""

import re

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth

FAR_M = 150_000.0
"""No bus of the city goes so far for a stop: most likely the two numbers are of another city, or swapped."""

_SEPARATED = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)")
_WITH_DECIMAL_COMMA = re.compile(r"([+-]?\d+,\d+)\s*[;\s]\s*([+-]?\d+,\d+)")


def km_from_city(view: Point, point: Point) -> int | None:
    """How far a point lies from where the city's map opens, in kilometres; None where that is near enough to be meant."""
    metres = distance_m(view, point)
    return round(metres / 1000) if metres > FAR_M else None


def typed_point(text: str) -> Point | None:
    """The point that `text` names as latitude and longitude in degrees, or None where it is no pair of numbers.

    Takes "50.26, 127.53", "50.26 127.53" and, with decimal commas, "50,26; 127,53". Refuses with Invalid what lies off the
    map, and says so when the two numbers seem to be swapped.
    """
    wanted = text.strip()
    comma = _WITH_DECIMAL_COMMA.fullmatch(wanted)
    match = comma or _SEPARATED.fullmatch(wanted)
    if match is None:
        return None
    lat, lon = (float(number.replace(",", ".")) for number in match.groups())
    if is_on_earth(lat, lon):
        return Point(lat, lon)
    if is_on_earth(lon, lat):
        raise Invalid("stops.error.swapped", field="place")
    raise Invalid("stops.error.off_map", field="place")
