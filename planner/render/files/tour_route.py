"""The way of one tour as papers, files and links show it: the ends, the stops with their times, the line of the bus."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain.geo import Point

ESTIMATE = "estimate"
"""The word of the travel-time engine that knows no streets."""


@dataclass(frozen=True)
class RouteEnd:
    """Where the bus starts or returns; `point` is None where only a name, or not even that, is known."""

    name: str
    point: Point | None
    at: datetime | None


@dataclass(frozen=True)
class RouteStop:
    """One stop, in order; times are aware, None where nobody can tell; `km` and `minutes` are from the point before.

    `public_link` is the address of the page at the stop that says when the bus comes, empty where there is none.
    `source` is the engine that computed the ride to here.
    """

    number: int
    name: str
    address: str
    point: Point
    arrival: datetime | None
    departure: datetime | None
    km: float | None
    minutes: int | None
    must: bool = True
    skipped: bool = False
    public_link: str = ""
    source: str = ""


@dataclass(frozen=True)
class TourRoute:
    """The whole way. `back_km` and `back_minutes` are from the last stop to the end.

    `engine` says what computed the rides, several words joined by "+" where the rides come from several engines.
    """

    title: str
    starts_at: datetime
    start: RouteEnd
    end: RouteEnd
    stops: Sequence[RouteStop]
    line: Sequence[Point]
    km: float
    back_km: float | None
    back_minutes: int | None
    engine: str
    back_source: str = ""

    @property
    def driven(self) -> list[RouteStop]:
        """The stops that are driven to."""
        return [stop for stop in self.stops if not stop.skipped]

    @property
    def points(self) -> list[Point]:
        """Every place that the bus drives to, in order, the ends too."""
        ends = (self.start.point, *(stop.point for stop in self.driven), self.end.point)
        return [point for point in ends if point is not None]

    @property
    def is_estimate(self) -> bool:
        """Whether every figure was computed without streets."""
        return self.engine == ESTIMATE

    @property
    def is_partly_estimate(self) -> bool:
        """Whether some figures were computed without streets, and others not."""
        return not self.is_estimate and ESTIMATE in self.engine.split("+")
