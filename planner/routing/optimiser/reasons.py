"""Why a stop was left out, and what would help an order that breaks something; all of it tried out, nothing guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.routing.optimiser.chance import dice_of
from planner.routing.optimiser.check import check_order, plan_of_order
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import (
    NEVER,
    Data,
    Memory,
    Real,
    State,
    Whole,
    data_of,
    empty_state,
    memory_of,
    routes_of,
)
from planner.routing.optimiser.filter import is_reachable
from planner.routing.optimiser.insert import best_place, is_allowed, load, put_in, span_of, take_out
from planner.routing.optimiser.problem import NO_WAY, Fault, Remedy, TourPlan, TourProblem, TourStop, WhyNot, Window
from planner.routing.optimiser.timing import BROKEN, worth_of

MOST_REMEDIES = 8
_EARLIER = range(5, 65, 5)
_SHORTER = (5, 10, 15)


def why_not(problem: TourProblem, plan: TourPlan) -> dict[int, WhyNot]:
    """For every stop left out the cheapest way to have it, the other stops staying in their order.

    `minutes` is how much too late the worst of the windows and the return would be without giving up anything; `other` and `loss`, whatever the kind, the
    stop that it could replace at the least loss of value. About a tenth of a second for 3,000 stops.
    """
    data = data_of(problem)
    state = empty_state(data)
    route, length = routes_of(data, [bus.stops for bus in plan.buses])
    load(data, state, route, length)
    over = np.full((data.stops + 2, 3), NEVER)
    swap, loss = np.zeros(data.stops + 2, np.int64), np.full(data.stops + 2, np.inf)
    _least_over(data, state, over)
    room = memory_of(data, dice_of(1))
    _least_loss(data, state, swap, loss, room, route, length)
    impossible = _impossible(problem)
    left_out = [index for index in range(len(problem.stops)) if index not in plan.made]
    return {index: impossible.get(index) or _reason(index, over, swap, loss) for index in left_out}


def _impossible(problem: TourProblem) -> dict[int, WhyNot]:
    """The stops that no tour could make, with the first thing that stands in the way, of way, rule, hours and return."""
    if is_reachable(problem).all():
        return {}
    endless = replace(problem, latest_return=NO_WAY - 1)
    open_always = replace(endless, stops=tuple(replace(stop, windows=()) for stop in problem.stops))
    tried = {
        WhyNot("no_way"): replace(open_always, longest_ride=None),
        WhyNot("rule"): open_always,
        WhyNot("closed"): endless,
        WhyNot("far"): problem,
    }
    found: dict[int, WhyNot] = {}
    for why, eased in tried.items():
        for index in np.flatnonzero(~is_reachable(eased)):
            found.setdefault(int(index), why)
    return found


def _reason(index: int, over: Whole, swap: Whole, loss: Real) -> WhyNot:
    minutes, bus, at = (int(value) for value in over[index + 1])
    other = int(swap[index + 1]) - 1
    known = {"bus": bus, "at": at} if minutes < NEVER else {}
    if minutes == 0:
        return WhyNot("fits", **known)
    if other >= 0:
        return WhyNot("instead", 0 if minutes >= NEVER else minutes, other, float(loss[index + 1]), **known)
    return WhyNot("over", minutes, **known) if minutes < NEVER else WhyNot("rule")


def what_helps(problem: TourProblem, order: Sequence[int], *, least_talk: int) -> tuple[Remedy, ...]:
    """What would mend one bus's order, best first: fewest faults left, then fewest minutes of them, then least loss.

    Two stops change places, one goes elsewhere or falls away, the bus leaves up to an hour earlier, or a talk is up to 15
    minutes shorter (never under `least_talk`). Only what leaves fewer faults, or fewer minutes of them; nothing for a good order.
    """
    now = check_order(problem, [order])
    remedies = []
    if now:
        tried = [*_swaps(problem, order), *_drops(problem, order), *_moves(problem, order)]
        tried += [*_earlier(problem, order), *_shorter(problem, order, least_talk)]
        remedies = [remedy for remedy in tried if _weight(remedy.left) < _weight(now)]
    kept = sorted(remedies, key=lambda remedy: (_weight(remedy.left), _price(problem, order, remedy)))
    return tuple(_distinct(kept))[:MOST_REMEDIES]


def _distinct(remedies: Sequence[Remedy]) -> Iterator[Remedy]:
    """Of ways that come to the same order and times, the first."""
    seen = set()
    for remedy in remedies:
        key = (remedy.order, remedy.minutes, remedy.stop if remedy.kind == "shorter" else None)
        if key not in seen:
            seen.add(key)
            yield remedy


def _weight(faults: Sequence[Fault]) -> tuple[int, int]:
    return len(faults), sum(fault.minutes for fault in faults)


def _price(problem: TourProblem, order: Sequence[int], remedy: Remedy) -> float:
    loss = plan_of_order(problem, [order]).value - plan_of_order(problem, [remedy.order]).value
    return loss + 0.1 * remedy.minutes


def _swaps(problem: TourProblem, order: Sequence[int]) -> Iterator[Remedy]:
    for first in range(len(order)):
        for second in range(first + 1, len(order)):
            new = list(order)
            new[first], new[second] = new[second], new[first]
            left = check_order(problem, [new])
            yield Remedy("swap", tuple(new), left, stop=order[first], other=order[second])


def _drops(problem: TourProblem, order: Sequence[int]) -> Iterator[Remedy]:
    for stop in order:
        new = tuple(other for other in order if other != stop)
        yield Remedy("drop", new, check_order(problem, [new]), stop=stop)


def _moves(problem: TourProblem, order: Sequence[int]) -> Iterator[Remedy]:
    for place, stop in enumerate(order):
        others = [other for other in order if other != stop]
        for at in range(len(order)):
            if abs(at - place) > 1:
                new = (*others[:at], stop, *others[at:])
                yield Remedy("move", new, check_order(problem, [new]), stop=stop, at=at)


def _earlier(problem: TourProblem, order: Sequence[int]) -> Iterator[Remedy]:
    best = None
    for minutes in _EARLIER:
        left = check_order(_leaving_earlier(problem, minutes), [order])
        if best is None or _weight(left) < _weight(best):
            best = left
            yield Remedy("earlier", tuple(order), left, minutes=minutes)


def _leaving_earlier(problem: TourProblem, minutes: int) -> TourProblem:
    def later(stop: TourStop) -> TourStop:
        windows = tuple(Window(window.opens + minutes, window.closes + minutes) for window in stop.windows)
        return replace(stop, windows=windows)

    return replace(
        problem,
        stops=tuple(map(later, problem.stops)),
        latest_return=problem.latest_return + minutes,
        pauses=tuple(
            pause._replace(opens=pause.opens + minutes, closes=pause.closes + minutes) for pause in problem.pauses
        ),
    )


def _shorter(problem: TourProblem, order: Sequence[int], least_talk: int) -> Iterator[Remedy]:
    for stop in order:
        for minutes in _SHORTER:
            talk = problem.stops[stop].minutes_talk - minutes
            if talk >= least_talk:
                stops = list(problem.stops)
                stops[stop] = replace(stops[stop], minutes_talk=talk)
                left = check_order(replace(problem, stops=tuple(stops)), [order])
                yield Remedy("shorter", tuple(order), left, stop=stop, minutes=minutes)


@compiled
def _least_over(data: Data, state: State, over: Whole) -> None:
    """By point: the fewest minutes of lateness that putting it in costs, its bus and its place."""
    for point in range(1, data.stops + 1):
        if state.bus_of[point] >= 0 or not is_allowed(data, state, point):
            continue
        closes = data.closes[point, data.windows[point] - 1]
        for bus in range(data.buses):
            first, last = span_of(data, state, point, bus)
            for place in range(first, last + 1):
                here, following = state.route[bus, place], state.route[bus, place + 1]
                if len(data.after) > 0 and data.after[following] == here and here > 0:
                    continue
                arrival = state.depart[bus, place] + data.travel[here, point]
                late = max(0, arrival - closes)
                start = closes if late > 0 else arrival
                for window in range(data.windows[point]):
                    if start <= data.closes[point, window]:
                        start = max(start, data.opens[point, window])
                        break
                start += late
                onward = start + data.service[point] + data.travel[point, following]
                late = max(late, onward - state.late[bus, place + 1])
                if late < over[point, 0] and late < 100_000:
                    over[point, 0], over[point, 1], over[point, 2] = late, bus, place


@compiled
def _least_loss(data: Data, state: State, swap: Whole, loss: Real, room: Memory, route: Whole, length: Whole) -> None:
    """By point: the stop that it could replace at the least loss of value, and that loss; demands stay met."""
    value, lacks, _ = worth_of(data, state)
    marked, spans, dice = room.marked, room.spans, room.dice
    for bus in range(data.buses):
        for place in range(1, length[bus]):
            out = route[bus, place]
            if data.must[out]:
                continue
            marked[out] = 1
            take_out(data, state, marked)
            for point in range(1, data.stops + 1):
                if state.bus_of[point] >= 0 or point == out or not is_allowed(data, state, point):
                    continue
                where, at, _ = best_place(data, state, point, spans, 0.0, dice)
                if where < 0:
                    continue
                put_in(data, state, point, where, at)
                new_value, new_lacks, _ = worth_of(data, state)
                if new_lacks <= lacks and new_lacks < BROKEN and value - new_value < loss[point]:
                    swap[point], loss[point] = out, value - new_value
                marked[point] = 1
                take_out(data, state, marked)
            load(data, state, route, length)
