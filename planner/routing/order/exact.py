"""The best order of a few stops, proved: dynamic programming over the sets of stops visited."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.routing.order.problem import NEVER, Costs, Found, Worth


class _Label(NamedTuple):
    """A way from the start through some stops: what it has cost when the bus leaves the last of them."""

    cost: int
    time: int
    metres: int
    node: int
    before: "_Label | None"


_Layer = dict[tuple[int, int], list[_Label]]  # by the set of visited stops (bits) and the last of them


def best_order(costs: Costs, pins: Mapping[int, int], bound: Worth) -> Found:
    """The best order, by the sets of visited stops; `bound` is the worth of a known order, so nothing worse is kept.

    One label for a set and a last stop is not enough: the way with less lateness may be the later one, and the later
    one may be late further on. So each keeps every way that none other beats in lateness, time and metres.
    """
    count = costs.end - 1
    least = _least_minutes(costs)
    rest = {0: sum(least)}  # by the set of visited stops: minutes that the rest of the tour takes at least
    layer: _Layer = {(0, 0): [_Label(0, 0, 0, 0, None)]}
    for position in range(count):
        grown: _Layer = {}
        for (visited, _), labels in layer.items():
            for stop in [pins[position]] if position in pins else range(count):
                if not visited >> stop & 1 and (position in pins or stop not in pins.values()):
                    reached = visited | 1 << stop
                    rest[reached] = rest[visited] - least[stop + 1]
                    new = _grow(costs, labels, stop + 1, rest[reached], bound)
                    grown.setdefault((reached, stop + 1), []).extend(new)
        layer = {key: _unbeaten(labels) for key, labels in grown.items()}
    ends = [(costs.worth_at_end(*label[:4]), _stops_of(label)) for labels in layer.values() for label in labels]
    return Found(*min(ends))


def _grow(costs: Costs, labels: list[_Label], node: int, rest: int, bound: Worth) -> Iterator[_Label]:
    """The ways that go on to `node`, without those that cannot become as good as `bound`."""
    for label in labels:
        here = label.node
        cost = label.cost + costs.toll[here][node]
        time = max(label.time + costs.travel[here][node] + costs.off[node], costs.opens[node])
        cost += max(0, time - costs.closes[node])
        time += costs.talk[node]
        finish = time + rest
        if (cost + max(0, finish - costs.latest_return), finish) <= bound[:2]:
            yield _Label(cost, time, label.metres + costs.metres[here][node], node, label)


def _least_minutes(costs: Costs) -> list[int]:
    """By node: minutes that it adds to any tour at least."""
    nearest = [min(row[node] for at, row in enumerate(costs.travel) if at != node) for node in range(costs.end + 1)]
    services = [off + talk for off, talk in zip(costs.off, costs.talk, strict=True)]
    return [0, *(nearest[node] + services[node] for node in range(1, costs.end)), nearest[costs.end]]


def _unbeaten(labels: list[_Label]) -> list[_Label]:
    kept: list[_Label] = []
    soonest = soonest_before = NEVER  # of the labels kept; of those kept with a lesser cost
    least_metres = cost = -1
    for label in sorted(labels, key=lambda label: label[:3]):
        if label.cost != cost:
            cost, soonest_before, least_metres = label.cost, soonest, NEVER
        if label.time < soonest_before and label.metres < least_metres:
            kept.append(label)
            soonest, least_metres = min(soonest, label.time), label.metres
    return kept


def _stops_of(label: _Label) -> tuple[int, ...]:
    stops = []
    while label.before is not None:
        stops.append(label.node - 1)
        label = label.before
    return tuple(reversed(stops))
