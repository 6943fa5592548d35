"""Travel times as a city corrects them: the ladder's figures by season and hour, and what organizers have set by hand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg
from planner.domain.travel_factors import Corrections
from planner.routing.engine import BY_HAND, Matrix, Route, Snap, Turn
from planner.routing.ladder import Circuit, Ladder
from planner.routing.streets.dated import Closures, DatedClosure

SAME_PLACE_M = 100.0
"""Points nearer than this to an end of a leg that was set by hand are that end."""
DETOUR_BY_HAND = 1.35
"""Streets over great circle where nobody knows the kilometres of a leg whose minutes are set by hand."""


@dataclass(frozen=True)
class HandMinutes:
    """A leg whose minutes an organizer has set, for tours from the day `since` to the day `until`, both included."""

    start: Point
    end: Point
    minutes: int
    since: date
    until: date
    both_ways: bool = True

    def fits(self, start: Point, end: Point) -> bool:
        """Whether a ride from one point to another is this leg."""
        there = _near(self.start, start) and _near(self.end, end)
        return there or (self.both_ways and _near(self.start, end) and _near(self.end, start))


@dataclass(frozen=True)
class CityTravel:
    """An engine whose minutes have been corrected; those that were set by hand stand as they are, the newest first.

    `until`: when the tour ends, whose hours the corrections are averaged over; without it they are those of `at`.
    `closures` are known to the streets alone; they and the `circuit` of the routing server stand here to be told.
    """

    engine: Ladder
    corrections: Corrections
    by_hand: tuple[HandMinutes, ...] = ()
    until: datetime | None = None
    closures: Closures = Closures("UTC")
    circuit: Circuit | None = None

    @property
    def name(self) -> str:
        """The name of the engine below."""
        return self.engine.name

    @property
    def silent(self) -> str:
        """Why the routing server has not answered lately; empty where it has, or where there is none."""
        return "" if self.circuit is None else self.circuit.reason

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points, corrected."""
        found, counting = self.engine.matrix(points, at), self._counting(at)
        if not counting and not found.sources:
            factor = self._factor(found.engine, at)
            return replace(found, minutes=tuple(tuple(value * factor for value in row) for row in found.minutes))
        return self._each_by_its_source(found, counting, points, at)

    def _each_by_its_source(
        self, found: Matrix, counting: Sequence[HandMinutes], points: Sequence[Point], at: datetime
    ) -> Matrix:
        size = range(len(points))
        factors = {source: self._factor(source, at) for source in {found.engine, *found.by_source()}}
        sources = [[found.source(a, b) for b in size] for a in size]
        minutes = [[found.minutes[a][b] * factors[sources[a][b]] for b in size] for a in size]
        km = [list(row) for row in found.km]
        set_by_hand = False
        for hand in reversed(counting):
            starts = [n for n in size if _near(hand.start, points[n])]
            ends = [n for n in size if _near(hand.end, points[n])]
            pairs = [(a, b) for a in starts for b in ends if a != b]
            for a, b in [*pairs, *((b, a) for a, b in pairs if hand.both_ways)]:
                minutes[a][b], sources[a][b], set_by_hand = float(hand.minutes), BY_HAND, True
                km[a][b] = _known_km(km[a][b], points[a], points[b])
        return Matrix(
            found.engine,
            tuple(map(tuple, minutes)),
            tuple(map(tuple, km)),
            tuple(map(tuple, sources)) if set_by_hand or found.sources else (),
        )

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points, corrected."""
        found, counting = self.engine.route(points, at), self._counting(at)
        factors = {source: self._factor(source, at) for source in {found.engine, *found.leg_sources()}}
        legs: list[Leg] = []
        sources: list[str] = []
        for start, end, leg, source in zip(points, points[1:], found.legs, found.leg_sources(), strict=False):
            hand = next((each for each in counting if each.fits(start, end)), None)
            if hand is None:
                legs.append(replace(leg, minutes=leg.minutes * factors[source]))
                sources.append(source)
            else:
                legs.append(Leg(float(hand.minutes), _known_km(leg.km, start, end)))
                sources.append(BY_HAND)
        own = set(sources) <= {found.engine}
        return replace(found, legs=tuple(legs), sources=() if own else tuple(sources))

    def snap(self, point: Point) -> Snap:
        """Where the bus would stop for this point."""
        return self.engine.snap(point)

    def turns(self, points: Sequence[Point], at: datetime) -> tuple[Turn, ...]:
        """What the driver does, leg by leg; empty where no engine knows."""
        return self.engine.turns(points, at)

    def closed_on(self, at: datetime) -> tuple[DatedClosure, ...]:
        """What is closed on that day."""
        return self.closures.on(at)

    def unlearned(self, leg: Leg, source: str, at: datetime) -> float:
        """The minutes of a corrected leg without what past rides have taught: what the next ride is compared with."""
        return leg.minutes / self.corrections.learned_factor(source, at, self.until)

    def _factor(self, source: str, at: datetime) -> float:
        return self.corrections.factor(source, at, self.until)

    def _counting(self, at: datetime) -> list[HandMinutes]:
        day = at.astimezone(ZoneInfo(self.corrections.zone)).date()
        return [hand for hand in self.by_hand if hand.since <= day <= hand.until]


def _near(a: Point, b: Point) -> bool:
    return distance_m(a, b) <= SAME_PLACE_M


def _known_km(km: float, start: Point, end: Point) -> float:
    return km if math.isfinite(km) else distance_m(start, end) / 1000 * DETOUR_BY_HAND
