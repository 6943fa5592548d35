"""A brief as the optimiser takes it: stops by number, whole minutes from the departure, rules between numbers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.clock import moment_of_tour
from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg, whole_minutes
from planner.domain.tour_rules import LAST
from planner.routing.optimiser import problem as tour_problem
from planner.routing.optimiser.problem import NO_WAY, Costs, Group, Pause, TourProblem, TourStop, Window
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate

SHORTLIST = 180
"""Of thousands of candidates so many are asked for travel times: the optimiser tries about 150 of them in earnest."""
PER_DISTRICT = 5
MOST_PROMISES = 60
ANY_TIME = 10_000
_MINUTE = timedelta(minutes=1)
_STRAIGHT_M_PER_MINUTE = 270.0  # 22 km/h on streets 1.35 times as long: only to sort candidates, never shown


@dataclass(frozen=True)
class Tables:
    """Travel between the start, some candidates in their order, and the end: whole minutes, metres, and what computed them."""

    rows: tuple[Candidate, ...]
    minutes: NDArray[np.int64]
    metres: NDArray[np.int64]
    engine: str

    def of(self, rows: Sequence[Candidate]) -> "Tables":
        """The part for some of the rows, in another order if wanted."""
        at = {row.key: number for number, row in enumerate(self.rows, start=1)}
        points = [0, *(at[row.key] for row in rows), len(self.rows) + 1]
        part = np.ix_(points, points)
        return Tables(tuple(rows), self.minutes[part], self.metres[part], self.engine)


def shortlist(brief: Brief, size: int = SHORTLIST) -> tuple[Candidate, ...]:
    """The candidates worth asking travel times for, in the order of the brief: the tour's own stops, the best of each
    district, those with promises, and then whatever brings most prize for the minutes it takes, as the crow flies.
    """
    if len(brief.rows) <= size:
        return brief.rows
    anchors = [point for point in (brief.start_point, brief.end_point) if point is not None]
    anchors += [row.point for row in brief.rows if row.must]
    worth = {row.key: _worth(row, anchors) for row in brief.rows}
    ranked = sorted(brief.rows, key=lambda row: (-worth[row.key], row.key))
    wanted = {row.key for row in brief.rows if row.kind == "stop"}
    wanted |= {row.key for row in [row for row in ranked if row.promises][:MOST_PROMISES]}
    for district_id in brief.districts:
        wanted |= {row.key for row in [row for row in ranked if row.district_id == district_id][:PER_DISTRICT]}
    for row in ranked:
        if len(wanted) >= size:
            break
        wanted.add(row.key)
    return tuple(row for row in brief.rows if row.key in wanted)


def tables_for(brief: Brief, rows: Sequence[Candidate]) -> Tables:
    """Asks the engine. A tour without a start (end) place begins (ends) at its first (last) stop, without a ride."""
    points = [brief.start_point, *(row.point for row in rows), brief.end_point]
    known = [point for point in points if point is not None]
    matrix = brief.engine.matrix(known, brief.starts_at)
    first = int(brief.start_point is None)
    minutes = np.zeros((len(points), len(points)), dtype=np.int64)
    metres = np.zeros_like(minutes)
    for row in range(len(known)):
        for column in range(len(known)):
            leg = matrix.leg(row, column)
            minutes[row + first, column + first] = whole_minutes(leg.minutes) if leg.is_passable else NO_WAY
            metres[row + first, column + first] = _metres(leg)
    return Tables(tuple(rows), minutes, metres, matrix.engine)


def problem_for(
    brief: Brief,
    tables: Tables,
    prizes: Sequence[float],
    *,
    groups: Iterable[Group] = (),
    per_minute: float = 0.01,
    buses: int | None = None,
) -> TourProblem:
    """The problem for the rows of the tables, worth so much each, under the rules of the tour and some groups more.

    Groups are called ("either", keys of stops) and ("district", id).
    """
    rules, rows = brief.rules, tables.rows
    at = {row.stop_id: number for number, row in enumerate(rows) if row.stop_id is not None}

    def pairs(named: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((at[a], at[b]) for a, b in named if a in at and b in at)

    ours = [
        Group(frozenset(at[stop] for stop in stops if stop in at), at_most=1, name=("either", stops))
        for stops in rules.either
    ]
    ours += [district_group(rows, district_id) for district_id in rules.districts]
    return TourProblem(
        travel=tables.minutes,
        metres=tables.metres,
        stops=tuple(_tour_stop(brief, row, prize) for row, prize in zip(rows, prizes, strict=True)),
        latest_return=_minute(brief, brief.ends_at),
        buses=buses or rules.buses,
        before=pairs(rules.before),
        right_after=pairs(rules.right_after),
        groups=(*ours, *groups),
        pauses=tuple(
            Pause(
                pause.minutes,
                max(0, _minute(brief, moment_of_tour(brief.starts_at, pause.opens, brief.zone))),
                _minute(brief, moment_of_tour(brief.starts_at, pause.closes, brief.zone)),
            )
            for pause in rules.pauses
        ),
        longest_ride=rules.longest_ride,
        longest_metres=None if rules.longest_km is None else rules.longest_km * 1000,
        costs=Costs(per_minute=per_minute, per_wait_minute=rules.wait_points),
    )


def district_group(rows: Sequence[Candidate], district_id: int) -> Group:
    """At least one stop in a district."""
    members = frozenset(number for number, row in enumerate(rows) if row.district_id == district_id)
    return Group(members, at_least=1, name=("district", district_id))


def windows_of(brief: Brief, row: Candidate) -> list[tuple[datetime | None, datetime | None]]:
    """Every window of a stop, its own first; none means any time."""
    own = [(row.window_from, row.window_to)] if row.window_from or row.window_to else []
    more = [
        (
            moment_of_tour(brief.starts_at, window.opens, brief.zone),
            moment_of_tour(brief.starts_at, window.closes, brief.zone),
        )
        for window in brief.rules.windows
        if window.stop == row.stop_id
    ]
    return [*own, *more]


def _tour_stop(brief: Brief, row: Candidate, prize: float) -> TourStop:
    windows = [
        Window(
            0 if opens is None else max(0, _minute_up(brief, opens)),
            ANY_TIME if closes is None else _minute(brief, closes),
        )
        for opens, closes in windows_of(brief, row)
    ]
    pinned = row.pinned_to
    return TourStop(
        minutes_off=row.minutes_off,
        minutes_talk=row.minutes_talk,
        prize=prize,
        must=row.must,
        windows=tuple(sorted(windows)),
        position=None if pinned is None else tour_problem.LAST if pinned == LAST else pinned - 1,
    )


def _minute(brief: Brief, moment: datetime) -> int:
    """Whole minutes from the departure to `moment`, rounded down."""
    return math.floor(round((moment - brief.starts_at) / _MINUTE, 6))


def _minute_up(brief: Brief, moment: datetime) -> int:
    return math.ceil(round((moment - brief.starts_at) / _MINUTE, 6))


def _metres(leg: Leg) -> int:
    return round(leg.km * 1000) if leg.is_passable else NO_WAY


def _worth(row: Candidate, anchors: Sequence[Point]) -> float:
    ride = _nearest(row.point, anchors) / _STRAIGHT_M_PER_MINUTE
    return row.prize.total / (row.minutes_off + row.minutes_talk + ride)


def _nearest(point: Point, others: Sequence[Point]) -> float:
    return min((distance_m(point, other) for other in others), default=0.0)
