"""Names along streets: the pieces of one street joined, and where on it a text of some length has room."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from planner.city.extract.features import Line, Path2

_SHORT = {
    "улица": "ул.",
    "переулок": "пер.",
    "проспект": "пр-т",
    "проезд": "пр-д",
    "бульвар": "б-р",
    "набережная": "наб.",
    "шоссе": "ш.",
    "площадь": "пл.",
    "микрорайон": "мкр",
    "тупик": "туп.",
    "квартал": "кв-л",
}
_STRAIGHT = 0.97
"""A text may stand where the line is not longer than this share of its chord allows."""


@dataclass(frozen=True)
class NamedLine:
    """A street or a river as one line, with the kind of its pieces."""

    kind: str
    name: str
    path: Path2


@dataclass(frozen=True)
class Spot:
    """The middle of a text and the angle of its line, in radians, never upside down; y grows downwards."""

    x: float
    y: float
    angle: float


def map_name(name: str) -> str:
    """A street's name as maps shorten it: "улица Ленина" is "ул. Ленина"; "Набережная улица" keeps its own word."""
    words = name.split()
    kinds = [index for index, word in enumerate(words) if word.lower() in _SHORT]
    if not kinds or len(words) < 2:
        return name
    place = next((i for i in kinds if words[i].islower()), kinds[0])
    return " ".join(_SHORT[word.lower()] if index == place else word for index, word in enumerate(words))


def joined(lines: Iterable[Line]) -> list[NamedLine]:
    """Pieces of the same kind and name that touch, as long lines; at a fork the straightest way is taken."""
    groups: dict[tuple[str, str], list[Path2]] = defaultdict(list)
    for line in lines:
        if line.name and line.level >= 0 and len(line.path) > 1:
            groups[line.kind, line.name].append(line.path)
    return [NamedLine(kind, name, path) for (kind, name), paths in groups.items() for path in _chains(paths)]


def _chains(paths: list[Path2]) -> Iterator[Path2]:
    at: dict[tuple[float, ...], set[int]] = defaultdict(set)
    for index, path in enumerate(paths):
        at[tuple(path[0])].add(index)
        at[tuple(path[-1])].add(index)
    waiting = set(range(len(paths)))
    for first in range(len(paths)):
        if first not in waiting:
            continue
        waiting.discard(first)
        chain = [paths[first]]
        for _ in range(2):
            while (found := _next(chain[-1], at, paths, waiting)) is not None:
                chain.append(found)
            chain = [path[::-1] for path in reversed(chain)]
        yield np.concatenate([chain[0], *(path[1:] for path in chain[1:])])


def _next(last: Path2, at: dict[tuple[float, ...], set[int]], paths: list[Path2], waiting: set[int]) -> Path2 | None:
    end = last[-1]
    choices = []
    for index in sorted(at[tuple(end)] & waiting):
        path = paths[index] if np.array_equal(paths[index][0], end) else paths[index][::-1]
        choices.append((_turn(last, path), index, path))
    if not choices:
        return None
    _, index, path = min(choices, key=lambda choice: choice[:2])
    waiting.discard(index)
    return path


def _turn(before: Path2, after: Path2) -> float:
    """How much one turns from one piece into the next, in radians."""
    a, b = before[-1] - before[-2], after[1] - after[0]
    turn = math.atan2(b[1], b[0]) - math.atan2(a[1], a[0])
    return abs(math.remainder(turn, 2 * math.pi))


class Ruler:
    """A line in pixels, measured along its length."""

    def __init__(self, pixels: Path2) -> None:
        steps = np.hypot(*np.diff(pixels, axis=0).T)
        kept = np.concatenate(([True], steps > 0))
        self._pixels = pixels[kept]
        self._along = np.concatenate(([0.0], np.cumsum(steps[steps > 0])))
        self.length = float(self._along[-1])

    def spots(self, width: float, every: float) -> Iterator[list[Spot]]:
        """For each place where a text of `width` should stand, the spots to try, the best first."""
        count = max(1, int(self.length / every))
        for number in range(count):
            middle = self.length * (number + 0.5) / count
            reach = self.length / count / 2
            steps = [0.0, *(side * share * reach for share in (0.2, 0.4, 0.6, 0.8) for side in (1, -1))]
            tried = (self._spot(middle + step, width) for step in steps)
            yield [spot for spot in tried if spot is not None]

    def _spot(self, middle: float, width: float) -> Spot | None:
        first, last = middle - width / 2, middle + width / 2
        if first < 0 or last > self.length:
            return None
        share = np.linspace(first, last, 7)
        x, y = (np.interp(share, self._along, self._pixels[:, axis]) for axis in (0, 1))
        dx, dy = float(x[-1] - x[0]), float(y[-1] - y[0])
        chord = math.hypot(dx, dy)
        if chord < width * _STRAIGHT:
            return None
        if np.abs((x - x[0]) * dy - (y - y[0]) * dx).max() / chord > 5:
            return None
        angle = math.atan2(dy, dx)
        if angle > math.pi / 2 or angle <= -math.pi / 2:
            angle = math.remainder(angle + math.pi, 2 * math.pi)
        return Spot(float(x.mean()), float(y.mean()), angle)
