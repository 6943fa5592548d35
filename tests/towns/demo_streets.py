"""The streets of the demo city, written from public facts about its grid and its names: `data/demo/streets.osm.pbf`.

`python -m tests.towns.demo_streets` writes the file anew. Streets are straight lines where `data/demo/city.json` and this table
say so; houses stand along them at even distances with made-up numbers, those of known places at their own. Nothing was copied
from a map: it is a scheme, and every map that shows it says so.
"""

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import mutable

from planner.domain.geo import Point, distance_m

DATA = Path(__file__).resolve().parents[2] / "data" / "demo"
TARGET = DATA / "streets.osm.pbf"
_M_NORTH = 111_195.0
_M_EAST = _M_NORTH * math.cos(math.radians(50.27))
_SLOPE_ALONG, _SLOPE_ACROSS = -0.124, 0.268
"""Degrees of latitude for one of longitude along the river, and of longitude for one of latitude away from it."""

Line = list[tuple[float, float]]
"""Latitude and longitude of each corner."""

_ALONG: Mapping[str, tuple[float, float, float]] = {
    "Северная улица": (50.2739, 127.503, 127.567),
    "улица Ломоносова": (50.2757, 127.504, 127.562),
    "Пролетарская улица": (50.2798, 127.5095, 127.5560),
}
"""Streets along the Amur: the latitude at 127.53 E, and where they begin and end."""
_ACROSS: Mapping[str, tuple[float, float, float]] = {
    "Артиллерийская улица": (127.5128, 50.2598, 50.2800),
    "улица Богдана Хмельницкого": (127.5188, 50.2590, 50.2790),
    "Пионерская улица": (127.5310, 50.2555, 50.2780),
    "улица Шимановского": (127.5388, 50.2550, 50.2770),
    "улица Шевченко": (127.5409, 50.2545, 50.2765),
    "Трудовая улица": (127.5457, 50.2540, 50.2760),
    "Политехническая улица": (127.5533, 50.2535, 50.2750),
    "Кузнечная улица": (127.5555, 50.2530, 50.2700),
    "улица Чайковского": (127.5590, 50.2520, 50.2740),
    "Партизанская улица": (127.5628, 50.2510, 50.2720),
}
"""Streets away from the Amur: the longitude at 50.26 N, and where they begin and end."""
_OTHERS: Mapping[str, Line] = {
    "Краснофлотская улица": [
        (50.2582, 127.5090),
        (50.2562, 127.5258),
        (50.2554, 127.5335),
        (50.2541, 127.5455),
        (50.2520, 127.5620),
    ],
    "Первомайская улица": [(50.2503, 127.5620), (50.2485, 127.5680), (50.2463, 127.5740)],
    "Рёлочный переулок": [(50.2604, 127.5186), (50.2619, 127.5125)],
    "Тенистая улица": [(50.2850, 127.5248), (50.2920, 127.5257)],
    "Загородная улица": [(50.2858, 127.5200), (50.2972, 127.5204)],
    "улица Шафира": [(50.2868, 127.5424), (50.2872, 127.5560)],
    "улица Воронкова": [(50.2953, 127.5204), (50.2980, 127.5153), (50.2995, 127.5100)],
    "улица Кантемирова": [(50.2912, 127.5234), (50.3030, 127.5236)],
    "улица Василенко": [(50.3021, 127.5085), (50.3030, 127.5190), (50.3036, 127.5350)],
    "Тепличная улица": [(50.3030, 127.5590), (50.3029, 127.5510), (50.3037, 127.5490), (50.3043, 127.5474)],
    "Привокзальная улица": [(50.2790, 127.5404), (50.2797, 127.5300)],
    "Заводская улица": [(50.4860, 127.6590), (50.4851, 127.6600), (50.4844, 127.6650)],
    "Школьная улица": [(50.4860, 127.6590), (50.4840, 127.6566)],
    "Авиационная улица": [(50.4150, 127.4125), (50.4160, 127.4190), (50.4176, 127.4175), (50.4180, 127.4150)],
    "Центральная улица": [(50.3530, 127.5640), (50.3560, 127.5653), (50.3585, 127.5663)],
    "": [(50.3550, 127.5462), (50.3548, 127.5648)],
    " ": [(50.3720, 127.5518), (50.3735, 127.5675), (50.3742, 127.5700)],
    "  ": [(50.3305, 127.5375), (50.3313, 127.5522), (50.3292, 127.5536)],
    "   ": [(50.3900, 127.5560), (50.3900, 127.6250)],
    "    ": [(50.4860, 127.6590), (50.5100, 127.6500), (50.5420, 127.6534)],
    "     ": [(50.4150, 127.4125), (50.4254, 127.4120)],
    "подъезд к мосту через Зею": [(50.2540, 127.5860), (50.2590, 127.5890)],
    "мост через Зею": [(50.2590, 127.5890), (50.2557, 127.6120)],
}
_MAIN = (
    "Ленина",
    "50 лет",
    "Калинина",
    "Театральная",
    "Мухина",
    "шоссе",
    "Институтская",
    "Студенческая",
    "Кольцевая",
    "Пограничная",
    "мост",
)
_VILLAGES: Mapping[str, tuple[str, float, float]] = {
    "Благовещенск": ("city", 50.2600, 127.5340),
    "Белогорье": ("village", 50.4855, 127.6595),
    "Аэропорт": ("village", 50.4168, 127.4180),
    "Плодопитомник": ("village", 50.3555, 127.5650),
    "Моховая Падь": ("village", 50.3735, 127.5676),
    "Садовое": ("village", 50.3900, 127.6250),
    "Астрахановка": ("suburb", 50.3100, 127.5840),
    "5-я стройка": ("suburb", 50.3302, 127.5530),
}
_KINDS: Mapping[str, tuple[str, str]] = {
    "площадь": ("place", "square"),
    "парк": ("leisure", "park"),
    "сквер": ("leisure", "park"),
    "школа": ("amenity", "school"),
    "вуз": ("amenity", "university"),
    "университет": ("amenity", "university"),
    "больница": ("amenity", "hospital"),
    "поликлиника": ("amenity", "clinic"),
    "вокзал": ("amenity", "bus_station"),
    "остановка": ("highway", "bus_stop"),
    "магазин": ("shop", "mall"),
    "стадион": ("leisure", "stadium"),
    "храм": ("amenity", "place_of_worship"),
    "администрация": ("amenity", "townhall"),
    "аэропорт": ("aeroway", "aerodrome"),
    "музей": ("tourism", "museum"),
    "театр": ("amenity", "theatre"),
    "дом культуры": ("amenity", "community_centre"),
    "клуб": ("amenity", "community_centre"),
    "спорт": ("leisure", "sports_centre"),
}
_HOUSE_EVERY_M, _HOUSE_OFF_M = 46.0, 24.0
_SNAP_M = 160.0


def streets() -> dict[str, Line]:
    """Every street by its whole name; those without a name by blanks."""
    background = json.loads((DATA / "city.json").read_text("utf-8"))["background"]["features"]
    found = {
        _whole_name(each["properties"]["name"]): [(lat, lon) for lon, lat in each["geometry"]["coordinates"]]
        for each in background
        if each["properties"]["kind"] == "street"
    }
    for name, (lat, west, east) in _ALONG.items():
        found[name] = [(lat + _SLOPE_ALONG * (lon - 127.53), lon) for lon in (west, east)]
    for name, (lon, south, north) in _ACROSS.items():
        found[name] = [(lat, lon + _SLOPE_ACROSS * (lat - 50.26)) for lat in (south, north)]
    return found | {name: list(line) for name, line in _OTHERS.items()}


def write_demo_streets(target: Path) -> None:
    """Writes the extract."""
    writer = _Writer()
    lines = _joined(streets())
    for name, line in lines.items():
        tags = {"highway": "tertiary" if any(word in name for word in _MAIN) else "residential"}
        tags |= {"name": name} if name.strip() else {}
        writer.way(line, tags | ({"bridge": "yes"} if name.startswith("мост") else {}))
    _write_water(writer)
    known = _write_places(writer)
    _write_houses(writer, lines, known)
    for name, (kind, lat, lon) in _VILLAGES.items():
        writer.node((lat, lon), {"place": kind, "name": name})
    writer.write(target)


def _whole_name(short: str) -> str:
    name = short.removeprefix("ул. ")
    return name if name == short else f"{name} улица" if name.endswith("ая") else f"улица {name}"


def _joined(lines: Mapping[str, Line]) -> dict[str, Line]:
    """The same lines with a corner wherever two meet, and with ends drawn to the street before which they stop."""
    drawn = {name: _with_ends_at_others(name, line, lines) for name, line in lines.items()}
    at: dict[tuple[str, int], list[tuple[float, tuple[float, float]]]] = {}
    for (name, line), (other, others) in itertools.combinations(drawn.items(), 2):
        for i, j in itertools.product(range(len(line) - 1), range(len(others) - 1)):
            if met := _meeting(line[i], line[i + 1], others[j], others[j + 1]):
                t, u, point = met
                at.setdefault((name, i), []).append((t, point))
                at.setdefault((other, j), []).append((u, point))
    return {
        name: _with_corners(line, [at.get((name, i), []) for i in range(len(line) - 1)]) for name, line in drawn.items()
    }


def _with_corners(line: Line, met: Sequence[list[tuple[float, tuple[float, float]]]]) -> Line:
    corners = [line[0]]
    for i, points in enumerate(met):
        corners += [point for _, point in sorted(points)] + [line[i + 1]]
    rounded = [(round(lat, 6), round(lon, 6)) for lat, lon in corners]
    return [point for point, before in zip(rounded, [None, *rounded], strict=False) if point != before]


def _with_ends_at_others(name: str, line: Line, lines: Mapping[str, Line]) -> Line:
    """A street that ends just before another one goes on to it, a few steps beyond, so that they surely meet."""
    longer = list(line)
    for end, place in ((line[0], 0), (line[-1], len(line))):
        near = [
            point
            for other, others in lines.items()
            if other != name
            for a, b in itertools.pairwise(others)
            if (point := _nearest_on(end, a, b)) and 1 < distance_m(Point(*end), Point(*point)) < _SNAP_M
        ]
        touches = any(end in others for other, others in lines.items() if other != name)
        if near and not touches and not _crosses_near(end, name, line, lines):
            target = min(near, key=lambda point: distance_m(Point(*end), Point(*point)))
            beyond = (target[0] + (target[0] - end[0]) * 0.05, target[1] + (target[1] - end[1]) * 0.05)
            longer.insert(place if place == 0 else len(longer), beyond)
    return longer


def _crosses_near(end: tuple[float, float], name: str, line: Line, lines: Mapping[str, Line]) -> bool:
    """Whether the street is met by another one close to this end anyway."""
    return any(
        (met := _meeting(a, b, c, d)) is not None and distance_m(Point(*met[2]), Point(*end)) < _SNAP_M
        for a, b in itertools.pairwise(line)
        for other, others in lines.items()
        if other != name
        for c, d in itertools.pairwise(others)
    )


def _nearest_on(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    px, py = (point[1] - a[1]) * _M_EAST, (point[0] - a[0]) * _M_NORTH
    dx, dy = (b[1] - a[1]) * _M_EAST, (b[0] - a[0]) * _M_NORTH
    share = min(1.0, max(0.0, (px * dx + py * dy) / (dx * dx + dy * dy)))
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _meeting(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> tuple[float, float, tuple[float, float]] | None:
    """Where two straight pieces meet: the share of the way on each, and the point."""
    r, s = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    cross = r[0] * s[1] - r[1] * s[0]
    if abs(cross) < 1e-15:
        return None
    t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross
    u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross
    if not (-1e-9 <= t <= 1 + 1e-9 and -1e-9 <= u <= 1 + 1e-9):
        return None
    return t, u, (a[0] + r[0] * t, a[1] + r[1] * t)


def _write_water(writer: "_Writer") -> None:
    for each in json.loads((DATA / "city.json").read_text("utf-8"))["background"]["features"]:
        if each["properties"]["kind"] == "river":
            ring = [(lat, lon) for lon, lat in each["geometry"]["coordinates"][0]]
            writer.way(ring, {"natural": "water", "name": each["properties"]["name"]})


def _write_places(writer: "_Writer") -> list[tuple[str, str, tuple[float, float]]]:
    """The places of the demo; returns the houses that they are: street, number, point."""
    houses = []
    for each in json.loads((DATA / "places.json").read_text("utf-8")):
        key, value = next(
            (tag for word, tag in _KINDS.items() if word in f"{each['kind']} {each['name']}".lower()),
            ("tourism", "attraction"),
        )
        tags = {key: value, "name": each["name"]}
        street, _, number = each["address"].rpartition(", ")
        point = (each["lat"], each["lon"])
        if number.isdigit():
            name = "Рёлочный переулок" if "Рёлочный" in street else _whole_name(street)
            tags |= {"addr:street": name, "addr:housenumber": number}
            houses.append((name, number, point))
        writer.node(point, tags)
    return houses


def _write_houses(
    writer: "_Writer", lines: Mapping[str, Line], known: Sequence[tuple[str, str, tuple[float, float]]]
) -> None:
    taken = {(street, number) for street, number, _ in known}
    spots = [point for _, _, point in known]
    cells: set[tuple[int, int]] = {_cell(point) for point in spots}
    for name, line in lines.items():
        if not name.strip() or "мост" in name or ("шоссе" in name):
            continue
        for number, point, angle in _along(line, lines, name):
            if (name, number) not in taken and _cell(point) not in cells:
                cells.add(_cell(point))
                writer.house(point, angle, {"building": "yes", "addr:street": name, "addr:housenumber": number})


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0] * _M_NORTH / 34), round(point[1] * _M_EAST / 34)


def _along(line: Line, lines: Mapping[str, Line], name: str) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Numbers, places and directions of houses on both sides, from the east or the south on; none on another street."""
    ordered = (
        line
        if line[0][1] > line[-1][1] or abs(line[0][0] - line[-1][0]) > abs(line[0][1] - line[-1][1])
        else line[::-1]
    )
    others = [(a, b) for other, corners in lines.items() if other != name for a, b in itertools.pairwise(corners)]
    gone, number = 0.0, 1
    for a, b in itertools.pairwise(ordered):
        east, north = (b[1] - a[1]) * _M_EAST, (b[0] - a[0]) * _M_NORTH
        length = math.hypot(east, north)
        at = _HOUSE_EVERY_M - gone
        while at < length:
            middle = (a[0] + (b[0] - a[0]) * at / length, a[1] + (b[1] - a[1]) * at / length)
            for side in (1, -1):
                off = (
                    middle[0] - side * _HOUSE_OFF_M * east / length / _M_NORTH,
                    middle[1] + side * _HOUSE_OFF_M * north / length / _M_EAST,
                )
                if all(distance_m(Point(*off), Point(*_nearest_on(off, c, d))) > 20 for c, d in _near(off, others)):
                    yield str(number + (side < 0)), off, math.atan2(north, east)
            number += 2
            at += _HOUSE_EVERY_M
        gone = length - (at - _HOUSE_EVERY_M)


def _near(point: tuple[float, float], pieces: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for a, b in pieces:
        if (
            min(a[0], b[0]) - 0.001 < point[0] < max(a[0], b[0]) + 0.001
            and min(a[1], b[1]) - 0.001 < point[1] < max(a[1], b[1]) + 0.001
        ):
            yield a, b


class _Writer:
    """Nodes of equal places are one, so that streets meet."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._at: dict[tuple[float, float], int] = {}
        self._nodes: list[mutable.Node] = []
        self._ways: list[mutable.Way] = []

    def node(self, place: tuple[float, float], tags: Mapping[str, str] | None = None) -> int:
        """A point; with tags it is one of its own."""
        key = (round(place[0], 6), round(place[1], 6))
        if tags is None and key in self._at:
            return self._at[key]
        number = next(self._ids)
        self._nodes.append(mutable.Node(id=number, location=(key[1], key[0]), tags=dict(tags or {})))
        if tags is None:
            self._at[key] = number
        return number

    def way(self, line: Iterable[tuple[float, float]], tags: Mapping[str, str]) -> None:
        """A line, or a ring."""
        refs = [self.node(each) for each in line]
        self._ways.append(mutable.Way(id=next(self._ids), nodes=refs, tags=dict(tags)))

    def house(self, point: tuple[float, float], angle: float, tags: Mapping[str, str]) -> None:
        """A building of 22 by 12 metres along its street."""
        ring = []
        for x, y in ((-11, -6), (11, -6), (11, 6), (-11, 6), (-11, -6)):
            east = x * math.cos(angle) - y * math.sin(angle)
            north = x * math.sin(angle) + y * math.cos(angle)
            ring.append((point[0] + north / _M_NORTH, point[1] + east / _M_EAST))
        self.way(ring, tags)

    def write(self, path: Path) -> None:
        """The file, sorted as extracts are."""
        path.unlink(missing_ok=True)
        header = osmium.io.Header()
        header.set("generator", "demo streets")
        with osmium.SimpleWriter(str(path), overwrite=True, header=header) as writer:
            for node in self._nodes:
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)


if __name__ == "__main__":
    write_demo_streets(TARGET)
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")
