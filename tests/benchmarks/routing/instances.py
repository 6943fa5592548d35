"""Standard instances of orienteering and of the travelling salesman, both with time windows, as problems of the optimiser."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.routing.optimiser.problem import Costs, TourProblem, TourStop, Window


@dataclass(frozen=True)
class Instance:
    """A problem, and how many of its units make one unit of the instance."""

    name: str
    problem: TourProblem
    scale: int


def read_orienteering(path: Path, buses: int) -> Instance:
    """A (team) orienteering problem with time windows in the format of Righini and Salani or of Cordeau.

    Two lines of heading, then for each point: number, x, y, service, score, …, opening, closing; point 0 is start and
    end and closes at Tmax. Distances are rounded down to one decimal, in Cordeau's files (pr…) to two. The score counts
    alone: a minute costs so little that a whole tour costs less than one point.
    """
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()][2:]
    rows = [row for row in rows if len(row) >= 7]
    is_cordeau = path.stem.lower().startswith("pr") or any(_decimals(row[1]) > 2 for row in rows)
    scale = 100 if is_cordeau else 10
    points = [[float(row[index]) for index in (1, 2, 3, 4, -2, -1)] for row in rows]
    place = np.array([point[:2] for point in points])
    away = np.hypot(*(place[:, None, axis] - place[None, :, axis] for axis in (0, 1)))
    travel = np.floor(away * scale + 1e-9).astype(np.int64)
    travel = np.pad(travel, ((0, 1), (0, 1)))
    travel[-1, :-1], travel[:-1, -1] = travel[0, :-1], travel[:-1, 0]
    latest = round(points[0][5] * scale)
    stops = tuple(
        TourStop(0, round(service * scale), score, windows=(Window(math.ceil(opens * scale), int(closes * scale)),))
        for _, _, service, score, opens, closes in points[1:]
    )
    costs = Costs(per_minute=0.9 / (latest * buses))
    return Instance(path.stem, TourProblem(travel, travel, stops, latest, buses=buses, costs=costs), scale)


def read_salesman(path: Path) -> Instance:
    """A travelling salesman problem with time windows: n, the matrix with the service in it, n windows; all are visited.

    Numbers with decimals are multiplied by 10,000. The time of return counts, leaving at 0.
    """
    words = path.read_text().split()
    count = int(words[0])
    numbers = words[1 : 1 + count * count + 2 * count]
    scale = 10_000 if any(_decimals(word) for word in numbers) else 1
    values = np.array([float(word) for word in numbers])
    table = np.rint(values[: count * count].reshape(count, count) * scale).astype(np.int64)
    windows = np.rint(values[count * count :].reshape(count, 2) * scale).astype(np.int64)
    np.fill_diagonal(table, 0)
    travel = np.pad(table, ((0, 1), (0, 1)))
    travel[-1, :-1], travel[:-1, -1] = table[0], table[:, 0]
    stops = tuple(TourStop(0, 0, must=True, windows=(Window(int(a), int(b)),)) for a, b in windows[1:])
    problem = TourProblem(travel, travel, stops, int(windows[0, 1]), costs=Costs(per_minute=1.0))
    return Instance(path.stem, problem, scale)


def read_best_known(path: Path, column: str) -> dict[tuple[str, int], float]:
    """Best known values by instance (lower case, without ending) and number of routes; without a column m it is 1."""
    known = {}
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            row = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items()}
            value = row.get(column) or row.get("bks") or row.get("score") or ""
            if value:
                known[name_of(row["instance"]), int(row.get("m") or 1)] = float(value)
    return known


def name_of(instance: str) -> str:
    """The name under which an instance is looked up."""
    return instance.lower().removesuffix(".txt").removesuffix(".dat")


def _decimals(number: str) -> int:
    return len(number.partition(".")[2].rstrip("0"))
