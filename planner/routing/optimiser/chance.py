"""Compiled: chance that is the same for the same seed on every machine and in every thread (xorshift, Marsaglia 2003)."""

import numpy as np

from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import Whole


def dice_of(seed: int) -> Whole:
    """The state of the generator, one number that is never 0."""
    return np.array([(88172645463325252 + 7919 * seed) % (2**62) or 1], np.int64)


@compiled
def throw(dice: Whole) -> int:
    """The next whole number from 0 to 2⁵³ - 1."""
    bits = np.uint64(dice[0])
    bits ^= bits << np.uint64(13)
    bits ^= bits >> np.uint64(7)
    bits ^= bits << np.uint64(17)
    dice[0] = np.int64(bits)
    return int(np.int64(bits >> np.uint64(11)))


@compiled
def share(dice: Whole) -> float:
    """A number from 0 to below 1."""
    return throw(dice) * (1.0 / 9007199254740992.0)


@compiled
def below(dice: Whole, count: int) -> int:
    """A whole number from 0 to below `count`."""
    return throw(dice) % count
