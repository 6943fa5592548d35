"""What a search remembers between its trials."""

from typing import NamedTuple

import numpy as np

from planner.routing.optimiser.data import Data, Real, Whole


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
