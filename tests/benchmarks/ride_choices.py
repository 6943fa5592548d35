"""How long the ready choices take: rides with up to 20 stops ahead that no longer work out.

`python -m tests.benchmarks.ride_choices [--rides N]` prints, for each number of stops ahead, how long the answer takes at
the median, at the 95th percentile and at most, and how often it mends everything.
"""

import argparse
import random
import time
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from planner.domain.ride_choices import ready_choices
from planner.domain.ride_state import END, START, RideState, RideStop, times_now
from planner.domain.timetable import Leg, PlannedStop

SIZES = (3, 7, 12, 20)
MINUTE = timedelta(minutes=1)


def ride(rng: random.Random, size: int) -> RideState:
    """A ride that set off 5 to 45 minutes late, with `size` stops ahead: every third has a window around its planned time,
    and the plan would have been back ten minutes before the latest return.
    """
    start = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    places = {key: (rng.uniform(0, 12), rng.uniform(0, 12)) for key in (START, END, *range(size))}

    def leg(a: Hashable, b: Hashable) -> Leg:
        (x, y), (u, v) = places[a], places[b]
        km = 1.35 * ((x - u) ** 2 + (y - v) ** 2) ** 0.5
        return Leg(km / 22 * 60, km)

    stops = []
    for key in range(size):
        planned = PlannedStop(key, 2, rng.randrange(10, 31), agenda_minutes=rng.randrange(0, 20))
        must, pinned, issues = rng.random() < 0.5, rng.random() < 0.1, rng.randrange(6)
        stops.append(RideStop(planned, key, must, pinned, issues, rng.randrange(3)))
    plan = times_now(RideState(start, start, start, tuple(stops), leg, start))
    for index, row in enumerate(plan.rows):
        if rng.random() < 1 / 3 and row.talk_from is not None:
            start_of, end_of = row.talk_from - 5 * MINUTE, row.talk_from + 15 * MINUTE
            windowed = replace(stops[index].planned, window_from=start_of, window_to=end_of)
            stops[index] = replace(stops[index], planned=windowed)
    assert plan.finish_at is not None
    late = start + rng.randrange(5, 46) * MINUTE
    return RideState(start, plan.finish_at + 10 * MINUTE, late, tuple(stops), leg, late)


def main() -> None:
    """Measures and prints."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rides", type=int, default=40)
    rides = arguments.parse_args().rides
    print("ahead   rides  median ms   p95 ms   max ms  some help  mended")
    for size in SIZES:
        rng = random.Random(size)
        took, helped, mended = [], 0, 0
        for _ in range(rides):
            state = ride(rng, size)
            began = time.perf_counter()
            found = ready_choices(state)
            took.append(1000 * (time.perf_counter() - began))
            helped += bool(found)
            mended += any(choice.mends for choice in found)
        took.sort()
        median, p95 = took[len(took) // 2], took[int(0.95 * (len(took) - 1))]
        print(f"{size:5} {rides:7} {median:10.1f} {p95:8.1f} {took[-1]:8.1f} {helped:10} {mended:7}")


if __name__ == "__main__":
    main()
