"""Compiled: when a bus is where, along a tour that stands in a state."""

import numpy as np

from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import NEVER, Data, State

BROKEN = 1000
"""Demands that count as unmet for a bus whose tour cannot be driven in time at all."""


@compiled
def start_of(data: Data, point: int, arrival: int) -> int:
    """When the visit starts for a bus that arrives then; NEVER once every window is over."""
    for window in range(data.windows[point]):
        if arrival <= data.closes[point, window]:
            return int(max(arrival, data.opens[point, window]))
    return NEVER


@compiled
def latest_arrival(data: Data, point: int, start: int) -> int:
    """The latest arrival from which the visit starts at `start` or earlier; -NEVER when there is none."""
    for window in range(data.windows[point] - 1, -1, -1):
        if data.opens[point, window] <= start:
            return int(min(start, data.closes[point, window]))
    return -NEVER


@compiled
def pause_after(data: Data, here: int, following: int, ready: int, taken: int) -> tuple[int, int]:
    """Departure from `here` after the pauses that are taken there, and the pauses taken by then (bits).

    A pause is taken as soon as a talk is over within its window, or the bus stands and waits for the window when the
    next stop would end too late for it. Departure NEVER: a pause was missed. No pause before the first stop, and none
    that would begin after the return.
    """
    for index in range(len(data.pauses)):
        bit = np.int64(1) << np.int64(index)
        if taken & bit:
            continue
        minutes, opens, closes = data.pauses[index, 0], data.pauses[index, 1], data.pauses[index, 2]
        if ready > closes:
            return NEVER, taken
        arrival = ready + data.travel[here, following]
        if following == data.stops + 1:
            if arrival <= opens:
                continue
            is_last = True
        else:
            is_last = start_of(data, following, arrival) + data.service[following] > closes
        if here != 0 and (ready >= opens or is_last):
            ready = max(ready, opens) + minutes
            taken = int(taken | bit)
    return ready, taken


@compiled
def refresh(data: Data, state: State, bus: int) -> bool:
    """Computes the times, the metres and the limits of a bus anew; False when its tour breaks a window or the return."""
    end, route = state.length[bus], state.route[bus]
    kept, metres, taken, time = True, 0, 0, 0
    first, last = 0, end - 1
    for place in range(end + 1):
        point = route[place]
        if place > 0:
            before = route[place - 1]
            metres += data.metres[before, point]
            time = start_of(data, point, time + data.travel[before, point])
            if time >= NEVER:
                kept = False
                time = NEVER
            if data.pin[point] >= 0 and place - 1 >= data.pin[point]:
                first = place  # a stop put in before it would push it beyond its position
            elif data.pin[point] == -1 and place == end - 1:
                last = place - 1
        time += data.service[point]
        if len(data.pauses) > 0 and place < end:
            time, taken = pause_after(data, point, route[place + 1], time, taken)
            if time >= NEVER:
                kept = False
        state.depart[bus, place] = time
        state.taken[bus, place] = taken
    state.driven[bus] = metres
    state.bounds[bus, 0], state.bounds[bus, 1] = first, last
    limit = data.latest_return
    state.late[bus, end] = limit
    for place in range(end - 1, 0, -1):
        point = route[place]
        limit = latest_arrival(data, point, limit - data.travel[point, route[place + 1]] - data.service[point])
        state.late[bus, place] = limit
    return kept and state.depart[bus, end] <= data.latest_return and metres <= data.longest_metres


@compiled
def finish_with(data: Data, state: State, bus: int, place: int, added: int) -> int:
    """When the bus is back with `added` put in behind `place`, all pauses counted; NEVER where that breaks a rule of time."""
    end, route = state.length[bus], state.route[bus]
    time = state.depart[bus, place - 1] if place > 0 else 0
    taken = state.taken[bus, place - 1] if place > 0 else 0
    here = route[place - 1] if place > 0 else 0
    # The place itself is computed again: whether a pause is taken there depends on what follows.
    for step in range(place if place > 0 else 1, end + 2):
        if step <= place:
            point = route[step]
        elif step == place + 1:
            point = added
        else:
            point = route[step - 1]
        if step == 1 and len(data.pauses) > 0:
            time, taken = pause_after(data, 0, point, time, taken)
        time = start_of(data, point, time + data.travel[here, point])
        if time >= NEVER:
            return NEVER
        time += data.service[point]
        here = point
        if step <= end:
            following = route[step + 1] if step < place else (added if step == place else route[step])
            time, taken = pause_after(data, point, following, time, taken)
            if time >= NEVER:
                return NEVER
    return time if time <= data.latest_return else NEVER


@compiled
def is_misplaced(pin: int, place: int, end: int) -> bool:
    """Whether a stop with this pin stands elsewhere than it is pinned to; `end` is the place of the end."""
    return (pin >= 0 and pin != place - 1) or (pin == -1 and place != end - 1)


@compiled
def worth_of(data: Data, state: State) -> tuple[float, int, int]:
    """The value of the tours, how many demands they leave unmet, and the sum of the times of return.

    A tour that cannot be driven in time (a stop was taken out without which a leg is too long) leaves BROKEN unmet.
    """
    value, lacks, finish = 0.0, 0, 0
    for bus in range(data.buses):
        end = state.length[bus]
        for place in range(1, end):
            point = state.route[bus, place]
            before = state.route[bus, place - 1]
            value += data.prize[point]
            if data.per_wait > 0:
                arrival = state.depart[bus, place - 1] + data.travel[before, point]
                value -= data.per_wait * (start_of(data, point, arrival) - arrival)
            lacks += is_misplaced(data.pin[point], place, end)
        if state.depart[bus, end] > data.latest_return or state.driven[bus] > data.longest_metres:
            lacks += BROKEN
            continue
        finish += state.depart[bus, end]
        value -= data.per_minute * state.depart[bus, end] + data.per_metre * state.driven[bus]
    for point in range(1, data.stops + 1):
        lacks += data.must[point] and state.bus_of[point] < 0
    for group in range(len(data.at_least)):
        lacks += max(0, data.at_least[group] - state.in_group[group])
    return value, lacks, finish
