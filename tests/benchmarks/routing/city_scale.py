"""Proposals out of 100 to 3,000 candidates of one city, beside OR-Tools and VROOM in the same run and the same seconds.

    python -m tests.benchmarks.routing.city_scale [--candidates 100,300,1000,3000] [--seconds 2] [--solvers ours,ortools,vroom] [--cities 2]

Candidates lie in twelve quarters and, one in five, anywhere in 18 x 17 km around 50.27 N, 127.53 E; 25 km/h over 1.3 times
the straight way, 12 minutes at a stop, four hours, prizes of 1 to 100 (log-normal), three in ten with a window of one or two
hours. `+filter`: the peer is given the candidates that the planner's own filter keeps, for without it a peer spends its
seconds on reading tables. Every answer is driven anew by a checker of its own.
"""

import argparse
import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np

from planner.routing.optimiser.filter import part_of
from planner.routing.optimiser.optimise import nearest_candidates, propose_tour
from planner.routing.optimiser.problem import TourProblem, TourStop, Window
from tests.benchmarks.routing.peers import SOLVERS, ours
from tests.benchmarks.routing.reference import driven

_MINUTES = 240
_ALWAYS = (0, 10**6)


def city_of(count: int, seed: int) -> TourProblem:
    """A backlog of so many candidates."""
    dice = np.random.default_rng(seed)
    quarters = dice.uniform((0, 0), (18, 17), (12, 2))
    spots = quarters[dice.integers(0, 12, count)] + dice.normal(0, 0.7, (count, 2))
    anywhere = dice.random(count) < 0.2
    spots[anywhere] = dice.uniform((0, 0), (18, 17), (int(anywhere.sum()), 2))
    spots = np.vstack([(9.0, 8.5), spots, (9.0, 8.5)])
    km = np.hypot(*(spots[:, None, axis] - spots[None, :, axis] for axis in (0, 1))) * 1.3
    stops = []
    for _ in range(count):
        prize = float(np.clip(round(dice.lognormal(2.5, 0.9)), 1, 100))
        opens, long = int(dice.integers(0, 180)), int(dice.choice([60, 120]))
        window = (opens, opens + long) if dice.random() < 0.3 else _ALWAYS
        stops.append(TourStop(0, 12, prize, windows=(Window(*window),)))
    travel = np.ceil(km / 25 * 60).astype(np.int64)
    return TourProblem(travel, np.rint(km * 1000).astype(np.int64), tuple(stops), _MINUTES)


def answers(problem: TourProblem, solvers: Sequence[str], seconds: float) -> Iterator[tuple[str, float, float]]:
    """Solver, score and seconds."""
    for name in solvers:
        for filtered in (False, True) if name != "ours" else (False,):
            began = time.perf_counter()
            kept = nearest_candidates(problem) if filtered else tuple(range(len(problem.stops)))
            orders = SOLVERS[name](part_of(problem, kept), seconds)
            took = time.perf_counter() - began
            score = 0.0 if orders is None else driven(problem, [[kept[stop] for stop in order] for order in orders])[0]
            yield name + (" +filter" if filtered else ""), score, took


def first_proposal(problem: TourProblem) -> float:
    """Seconds until the planner, called as the product calls it, has a plan to show."""
    began, first = time.perf_counter(), [math.inf]

    def note(share: float, plan: object) -> bool:
        if plan is not None:
            first[0] = min(first[0], time.perf_counter() - began)
        return first[0] == math.inf

    propose_tour(problem, progress=note)
    return first[0]


def main(arguments: Sequence[str]) -> None:
    """Runs what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", default="100,300,1000,3000")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--solvers", default=",".join(sorted(SOLVERS)))
    parser.add_argument("--cities", type=int, default=2)
    asked = parser.parse_args(arguments)
    ours(city_of(30, 0), 0.01)  # compiled before the clock runs
    print(f"{asked.seconds} s for each answer, mean of {asked.cities} cities")
    for count in (int(each) for each in asked.candidates.split(",")):
        problems = [city_of(count, seed) for seed in range(asked.cities)]
        rows = [row for problem in problems for row in answers(problem, asked.solvers.split(","), asked.seconds)]
        for name in dict.fromkeys(row[0] for row in rows):
            score = statistics.mean(row[1] for row in rows if row[0] == name)
            took = max(row[2] for row in rows if row[0] == name)
            print(f"{count:5} candidates  {name:<18} score {score:7.1f}  at most {took:5.2f} s", flush=True)
        first = max(first_proposal(problem) for problem in problems)
        print(f"{count:5} candidates  first plan to show after at most {first:.2f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
