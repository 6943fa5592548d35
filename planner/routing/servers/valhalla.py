"""A client for Valhalla's HTTP interface: sources_to_targets, route and locate, for a bus.

Traps that cost others days: without `search_cutoff` Valhalla takes streets 35 km away; its matrix may leave holes where its
route finds a way; more than 2,500 pairs in one question are refused as it comes out of the box.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg
from planner.routing.engine import REFUSE_SNAP_M, Matrix, NoAnswer, Route, Snap
from planner.routing.servers.remote import LONGEST_RIDE_HOURS, LONGEST_RIDE_KM, REFUSED, Web, figure, shape
from planner.routing.servers.runs import Ride, nothing_known, ride_in_runs, squares

CHUNK = 50
"""Rows and columns of one question."""
ROUTE_CHUNK = 20
"""Points of one question for a route; Valhalla's own limit for a bus is 50."""
_NO_STREET, _NO_WAY = frozenset({171}), frozenset({170, 442})


@dataclass(frozen=True)
class Valhalla:
    """Valhalla by its address."""

    web: Web
    costing: str = "bus"

    @property
    def name(self) -> str:
        """The name of this engine in plans."""
        return "valhalla"

    def matrix(self, points: Sequence[Point]) -> tuple[Matrix, list[Snap | None]]:
        """Every ride between the points, asked for in squares of 50 × 50."""
        size = len(points)
        minutes, km = nothing_known(size), nothing_known(size)
        snaps = self._snaps(points) if size > 1 else []
        good = [number for number, snap in enumerate(snaps) if not snap.is_refused]
        for rows, columns in squares(good, CHUNK):
            self._square(points, rows, columns, minutes, km)
        return Matrix(self.name, tuple(map(tuple, minutes)), tuple(map(tuple, km))), list(snaps)

    def route(self, points: Sequence[Point]) -> tuple[Route, list[Snap | None]]:
        """The ride; where a point has no street, or two points no way, the line is straight and the leg impassable."""
        snaps = self._snaps(points) if len(points) > 1 else []
        good = frozenset(number for number, snap in enumerate(snaps) if not snap.is_refused)
        legs, line = ride_in_runs(points, good, self._ride)
        return Route(self.name, tuple(legs), tuple(line)), list(snaps)

    def snap(self, point: Point) -> Snap:
        """The nearest street; `math.inf` metres where there is none within 500 m."""
        return self._snaps([point])[0]

    def _snaps(self, points: Sequence[Point]) -> list[Snap]:
        status, answer = self.web.post(
            "/locate", {"locations": [_location(p) for p in points], "costing": self.costing}
        )
        if status == 400:
            shape(isinstance(answer, dict))
            if answer.get("error_code") in _NO_STREET:
                return [Snap(point, math.inf) for point in points]
            raise NoAnswer(REFUSED)
        shape(
            isinstance(answer, list) and len(answer) == len(points) and all(isinstance(each, dict) for each in answer)
        )
        return [_nearest(point, each.get("edges")) for point, each in zip(points, answer, strict=True)]

    def _square(
        self,
        points: Sequence[Point],
        rows: list[int],
        columns: list[int],
        minutes: list[list[float]],
        km: list[list[float]],
    ) -> None:
        question = {
            "sources": [_location(points[n]) for n in rows],
            "targets": [_location(points[n]) for n in columns],
            "costing": self.costing,
            "units": "kilometers",
        }
        status, answer = self.web.post("/sources_to_targets", question)
        shape(isinstance(answer, dict))
        if status == 400:
            if answer.get("error_code") in _NO_STREET | _NO_WAY:
                return
            raise NoAnswer(REFUSED)
        table = answer.get("sources_to_targets")
        shape(isinstance(table, list) and len(table) == len(rows))
        for a, row in zip(rows, table, strict=True):
            shape(isinstance(row, list) and len(row) == len(columns) and all(isinstance(cell, dict) for cell in row))
            for b, cell in zip(columns, row, strict=True):
                leg = _leg(cell.get("time"), cell.get("distance"))
                if a != b:
                    minutes[a][b], km[a][b] = leg.minutes, leg.km

    def _ride(self, points: Sequence[Point]) -> Ride | None:
        if len(points) > ROUTE_CHUNK:
            parts = [
                self._ride(points[first : first + ROUTE_CHUNK]) for first in range(0, len(points) - 1, ROUTE_CHUNK - 1)
            ]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return [leg for legs, _ in known for leg in legs], [point for _, line in known for point in line]
        question = {
            "locations": [{**_location(point), "type": "break"} for point in points],
            "costing": self.costing,
            "units": "kilometers",
            "directions_type": "none",
        }
        status, answer = self.web.post("/route", question)
        shape(isinstance(answer, dict))
        if status == 400:
            if answer.get("error_code") in _NO_STREET | _NO_WAY:
                return None
            raise NoAnswer(REFUSED)
        trip = answer.get("trip")
        found: Any = trip.get("legs") if isinstance(trip, dict) else None
        shape(isinstance(found, list) and len(found) == len(points) - 1)
        legs: list[Leg] = []
        line: list[Point] = []
        for each in found:
            shape(isinstance(each, dict) and isinstance(each.get("summary"), dict))
            legs.append(_leg(each["summary"].get("time"), each["summary"].get("length")))
            line += decoded(each.get("shape"))
        return legs, line


def decoded(text: Any) -> list[Point]:
    """A line in Valhalla's polyline of six digits; NoAnswer("shape") where it is none."""
    shape(isinstance(text, str) and text.isascii())
    values: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 63
        shape(0 <= bits < 64 and shift <= 35)
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    shape(shift == 0 and len(values) % 2 == 0)
    line: list[Point] = []
    lat = lon = 0
    for north, east in zip(values[::2], values[1::2], strict=True):
        lat, lon = lat + north, lon + east
        shape(abs(lat) <= 90_000_000 and abs(lon) <= 180_000_000)
        line.append(Point(lat / 1e6, lon / 1e6))
    return line


def _location(point: Point) -> dict[str, float]:
    return {"lat": round(point.lat, 6), "lon": round(point.lon, 6), "search_cutoff": REFUSE_SNAP_M}


def _leg(seconds: Any, kilometres: Any) -> Leg:
    time, length = figure(seconds, LONGEST_RIDE_HOURS * 3600), figure(kilometres, LONGEST_RIDE_KM)
    return Leg(time / 60, length) if math.isfinite(time) and math.isfinite(length) else Leg(math.inf, math.inf)


def _nearest(point: Point, edges: Any) -> Snap:
    """The nearest of the streets that were found; the distance is measured here, not believed."""
    if edges is None:
        return Snap(point, math.inf)
    shape(isinstance(edges, list) and all(isinstance(edge, dict) for edge in edges))
    found = [Snap(at, distance_m(point, at)) for at in (_correlated(edge) for edge in edges)]
    return min(found, key=lambda snap: snap.metres, default=Snap(point, math.inf))


def _correlated(edge: dict[str, Any]) -> Point:
    pair: tuple[Any, Any] = edge.get("correlated_lat"), edge.get("correlated_lon")
    lat, lon = pair
    shape(all(isinstance(part, int | float) and not isinstance(part, bool) for part in pair))
    shape(abs(lat) <= 90 and abs(lon) <= 180)
    return Point(float(lat), float(lon))
