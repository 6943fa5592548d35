"""Orienteering problems with wide windows and long tours, drawn by the published rules of two families.

Righini and Salani (2009) made orienteering problems out of the vehicle routing problems of Solomon (1987) and of Cordeau,
Gendreau and Laporte: the demand is the score, and the bus has to be back when the depot closes. What makes tours long
there are Solomon's second series (a long day) and Cordeau's second ten (windows of three to six hours). A problem is drawn
anew from its family, size and seed; nothing is read.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.routing.optimiser.problem import Costs, TourProblem, TourStop, Window

Real = NDArray[np.float64]

SIZES = {"cordeau": (96, 144, 192, 240, 288), "random": (100,), "clustered": (100,), "mixed": (100,)}
DAY = {"cordeau": 1000, "random": 1000, "clustered": 3390, "mixed": 960}
SHARES = (1.0, 0.75, 0.5, 0.25)
"""Solomon: of so many stops the windows are narrow; the others are open all day."""
HALF_WIDTHS = {"random": (58, 120, 180), "clustered": (80, 160, 300), "mixed": (60, 120, 180)}
"""Solomon's second series: windows reach so far to either side of their middle."""


class Drawn(NamedTuple):
    """Points (the first is the depot), what a visit takes, scores, windows, and the decimals that distances keep."""

    place: Real
    service: Real
    score: Real
    windows: list[tuple[float, float]]
    day: int
    scale: int


def problems(seeds: range, buses: int) -> Iterator[tuple[str, TourProblem]]:
    """For each seed one problem of every family, the size and the windows going round with the seed."""
    for seed in seeds:
        for family in SIZES:
            yield f"{family}-{SIZES[family][seed % len(SIZES[family])]}-{seed}", long_tour(family, seed, buses)


def long_tour(family: str, seed: int, buses: int) -> TourProblem:
    """One problem of the family."""
    dice = np.random.default_rng([sorted(SIZES).index(family), seed])
    drawn = _cordeau(dice, seed) if family == "cordeau" else _solomon(dice, family, seed)
    away = np.hypot(*(drawn.place[:, None, axis] - drawn.place[None, :, axis] for axis in (0, 1)))
    travel = np.pad(np.floor(away * drawn.scale + 1e-9).astype(np.int64), ((0, 1), (0, 1)))
    travel[-1, :-1], travel[:-1, -1] = travel[0, :-1], travel[:-1, 0]
    latest = drawn.day * drawn.scale
    stops = tuple(
        TourStop(
            0,
            round(service * drawn.scale),
            float(score),
            windows=(Window(math.ceil(opens * drawn.scale), int(closes * drawn.scale)),),
        )
        for service, score, (opens, closes) in zip(drawn.service, drawn.score, drawn.windows, strict=True)
    )
    return TourProblem(travel, travel, stops, latest, buses=buses, costs=Costs(per_minute=0.9 / (latest * buses)))


def _cordeau(dice: np.random.Generator, seed: int) -> Drawn:
    """Depot and seeds anywhere in a square of 200; stops come more often near seeds; windows of 180 to 360 of 1000."""
    count = SIZES["cordeau"][seed % len(SIZES["cordeau"])]
    centres = dice.uniform(-50, 50, (4, 2))
    place = [centres.mean(axis=0)]
    while len(place) <= count:
        spot = dice.uniform(-100, 100, 2)
        if dice.random() < np.exp(-0.05 * np.hypot(*(centres - spot).T)).sum():
            place.append(spot)
    opens = np.floor(dice.uniform(60, 480, count))
    closes = opens + np.floor(dice.uniform(180, 360, count))
    windows = [(float(a), float(b)) for a, b in zip(opens, closes, strict=True)]
    service, score = dice.integers(1, 26, (2, count)).astype(np.float64)
    return Drawn(np.array(place), service, score, windows, DAY["cordeau"], 100)


def _solomon(dice: np.random.Generator, family: str, seed: int) -> Drawn:
    """A square of 100 with random, clustered or mixed stops, a long day, and windows for a share of the stops."""
    count, day = 100, DAY[family]
    place = np.vstack([[(40.0, 50.0) if family != "random" else (35.0, 35.0)], _spots(dice, family, count)])
    service = np.full(count, 90.0 if family == "clustered" else 10.0)
    score = np.clip(np.rint(dice.normal(15, 10, count)), 1, 41)
    if family == "clustered":
        score = dice.choice([10.0, 20.0, 30.0, 40.0], count, p=[0.5, 0.3, 0.15, 0.05])
    share, half = SHARES[seed % 4], HALF_WIDTHS[family][seed // 4 % 3]
    away = np.hypot(*(place[1:] - place[0]).T)
    windows = []
    for out, stay in zip(away, service, strict=True):
        middle = dice.uniform(out, day - out - stay)
        reach = max(5.0, dice.normal(half, half / 4))
        opens, closes = max(0.0, math.floor(middle - reach)), math.floor(middle + reach)
        is_narrow = dice.random() < share
        windows.append((opens, min(closes, day - out - stay)) if is_narrow else (0.0, float(day)))
    return Drawn(place, service, score, windows, day, 10)


def _spots(dice: np.random.Generator, family: str, count: int) -> Real:
    anywhere = np.rint(dice.uniform(0, 100, (count, 2)))
    centres = dice.uniform(10, 90, (10, 2))
    near = np.rint(centres[np.arange(count) % 10] + dice.normal(0, 4, (count, 2)))
    if family == "mixed":
        return np.where(np.arange(count)[:, None] < count // 2, near, anywhere)
    return np.asarray(near if family == "clustered" else anywhere)
