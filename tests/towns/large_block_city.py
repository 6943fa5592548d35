"""A city of 18 by 17 km that is written into an extract: about 40,000 houses, 140 streets, two rivers, parks, a railway."""

import math
import random
from pathlib import Path

from tests.towns.block_town import TownWriter

BLOCK = 1.25
"""A block has 250 m: the writer's unit is 200 m."""
ACROSS, DOWN = 72, 68
WEST, SOUTH = -8.0, -20.0
"""The south-western corner, in units of the writer."""

_FIRST = [
    "Ленина",
    "Горького",
    "Пушкина",
    "Чехова",
    "Гоголя",
    "Лермонтова",
    "Некрасова",
    "Толстого",
    "Островского",
    "Мухина",
    "Лазо",
    "Калинина",
    "Фрунзе",
]
_SECOND = [
    "Амурская",
    "Зейская",
    "Нагорная",
    "Северная",
    "Полевая",
    "Луговая",
    "Речная",
    "Садовая",
    "Рабочая",
    "Театральная",
    "Студенческая",
    "Лесная",
]
_KINDS = ("улица", "улица", "улица", "переулок", "проезд")


def write_city(path: Path) -> Path:
    """Writes the same city each time."""
    chance, city = random.Random(133), TownWriter()
    avenues = _names()
    for row in range(DOWN):
        city.way([_bent(column, row) for column in range(ACROSS)], _street(row, avenues[row]))
    for column in range(ACROSS):
        city.way([_bent(column, row) for row in range(DOWN)], _street(column, avenues[DOWN + column]))
    for column in range(ACROSS - 1):
        for row in range(DOWN - 1):
            _block(city, column, row, avenues[row], chance)
    _river(city, "Амур", [(-6, -9), (20, -5), (45, -7), (80, -4)])
    _river(city, "Зея", [(80, 4), (76, 20), (79, 45), (75, 80)])
    city.way([_bent(30 + 2 * math.sin(row / 9), row + 0.5) for row in range(DOWN - 1)], {"railway": "rail"})
    city.node(*_bent(36, 30), {"place": "city", "name": "Благовещенск"})
    for number, at in enumerate([(15, 15), (50, 20), (20, 50), (55, 55)], start=1):
        city.node(*_bent(*at), {"place": "suburb", "name": f"{number}-й микрорайон"})
    return city.write(path)


def _names() -> list[str]:
    names = [f"{kind} {name}" for kind in ("улица", "переулок", "проспект") for name in _FIRST]
    names += [f"{name} {kind}" for kind in ("улица", "набережная") for name in _SECOND]
    names += [f"{number}-я {name} улица" for number in range(1, 8) for name in _SECOND]
    return names


def _street(number: int, name: str) -> dict[str, str]:
    kind = "primary" if number % 16 == 8 else "secondary" if number % 8 == 4 else "residential"
    return {"highway": kind, "name": name}


def _bent(column: float, row: float) -> tuple[float, float]:
    """Where a crossing lies: a grid that nobody has drawn with a ruler."""
    bend = 0.9 * math.sin(row / 11) + 0.5 * math.sin(column / 7 + row / 19)
    return WEST + BLOCK * column + bend, SOUTH + BLOCK * row + 0.8 * math.sin(column / 13)


def _block(city: TownWriter, column: int, row: int, street: str, chance: random.Random) -> None:
    luck = chance.random()
    if luck < 0.05:
        city.way([_bent(column + x, row + y) for x, y in _SQUARE], {"leisure": "park", "name": "Сквер"})
        return
    if luck < 0.09:
        name = f"Школа № {column + row}"
        city.way([_bent(column + x, row + y) for x, y in _SQUARE], {"amenity": "school", "name": name})
    if luck < 0.2:
        city.node(*_bent(column + 0.5, row), {"highway": "bus_stop", "name": f"Остановка {column}-{row}"})
    for place in range(8):
        west, south = 0.06 + place % 4 * 0.23, 0.1 if place < 4 else 0.66
        wide, high = chance.uniform(0.08, 0.18), chance.uniform(0.07, 0.2)
        corners = ((0, 0), (wide, 0), (wide, high), (0, high), (0, 0))
        tags = {"building": "yes", "addr:street": street, "addr:housenumber": str(8 * column + place + 1)}
        city.way([_bent(column + west + x, row + south + y) for x, y in corners], tags)


_SQUARE = ((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92), (0.08, 0.08))


def _river(city: TownWriter, name: str, middle: list[tuple[float, float]]) -> None:
    """A multipolygon some 600 m wide along a line of crossings."""
    points = []
    for (x1, y1), (x2, y2) in zip(middle, middle[1:], strict=False):
        points += [(x1 + (x2 - x1) * i / 20, y1 + (y2 - y1) * i / 20 + 0.3 * math.sin(i / 3)) for i in range(20)]
    is_across = abs(middle[-1][0] - middle[0][0]) > abs(middle[-1][1] - middle[0][1])
    other = [(x, y - 3.2) if is_across else (x + 3.2, y) for x, y in reversed(points)]
    ring = [_bent(*point) for point in [*points, *other, points[0]]]
    outer = city.way(ring)
    city.relation([(outer, "outer")], {"type": "multipolygon", "natural": "water", "name": name})
