"""A proposal at a glance: its figures, the best of each row marked, and a sketch of the way."""

import math
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from planner.domain.geo import Point
from planner.render.colours import COLOURS

_WIDTH, _HEIGHT, _AIR = 320.0, 150.0, 16.0
_BUSES = tuple(COLOURS[name] for name in ("blue", "green", "violet", "orange"))


@dataclass(frozen=True)
class CardLine:
    """A figure with its name; `best`: no other proposal has a better one."""

    name: str
    value: str
    best: bool = False


@dataclass(frozen=True)
class CardWay:
    """The way of one bus: its line and its stops."""

    line: Sequence[Point]
    stops: Sequence[Point]


def card_html(lines: Sequence[CardLine], ways: Sequence[CardWay], alt: str) -> str:
    """The inside of a card: the sketch, called `alt`, and the figures as a table; every text is escaped.

    `screen/tables.css` dresses it.
    """
    rows = "".join(
        f"<tr><th scope='row'>{escape(line.name)}</th><td{' class=best' if line.best else ''}>{escape(line.value)}</td></tr>"
        for line in lines
    )
    picture = b64encode(sketch_svg(ways).encode()).decode()
    sketch = f"<img class='offer-way' alt='{escape(alt, quote=True)}' src='data:image/svg+xml;base64,{picture}'>"
    return f"{sketch}<table class='offer'>{rows}</table>"


def sketch_svg(ways: Sequence[CardWay]) -> str:
    """The ways as an SVG picture, north up and in one scale; empty where there is nothing to draw."""
    points = [point for way in ways for point in (*way.line, *way.stops)]
    if not points:
        return ""
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    west, east = min(point.lon for point in points), max(point.lon for point in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(
        (_WIDTH - 2 * _AIR) / max((east - west) * narrow, 1e-6), (_HEIGHT - 2 * _AIR) / max(north - south, 1e-6)
    )

    def at(point: Point) -> tuple[float, float]:
        x = _WIDTH / 2 + (point.lon - (west + east) / 2) * narrow * scale
        return round(x, 1), round(_HEIGHT / 2 - (point.lat - (south + north) / 2) * scale, 1)

    drawn = "".join(_way(way, at, _BUSES[number % len(_BUSES)]) for number, way in enumerate(ways))
    size = f"width='{_WIDTH:g}' height='{_HEIGHT:g}' viewBox='0 0 {_WIDTH:g} {_HEIGHT:g}'"
    ground = f"<rect width='{_WIDTH:g}' height='{_HEIGHT:g}' rx='10' fill='{COLOURS['sketch-ground']}'/>"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{ground}{drawn}</svg>"


def _way(way: CardWay, at: Callable[[Point], tuple[float, float]], colour: str) -> str:
    line = " ".join(f"{x:g},{y:g}" for x, y in map(at, way.line))
    drawn = f"<polyline points='{line}' fill='none' stroke='{colour}' stroke-width='3' stroke-linejoin='round'/>"
    for point in way.stops:
        x, y = at(point)
        drawn += f"<circle cx='{x:g}' cy='{y:g}' r='6' fill='{colour}' stroke='{COLOURS['white']}' stroke-width='2'/>"
    return drawn
