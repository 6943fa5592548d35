"""The ladder of engines: the best one that answers, its holes filled from the next ones, each figure with its source."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar, runtime_checkable

from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.engine import Matrix, NoAnswer, Route, Snap, TravelTimes, Turn

FIRST_REST = 30.0
LONGEST_REST = 300.0
"""Seconds for which an engine that failed is not asked: 30 at first, twice as long after each further failure, up to 5 min."""

Answer = TypeVar("Answer", Matrix, Route)
Rides = frozenset[tuple[int, int]]
"""From which point to which, by their numbers."""


class Circuit:
    """Keeps an engine that has failed from being asked on every screen; shared by all threads of a process.

    While it rests nobody asks; after that one thread tries, and the others go on without until that try has ended.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._rest, self._until, self._reason = 0.0, -math.inf, ""

    @property
    def reason(self) -> str:
        """Why the engine does not answer; empty while it does."""
        return self._reason

    def seconds_left(self) -> float:
        """For how long it is not asked."""
        return max(0.0, self._until - self._clock())

    def look(self) -> None:
        """Raises NoAnswer with the reason of the last failure while the engine rests; promises no question."""
        with self._lock:
            self._refuse_while_it_rests()

    def enter(self) -> None:
        """Before a question: raises NoAnswer with the reason of the last failure while the engine rests."""
        with self._lock:
            self._refuse_while_it_rests()
            if self._reason:
                self._until = self._clock() + self._rest

    def answered(self) -> None:
        """After an answer."""
        with self._lock:
            self._rest, self._until, self._reason = 0.0, -math.inf, ""

    def failed(self, reason: str) -> None:
        """After a failure."""
        with self._lock:
            self._rest = min(LONGEST_REST, self._rest * 2 or FIRST_REST)
            self._until, self._reason = self._clock() + self._rest, reason

    def _refuse_while_it_rests(self) -> None:
        if self._clock() < self._until:
            raise NoAnswer(self._reason)


@runtime_checkable
class KnowsTurns(Protocol):
    """An engine that can tell the driver where to turn."""

    def turns(self, points: Sequence[Point], at: datetime) -> tuple[Turn, ...]:
        """What the driver does, leg by leg."""


@runtime_checkable
class KnowsStreets(Protocol):
    """An engine that can tell a street that is closed, or not for this bus, from one that is not on its map."""

    def knows(self, point: Point) -> bool:
        """Whether the map has a street near the point."""


@dataclass(frozen=True)
class Ladder:
    """Engines from the best to the one that is always there, as one engine.

    A rung that raises NoAnswer is passed over. A ride for which a rung has no way is taken from the next rung that has
    one, and `sources` says so; unless the rung knows both ends, whose only way is closed: then there is none. An answer
    is named after the first rung that had any way at all.
    """

    rungs: tuple[TravelTimes, ...]

    @property
    def name(self) -> str:
        """The best rung; an answer names the one that gave it."""
        return self.rungs[0].name

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points, from the highest rung that knows it."""
        return self._climb_down(points, lambda rung: rung.matrix(points, at), _holes, _filled)

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points, each leg from the highest rung that knows it; a filled leg is drawn straight."""
        return self._climb_down(points, lambda rung: rung.route(points, at), _holes_of_route, _filled_route)

    def turns(self, points: Sequence[Point], at: datetime) -> tuple[Turn, ...]:
        """What the driver does, by the highest rung that knows the names of streets; empty where none does."""
        for rung in self.rungs:
            if isinstance(rung, KnowsTurns):
                return rung.turns(points, at)
        return ()

    def snap(self, point: Point) -> Snap:
        """Where the bus would stop, by the highest rung that can tell."""
        for rung in self.rungs:
            try:
                found = rung.snap(point)
            except NoAnswer:
                continue
            if math.isfinite(found.metres):
                return found
        return Snap(point, math.inf)

    def _climb_down(
        self,
        points: Sequence[Point],
        ask: Callable[[TravelTimes], Answer],
        holes_of: Callable[[Answer], Rides],
        filled: Callable[[Answer, Answer, Rides], Answer],
    ) -> Answer:
        """Asks rung after rung until no ride is missing but those whose only way is closed."""
        found: Answer | None = None
        closed: Rides = frozenset()
        for rung in self.rungs:
            try:
                answer = ask(rung)
            except NoAnswer:
                continue
            found = answer if found is None else filled(found, answer, closed)
            holes = holes_of(found)
            closed |= _closed(rung, points, holes)
            if holes <= closed:
                break
        if found is None:
            raise NoAnswer("no_rung")
        return found


def _holes(matrix: Matrix) -> Rides:
    return frozenset(
        (a, b) for a, row in enumerate(matrix.minutes) for b, minutes in enumerate(row) if math.isinf(minutes)
    )


def _holes_of_route(route: Route) -> Rides:
    return frozenset((number, number + 1) for number, leg in enumerate(route.legs) if not leg.is_passable)


def _closed(rung: TravelTimes, points: Sequence[Point], holes: Rides) -> Rides:
    """The rides without a way whose ends are both on the map of the rung."""
    if not holes or not isinstance(rung, KnowsStreets):
        return frozenset()
    known = {number: rung.knows(points[number]) for number in {number for hole in holes for number in hole}}
    return frozenset((a, b) for a, b in holes if known[a] and known[b])


def _filled(upper: Matrix, lower: Matrix, closed: Rides) -> Matrix:
    size = range(len(upper.minutes))
    known = any(math.isfinite(upper.minutes[a][b]) for a in size for b in size if a != b)
    fills = [[math.isinf(upper.minutes[a][b]) and math.isfinite(lower.minutes[a][b]) for b in size] for a in size]
    taken = [[fills[a][b] and (a, b) not in closed for b in size] for a in size]
    if not any(map(any, taken)):
        return upper

    def chosen(above: Sequence[Sequence[float]], below: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(below[a][b] if taken[a][b] else above[a][b] for b in size) for a in size)

    engine = upper.engine if known else lower.engine
    sources = tuple(
        tuple(
            lower.source(a, b) if taken[a][b] or not (known or (a, b) in closed) else upper.source(a, b) for b in size
        )
        for a in size
    )
    uniform = all(source == engine for row in sources for source in row)
    return Matrix(engine, chosen(upper.minutes, lower.minutes), chosen(upper.km, lower.km), () if uniform else sources)


def _filled_route(upper: Route, lower: Route, closed: Rides) -> Route:
    pairs = list(zip(upper.legs, lower.legs, upper.leg_sources(), lower.leg_sources(), strict=True))
    if not closed and not any(leg.is_passable for leg in upper.legs):
        return lower if any(leg.is_passable for leg in lower.legs) else upper
    legs: list[Leg] = []
    sources: list[str] = []
    for number, (above, below, high, low) in enumerate(pairs):
        takes = not above.is_passable and below.is_passable and (number, number + 1) not in closed
        legs.append(below if takes else above)
        sources.append(low if takes else high)
    return Route(upper.engine, tuple(legs), upper.line, () if set(sources) <= {upper.engine} else tuple(sources))
