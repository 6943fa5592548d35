"""The trend by months and the districts by what is open in them, as SVG; numbers stand beside them as tables."""

import math
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median
from typing import Any

from planner.domain.geo import Point, polygon_holds
from planner.render.colours import COLOURS

_WIDTH = 430
_FAR = 2.5
"""A district that is so many times farther from the middle than the usual one is left out of the picture."""
_FONT = "font-family='Arial, sans-serif'"
_MAP_WIDTH, _MAP_HEIGHT = 350, 400
"""The column beside the table of agencies: drawn at its size, the words are as large as they are said to be."""
_NAME, _NUMBER = 13, 17
_WIDEST = 0.62
"""Of a letter's height is its width, on average, in a bold type."""
_HALO = f" font-weight='600' paint-order='stroke' stroke='{COLOURS['white']}' stroke-width='3'"
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MonthBars:
    """A month: its short name, what was raised and fixed in it, and what was open at its end."""

    name: str
    raised: int
    fixed: int
    open: int


@dataclass(frozen=True)
class DistrictArea:
    """A district with its outline as GeoJSON, what is open in it, and of that past its date."""

    name: str
    polygon: dict[str, Any]
    open: int
    overdue: int


def as_image(svg: str, alt: str, css: str) -> str:
    """A picture for HTML, called `alt`; empty where there is none."""
    if not svg:
        return ""
    data = b64encode(svg.encode()).decode()
    return f"<img class='{css}' alt='{escape(alt, quote=True)}' src='data:image/svg+xml;base64,{data}'>"


def months_svg(months: Sequence[MonthBars]) -> str:
    """Two bars a month, and a line through what was open; the line has the number of the last month at its end."""
    if not months:
        return ""
    height, left, top, bottom = 190, 34, 12, 162
    most = max(1, *(max(month.raised, month.fixed, month.open) for month in months))
    step = _step(most)
    scale = (bottom - top) / (math.ceil(most / step) * step)
    width = (_WIDTH - left - 40) / len(months)
    drawn = [_rule(left, bottom - line * scale, line) for line in range(0, math.ceil(most / step) * step + 1, step)]
    points = []
    for at, month in enumerate(months):
        middle = left + width * (at + 0.5)
        bar = min(18.0, width / 3)
        for colour, value, x in (
            ("table-rule", month.raised, middle - bar - 1),
            ("green", month.fixed, middle + 1),
        ):
            drawn.append(
                f"<rect x='{x:.1f}' y='{bottom - value * scale:.1f}' width='{bar:.1f}' height='{value * scale:.1f}' "
                f"fill='{COLOURS[colour]}'/>"
            )
        weight = " font-weight='600'" if at == len(months) - 1 else ""
        drawn.append(_words(middle, bottom + 18, month.name, size=13, more=weight))
        points.append((middle, bottom - month.open * scale))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn.append(f"<polyline points='{line}' fill='none' stroke='{COLOURS['blue']}' stroke-width='2.5'/>")
    drawn += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{COLOURS['blue']}'/>" for x, y in points]
    x, y = points[-1]
    end = f" font-weight='600' fill='{COLOURS['blue']}'"
    drawn.append(_words(x + 12, y + 5, str(months[-1].open), size=15, anchor="start", more=end))
    return _svg(height, drawn)


def districts_svg(areas: Sequence[DistrictArea]) -> str:
    """The districts, north up, the darker the more is open in them; with their numbers and, as far as there is room, their names."""
    areas = _near(areas)
    rings = [list(_rings(area.polygon)) for area in areas]
    points = [point for each in rings for ring in each for point in ring]
    if not points:
        return ""
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(_MAP_WIDTH / max((east - west) * narrow, 1e-6), _MAP_HEIGHT / max(north - south, 1e-6))
    height = math.ceil((north - south) * scale) + 8
    gap = (_MAP_WIDTH - (east - west) * narrow * scale) / 2

    def at(lon: float, lat: float) -> tuple[float, float]:
        return gap + (lon - west) * narrow * scale, 4 + (north - lat) * scale

    def point_at(x: float, y: float) -> Point:
        return Point(north - (y - 4) / scale, west + (x - gap) / (narrow * scale))

    most = max(1, *(area.open for area in areas))
    drawn, named = [], []
    for area, outlines in zip(areas, rings, strict=True):
        shade = 0.08 + 0.45 * area.open / most
        for ring in outlines:
            path = " ".join("{:.1f},{:.1f}".format(*at(lon, lat)) for lon, lat in ring)
            drawn.append(
                f"<polygon points='{path}' fill='{COLOURS['blue']}' fill-opacity='{shade:.2f}' "
                f"stroke='{COLOURS['white']}' stroke-width='2'/>"
            )
        if outlines:
            named.append((area, *_middle([at(lon, lat) for lon, lat in max(outlines, key=len)])))
    return _svg(height, drawn + _labels(named, point_at), width=_MAP_WIDTH)


def _labels(named: Sequence[tuple[DistrictArea, float, float]], point_at: Callable[[float, float], Point]) -> list[str]:
    """Numbers and names that lie over nothing else: all numbers first, those of the districts with the most before others. A name
    stands above or below its number, with its middle in its district: else it would be another one's.
    """
    taken: list[_Box] = []
    drawn = []
    ordered = sorted(named, key=lambda each: -each[0].open)
    for area, x, y in ordered:
        late = f" ! {area.overdue}" if area.overdue else ""
        if _take(taken, x, y, _width_of(f"{area.open}", _NUMBER) + _width_of(late, _NAME), _NUMBER):
            drawn.append(_number(area, x, y + _NUMBER * 0.35))
    for area, x, y in ordered:
        name, away = area.name.split(" и ")[0], (_NAME + _NUMBER) / 2 + 1
        places = (at for at in (y - away, y + away) if polygon_holds(area.polygon, point_at(x, at)))
        middle = next((at for at in places if _take(taken, x, at, _width_of(name, _NAME), _NAME)), None)
        if middle is not None:
            drawn.append(_words(x, middle + _NAME * 0.35, name, size=_NAME, more=_HALO))
    return drawn


def _number(area: DistrictArea, x: float, y: float) -> str:
    late = f"<tspan fill='{COLOURS['red-text']}' font-size='{_NAME}'> ! {area.overdue}</tspan>" if area.overdue else ""
    return (
        f"<text x='{x:.0f}' y='{y:.0f}' text-anchor='middle' font-size='{_NUMBER}' {_FONT}{_HALO} "
        f"fill='{COLOURS['text']}'>{area.open}{late}</text>"
    )


def _take(taken: list[_Box], x: float, y: float, width: float, height: float) -> bool:
    """Takes the room of a word around its middle, if it is within the picture and free."""
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    free = all(box[0] >= far or box[2] <= near or box[1] >= low or box[3] <= high for near, high, far, low in taken)
    if not free or box[0] < 0 or box[2] > _MAP_WIDTH:
        return False
    taken.append(box)
    return True


def _width_of(words: str, size: int) -> float:
    return _WIDEST * size * len(words)


def _near(areas: Sequence[DistrictArea]) -> list[DistrictArea]:
    """Without the districts that lie far outside: they would make the city small, and stand in the table beside it."""
    middles = {
        at: _middle(max(rings, key=len)) for at, area in enumerate(areas) if (rings := list(_rings(area.polygon)))
    }
    if not middles:
        return []
    x, y = (median(each[side] for each in middles.values()) for side in (0, 1))
    away = {at: math.hypot((px - x) * math.cos(math.radians(y)), py - y) for at, (px, py) in middles.items()}
    usual = median(away.values())
    return [areas[at] for at, distance in away.items() if distance <= _FAR * usual or len(middles) < 4]


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Where a label stands: the centre of gravity of an outline."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (x / (3 * area), y / (3 * area)) if area else points[0]


def _rings(polygon: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The outer rings of a polygon or of several."""
    several = polygon["coordinates"] if polygon.get("type") == "MultiPolygon" else [polygon.get("coordinates", [])]
    for one in several:
        if one:
            yield [(point[0], point[1]) for point in one[0]]


def _step(most: int) -> int:
    """A round distance of some four lines across the chart."""
    rough = max(1.0, most / 4)
    size = 10 ** int(math.log10(rough))
    return next(int(size * each) for each in (1, 2, 5, 10) if size * each >= rough)


def _rule(left: float, y: float, number: int) -> str:
    line = f"<line x1='{left}' x2='{_WIDTH - 36}' y1='{y:.1f}' y2='{y:.1f}' stroke='{COLOURS['table-line']}'/>"
    return line + _words(left - 6, y + 4, str(number), size=12, anchor="end")


def _words(x: float, y: float, words: str, *, size: int, anchor: str = "middle", more: str = "") -> str:
    fill = "" if "fill=" in more else f" fill='{COLOURS['text']}'"
    where = f"x='{x:.0f}' y='{y:.0f}' text-anchor='{anchor}' font-size='{size}'"
    return f"<text {where} {_FONT}{fill}{more}>{escape(words)}</text>"


def _svg(height: int, drawn: Sequence[str], *, width: int = _WIDTH) -> str:
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{''.join(drawn)}</svg>"
