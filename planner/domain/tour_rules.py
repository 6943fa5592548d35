"""The rules of one tour that are not in its stops: pins, precedence, either/or, districts, breaks, limits."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any

from planner.domain.clock import moment_of_tour
from planner.domain.errors import Invalid
from planner.domain.prize import Weights
from planner.domain.typed import typed_line

LAST = -1
MOST_BUSES = 4
MOST_PAUSES = 3
SHORTEST_PAUSE, LONGEST_PAUSE = 5, 180
"""In minutes."""
MOST_RULES = 60


@dataclass(frozen=True)
class ClockWindow:
    """A further window of a stop, beside the one in the stop itself; by the city's clock, so it survives a new date."""

    stop: int
    opens: time
    closes: time


@dataclass(frozen=True)
class PauseRule:
    """Lunch or a press approach that starts between two times.

    `stop`: where the chosen plan takes it, if it does; the bus then stands there `taken` minutes longer.
    """

    name: str
    minutes: int
    opens: time
    closes: time
    stop: int | None = None
    taken: int = 0


@dataclass(frozen=True)
class TourRules:
    """Stops are named by their ids; a rule about a stop that is gone says nothing.

    `positions`: (stop, its number from 1, or LAST). `before`: (a, b), a earlier than b. `right_after`: (a, b), b follows
    directly on a. `either`: at most one stop of each. `districts`: each has at least one stop. `wait_points`: prize lost
    by each minute in the standing bus. `walk_m`: how far from the bus issues belong to one stop. `with_places`: places of
    the catalogue are candidates too. `guarantee_months`: so are repairs whose guarantee ends within so many months; 0 for
    none. `weights`: this tour's own (`domain.prize.Weights`), none where it has the city's.
    """

    positions: tuple[tuple[int, int], ...] = ()
    before: tuple[tuple[int, int], ...] = ()
    right_after: tuple[tuple[int, int], ...] = ()
    either: tuple[tuple[int, ...], ...] = ()
    districts: tuple[int, ...] = ()
    windows: tuple[ClockWindow, ...] = ()
    pauses: tuple[PauseRule, ...] = ()
    longest_ride: int | None = None
    longest_km: int | None = None
    wait_points: float = 0.2
    buses: int = 1
    walk_m: int = 150
    talk_most: int = 30
    with_places: bool = False
    guarantee_months: int = 2
    weights: tuple[tuple[str, float], ...] = ()

    @property
    def own_weights(self) -> Weights | None:
        """This tour's own; None where the city's count."""
        return Weights.from_data(dict(self.weights)) if self.weights else None

    def checked(self, starts_at: datetime, zone: str) -> "TourRules":
        """The rules as they are kept, or Invalid with the field at fault; windows are those of a tour that starts then."""
        for field, value, least, most in (
            ("longest_ride", self.longest_ride, 1, 240),
            ("longest_km", self.longest_km, 1, 1000),
            ("wait_points", self.wait_points, 0, 100),
            ("buses", self.buses, 1, MOST_BUSES),
            ("walk_m", self.walk_m, 0, 1000),
            ("talk_most", self.talk_most, 5, 240),
            ("guarantee_months", self.guarantee_months, 0, 24),
        ):
            if value is not None and not least <= value <= most:
                raise Invalid("proposals.error.range", field=field, least=least, most=most)
        if any(position != LAST and not 1 <= position <= MOST_RULES for _, position in self.positions):
            raise Invalid("proposals.error.position", field="rule")
        if any(a == b for a, b in (*self.before, *self.right_after)):
            raise Invalid("proposals.error.same_stop", field="rule")
        if any(len(set(stops)) < 2 for stops in self.either):
            raise Invalid("proposals.error.two_stops", field="rule")
        times = [(window.opens, window.closes) for window in self.windows]
        for opens, closes in times + [(pause.opens, pause.closes) for pause in self.pauses]:
            if moment_of_tour(starts_at, closes, zone) < moment_of_tour(starts_at, opens, zone):
                raise Invalid("proposals.error.window", field="rule")
        pauses = tuple(
            replace(each, name=typed_line(each.name, field="rule", longest=60, needed="proposals.error.pause"))
            for each in self.pauses
        )
        least, most = SHORTEST_PAUSE, LONGEST_PAUSE
        if any(not least <= pause.minutes <= most for pause in pauses):
            raise Invalid("proposals.error.pause_minutes", field="minutes", least=least, most=most)
        many = (self.positions, self.before, self.right_after, self.either, self.windows)
        if sum(map(len, many)) > MOST_RULES or len(self.pauses) > MOST_PAUSES:
            raise Invalid("proposals.error.many_rules", field="rule", most=MOST_RULES)
        weights = tuple(own.to_data().items()) if (own := self.own_weights) else ()
        return replace(self, pauses=pauses, weights=weights)

    def renamed(self, ids: Mapping[int, int]) -> "TourRules":
        """The rules under new ids of the stops; what names a stop that has none falls away."""

        def pairs(given: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
            return tuple((ids[a], ids[b]) for a, b in given if a in ids and b in ids)

        groups = (tuple(ids[stop] for stop in stops if stop in ids) for stops in self.either)
        return replace(
            self,
            positions=tuple((ids[stop], position) for stop, position in self.positions if stop in ids),
            before=pairs(self.before),
            right_after=pairs(self.right_after),
            either=tuple(stops for stops in groups if len(stops) > 1),
            windows=tuple(replace(window, stop=ids[window.stop]) for window in self.windows if window.stop in ids),
            pauses=tuple(
                replace(pause, stop=None if pause.stop is None else ids.get(pause.stop)) for pause in self.pauses
            ),
        )

    def to_data(self) -> dict[str, Any]:
        """What the tour keeps: plain JSON, times as "12:30"."""
        data = asdict(self)
        for name in ("windows", "pauses"):
            data[name] = [
                {**each, "opens": each["opens"].strftime("%H:%M"), "closes": each["closes"].strftime("%H:%M")}
                for each in data[name]
            ]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any] | None) -> "TourRules":
        """The rules as the tour keeps them; a tour without any has the defaults."""
        given = dict(data or {})
        for name in ("positions", "before", "right_after", "either", "weights"):
            given[name] = tuple(tuple(each) for each in given.get(name, ()))
        given["districts"] = tuple(given.get("districts", ()))
        given["windows"] = tuple(ClockWindow(**_timed(each)) for each in given.get("windows", ()))
        given["pauses"] = tuple(PauseRule(**_timed(each)) for each in given.get("pauses", ()))
        return cls(**given)


def _timed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "opens": time.fromisoformat(data["opens"]), "closes": time.fromisoformat(data["closes"])}
