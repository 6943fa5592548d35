"""Random cities with rules, and a checker of plans that knows the rules but nothing of the optimiser."""

from collections.abc import Sequence
from itertools import combinations, permutations

import numpy as np
from hypothesis import strategies as st

from planner.routing.optimiser.problem import NO_WAY, Costs, Group, Pause, TourProblem, TourStop, Window


def broken(problem: TourProblem, order: Sequence[int]) -> list[str]:
    """Every rule that the tour of one bus breaks, in words."""
    says, clock, here, metres = [], 0, 0, 0
    to_come = sorted(problem.pauses, key=lambda pause: (pause.opens, pause.closes))

    def drive(there: int) -> int:
        minutes = int(problem.travel[here, there])
        if minutes >= NO_WAY or minutes > (problem.longest_ride or NO_WAY):
            says.append(f"no way from {here} to {there}")
        return clock + minutes

    def talk(stop: int, arrival: int) -> int | None:
        ready, windows = arrival + problem.stops[stop].minutes_off, problem.stops[stop].windows
        starts = [max(ready, opens) for opens, closes in windows if ready <= closes] if windows else [ready]
        return min(starts) if starts else None

    for place, stop in enumerate(order):
        start = talk(stop, drive(stop + 1))
        if start is None:
            return [*says, f"{stop} is closed"]
        metres += int(problem.metres[here, stop + 1])
        clock, here = start + problem.stops[stop].minutes_talk, stop + 1
        for pause in list(to_come):
            following = order[place + 1] if place + 1 < len(order) else None
            onward = clock + int(problem.travel[here, problem.end if following is None else following + 1])
            if clock > pause.closes:
                return [*says, f"{pause} is missed"]
            if following is None:
                if onward <= pause.opens:
                    continue  # the bus is back before the pause
                later_is_too_late = True
            else:
                begun = talk(following, onward)
                later_is_too_late = begun is None or begun + problem.stops[following].minutes_talk > pause.closes
            if clock >= pause.opens or later_is_too_late:
                clock = max(clock, pause.opens) + pause.minutes
                to_come.remove(pause)
    clock = drive(problem.end)
    metres += int(problem.metres[here, problem.end])
    says += [f"{pause} is missed" for pause in to_come if order and clock > pause.opens]
    if clock > problem.latest_return:
        says.append(f"back at {clock}")
    if problem.longest_metres is not None and metres > problem.longest_metres:
        says.append(f"{metres} metres")
    return says + _broken_choice(problem, order)


def _broken_choice(problem: TourProblem, order: Sequence[int]) -> list[str]:
    says = [f"{stop} twice" for stop in set(order) if list(order).count(stop) > 1]
    says += [f"{index} must be made" for index, stop in enumerate(problem.stops) if stop.must and index not in order]
    for place, stop in enumerate(order):
        wanted = problem.stops[stop].position
        if wanted is not None and place != (len(order) - 1 if wanted == -1 else wanted):
            says.append(f"{stop} is not at {wanted}")
    for a, b in problem.before:
        if a in order and b in order and order.index(a) > order.index(b):
            says.append(f"{a} not before {b}")
    for a, b in problem.right_after:
        if b in order and (order.index(b) == 0 or order[order.index(b) - 1] != a):
            says.append(f"{b} not right after {a}")
    for group in problem.groups:
        count = len(group.stops.intersection(order))
        if count < group.at_least or (group.at_most is not None and count > group.at_most):
            says.append(f"{count} of {group}")
    return says


def worth(problem: TourProblem, order: Sequence[int]) -> float:
    """The value of a tour that keeps the rules."""
    clock, here, waits, metres = 0, 0, 0, 0
    to_come = sorted(problem.pauses, key=lambda pause: (pause.opens, pause.closes))
    for place, stop in enumerate(order):
        there = problem.stops[stop]
        ready = clock + int(problem.travel[here, stop + 1]) + there.minutes_off
        start = min((max(ready, w.opens) for w in there.windows if ready <= w.closes), default=ready)
        waits, metres = waits + start - ready, metres + int(problem.metres[here, stop + 1])
        clock, here = start + there.minutes_talk, stop + 1
        for pause in list(to_come):
            following = order[place + 1] if place + 1 < len(order) else None
            onward = clock + int(problem.travel[here, problem.end if following is None else following + 1])
            if following is None:
                if onward <= pause.opens:
                    continue
                late = True
            else:
                ready = onward + problem.stops[following].minutes_off
                windows = problem.stops[following].windows
                begun = min((max(ready, w.opens) for w in windows if ready <= w.closes), default=ready)
                late = begun + problem.stops[following].minutes_talk > pause.closes
            if pause.opens <= clock or late:
                clock = max(clock, pause.opens) + pause.minutes
                to_come.remove(pause)
    finish = clock + int(problem.travel[here, problem.end])
    metres += int(problem.metres[here, problem.end])
    spent = problem.costs.per_minute * finish + problem.costs.per_wait_minute * waits
    return sum(problem.stops[stop].prize for stop in order) - spent - problem.costs.per_km * metres / 1000


def best_by_trying_all(problem: TourProblem) -> float | None:
    """The greatest value of all tours of all sets of stops; None when none keeps the rules."""
    values = [
        worth(problem, order)
        for size in range(len(problem.stops) + 1)
        for chosen in combinations(range(len(problem.stops)), size)
        for order in permutations(chosen)
        if not broken(problem, order)
    ]
    return max(values, default=None)


@st.composite
def cities(draw: st.DrawFn, least: int = 0, most: int = 5, *, buses: int = 1) -> TourProblem:
    """A town on a plane, a stop or several at one point, a closed road here and there, and rules of every kind."""
    count = draw(st.integers(least, most))
    spot = st.tuples(st.integers(0, 12), st.integers(0, 12))
    spots = np.array(draw(st.lists(spot, min_size=count + 2, max_size=count + 2)))
    travel = np.abs(spots[:, None] - spots[None, :]).sum(axis=2).astype(np.int64)
    point = st.integers(0, count + 1)
    for start, end in draw(st.lists(st.tuples(point, point), max_size=2)):
        if start != end:
            travel[start, end] = NO_WAY
    metres = np.where(travel >= NO_WAY, 0, travel * 400)
    index = st.integers(0, max(0, count - 1))
    pairs = (
        st.lists(st.tuples(index, index).filter(lambda pair: pair[0] != pair[1]), max_size=2)
        if count > 1
        else st.just([])
    )
    followers = {b: (a, b) for a, b in draw(pairs)}
    return TourProblem(
        travel=travel,
        metres=metres,
        stops=tuple(draw(_stops(count)) for _ in range(count)),
        latest_return=draw(st.integers(20, 120)),
        buses=buses,
        before=tuple(draw(pairs)),
        right_after=tuple(followers.values()) if draw(st.booleans()) else (),
        groups=tuple(draw(st.lists(_groups(index), max_size=2))) if count else (),
        pauses=tuple(draw(st.lists(_pauses(), max_size=1))),
        longest_ride=draw(st.none() | st.integers(8, 25)),
        longest_metres=draw(st.none() | st.integers(10_000, 30_000)),
        costs=Costs(0.01, draw(st.sampled_from([0.0, 0.2])), draw(st.sampled_from([0.0, 0.1]))),
    )


@st.composite
def _stops(draw: st.DrawFn, count: int) -> TourStop:
    windows = draw(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=2))
    return TourStop(
        minutes_off=draw(st.integers(0, 3)),
        minutes_talk=draw(st.integers(0, 20)),
        prize=draw(st.integers(0, 30)),
        must=draw(st.integers(0, 5)) == 0,
        windows=tuple(Window(opens, opens + long) for opens, long in windows),
        position=draw(st.sampled_from([None] * 8 + [0, -1, 1])),
    )


@st.composite
def _groups(draw: st.DrawFn, index: st.SearchStrategy[int]) -> Group:
    stops = frozenset(draw(st.lists(index, min_size=1, max_size=3)))
    least = draw(st.integers(0, 1))
    return Group(stops, least, draw(st.none() | st.just(1)), name=tuple(sorted(stops)))


@st.composite
def _pauses(draw: st.DrawFn) -> Pause:
    opens = draw(st.integers(0, 60))
    return Pause(draw(st.integers(1, 20)), opens, opens + draw(st.integers(0, 30)))
