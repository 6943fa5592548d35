"""The cheapest places of waiting stops, kept true while a tour fills up: no stop is forgotten that still fits."""

from typing import Any

import numpy as np
import pytest

from planner.routing.optimiser.chance import dice_of
from planner.routing.optimiser.data import data_of, empty_state, memory_of, ready_to_search, routes_of
from planner.routing.optimiser.insert import best_place, load, put_in
from planner.routing.optimiser.places import find_places, renew_places
from tests.routing.optimiser.test_optimise import random_city

NO_CHANCE: tuple[Any, ...] = (0.0, dice_of(1))


@pytest.mark.parametrize(("seed", "buses"), [(1, 1), (2, 1), (3, 2)])
def test_places_stay_true_while_tours_fill_up(seed: int, buses: int) -> None:
    count = 40
    data, _ = ready_to_search(data_of(random_city(count, seed=seed, buses=buses)))
    state, memory = empty_state(data), memory_of(data, dice_of(seed))
    load(data, state, *routes_of(data, ()))
    memory.waiting[:count], memory.spot[:count, 0] = np.arange(1, count + 1), -1
    tables: tuple[Any, ...] = (
        *(memory.waiting, memory.spot, data.free, state.bounds, state.route, state.depart, state.late, state.driven),
        *(
            data.toward,
            data.travel,
            data.metres,
            data.longest_metres,
            data.service,
            data.opens,
            data.closes,
            data.windows,
        ),
    )
    differences = []

    find_places(count, *tables, *NO_CHANCE)
    while len(fitting := np.flatnonzero(memory.spot[:count, 0] >= 0)):
        index = fitting[count % len(fitting)]
        bus, place = memory.spot[index, :2].tolist()
        put_in(data, state, memory.waiting[index], bus, place)
        count -= 1
        memory.waiting[index], memory.spot[index] = memory.waiting[count], memory.spot[count]
        renew_places(count, bus, place, *tables)
        find_places(count, *tables, *NO_CHANCE)
        for point, (bus, _, cost) in zip(memory.waiting[:count], memory.spot[:count], strict=True):
            least_bus, _, least = best_place(data, state, point, memory.spans, 0.0, memory.dice)
            differences += [(least_bus >= 0) != (bus >= 0), least_bus >= 0 and cost < least]

    # A ride that got shorter because a bus now comes later may be overlooked, a stop that fits never.
    assert len(differences) > 100
    assert not any(differences)
