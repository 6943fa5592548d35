"""What given orders of stops come to: their times, their worth, and every rule that they break."""

from collections.abc import Iterator, Sequence

from planner.routing.optimiser.problem import LAST, NO_WAY, BusPlan, Fault, TourPlan, TourProblem, TourStop, Visit

Orders = Sequence[Sequence[int]]
"""For each bus its stops in order."""


def plan_of_order(problem: TourProblem, orders: Orders) -> TourPlan:
    """The times and the worth of the orders, whether they keep the rules or not.

    A talk that comes after its last window starts at once. A leg without a way takes NO_WAY minutes.
    """
    buses = tuple(_Drive(problem, order).plan for order in orders)
    prize = sum(problem.stops[stop].prize for order in orders for stop in order)
    costs = problem.costs
    spent = sum(
        costs.per_minute * bus.finish
        + costs.per_wait_minute * sum(visit.wait for visit in bus.visits)
        + costs.per_km * bus.metres / 1000
        for bus in buses
    )
    return TourPlan(buses, prize - spent, prize)


def check_order(problem: TourProblem, orders: Orders) -> tuple[Fault, ...]:
    """Every rule that the orders break, along the way and then for the tours as a whole; nothing when all are kept."""
    made = [stop for order in orders for stop in order]
    faults = [fault for bus, order in enumerate(orders) for fault in _Drive(problem, order, bus).faults]
    faults += [Fault("twice", stop) for stop in sorted({stop for stop in made if made.count(stop) > 1})]
    faults += [Fault("must", index) for index, stop in enumerate(problem.stops) if stop.must and index not in made]
    faults += _sequence_faults(problem, orders)
    for group in problem.groups:
        count = len(group.stops.intersection(made))
        if count < group.at_least:
            faults.append(Fault("too_few", group=group.name, minutes=0))
        if group.at_most is not None and count > group.at_most:
            faults.append(Fault("too_many", group=group.name, minutes=0))
    return tuple(faults)


def _sequence_faults(problem: TourProblem, orders: Orders) -> Iterator[Fault]:
    seat = {stop: (bus, place) for bus, order in enumerate(orders) for place, stop in enumerate(order)}
    for stop, (bus, place) in seat.items():
        position = problem.stops[stop].position
        wanted = len(orders[bus]) - 1 if position == LAST else position
        if wanted is not None and place != wanted:
            yield Fault("position", stop, bus=bus)
    for first, second in problem.before:
        if first in seat and second in seat:
            (bus, place), (other_bus, other_place) = seat[first], seat[second]
            if bus != other_bus or place > other_place:
                yield Fault("before", second, first, bus=other_bus)
    for first, second in problem.right_after:
        if second in seat:
            bus, place = seat[second]
            if seat.get(first) != (bus, place - 1):
                yield Fault("right_after", second, first, bus=bus)


class _Drive:
    """One bus along its order: the plan, and the faults on the way."""

    def __init__(self, problem: TourProblem, order: Sequence[int], bus: int = 0) -> None:
        self._problem, self._bus = problem, bus
        self._pauses = sorted(problem.pauses, key=lambda pause: (pause.opens, pause.closes))
        self.faults: list[Fault] = []
        visits, here, time, metres = [], 0, 0, 0
        for place, stop in enumerate(order):
            arrival = time + self._ride(here, stop + 1, stop)
            metres += int(problem.metres[here, stop + 1])
            here = stop + 1
            ready = arrival + problem.stops[stop].minutes_off
            talk_from = self._talk_from(stop, ready)
            over = talk_from + problem.stops[stop].minutes_talk
            time = self._pause(here, order[place + 1] if place + 1 < len(order) else None, over)
            visits.append(Visit(stop, arrival, talk_from, time, talk_from - ready))
        finish = time + self._ride(here, problem.end, None)
        metres += int(problem.metres[here, problem.end])
        if finish > problem.latest_return and finish < NO_WAY:
            self._say("return", None, finish - problem.latest_return)
        if problem.longest_metres is not None and metres > problem.longest_metres:
            self._say("metres", None, metres - problem.longest_metres)
        self.plan = BusPlan(tuple(visits), finish, metres)

    def _say(self, kind: str, stop: int | None, minutes: int = 0) -> None:
        self.faults.append(Fault(kind, stop, minutes=minutes, bus=self._bus))  # type: ignore[arg-type]

    def _ride(self, here: int, there: int, stop: int | None) -> int:
        minutes = int(self._problem.travel[here, there])
        longest = self._problem.longest_ride
        if minutes >= NO_WAY:
            self._say("no_way", stop)
        elif longest is not None and minutes > longest:
            self._say("ride", stop, minutes - longest)
        return minutes

    def _talk_from(self, stop: int, ready: int) -> int:
        windows = self._problem.stops[stop].windows
        open_ones = [window for window in windows if ready <= window.closes]
        if windows and not open_ones:
            self._say("window", stop, ready - max(window.closes for window in windows))
        return min((max(ready, window.opens) for window in open_ones), default=ready)

    def _pause(self, here: int, following: int | None, ready: int) -> int:
        """Departure after the pauses that are taken here; the rule is `Pause`."""
        waiting = []
        for pause in self._pauses:
            if ready > pause.closes:
                self._say("pause", here - 1, ready - pause.closes)
                continue
            point = self._problem.end if following is None else following + 1
            arrival = ready + int(self._problem.travel[here, point])
            if following is None:
                if arrival <= pause.opens:
                    continue
                is_last = True
            else:
                is_last = self._over_at(following, arrival) > pause.closes
            if ready >= pause.opens or is_last:
                ready = max(ready, pause.opens) + pause.minutes
            else:
                waiting.append(pause)
        self._pauses = waiting
        return ready

    def _over_at(self, stop: int, arrival: int) -> int:
        there: TourStop = self._problem.stops[stop]
        ready = arrival + there.minutes_off
        starts = [max(ready, window.opens) for window in there.windows if ready <= window.closes]
        return (min(starts, default=NO_WAY) if there.windows else ready) + there.minutes_talk
