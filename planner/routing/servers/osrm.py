"""A client for OSRM's HTTP interface, version 1: table, route and nearest.

Traps that cost others days: without `radiuses` OSRM takes the nearest street even on another continent, and one point
without a street fails the whole question.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.engine import REFUSE_SNAP_M, Matrix, NoAnswer, Route, Snap
from planner.routing.servers.remote import (
    LONGEST_RIDE_HOURS,
    LONGEST_RIDE_KM,
    REFUSED,
    Web,
    figure,
    near_enough,
    point_of,
    shape,
)
from planner.routing.servers.runs import Ride, nothing_known, ride_in_runs, squares

CHUNK = 50
"""Rows and columns of one question: together 100 points, which a server takes as it comes out of the box."""
_NOWHERE = re.compile(r"coordinate (\d+)")


@dataclass(frozen=True)
class Osrm:
    """OSRM by its address. `profile` stands in the path; `osrm-routed` serves one profile and takes no notice of it."""

    web: Web
    profile: str = "driving"

    @property
    def name(self) -> str:
        """The name of this engine in plans."""
        return "osrm"

    def matrix(self, points: Sequence[Point]) -> tuple[Matrix, list[Snap | None]]:
        """The table of all points, asked for in squares of 50 × 50."""
        size = len(points)
        seconds, metres = nothing_known(size), nothing_known(size)
        snaps: list[Snap | None] = [None] * size
        good = self._with_streets(points, snaps) if size > 1 else []
        for rows, columns in squares(good, CHUNK):
            self._square(points, rows, columns, seconds, metres)
        return (
            Matrix(
                self.name,
                tuple(tuple(value / 60 for value in row) for row in seconds),
                tuple(tuple(value / 1000 for value in row) for row in metres),
            ),
            snaps,
        )

    def route(self, points: Sequence[Point]) -> tuple[Route, list[Snap | None]]:
        """The ride; where a point has no street, or two points no way, the line is straight and the leg impassable."""
        snaps: list[Snap | None] = [None] * len(points)
        good = frozenset(self._with_streets(points, snaps)) if len(points) > 1 else frozenset()
        legs, line = ride_in_runs(points, good, self._ride)
        return Route(self.name, tuple(legs), tuple(line)), snaps

    def snap(self, point: Point) -> Snap:
        """The nearest street; `math.inf` metres where there is none within 500 m."""
        status, answer = self.web.get(
            f"/nearest/v1/{self.profile}/{_text(point)}?number=1&radiuses={REFUSE_SNAP_M:.0f}"
        )
        shape(isinstance(answer, dict))
        if status == 400:
            if answer.get("code") == "NoSegment":
                return Snap(point, math.inf)
            raise NoAnswer(REFUSED)
        found = _snaps(answer.get("waypoints"), 1)[0]
        return found if near_enough(found) else Snap(point, math.inf)

    def _with_streets(self, points: Sequence[Point], snaps: list[Snap | None]) -> list[int]:
        """The numbers of the points near a street; fills in `snaps`."""
        good: list[int] = []
        for first in range(0, len(points), 2 * CHUNK):
            good += self._part_with_streets(list(range(first, min(len(points), first + 2 * CHUNK))), points, snaps)
        return good

    def _part_with_streets(self, numbers: list[int], points: Sequence[Point], snaps: list[Snap | None]) -> list[int]:
        # The smallest table that names every point: one row. It tells the distance of each to its street.
        while numbers:
            asked = numbers if len(numbers) > 1 else numbers * 2
            status, answer = self._table([points[n] for n in asked], "sources=0")
            nowhere = _no_segment(status, answer)
            if nowhere is None:
                shape(isinstance(answer, dict))
                for number, snap in zip(asked, _snaps(answer.get("destinations"), len(asked)), strict=True):
                    snaps[number] = snap if near_enough(snap) else Snap(points[number], math.inf)
                return [number for number in numbers if near_enough(snaps[number])]
            shape(0 <= nowhere < len(asked))
            number = asked[nowhere]
            snaps[number] = Snap(points[number], math.inf)
            numbers = [each for each in numbers if each != number]
        return []

    def _square(
        self,
        points: Sequence[Point],
        rows: list[int],
        columns: list[int],
        seconds: list[list[float]],
        metres: list[list[float]],
    ) -> None:
        asked = rows if rows is columns else rows + columns
        first = 0 if rows is columns else len(rows)
        sources = ";".join(str(n) for n in range(len(rows)))
        destinations = ";".join(str(n) for n in range(first, first + len(columns)))
        if len(asked) == 1:
            return
        status, answer = self._table(
            [points[n] for n in asked], f"sources={sources}&destinations={destinations}&annotations=duration,distance"
        )
        shape(isinstance(answer, dict))
        if status == 400:
            raise NoAnswer(REFUSED)
        for name, table, most in (
            ("durations", seconds, LONGEST_RIDE_HOURS * 3600),
            ("distances", metres, LONGEST_RIDE_KM * 1000),
        ):
            found = answer.get(name)
            shape(isinstance(found, list) and len(found) == len(rows))
            for a, row in zip(rows, found, strict=True):
                shape(isinstance(row, list) and len(row) == len(columns))
                for b, value in zip(columns, row, strict=True):
                    table[a][b] = 0.0 if a == b else figure(value, most)
        for a in rows:
            for b in columns:
                if math.isinf(seconds[a][b]) or math.isinf(metres[a][b]):
                    seconds[a][b] = metres[a][b] = math.inf

    def _table(self, points: Sequence[Point], options: str) -> tuple[int, Any]:
        return self.web.get(f"/table/v1/{self.profile}/{_path(points)}&{options}")

    def _ride(self, points: Sequence[Point]) -> Ride | None:
        """The legs and the line, or None where these points have no way."""
        status, answer = self.web.get(
            f"/route/v1/{self.profile}/{_path(points)}&overview=full&geometries=geojson&steps=false&alternatives=false"
        )
        shape(isinstance(answer, dict))
        if status == 400:
            if answer.get("code") in ("NoRoute", "NoSegment"):
                return None
            raise NoAnswer(REFUSED)
        routes = answer.get("routes")
        shape(isinstance(routes, list) and bool(routes) and isinstance(routes[0], dict))
        found, geometry = routes[0].get("legs"), routes[0].get("geometry")
        shape(
            isinstance(found, list) and len(found) == len(points) - 1 and all(isinstance(each, dict) for each in found)
        )
        shape(isinstance(geometry, dict) and isinstance(geometry.get("coordinates"), list))
        legs = [
            _leg(
                figure(each.get("duration"), LONGEST_RIDE_HOURS * 3600),
                figure(each.get("distance"), LONGEST_RIDE_KM * 1000),
            )
            for each in found
        ]
        return legs, [point_of(pair) for pair in geometry["coordinates"]]


def _text(point: Point) -> str:
    return f"{point.lon:.6f},{point.lat:.6f}"


def _path(points: Sequence[Point]) -> str:
    radiuses = ";".join([f"{REFUSE_SNAP_M:.0f}"] * len(points))
    return f"{';'.join(map(_text, points))}?generate_hints=false&radiuses={radiuses}"


def _no_segment(status: int, answer: Any) -> int | None:
    """The number of the point that has no street; None for a good answer."""
    if status != 400:
        return None
    found = _NOWHERE.search(str(answer.get("message"))) if isinstance(answer, dict) else None
    if found is None or answer.get("code") != "NoSegment":
        raise NoAnswer(REFUSED)
    return int(found[1])


def _snaps(waypoints: Any, size: int) -> list[Snap]:
    shape(isinstance(waypoints, list) and len(waypoints) == size and all(isinstance(each, dict) for each in waypoints))
    return [Snap(point_of(each.get("location")), figure(each.get("distance"), math.inf)) for each in waypoints]


def _leg(seconds: float, metres: float) -> Leg:
    whole = math.isfinite(seconds) and math.isfinite(metres)
    return Leg(seconds / 60, metres / 1000) if whole else Leg(math.inf, math.inf)
