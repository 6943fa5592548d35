"""Closed streets: which edges a line or an area that somebody drew on the map takes out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.geo import Point
from planner.routing.streets.network import Floats, Ints, Mask, Network
from planner.routing.streets.snap import Plane, plane_of, shares_along

NEAR_M = 15.0
"""A hand draws a street so exactly."""
_STEP_M = 3.0
_LEAST_ALONG_M = 35.0
_LEAST_SHARE = 0.6
_WIDEST_ANGLE = math.radians(35)


@dataclass(frozen=True)
class Closure:
    """What is closed: a line along a street or across it, or an area whose border is the line.

    A line along a street closes what lies along it within `NEAR_M`, and leaves the streets open that only cross there. A
    line across a street closes the piece of street that it crosses. A single point closes the pieces within `NEAR_M`.
    An area closes everything that lies in it or crosses its border.
    """

    line: tuple[Point, ...]
    is_area: bool = False


def open_edges(network: Network, closures: Sequence[Closure]) -> Mask:
    """Which edges none of the closures takes out."""
    plane = plane_of(network.lat, network.lon)
    at = plane.metres(network.lat, network.lon)
    is_open = np.ones(network.edges, bool)
    for closure in closures:
        is_open[_closed(network, at, plane, closure)] = False
    return is_open


def _closed(network: Network, at: Floats, plane: Plane, closure: Closure) -> Ints:
    shape = plane.metres(*np.array(closure.line, float).reshape(-1, 2).T)
    shape = shape[np.isfinite(shape).all(axis=1)]
    if not len(shape):
        return np.zeros(0, np.int64)
    start, end = at[network.tail], at[network.head]
    low, high = np.minimum(start, end), np.maximum(start, end)
    margin = NEAR_M + 1
    near = np.flatnonzero(((low <= shape.max(axis=0) + margin) & (high >= shape.min(axis=0) - margin)).all(axis=1))
    if closure.is_area and len(shape) >= 3:
        ring = np.concatenate((shape, shape[:1]))
        taken = [_holds(ring, start[e]) or bool(_crossings(start[e], end[e], ring).size) for e in near]
        held: Ints = near[np.array(taken, bool)]
        return held
    if len(shape) == 1:
        shape = np.repeat(shape, 2, axis=0)
        touched = [_nearest_parts(_marks(start[e], end[e]), shape)[1].min() <= NEAR_M for e in near]
        beside: Ints = near[np.array(touched, bool)]
        return beside
    return _closed_by_line(network, start, end, near, shape)


def _closed_by_line(network: Network, start: Floats, end: Floats, near: Ints, shape: Floats) -> Ints:
    along = near[np.array([_lies_along(start[e], end[e], shape) for e in near], bool)]
    tail, head = network.site[network.tail], network.site[network.head]
    sites = np.unique(np.concatenate((tail[along], head[along])))
    across = []
    for edge in near:
        for share in _crossings(start[edge], end[edge], shape):
            length = float(np.hypot(*(end[edge] - start[edge])))
            is_at = [(tail[edge], share * length), (head[edge], (1 - share) * length)]
            if not any(metres <= NEAR_M and site in sites for site, metres in is_at):
                across.append(edge)
    return np.unique(np.concatenate((along, np.array(across, np.int64))))


def _lies_along(start: Floats, end: Floats, shape: Floats) -> bool:
    """Whether a long part of a piece, or most of it, runs beside the line and in its direction."""
    length = float(np.hypot(*(end - start)))
    marks = _marks(start, end)
    part, distance = _nearest_parts(marks, shape)
    way, line = end - start, shape[part + 1] - shape[part]
    cross = np.abs(line[:, 0] * way[1] - line[:, 1] * way[0])
    dot = np.abs(line @ way)
    beside = (distance <= NEAR_M) & (np.arctan2(cross, dot) <= _WIDEST_ANGLE)
    covered = float(np.count_nonzero(beside)) / len(marks) * length
    return covered >= min(_LEAST_ALONG_M, _LEAST_SHARE * length)


def _marks(start: Floats, end: Floats) -> Floats:
    """Points on a piece, some metres apart, none of them an end."""
    number = max(1, math.ceil(float(np.hypot(*(end - start))) / _STEP_M))
    share = (np.arange(number) + 0.5) / number
    marks: Floats = start + share[:, None] * (end - start)
    return marks


def _nearest_parts(marks: Floats, shape: Floats) -> tuple[Ints, Floats]:
    """For each mark the nearest part of a line, and how far away it is."""
    a, b = shape[:-1], shape[1:]
    share = shares_along(a[None], b[None], marks[:, None])
    foot = a[None] + share[..., None] * (b - a)[None]
    distance = np.hypot(foot[..., 0] - marks[:, None, 0], foot[..., 1] - marks[:, None, 1])
    part = np.argmin(distance, axis=1)
    return part, distance[np.arange(len(marks)), part]


def _crossings(start: Floats, end: Floats, shape: Floats) -> Floats:
    """Where a piece crosses a line, as shares of the piece."""
    a, b = shape[:-1], shape[1:]
    way, line = end - start, b - a
    bottom = way[0] * line[:, 1] - way[1] * line[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        on_piece = ((a[:, 0] - start[0]) * line[:, 1] - (a[:, 1] - start[1]) * line[:, 0]) / bottom
        on_line = ((a[:, 0] - start[0]) * way[1] - (a[:, 1] - start[1]) * way[0]) / bottom
    crosses = (on_piece >= 0) & (on_piece <= 1) & (on_line >= 0) & (on_line <= 1)
    shares: Floats = on_piece[crosses]
    return shares


def _holds(ring: Floats, point: Floats) -> bool:
    """Whether a closed ring holds a point: a ray to the east crosses it an odd number of times."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    crosses = (y1 > point[1]) != (y2 > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1
    return bool(np.count_nonzero(crosses & (point[0] < at)) % 2)
