"""Compiled: the cheapest places of all waiting stops at once, found first and kept true while tours fill up.

For stops whose place no rule ties, and tours without pauses. One call looks at all of them and takes arrays one by one: handing
them over costs more than the work on one stop.
"""

import numpy as np

from planner.routing.optimiser.chance import share
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import NEVER, Flags, Whole


@compiled
def find_places(
    count: int,
    waiting: Whole,
    spot: Whole,
    free: Flags,
    bounds: Whole,
    route: Whole,
    depart: Whole,
    late: Whole,
    driven: Whole,
    toward: Whole,
    travel: Whole,
    metres: Whole,
    longest_metres: int,
    service: Whole,
    opens: Whole,
    closes: Whole,
    windows: Whole,
    blink: float,
    dice: Whole,
) -> None:
    """Looks at every place for each waiting stop that has none, and notes the cheapest as its spot.

    A place is passed over with the chance `blink`: an answer that is the best too often leads nowhere new. Rows are taken out
    of tables, indexes are unsigned and the two tests that mostly fail are one, because most of a search's time goes into here:
    so it takes a third of it.
    """
    for index in range(count):
        point = waiting[index]
        if spot[index, 0] >= 0 or not free[point]:
            continue
        best_bus, best_at, best_cost = -1, -1, NEVER
        minutes, first, last = service[point], opens[point, 0], closes[point, windows[point] - 1]
        to_it, from_it = toward[point], travel[point]
        for bus in range(len(bounds)):
            stops, leaves, bears = route[bus], depart[bus], late[bus]
            for place in range(bounds[bus, 0], bounds[bus, 1] + 1):
                at, beyond = np.uint64(place), np.uint64(place + 1)
                departure, here, following = leaves[at], np.uint64(stops[at]), np.uint64(stops[beyond])
                if departure > last:
                    break
                start = max(first, departure + to_it[here])
                arrival = start + minutes + from_it[following]
                if (arrival > bears[beyond]) | (start > last):
                    continue
                if start > closes[point, 0]:
                    arrival = _from_later_window(start, opens[point], closes[point]) + minutes + from_it[following]
                cost = arrival - departure - travel[here, following]
                if cost >= best_cost or arrival > bears[beyond]:
                    continue
                detour = metres[here, point] + metres[point, following] - metres[here, following]
                if driven[bus] + detour > longest_metres:
                    continue
                if share(dice) < blink:
                    continue
                best_bus, best_at, best_cost = bus, place, cost
        spot[index, 0], spot[index, 1], spot[index, 2] = best_bus, best_at, best_cost


@compiled
def _from_later_window(start: int, opens: Whole, closes: Whole) -> int:
    window = 1
    while start > closes[window]:
        window += 1
    return int(max(start, opens[window]))


@compiled
def renew_places(
    count: int,
    changed: int,
    behind: int,
    waiting: Whole,
    spot: Whole,
    free: Flags,
    bounds: Whole,
    route: Whole,
    depart: Whole,
    late: Whole,
    driven: Whole,
    toward: Whole,
    travel: Whole,
    metres: Whole,
    longest_metres: int,
    service: Whole,
    opens: Whole,
    closes: Whole,
    windows: Whole,
) -> None:
    """After a stop was put behind a place of bus `changed`: keeps each spot there that still is one, and takes the two new
    places instead where they are cheaper. A stop whose spot is gone has none, and is to be looked for.
    """
    stops, leaves, bears = route[changed], depart[changed], late[changed]
    for index in range(count):
        point, best_bus, best_at, best_cost = waiting[index], spot[index, 0], spot[index, 1], spot[index, 2]
        if best_bus < 0 or not free[point]:
            continue
        old = -1
        if best_bus == changed:
            if best_at == behind:
                spot[index, 0] = -1
                continue
            old, best_bus, best_cost = best_at + (best_at > behind), -1, NEVER
        for turn in range(3):
            if turn == 1 and best_bus < 0:
                break  # the spot is gone, so everything is to be looked at
            place = old if turn == 0 else behind + turn - 1
            if place < bounds[changed, 0] or place > bounds[changed, 1]:
                continue
            at, beyond = np.uint64(place), np.uint64(place + 1)
            departure, here, following = leaves[at], np.uint64(stops[at]), np.uint64(stops[beyond])
            start = max(opens[point, 0], departure + toward[point, here])
            if start > closes[point, windows[point] - 1]:
                continue
            if start > closes[point, 0]:
                start = _from_later_window(start, opens[point], closes[point])
            arrival = start + service[point] + travel[point, following]
            cost = arrival - departure - travel[here, following]
            if cost >= best_cost or arrival > bears[beyond]:
                continue
            if (
                driven[changed] + metres[here, point] + metres[point, following] - metres[here, following]
                > longest_metres
            ):
                continue
            best_bus, best_at, best_cost = changed, place, cost
        spot[index, 0], spot[index, 1], spot[index, 2] = best_bus, best_at, best_cost
