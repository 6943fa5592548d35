"""Streets as they are on the day of a tour: a closed one is open again after its last day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.domain.geo import Point
from planner.routing.engine import Matrix, NoAnswer, Route, Snap, TravelTimes, Turn
from planner.routing.memory import REMEMBERED_MATRICES, REMEMBERED_ROUTES, Memory
from planner.routing.streets.closures import Closure
from planner.routing.streets.graph import StreetGraph


@dataclass(frozen=True)
class DatedClosure:
    """A closure with its name, from the day `since` to the day `until`, both included."""

    name: str
    closure: Closure
    since: date
    until: date


@dataclass(frozen=True)
class Closures:
    """All closures of a city, by its calendar."""

    zone: str
    all: tuple[DatedClosure, ...] = ()

    def on(self, at: datetime) -> tuple[DatedClosure, ...]:
        """Those that count on the day of a moment."""
        day = at.astimezone(ZoneInfo(self.zone)).date()
        return tuple(each for each in self.all if each.since <= day <= each.until)


@dataclass(frozen=True)
class DatedStreets:
    """The street graph without what is closed on the day; the graph keeps the last ones that it was asked for.

    `memory` belongs to the graph: a plan is computed once, however often a screen is drawn.
    """

    graph: StreetGraph
    closures: Closures
    memory: Memory = field(default_factory=Memory)

    @property
    def name(self) -> str:
        """The graph's name."""
        return self.graph.name

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points."""
        key = (self._closed(at), self.graph.shut_on(at.date()), tuple(points))
        return self.memory.answer("matrix", key, lambda: self._on(at).matrix(points, at), most=REMEMBERED_MATRICES)

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points."""
        key = (self._closed(at), self.graph.shut_on(at.date()), tuple(points))
        return self.memory.answer("route", key, lambda: self._on(at).route(points, at), most=REMEMBERED_ROUTES)

    def snap(self, point: Point) -> Snap:
        """Where the bus would stop were nothing closed."""
        return self.graph.snap(point)

    def knows(self, point: Point) -> bool:
        """Whether a street is near, be it closed or not for this bus."""
        return self.graph.knows(point)

    def turns(self, points: Sequence[Point], at: datetime) -> tuple[Turn, ...]:
        """What the driver does."""
        return self._on(at).turns(points, at)

    def _on(self, at: datetime) -> StreetGraph:
        return self.graph.without(self._closed(at))

    def _closed(self, at: datetime) -> tuple[Closure, ...]:
        return tuple(each.closure for each in self.closures.on(at))


@dataclass(frozen=True)
class OpenStreetsOnly:
    """An engine that cannot know of closed streets: on a day with closures it leaves the answer to those that can."""

    engine: TravelTimes
    closures: Closures

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.engine.name

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points."""
        self._require_open(at)
        return self.engine.matrix(points, at)

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points."""
        self._require_open(at)
        return self.engine.route(points, at)

    def snap(self, point: Point) -> Snap:
        """Where the bus would stop."""
        return self.engine.snap(point)

    def _require_open(self, at: datetime) -> None:
        if self.closures.on(at):
            raise NoAnswer("closures")
