"""Which hard rules of a tour contradict each other."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.routing.optimiser.filter import is_reachable, part_of
from planner.routing.optimiser.problem import NO_WAY, Demand, TourProblem
from planner.routing.optimiser.run import possible_orders

_TRIALS = 3_000
_STONES = 40  # further stops over which a bus may go where a ride must not be long
_ORDER = ("return", "ride", "pause", "window", "position", "before", "right_after", "too_few", "must")
"""Demands are dropped in this order, so what is left names stops rather than the settings of the whole day."""


def orders_or_contradiction(problem: TourProblem) -> tuple[list[list[int]] | None, tuple[Demand, ...]]:
    """Orders of those stops alone that a hard rule is about; or else demands that cannot all be kept, none of which could be spared.

    Fewer stops to choose from: so it finds orders where a search among all of them did not. Demand("no_way") alone: there is no way
    from the start to the end at all. First looks for a single stop that cannot be reached, which needs no more words. With more
    than eight stops that must be made a demand counts as impossible when some thousand trials find no plan.
    """
    reachable = is_reachable(problem)
    demands = sorted(_demands(problem), key=lambda demand: _ORDER.index(demand.kind))
    for lost in (index for index, stop in enumerate(problem.stops) if stop.must and not reachable[index]):
        few = [demand for demand in demands if _concerns(demand, lost)]
        if not _works(problem, few):
            return None, _least(problem, few)
    part, stops = _with(problem, demands)
    orders = possible_orders(part, iterations=_TRIALS)
    if orders is None:
        return None, _least(problem, demands)
    return [[stops[stop] for stop in order] for order in orders], ()


def _concerns(demand: Demand, stop: int) -> bool:
    return demand.kind in ("return", "ride") or (demand.stop == stop and demand.kind in ("must", "window"))


def _least(problem: TourProblem, kept: Sequence[Demand]) -> tuple[Demand, ...]:
    """Drops each demand without which it is impossible still (Chinneck and Dravnieks 1991, the deletion filter)."""
    for demand in list(kept):
        fewer = [other for other in kept if other != demand]
        if not _works(problem, fewer):
            kept = fewer
    return tuple(kept) or (Demand("no_way"),)


def _works(problem: TourProblem, demands: Sequence[Demand]) -> bool:
    return possible_orders(_with(problem, demands)[0], iterations=_TRIALS) is not None


def _tied(problem: TourProblem) -> set[int]:
    """The stops of which a hard rule wants some in the tour; what holds of any other one is a fact, and no demand."""
    tied = {index for index, stop in enumerate(problem.stops) if stop.must}
    tied |= {stop for group in problem.groups if group.at_least for stop in group.stops}
    return tied | {first for first, second in problem.right_after if second in tied}


def _demands(problem: TourProblem) -> list[Demand]:
    musts = [index for index, stop in enumerate(problem.stops) if stop.must]
    tied = _tied(problem)
    found = [Demand("return")]
    found += [Demand("ride")] if problem.longest_ride is not None else []
    found += [Demand("pause")] if problem.pauses else []
    found += [Demand("must", stop) for stop in musts]
    found += [Demand("window", stop) for stop in sorted(tied) if problem.stops[stop].windows]
    found += [Demand("position", stop) for stop in sorted(tied) if problem.stops[stop].position is not None]
    found += [Demand("before", second, first) for first, second in problem.before if {first, second} <= tied]
    found += [Demand("right_after", second, first) for first, second in problem.right_after if second in tied]
    found += [Demand("too_few", group=group.name) for group in problem.groups if group.at_least > 0]
    return found


def _with(problem: TourProblem, demands: Iterable[Demand]) -> tuple[TourProblem, Sequence[int]]:
    """The problem with these demands alone and with the stops alone that they are about, and which stops those are."""
    wanted, tied = set(demands), _tied(problem)
    stops = tuple(
        replace(
            stop,
            prize=0.0,
            must=Demand("must", index) in wanted,
            windows=stop.windows if Demand("window", index) in wanted or index not in tied else (),
            position=stop.position if Demand("position", index) in wanted or index not in tied else None,
        )
        for index, stop in enumerate(problem.stops)
    )
    groups = tuple(
        replace(group, at_least=group.at_least if Demand("too_few", group=group.name) in wanted else 0)
        for group in problem.groups
    )
    right_after = tuple(
        pair for pair in problem.right_after if Demand("right_after", pair[1], pair[0]) in wanted or pair[1] not in tied
    )
    needed = {index for index, stop in enumerate(stops) if stop.must}
    needed |= {stop for group in groups if group.at_least for stop in group.stops}
    for _ in right_after:
        needed |= {first for first, second in right_after if second in needed}
    is_ride_limited = Demand("ride") in wanted
    if is_ride_limited or (problem.travel >= NO_WAY).any():
        stones = [index for index in range(len(stops)) if index not in needed]
        needed |= set(stones[:_STONES])
    whole = replace(
        problem,
        longest_ride=problem.longest_ride if is_ride_limited else None,
        stops=stops,
        groups=groups,
        right_after=right_after,
        before=tuple(
            pair for pair in problem.before if Demand("before", pair[1], pair[0]) in wanted or not {*pair} <= tied
        ),
        pauses=problem.pauses if Demand("pause") in wanted else (),
        latest_return=problem.latest_return if Demand("return") in wanted else NO_WAY - 1,
        longest_metres=problem.longest_metres if Demand("return") in wanted else None,
    )
    return part_of(whole, sorted(needed)), sorted(needed)
