"""A tour problem as plain arrays, which is what the compiled search reads, and the state that the search changes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.routing.optimiser.problem import NO_WAY, TourProblem

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_PIN = -2
_LONG_DAY = 10**7  # a tour without a time of return still has a price for its minutes
NEVER = 10**9
"""Later than any time of a tour; as an answer: not possible."""


class Data(NamedTuple):
    """The problem by points: 0 the start, 1 … stops the stops, stops + 1 the end.

    Times are arrivals: minutes to get off are part of `service`, and the windows are earlier by them. `before[a, b]`: a
    earlier than b; `after[b]`: the point that b follows directly, 0 for none. `toward`: `travel` by where it leads. `tied`: a rule
    says where in the order the point may stand; `free`: time alone decides it, with no pauses. `ruled`: not for all, or there
    are groups. `member[g, point]`, `grouped`: in some group. `near[point]`: all stops,
    the nearest first. Tables of rules that nobody made are empty. `lack` is what one broken demand costs in the search,
    `guide` what a minute costs there beside `per_minute`, so that it packs tours tightly even if nobody asked for it.
    """

    stops: int
    buses: int
    latest_return: int
    longest_metres: int
    travel: Whole
    toward: Whole
    metres: Whole
    service: Whole
    opens: Whole
    closes: Whole
    windows: Whole
    prize: Real
    must: Flags
    pin: Whole
    pinned: bool
    before: Flags
    after: Whole
    tied: Flags
    free: Flags
    ruled: bool
    grouped: Flags
    member: Flags
    at_least: Whole
    at_most: Whole
    demanding: bool
    pauses: Whole
    near: Whole
    per_minute: float
    per_wait: float
    per_metre: float
    lack: float
    guide: float


class State(NamedTuple):
    """Tours as they are at the moment, with everything that makes a trial cheap.

    `route[bus]`: the start, `length[bus]` - 1 stops, the end, so that `length[bus]` is the place of the end. By place:
    `depart` (pauses taken by then in the bits of `taken`), `late`: the latest arrival that the rest of the tour bears.
    `bounds[bus]`: the first and the last place behind which a stop that is not tied may be put in.
    `bus_of[point]` is -1 for stops left out. `driven`: metres by bus. `in_group`: stops made by group.
    """

    route: Whole
    length: Whole
    depart: Whole
    late: Whole
    taken: Whole
    bounds: Whole
    bus_of: Whole
    driven: Whole
    in_group: Whole


class Memory(NamedTuple):
    """What the search remembers between calls: the best tours with their worth, and room to work in.

    `worth`: current value with penalties, best value, unmet demands of the best. `waiting`: points that are to be put in, each
    with its `key` and the cheapest `spot` that is known for it: bus (-1 for none), place and cost.
    """

    best_route: Whole
    best_length: Whole
    saved_route: Whole
    saved_length: Whole
    worth: Real
    marked: Whole
    waiting: Whole
    key: Real
    ranks: Whole
    spot: Whole
    centre: Whole
    spans: Whole
    dice: Whole


class Scale(NamedTuple):
    """The temperatures of the search, in value: at the start, at the end, and while it only polishes."""

    hot: float
    cold: float
    polish: float


def data_of(problem: TourProblem) -> Data:
    """The arrays of a problem, without what only a search needs (`ready_to_search`)."""
    stops, count = problem.stops, len(problem.stops)
    travel = _travel_of(problem)
    most = max([1, *(len(stop.windows) for stop in stops)])
    opens, closes = np.full((count + 2, most), -NEVER), np.full((count + 2, most), NEVER)
    windows = np.ones(count + 2, np.int64)
    for point, stop in enumerate(stops, start=1):
        for index, window in enumerate(_merged(stop.windows)):
            opens[point, index], closes[point, index] = window[0] - stop.minutes_off, window[1] - stop.minutes_off
            windows[point] = index + 1
    prize = np.array([0.0, *(stop.prize for stop in stops), 0.0])
    before, after = _before_of(problem), _after_of(problem)
    member = np.array([[point - 1 in group.stops for point in range(count + 2)] for group in problem.groups], bool)
    member = member.reshape(len(problem.groups), count + 2)
    tied = _tied(problem)
    free = ~tied & (not problem.pauses and not problem.right_after)
    pin = np.array([NO_PIN, *(NO_PIN if s.position is None else s.position for s in stops), NO_PIN], np.int64)
    return Data(
        stops=count,
        buses=problem.buses,
        latest_return=problem.latest_return,
        longest_metres=NO_WAY * 10 if problem.longest_metres is None else problem.longest_metres,
        travel=travel,
        toward=np.ascontiguousarray(travel.T),
        metres=np.ascontiguousarray(problem.metres, dtype=np.int64),
        service=np.array([0, *(stop.minutes_off + stop.minutes_talk for stop in stops), 0], np.int64),
        opens=opens.astype(np.int64),
        closes=closes.astype(np.int64),
        windows=windows,
        prize=prize,
        must=np.array([False, *(stop.must for stop in stops), False]),
        pin=pin,
        pinned=bool((pin != NO_PIN).any()),
        before=before,
        after=after,
        tied=tied,
        free=free,
        ruled=bool(problem.groups) or not free.all(),
        grouped=np.asarray(member.any(axis=0)),
        member=member,
        at_least=np.array([group.at_least for group in problem.groups], np.int64),
        at_most=np.array([NEVER if g.at_most is None else g.at_most for g in problem.groups], np.int64),
        demanding=any(stop.must for stop in stops) or any(group.at_least > 0 for group in problem.groups),
        pauses=np.array(sorted(problem.pauses, key=lambda p: (p.opens, p.closes)), np.int64).reshape(-1, 3),
        near=np.zeros((0, 0), np.int64),
        per_minute=problem.costs.per_minute,
        per_wait=problem.costs.per_wait_minute,
        per_metre=problem.costs.per_km / 1000,
        lack=0.0,
        guide=0.0,
    )


def ready_to_search(data: Data) -> tuple[Data, Scale]:
    """The data with neighbours and the prices of the search, and how hot the search has to begin."""
    total = float(data.prize.sum())
    guide = 0.1 * total / max(1, data.stops * data.latest_return)
    # No prize and no minute saved may be worth a demand.
    lack = 2 * (total + (data.per_minute + guide) * min(data.latest_return, _LONG_DAY) * data.buses) + 1
    return data._replace(near=_near_of(data.travel), lack=lack, guide=guide), _scale_of(data)


def empty_state(data: Data) -> State:
    """No stop made: every bus drives from the start to the end."""
    shape = (data.buses, data.stops + 3)
    state = State(
        route=np.zeros(shape, np.int64),
        length=np.ones(data.buses, np.int64),
        depart=np.zeros(shape, np.int64),
        late=np.zeros(shape, np.int64),
        taken=np.zeros(shape, np.int64),
        bounds=np.zeros((data.buses, 2), np.int64),
        bus_of=np.full(data.stops + 2, -1, np.int64),
        driven=np.zeros(data.buses, np.int64),
        in_group=np.zeros(len(data.at_least), np.int64),
    )
    state.route[:, 1] = data.stops + 1
    return state


def memory_of(data: Data, dice: Whole) -> Memory:
    """An empty memory."""
    shape = (data.buses, data.stops + 3)
    return Memory(
        best_route=np.zeros(shape, np.int64),
        best_length=np.ones(data.buses, np.int64),
        saved_route=np.zeros(shape, np.int64),
        saved_length=np.ones(data.buses, np.int64),
        worth=np.array([-1e18, -1e18, 1e9]),
        marked=np.zeros(data.stops + 2, np.int64),
        waiting=np.zeros(data.stops + 2, np.int64),
        key=np.zeros(data.stops + 2),
        ranks=np.zeros(data.stops + 2, np.int64),
        spot=np.zeros((data.stops + 2, 3), np.int64),
        centre=np.zeros(1, np.int64),
        spans=np.zeros((data.buses, 2), np.int64),
        dice=dice,
    )


def routes_of(data: Data, orders: Sequence[Sequence[int]]) -> tuple[Whole, Whole]:
    """Orders of stops, for each bus its own, as `State.route` and `State.length`; a bus without an order makes no stop."""
    route, length = np.zeros((data.buses, data.stops + 3), np.int64), np.ones(data.buses, np.int64)
    route[:, 1] = data.stops + 1
    for bus, order in enumerate(orders[: data.buses]):
        points = [*(stop + 1 for stop in order), data.stops + 1]
        route[bus, 1 : len(points) + 1] = points
        length[bus] = len(points)
    return route, length


def _travel_of(problem: TourProblem) -> Whole:
    travel = np.array(problem.travel, dtype=np.int64)
    if problem.longest_ride is not None:
        travel[travel > problem.longest_ride] = NO_WAY
    return np.minimum(travel, NO_WAY)


def _merged(windows: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The windows in order and apart from each other: the search takes the first that has not closed yet."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(windows):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged


def _before_of(problem: TourProblem) -> Flags:
    size = len(problem.stops) + 2 if problem.before else 0
    before = np.zeros((size, size), bool)
    for first, second in problem.before:
        before[first + 1, second + 1] = True
    return before


def _after_of(problem: TourProblem) -> Whole:
    after = np.zeros(len(problem.stops) + 2 if problem.right_after else 0, np.int64)
    for first, second in problem.right_after:
        after[second + 1] = first + 1
    return after


def _tied(problem: TourProblem) -> Flags:
    tied = np.array([False, *(stop.position is not None for stop in problem.stops), False])
    for pair in problem.before:
        tied[[stop + 1 for stop in pair]] = True
    for _, second in problem.right_after:
        tied[second + 1] = True
    return tied


def _near_of(travel: Whole) -> Whole:
    count = len(travel) - 2
    there_and_back = (travel + travel.T)[:-1, 1:-1]
    return np.ascontiguousarray(
        np.argsort(there_and_back, axis=1, kind="stable").astype(np.int64).reshape(count + 1, count) + 1
    )


def _scale_of(data: Data) -> Scale:
    """The measure is a typical prize or the price of a ride to the next neighbour, whichever is more."""
    inner = data.travel[1:-1, 1:-1] + np.where(np.eye(data.stops, dtype=bool), NO_WAY, 0)
    nearest = inner.min(axis=1, initial=NO_WAY)
    ride = float(nearest[nearest < NO_WAY].mean()) if (nearest < NO_WAY).any() else 1.0
    minute = data.per_minute * max(1.0, ride)
    prizes = data.prize[data.prize > 0]
    if not len(prizes):
        return Scale(3 * minute, 0.3 * minute, 0.07 * minute)
    typical = float(prizes.mean())
    hot, cold = max(0.8 * typical, 3 * minute), max(0.1 * typical, 0.3 * minute)
    return Scale(hot, cold, min(0.03 * typical, 0.07 * minute))
