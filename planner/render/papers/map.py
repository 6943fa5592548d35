"""The map on paper: the line of the bus with numbered stops over the city's rivers and streets, north, and a scale."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from planner.domain.geo import EARTH_RADIUS_M, Point, is_on_earth, polygon_holds
from planner.render.colours import rgb
from planner.render.files.tour_route import TourRoute
from planner.render.papers.paper import Paper
from planner.render.papers.tiles import PaperTiles, grey_picture

_MARGIN = 9.0
_SMALLEST_SPAN_M = 400.0
_RADIUS = 3.2
_SCALES_M = tuple(step * 10**power for power in range(1, 7) for step in (1, 2, 5))
_WATER = rgb("paper-water")
_STREET = rgb("paper-street")
_BOUNDARY = rgb("paper-boundary")
_NAME = rgb("paper-name")
_STREETS_SHOWN_M = 15_000.0
_WORLD_M = 2 * math.pi * EARTH_RADIUS_M
_LAST_LATITUDE = 85.05

Spot = tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """What the route is drawn on: the city's GeoJSON background, tiles where there are any, and whose data that is."""

    background: Mapping[str, Any] | None = None
    tiles: PaperTiles | None = None
    source: str = ""


@dataclass(frozen=True)
class _Frame:
    """Where the picture stands on the page (millimetres) and what it shows: Web Mercator, as tiles are drawn.

    `centre` counts in widths of the whole world from its north-west corner, `scale` is such widths a millimetre.
    """

    x: float
    y: float
    width: float
    height: float
    centre: Spot
    scale: float

    @property
    def metres_per_mm(self) -> float:
        """True in the middle of the picture."""
        north = math.pi * (1 - 2 * self.centre[1])
        return self.scale * _WORLD_M / math.cosh(north)

    def spot(self, point: Point) -> Spot:
        """Where a place is on the page."""
        x, y = _world(point)
        return (
            self.x + self.width / 2 + (x - self.centre[0]) / self.scale,
            self.y + self.height / 2 + (y - self.centre[1]) / self.scale,
        )

    def corner(self) -> Spot:
        """The north-west corner of the picture, in widths of the world."""
        return (
            self.centre[0] - self.width / 2 * self.scale,
            self.centre[1] - self.height / 2 * self.scale,
        )

    def holds(self, spot: Spot, inset: float = 0.0) -> bool:
        """Whether a spot of the page is in the picture, so far from its edge."""
        x, y = spot
        return (
            self.x + inset <= x <= self.x + self.width - inset and self.y + inset <= y <= self.y + self.height - inset
        )


def draw_route_map(paper: Paper, route: TourRoute, ground: Ground, *, y: float, height: float) -> None:
    """Draws over the whole width from `y`; black and grey only. Without a single point it draws nothing.

    On the tiles of the ground where they cover the route, else on its background, of which what cannot be read is left
    out. Stops that lie on top of each other are moved apart, with a thin line to where they are.
    """
    if not route.points:
        return
    frame = _frame(paper, [*route.points, *route.line], y, height)
    # The clip gives the page its old colours back; so does the context to what fpdf knows of them.
    with paper.local_context(), paper.rect_clip(frame.x, frame.y, frame.width, frame.height):
        if not _draw_tiles(paper, frame, route, ground.tiles):
            _draw_background(paper, frame, ground.background)
        _draw_line(paper, frame, [frame.spot(point) for point in route.line])
        _draw_ends(paper, frame, route)
        _draw_stops(paper, frame, route)
    _draw_edge(paper, frame)
    _name_source(paper, frame, ground.source)


def _frame(paper: Paper, points: Sequence[Point], y: float, height: float) -> _Frame:
    width = paper.epw
    xs, ys = zip(*map(_world, points), strict=True)
    centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    smallest = _SMALLEST_SPAN_M * math.cosh(math.pi * (1 - 2 * centre[1])) / _WORLD_M
    across, along = max(smallest, max(xs) - min(xs)), max(smallest, max(ys) - min(ys))
    scale = max(across / (width - 2 * _MARGIN), along / (height - 2 * _MARGIN))
    return _Frame(paper.l_margin, y, width, height, centre, scale)


def _world(point: Point) -> Spot:
    """Web Mercator, in widths of the whole world from its north-west corner; the poles are cut off."""
    lat = math.radians(max(-_LAST_LATITUDE, min(_LAST_LATITUDE, point.lat)))
    return (point.lon + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def _draw_tiles(paper: Paper, frame: _Frame, route: TourRoute, tiles: PaperTiles | None) -> bool:
    """The tiles as one grey picture; False where they do not cover every place of the route."""
    if tiles is None or not all(tiles.covers(point) for point in route.points):
        return False
    west, north = frame.corner()
    picture = grey_picture(tiles, west, north, frame.width * frame.scale, frame.height * frame.scale)
    paper.image(BytesIO(picture), frame.x, frame.y, frame.width, frame.height)
    return True


def _name_source(paper: Paper, frame: _Frame, source: str) -> None:
    """Who made the map's data, as its licence asks, in the lower right corner."""
    if not source:
        return
    paper.type(6.5)
    words = paper.shortened(source, frame.width / 2)
    width = paper.get_string_width(words)
    x, y = frame.x + frame.width - width - 1, frame.y + frame.height - 1
    paper.set_fill_color(255)
    paper.rect(x - 0.8, y - 2.4, width + 1.6, 3.2, style="F")
    paper.text(x, y - 0.2, words)
    paper.rect(frame.x, frame.y, frame.width, frame.height)


def _draw_background(paper: Paper, frame: _Frame, background: Mapping[str, Any] | None) -> None:
    features = background.get("features") if background else None
    near = frame.metres_per_mm * frame.width <= _STREETS_SHOWN_M
    named: list[tuple[str, Sequence[Spot], bool]] = []
    for kind, name, lines, closed in _shapes(features if isinstance(features, list) else ()):
        spots = [[frame.spot(point) for point in line] for line in lines]
        if kind in ("river", "water") or closed is False:
            _draw_shape(paper, kind, spots, closed)
        elif kind == "boundary":
            _draw_boundary(paper, spots)
        if name and spots and (kind in ("river", "water") or (near and kind == "street")):
            named.append((name, spots[0], closed))
    taken: list[tuple[float, float, float, float]] = []
    for name, line, closed in named:
        _write_name(paper, frame, name, line, closed, taken)


def _draw_shape(paper: Paper, kind: str, spots: Sequence[Sequence[Spot]], closed: bool) -> None:
    is_water = kind in ("river", "water")
    paper.set_draw_color(*(_WATER if is_water else _STREET))
    paper.set_fill_color(*_WATER)
    if closed:
        for ring in spots[:1]:
            paper.polygon(list(ring), style="F")
        paper.set_fill_color(255, 255, 255)
        for hole in spots[1:]:
            paper.polygon(list(hole), style="F")
    else:
        paper.set_line_width(1.6 if is_water else 0.5)
        for line in spots:
            paper.polyline(list(line))
    paper.set_draw_color(0)


def _draw_boundary(paper: Paper, spots: Sequence[Sequence[Spot]]) -> None:
    paper.set_line_width(0.3)
    paper.set_draw_color(*_BOUNDARY)
    paper.set_dash_pattern(dash=3, gap=1.5)
    for ring in spots:
        paper.polyline(list(ring))
    paper.set_dash_pattern()
    paper.set_draw_color(0)


def _write_name(
    paper: Paper,
    frame: _Frame,
    name: str,
    line: Sequence[Spot],
    closed: bool,
    taken: list[tuple[float, float, float, float]],
) -> None:
    """Writes a name where its street or river is seen, unless another name stands there."""
    seen = [spot for spot in line if frame.holds(spot, 12)]
    if closed:
        seen = _inside(frame, line)
    elif not seen:
        middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(line)]
        seen = [spot for spot in middles if frame.holds(spot, 12)]
    if not seen:
        return
    x, y = seen[len(seen) // 2]
    paper.type(7.5)
    width = paper.get_string_width(paper.one_line(name))
    box = (x - width / 2, y - 2.0, x + width / 2, y + 2.0)
    if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
        return
    taken.append(box)
    if not closed:
        paper.set_fill_color(255)
        paper.rect(box[0] - 0.5, y - 1.3, width + 1.0, 2.9, style="F")
    paper.set_text_color(*_NAME)
    paper.text(x - width / 2, y + 1.0, paper.one_line(name))
    paper.set_text_color(0)


def _inside(frame: _Frame, ring: Sequence[Spot]) -> list[Spot]:
    """Spots of the picture that lie within a ring, row by row: the middle one is a good place for a name."""
    shape = {"type": "Polygon", "coordinates": [[list(spot) for spot in ring]]}
    grid = [
        (frame.x + frame.width * column / 12, frame.y + frame.height * row / 12)
        for row in range(1, 12)
        for column in range(1, 12)
    ]
    return [(x, y) for x, y in grid if polygon_holds(shape, Point(y, x))]


def _draw_line(paper: Paper, frame: _Frame, spots: Sequence[Spot]) -> None:
    if len(spots) < 2:
        return
    paper.set_draw_color(255)
    paper.set_line_width(1.8)
    paper.polyline(list(spots))
    paper.set_draw_color(0)
    paper.set_line_width(0.9)
    paper.polyline(list(spots))
    _draw_arrows(paper, frame, spots)


def _draw_arrows(paper: Paper, frame: _Frame, spots: Sequence[Spot]) -> None:
    """Which way the bus goes: a small arrow after each 28 mm of the line."""
    way, due = 0.0, 14.0
    paper.set_fill_color(0)
    for (x1, y1), (x2, y2) in pairwise(spots):
        length = math.hypot(x2 - x1, y2 - y1)
        while length > 0 and due <= way + length:
            part = (due - way) / length
            x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
            ux, uy = (x2 - x1) / length, (y2 - y1) / length
            tip, left, right = (
                (x + ux * 1.9, y + uy * 1.9),
                (x - ux * 1.1 - uy * 1.4, y - uy * 1.1 + ux * 1.4),
                (x - ux * 1.1 + uy * 1.4, y - uy * 1.1 - ux * 1.4),
            )
            paper.polygon([tip, left, right], style="F")
            due += 28.0
        way += length


def _draw_ends(paper: Paper, frame: _Frame, route: TourRoute) -> None:
    """Start and end as black squares: a letter each, or one square where they are the same."""
    ends: list[tuple[str, Point]] = []
    if route.start.point:
        ends.append((paper.t("papers.map.start_letter"), route.start.point))
    if route.end.point and route.end.point != route.start.point:
        ends.append((paper.t("papers.map.end_letter"), route.end.point))
    for letter, point in ends:
        x, y = frame.spot(point)
        paper.set_fill_color(0)
        paper.rect(x - 2.6, y - 2.6, 5.2, 5.2, style="F")
        paper.type(9, bold=True)
        paper.set_text_color(255)
        paper.text(x - paper.get_string_width(letter) / 2, y + 1.15, letter)
        paper.set_text_color(0)


def _draw_stops(paper: Paper, frame: _Frame, route: TourRoute) -> None:
    stops = route.driven
    real = [frame.spot(stop.point) for stop in stops]
    fixed = [frame.spot(end.point) for end in (route.start, route.end) if end.point]
    shown = _apart(real, fixed, frame)
    paper.set_line_width(0.25)
    for (x, y), (x0, y0) in zip(shown, real, strict=True):
        if math.hypot(x - x0, y - y0) > 0.4:
            paper.line(x0, y0, x, y)
            paper.set_fill_color(0)
            paper.circle(x0, y0, 0.7, style="F")
    for stop, (x, y) in zip(stops, shown, strict=True):
        paper.set_fill_color(255)
        paper.set_line_width(0.6)
        paper.circle(x, y, _RADIUS, style="DF")
        paper.type(9 if stop.number < 100 else 7, bold=True)
        paper.text(x - paper.get_string_width(str(stop.number)) / 2, y + 1.15, str(stop.number))


def _apart(real: Sequence[Spot], fixed: Sequence[Spot], frame: _Frame) -> list[Spot]:
    """The circles moved until none covers another, or for 200 rounds; always the same for the same places."""
    shown = [list(spot) for spot in real]
    least = 2 * _RADIUS + 0.4
    for _ in range(200):
        moved = False
        for one in range(len(shown)):
            others = [(shown[other], other) for other in range(one)] + [(list(spot), -1) for spot in fixed]
            for other, index in others:
                dx, dy = shown[one][0] - other[0], shown[one][1] - other[1]
                gap = math.hypot(dx, dy)
                if gap >= least:
                    continue
                moved = True
                if gap < 1e-6:  # two stops at one point part in a direction of their own
                    dx, dy, gap = math.cos(one * 2.4), math.sin(one * 2.4), 1.0
                    push = least / 2
                else:
                    push = (least - gap) / 2 + 0.05
                shown[one][0] += dx / gap * push
                shown[one][1] += dy / gap * push
                if index >= 0:
                    shown[index][0] -= dx / gap * push
                    shown[index][1] -= dy / gap * push
        for spot in shown:
            spot[0] = min(max(spot[0], frame.x + _RADIUS), frame.x + frame.width - _RADIUS)
            spot[1] = min(max(spot[1], frame.y + _RADIUS), frame.y + frame.height - _RADIUS)
        if not moved:
            break
    return [(x, y) for x, y in shown]


def _draw_edge(paper: Paper, frame: _Frame) -> None:
    paper.set_line_width(0.4)
    paper.rect(frame.x, frame.y, frame.width, frame.height)
    _draw_north(paper, frame.x + frame.width - 7, frame.y + 4)
    metres = max(step for step in _SCALES_M if step <= max(10.0, frame.metres_per_mm * 45))
    length = metres / frame.metres_per_mm
    x, y = frame.x + 3, frame.y + frame.height - 3
    far = metres >= 1000
    text = paper.t("papers.kilometres", km=metres // 1000) if far else paper.t("papers.metres", metres=metres)
    paper.set_fill_color(255)
    paper.type(8)
    paper.rect(x - 1.5, y - 6, max(length, paper.get_string_width(text)) + 3, 7.5, style="F")
    paper.set_line_width(0.5)
    paper.line(x, y, x + length, y)
    paper.line(x, y - 1.5, x, y)
    paper.line(x + length, y - 1.5, x + length, y)
    paper.text(x + 0.8, y - 2.2, text)


def _draw_north(paper: Paper, x: float, y: float) -> None:
    paper.set_fill_color(255)
    paper.rect(x - 4, y - 2, 8, 15, style="F")
    paper.set_fill_color(0)
    paper.polygon([(x, y - 1), (x - 2.2, y + 6.5), (x, y + 5), (x + 2.2, y + 6.5)], style="F")
    paper.type(9, bold=True)
    letter = paper.t("papers.map.north_letter")
    paper.text(x - paper.get_string_width(letter) / 2, y + 11, letter)


def _shapes(features: Iterable[Any]) -> Iterator[tuple[str, str, list[list[Point]], bool]]:
    """Kind, name, lines, and whether they are rings: what can be read of a FeatureCollection."""
    for feature in features:
        try:
            about, geometry = feature.get("properties") or {}, feature["geometry"]
            kind, name = str(about.get("kind", "")), str(about.get("name") or "")
            coordinates = geometry["coordinates"]
            parts, closed = {
                "LineString": ([[coordinates]], False),
                "MultiLineString": ([[line] for line in coordinates], False),
                "Polygon": ([coordinates], True),
                "MultiPolygon": (coordinates, True),
            }[geometry["type"]]
            read = [
                [[Point(float(at[1]), float(at[0])) for at in line] for line in part if len(line) > 1] for part in parts
            ]
            if not all(is_on_earth(*point) for part in read for line in part for point in line):
                continue
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            continue
        for lines in filter(None, read):
            yield kind, name, lines, closed
