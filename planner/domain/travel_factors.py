"""By how much a ride takes longer in winter, in the rush hour, and as past rides have shown."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

LEAST_PERCENT, MOST_PERCENT = 50, 300
"""What a rule may say."""
LEAST_LEARNED, MOST_LEARNED = 0.6, 1.8
"""Past rides correct no further than this, whatever they were like."""
DOUBT = 8
"""So many rides as the computed time is believed against what past rides say."""
BANDS = ((0, 7), (7, 10), (10, 12), (12, 14), (14, 17), (17, 20), (20, 24))
"""Hours of the day, end excluded, in which past rides are taken together."""
_STEP = timedelta(minutes=15)
_MONTHS, _WEEKDAYS = frozenset(range(1, 13)), frozenset(range(1, 8))


@dataclass(frozen=True)
class FactorRule:
    """On these months and weekdays (Monday is 1), from `starts` until before `ends`, a ride takes `percent` of its time.

    No months or weekdays mean all of them; equal times or none mean the whole day. A span over midnight belongs to the
    day on which it begins.
    """

    name: str
    percent: int
    months: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    starts: time | None = None
    ends: time | None = None

    def fits(self, wall: datetime) -> bool:
        """Whether the rule counts when the clocks of the city show `wall`."""
        clock, day = wall.time().replace(tzinfo=None), wall.date()
        if self.starts is not None and self.ends is not None and self.starts != self.ends:
            if self.starts < self.ends:
                inside = self.starts <= clock < self.ends
            else:
                inside = clock >= self.starts or clock < self.ends
                day -= timedelta(days=1) if clock < self.ends else timedelta(0)
            if not inside:
                return False
        return day.month in (self.months or _MONTHS) and day.isoweekday() in (self.weekdays or _WEEKDAYS)

    def stored(self) -> dict[str, Any]:
        """The rule as the city's settings keep it."""
        return {
            "name": self.name,
            "percent": self.percent,
            "months": sorted(self.months),
            "weekdays": sorted(self.weekdays),
            "from": None if self.starts is None else f"{self.starts:%H:%M}",
            "to": None if self.ends is None else f"{self.ends:%H:%M}",
        }


def standard_rules(winter: str, morning: str, evening: str) -> tuple[FactorRule, ...]:
    """What a city begins with, by the names given: snow from November to March, two rush hours on working days."""
    working = frozenset(range(1, 6))
    return (
        FactorRule(winter, 115, months=frozenset({11, 12, 1, 2, 3})),
        FactorRule(morning, 125, weekdays=working, starts=time(7, 30), ends=time(9, 30)),
        FactorRule(evening, 125, weekdays=working, starts=time(17), ends=time(19)),
    )


def rules_of(stored: Iterable[Mapping[str, Any]] | None) -> tuple[FactorRule, ...]:
    """The rules that the city's settings keep; None, which nobody has touched, means the standard ones."""
    if stored is None:
        return standard_rules("", "", "")
    return tuple(
        FactorRule(
            name=str(rule.get("name", "")),
            percent=int(rule["percent"]),
            months=frozenset(rule.get("months") or ()),
            weekdays=frozenset(rule.get("weekdays") or ()),
            starts=_clock(rule.get("from")),
            ends=_clock(rule.get("to")),
        )
        for rule in stored
    )


def percent_at(rules: Iterable[FactorRule], moment: datetime, zone: str) -> int:
    """The percentage at an aware moment: of several rules that fit the largest counts, without any it is 100."""
    wall = moment.astimezone(ZoneInfo(zone))
    return max((rule.percent for rule in rules if rule.fits(wall)), default=100)


@dataclass(frozen=True)
class LearnedBand:
    """What `rides` past rides say of the hours from `start` until before `end`: a ride takes `percent` of its time."""

    start: int
    end: int
    percent: int
    rides: int

    def stored(self) -> dict[str, int]:
        """The band as the city's settings keep it."""
        return {"from": self.start, "to": self.end, "percent": self.percent, "rides": self.rides}


def bands_of(stored: Mapping[str, Iterable[Mapping[str, int]]] | None) -> dict[str, tuple[LearnedBand, ...]]:
    """What past rides have taught, by the engine that had computed them."""
    return {
        engine: tuple(LearnedBand(band["from"], band["to"], band["percent"], band["rides"]) for band in bands)
        for engine, bands in (stored or {}).items()
    }


def learn(rides: Iterable[tuple[int, float]]) -> tuple[LearnedBand, ...]:
    """The bands that have rides, from pairs of the hour of departure and real over computed minutes.

    The median of a band is drawn to 100 % the more, the fewer rides it stands on, and never leaves 60 to 180 %.
    """
    ratios: dict[tuple[int, int], list[float]] = {}
    for hour, ratio in rides:
        ratios.setdefault(_band(hour), []).append(ratio)
    return tuple(
        LearnedBand(*band, percent=round(100 * _believed(found)), rides=len(found))
        for band, found in sorted(ratios.items())
    )


@dataclass(frozen=True)
class Corrections:
    """Everything that lengthens or shortens a computed ride in this city; `zone` is the city's."""

    zone: str
    rules: tuple[FactorRule, ...] = ()
    learned: Mapping[str, Sequence[LearnedBand]] = field(default_factory=dict)

    def factor(self, engine: str, at: datetime, until: datetime | None = None) -> float:
        """The factor on minutes of this engine: at one moment, or the mean of a tour that lasts until `until`.

        One factor for a whole tour keeps the plan and the search for a better one on the same minutes.
        """
        return _mean(
            percent_at(self.rules, moment, self.zone) / 100 * self._learned_at(engine, moment)
            for moment in _moments(at, until)
        )

    def learned_factor(self, engine: str, at: datetime, until: datetime | None = None) -> float:
        """The part of `factor` that past rides have taught."""
        rules_alone = _mean(percent_at(self.rules, moment, self.zone) / 100 for moment in _moments(at, until))
        return self.factor(engine, at, until) / rules_alone

    def _learned_at(self, engine: str, moment: datetime) -> float:
        hour = moment.astimezone(ZoneInfo(self.zone)).hour
        bands = self.learned.get(engine, ())
        return next((band.percent / 100 for band in bands if band.start <= hour < band.end), 1.0)


def _clock(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)


def _band(hour: int) -> tuple[int, int]:
    return next(band for band in BANDS if band[0] <= hour < band[1])


def _believed(ratios: Sequence[float]) -> float:
    shrunk = 1 + (median(ratios) - 1) * len(ratios) / (len(ratios) + DOUBT)
    return min(MOST_LEARNED, max(LEAST_LEARNED, shrunk))


def _moments(at: datetime, until: datetime | None) -> list[datetime]:
    # No tour lasts longer than a day; a typing error in its end must not cost a second of counting.
    steps = 0 if until is None else min(96, math.ceil((until - at) / _STEP))
    return [at + number * _STEP for number in range(max(1, steps))]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)
