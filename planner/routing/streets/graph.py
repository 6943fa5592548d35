"""Travel times along the streets of an extract: which way the bus goes, how long that takes, where it can stop."""

import math
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np

from planner.domain.errors import Invalid
from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.engine import REFUSE_SNAP_M, Matrix, Route, Snap, Turn
from planner.routing.streets.bans import network_of
from planner.routing.streets.chains import DM_BITS, chains_of
from planner.routing.streets.closures import Closure, open_edges
from planner.routing.streets.network import Mask, Network, RoadColumns, Vehicle
from planner.routing.streets.snap import Pieces, Places
from planner.routing.streets.turns import turns_of
from planner.routing.streets.ways import Way, WayFinder, weight_of

TURN_FACTOR = 1.18
"""What turning, lights and stopping add to a free road, measured against OSRM (decision 8)."""
MOST_VARIANTS = 6
"""How many networks with closed streets or for one kind of bus are kept at hand: some 30 MB each in a city."""

SpeedFactor = Callable[[datetime], float]
"""How fast the traffic goes at a moment, over a free road: 0.8 makes a ride of 8 minutes one of 10."""


def free_road(at: datetime) -> float:
    """No hour is slower than another."""
    return 1.0


def build_street_graph(roads: RoadColumns, *, speed_factor: SpeedFactor = free_road) -> "StreetGraph":
    """The graph of the largest part of the roads; Invalid where no two places lead to each other and back."""
    network = network_of(roads)
    if network.edges == 0:
        raise Invalid("extract.error.no_roads", field="file")
    return StreetGraph(network, speed_factor)


class StreetGraph:
    """The engine of a city with an extract. It never changes, so that any number of threads may use it.

    A point farther than `REFUSE_SNAP_M` from every street has no way. Forbidden turns are kept on the way,
    and not where a ride begins: which way the bus stood is not known.
    """

    def __init__(self, network: Network, speed_factor: SpeedFactor = free_road, *, contracted: bool = True) -> None:
        """`contracted=False` is slower and, unless turns are forbidden, gives the same answers."""
        self._network, self._speed_factor = network, speed_factor
        chains = chains_of(network, contracted=contracted)
        self._finder = WayFinder(network, chains)
        self._pieces = Pieces(network, np.sort(chains.edges))
        self._whole = self._pieces
        self._variants: dict[object, StreetGraph] = {}
        self._lock, self._building = threading.Lock(), threading.Lock()

    @property
    def name(self) -> str:
        """The name of this engine in plans."""
        return "streets"

    @property
    def nodes(self) -> int:
        """How many points its streets have."""
        return len(self._network.sites)

    @property
    def junctions(self) -> int:
        """How many crossings and ends of streets there are."""
        return self._finder.chains.junctions

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points; one that is too far from all streets has no way to or from it."""
        if (graph := self.on(at.date())) is not self:
            return graph.matrix(points, at)
        weights = self._finder.table(self._places(points))
        if (weights < 0).any():  # one that is not reached is no ride from itself either
            numbers = {point: number for number, point in enumerate(points)}
            same = np.array([numbers[point] for point in points])
            weights[same[:, None] == same[None, :]] = 0
        there = weights >= 0
        minutes = np.where(there, (weights >> DM_BITS) * self._minutes_in_a_ms(at), math.inf)
        km = np.where(there, (weights & _DM_MASK) / 10_000, math.inf)
        return Matrix(self.name, tuple(map(tuple, minutes.tolist())), tuple(map(tuple, km.tolist())))

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points, along the streets from one place where the bus stops to the next."""
        if (graph := self.on(at.date())) is not self:
            return graph.route(points, at)
        places, scale = self._places(points), self._minutes_in_a_ms(at)
        legs: list[Leg] = []
        line = [_stop(points, places, number) for number in range(min(1, len(points)))]
        for start, end in pairwise(range(len(points))):
            way = self._way(places, start, end)
            if way is None:
                legs.append(Leg(math.inf, math.inf) if points[start] != points[end] else Leg(0.0, 0.0))
            else:
                weight = weight_of(self._network, way)
                legs.append(Leg((weight >> DM_BITS) * scale, (weight & _DM_MASK) / 10_000))
                line += self._inner_points(way)
            line.append(_stop(points, places, end))
        return Route(self.name, tuple(legs), tuple(a for a, b in pairwise([*line, None]) if a is not None and a != b))

    def snap(self, point: Point) -> Snap:
        """Where the bus stops for this point, however far that is."""
        places = self._pieces.nearest(np.array([point.lat]), np.array([point.lon]), within=math.inf)
        return Snap(_stop([point], places, 0), float(places.metres[0]))

    def knows(self, point: Point) -> bool:
        """Whether a street is near, be it closed or too narrow for the bus: then "no way" is true, and not a gap in the map."""
        places = self._whole.nearest(np.array([point.lat]), np.array([point.lon]), within=REFUSE_SNAP_M)
        return math.isfinite(places.metres[0])

    def turns(self, points: Sequence[Point], at: datetime) -> tuple[Turn, ...]:
        """What the driver does, leg by leg; a leg without a way has no lines."""
        if (graph := self.on(at.date())) is not self:
            return graph.turns(points, at)
        places = self._places(points)
        found: list[Turn] = []
        before: Way | None = None
        for start, end in pairwise(range(len(points))):
            way = self._way(places, start, end)
            if way is not None:
                ends = _stop(points, places, start), _stop(points, places, end)
                found += turns_of(self._network, way, *ends, before)
            before = way
        return tuple(found)

    def shut_on(self, day: date) -> tuple[int, ...]:
        """What of the year's roads is shut on a day, as something that can be compared: winter roads in summer."""
        return self._network.shut_on(day)

    def on(self, day: date) -> "StreetGraph":
        """This graph with the roads that are open on a day."""
        shut = self.shut_on(day)
        if not shut:
            return self
        return self._variant(("season", shut), lambda: ~np.isin(self._network.season, shut))

    def without(self, closures: Sequence[Closure]) -> "StreetGraph":
        """This graph with streets closed; asked again for the same ones it gives the same graph."""
        if not closures:
            return self
        return self._variant(tuple(closures), lambda: open_edges(self._network, closures))

    def for_vehicle(self, vehicle: Vehicle) -> "StreetGraph":
        """This graph as a vehicle may use it that is too heavy, high or long for some streets."""
        return self._variant(vehicle, lambda: self._network.passable(vehicle))

    def save(self, path: Path) -> None:
        """Writes the graph; the speed of the traffic is not part of it."""
        self._network.save(path)

    @classmethod
    def load(cls, path: Path, *, speed_factor: SpeedFactor = free_road) -> "StreetGraph":
        """Reads what `save` wrote; Conflict for a file of another version, Invalid for one that is none."""
        return cls(Network.load(path), speed_factor)

    def _variant(self, key: object, kept: Callable[[], Mask]) -> "StreetGraph":
        known = self._known_variant(key)
        if known is not None:
            return known
        with self._building:  # who asked for the same meanwhile waits for the one that makes it
            return self._known_variant(key) or self._make_variant(key, kept())

    def _known_variant(self, key: object) -> "StreetGraph | None":
        with self._lock:
            if key in self._variants:
                self._variants[key] = self._variants.pop(key)  # the one that was not asked for longest stands first
            return self._variants.get(key)

    def _make_variant(self, key: object, kept: Mask) -> "StreetGraph":
        graph = self if kept.all() else StreetGraph(self._network.only(kept), self._speed_factor)
        if graph is not self:
            graph._whole = self._whole
        with self._lock:
            while len(self._variants) >= MOST_VARIANTS:
                self._variants.pop(next(iter(self._variants)))
            self._variants[key] = graph
        return graph

    def _places(self, points: Sequence[Point]) -> Places:
        lat, lon = (np.array([point[part] for point in points], float) for part in (0, 1))
        return self._pieces.nearest(lat, lon, within=REFUSE_SNAP_M)

    def _way(self, places: Places, start: int, end: int) -> Way | None:
        if not (math.isfinite(places.metres[start]) and math.isfinite(places.metres[end])):
            return None
        return self._finder.way(places.rows([start, end]))

    def _inner_points(self, way: Way) -> list[Point]:
        between = self._network.head[way.edges[:-1]]
        return [
            Point(*at)
            for at in zip(self._network.lat[between].tolist(), self._network.lon[between].tolist(), strict=True)
        ]

    def _minutes_in_a_ms(self, at: datetime) -> float:
        factor = self._speed_factor(at)
        if not (math.isfinite(factor) and factor > 0):
            raise ValueError(f"No traffic goes at {factor} of the speed of a free road.")
        return TURN_FACTOR / factor / 60_000


_DM_MASK = (1 << DM_BITS) - 1


def _stop(points: Sequence[Point], places: Places, number: int) -> Point:
    if math.isinf(places.metres[number]):
        return points[number]
    return Point(float(places.lat[number]), float(places.lon[number]))
