"""The sea: closed shapes made of the shore lines of an extract, which come in pieces and end at its edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.city.extract.features import Path2

_Rect = tuple[float, float, float, float]
"""West, north, east, south in the Web Mercator square, whose y grows to the south."""


@dataclass(frozen=True)
class Sea:
    """Closed shapes to be drawn in this order: `water`, then the islands in it."""

    water: tuple[Path2, ...] = ()
    islands: tuple[Path2, ...] = ()


def sea_of(coast: Iterable[Path2], rect: _Rect) -> Sea:
    """The sea within `rect`; a shore has land on its left and water on its right (OpenStreetMap, natural=coastline).

    A shore that ends inside is taken on to the nearest side of `rect`. Without any shore there is no sea.
    """
    chains = _chained(coast)
    rings = [chain for chain in chains if np.array_equal(chain[0], chain[-1])]
    open_ends = [piece for chain in chains if not np.array_equal(chain[0], chain[-1]) for piece in _clip(chain, rect)]
    inside = [ring for ring in rings if _touches(ring, rect)]
    islands = tuple(ring for ring in inside if _surface(ring) < 0)
    lakes = tuple(ring for ring in inside if _surface(ring) > 0)
    if open_ends:
        return Sea((*_closed(open_ends, rect), *lakes), islands)
    if islands and not lakes:
        west, north, east, south = rect
        return Sea((np.array([[west, north], [east, north], [east, south], [west, south]]),), islands)
    return Sea(lakes, islands)


def _chained(coast: Iterable[Path2]) -> list[Path2]:
    """Pieces that follow one another, joined; each piece is used once."""
    waiting = {index: piece for index, piece in enumerate(coast) if len(piece) > 1}
    by_start: dict[tuple[float, ...], list[int]] = {}
    for index, piece in waiting.items():
        by_start.setdefault(tuple(piece[0]), []).append(index)
    ends = {tuple(piece[-1]) for piece in waiting.values()}
    order = sorted(waiting, key=lambda index: tuple(waiting[index][0]) in ends)  # true beginnings first
    chains = []
    for first in order:
        if first not in waiting:
            continue
        parts = [waiting.pop(first)]
        while True:
            following = [index for index in by_start.get(tuple(parts[-1][-1]), ()) if index in waiting]
            if not following:
                break
            parts.append(waiting.pop(following[0])[1:])
        chains.append(np.concatenate(parts))
    return chains


def _clip(chain: Path2, rect: _Rect) -> list[Path2]:
    """The parts of an open chain within `rect`, each beginning and ending on one of its sides."""
    pieces: list[list[Sequence[float]]] = []
    running: list[Sequence[float]] = []
    for a, b in zip(chain, chain[1:], strict=False):
        shares = _crossing(a, b, rect)
        if shares is None:
            continue
        enters, leaves = shares
        start, end = a + (b - a) * enters, a + (b - a) * leaves
        if not running:
            running = [tuple(start if enters > 0 else _to_side(a, rect))]
            if enters == 0:
                running.append(tuple(a))
        running.append(tuple(end))
        if leaves < 1:
            pieces.append(running)
            running = []
    if running:
        pieces.append([*running, tuple(_to_side(chain[-1], rect))])
    return [np.array(piece) for piece in pieces if len(piece) > 1]


def _crossing(a: Path2, b: Path2, rect: _Rect) -> tuple[float, float] | None:
    """The part of a straight piece that lies within `rect`, as shares of its length (Liang and Barsky)."""
    west, north, east, south = rect
    dx, dy = b - a
    first, last = 0.0, 1.0
    for step, room in ((-dx, a[0] - west), (dx, east - a[0]), (-dy, a[1] - north), (dy, south - a[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, float(room / step))
        else:
            last = min(last, float(room / step))
    return (first, last) if first < last else None


def _to_side(point: Path2, rect: _Rect) -> tuple[float, float]:
    west, north, east, south = rect
    x, y = float(point[0]), float(point[1])
    sides = {(west, y): abs(x - west), (east, y): abs(x - east), (x, north): abs(y - north), (x, south): abs(y - south)}
    return min(sides, key=lambda side: sides[side])


def _around(point: Sequence[float], rect: _Rect) -> float:
    """How far along the edge of `rect` a point lies, clockwise as seen on the map, from its north-western corner: 0 to 4."""
    west, north, east, south = rect
    x, y = (point[0] - west) / (east - west), (point[1] - north) / (south - north)
    distances = {x * 1.0: y, 1 + y: 1 - x, 3 - x: 1 - y, (4 - y) % 4: x}
    return min(distances, key=lambda at: abs(distances[at]))


def _closed(pieces: list[Path2], rect: _Rect) -> list[Path2]:
    """Water lies to the right: where a piece leaves `rect`, the sea goes on clockwise along the edge to the next start."""
    west, north, east, south = rect
    corners = ((0.0, (west, north)), (1.0, (east, north)), (2.0, (east, south)), (3.0, (west, south)))
    starts = {index: _around(piece[0], rect) for index, piece in enumerate(pieces)}
    waiting, shapes = dict(starts), []
    while waiting:
        first = next(iter(waiting))
        waiting.pop(first)
        shape, current = [pieces[first]], first
        while True:
            leaves = _around(pieces[current][-1], rect)
            ahead = {i: (at - leaves) % 4 for i, at in starts.items() if i in waiting or i == first}
            following = min(ahead, key=lambda i: ahead[i])
            passed = sorted(
                ((at - leaves) % 4, corner) for at, corner in corners if (at - leaves) % 4 < ahead[following]
            )
            shape += [np.array([corner]) for _, corner in passed]
            if following == first:
                break
            waiting.pop(following)
            shape.append(pieces[following])
            current = following
        shapes.append(np.concatenate(shape))
    return shapes


def _surface(ring: Path2) -> float:
    """Twice the surface: above 0 where the ring runs clockwise as seen on the map."""
    x, y = (ring - ring[0]).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


def _touches(ring: Path2, rect: _Rect) -> bool:
    west, north, east, south = rect
    (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
    return bool(left <= east and right >= west and top <= south and bottom >= north)
