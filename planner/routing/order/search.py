"""A good order of many stops: a local search by moves, the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import NamedTuple

from planner.routing.order.problem import Costs, Found

_PATIENCE = 12  # shakings in vain before a search begins anew


class Search:
    """Insertion, then moves of short chains and reversals until none helps, then again from a shaken order."""

    def __init__(self, costs: Costs, pins: Mapping[int, int], randomness: random.Random) -> None:
        self._costs = costs
        self._randomness = randomness
        self._free = [stop for stop in range(costs.end - 1) if stop not in pins.values()]
        self._pins = pins
        self._left = 0
        self._moves = _moves(len(self._free))

    def run(self, iterations: int) -> Found:
        """The best order that keeps the pins among `iterations` orders tried, and a few more to begin with."""
        self._left = iterations
        best = self._from_new_start()
        while self._goes_on():
            best = min(best, self._from_new_start())
        return Found(best.worth, self._with_pins(best.order))

    def _goes_on(self) -> bool:
        # Three stops have no order that the moves do not reach at once.
        return self._left > 0 and len(self._free) > 3

    def _from_new_start(self) -> Found:
        found, failures = self._descend(self._try(self._inserted())), 0
        while self._goes_on() and failures < _PATIENCE:
            shaken = self._descend(self._try(self._shaken(found.order)))
            failures = 0 if shaken.worth < found.worth else failures + 1
            found = min(found, shaken)
        return found

    def _try(self, free: Sequence[int]) -> Found:
        """Of the free stops alone, the pinned ones are put between them."""
        self._left -= 1
        return Found(self._costs.worth(self._with_pins(free)), tuple(free))

    def _with_pins(self, free: Sequence[int]) -> tuple[int, ...]:
        waiting, order = iter(free), []
        for position in range(self._costs.end - 1):
            stop = self._pins.get(position, -1)
            stop = next(waiting, -1) if stop < 0 else stop
            if stop >= 0:
                order.append(stop)
        return tuple(order)

    def _inserted(self) -> tuple[int, ...]:
        order: tuple[int, ...] = ()
        for stop in self._randomness.sample(self._free, len(self._free)):
            places = [(*order[:at], stop, *order[at:]) for at in range(len(order) + 1)]
            order = min(map(self._try, places)).order
        return order

    def _descend(self, found: Found) -> Found:
        self._randomness.shuffle(self._moves)
        in_vain = 0
        for move in cycle(self._moves):
            if in_vain == len(self._moves) or self._left <= 0:
                break
            tried = self._try(_moved(found.order, move))
            in_vain = 0 if tried.worth < found.worth else in_vain + 1
            found = tried if tried.worth < found.worth else found
        return found

    def _shaken(self, free: tuple[int, ...]) -> tuple[int, ...]:
        a, b, c = sorted(self._randomness.sample(range(len(free) + 1), 3))
        return (*free[:a], *free[b:c], *free[a:b], *free[c:])


class _Move(NamedTuple):
    """Take out the chain from `start` to before `stop`, turned round or not, and put it back before place `at`."""

    start: int
    stop: int
    at: int
    step: int


def _moves(count: int) -> list[_Move]:
    """Every move of a chain of one to three stops (or-opt), and every part turned round where it is (2-opt)."""
    chains = [(start, start + length) for length in (1, 2, 3) for start in range(count - length + 1)]
    moved = [
        _Move(*chain, at, 1) for chain in chains for at in range(count - chain[1] + chain[0] + 1) if at != chain[0]
    ]
    return moved + [_Move(start, stop, start, -1) for start in range(count) for stop in range(start + 2, count + 1)]


def _moved(order: tuple[int, ...], move: _Move) -> tuple[int, ...]:
    others = order[: move.start] + order[move.stop :]
    return others[: move.at] + order[move.start : move.stop][:: move.step] + others[move.at :]
