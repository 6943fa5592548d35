"""Building the address search of one extract: a SQLite file of its own, so that it is the same under every database."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from planner.city.addresses.words import KIND_WORDS, house_number, plain_words
from planner.city.extract.features import STREETS, Features, House, Landmark, Path2
from planner.city.extract.file import Progress, to_point
from planner.city.tiles.street_names import NamedLine, joined
from planner.domain.geo import Point, box_around, distance_m

FORM = 2
"""Grows when the same extract gives another search."""
_SCHEMA = """
CREATE TABLE street(id INTEGER PRIMARY KEY, name TEXT, settlement TEXT, words TEXT, houses INTEGER, lat REAL, lon REAL);
CREATE TABLE house(street_id INTEGER, number TEXT, spelling TEXT, main INTEGER, lat REAL, lon REAL);
CREATE TABLE landmark(id INTEGER PRIMARY KEY, kind TEXT, name TEXT, address TEXT, words TEXT, lat REAL, lon REAL);
CREATE TABLE trace(street_id INTEGER, lat REAL, lon REAL);
CREATE TABLE vocabulary(word TEXT PRIMARY KEY, settlement INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(words, target UNINDEXED, target_id UNINDEXED,
  tokenize = "unicode61 remove_diacritics 0", prefix = "1 2 3", content_rowid = "rowid");
"""
_INDEXES = """
CREATE INDEX house_of_street ON house(street_id, spelling);
CREATE INDEX house_by_place ON house(lat);
CREATE INDEX trace_by_place ON trace(lat);
CREATE INDEX trace_of_street ON trace(street_id);
INSERT INTO search(search) VALUES ('optimize');
ANALYZE;
"""
ONE_STREET_M = 700.0
"""Lines of one name that come nearer than this are one street."""
_TRACE_M = 20.0
_STOP_M, _ONE_HOUSE_M = 250.0, 300.0
_VILLAGE_M, _CITY_M = 2_500.0, 15_000.0
_SETTLEMENTS = ("city", "settlement")
_CALLED = {
    **{
        "school": "школа",
        "kindergarten": "детский сад детсад",
        "hospital": "больница поликлиника",
        "pharmacy": "аптека",
    },
    **{
        "park": "парк сквер",
        "shop": "магазин",
        "station": "вокзал станция",
        "bus_stop": "остановка",
        "square": "площадь",
    },
    **{"worship": "храм церковь", "cemetery": "кладбище", "food": "кафе ресторан", "hotel": "гостиница отель"},
    **{"city": "город", "settlement": "село поселок деревня", "quarter": "район микрорайон", "building": "здание"},
}
"""What people call such a thing, whether its name says so or not: «школа 5» for «Гимназия № 5»."""


@dataclass
class _Street:
    """One street of one settlement: its lines and its houses."""

    name: str
    lines: list[Path2] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)

    also: list[str] = field(default_factory=list)

    @property
    def said_settlement(self) -> str:
        """The town that most of its houses name, "" where they name none."""
        named = Counter(house.settlement for house in self.houses if house.settlement)
        return named.most_common(1)[0][0] if named else ""

    @property
    def points(self) -> list[Point]:
        """Points along its lines, about 20 m apart; its houses where it has no line."""
        return [point for line in self.lines for point in _trace(line)] or [house.point for house in self.houses]

    @property
    def middle(self) -> Point:
        """A point on the street, half along its longest line."""
        if not self.lines:
            return self.houses[len(self.houses) // 2].point
        along = [_trace(line) for line in self.lines]
        longest = max(along, key=len)
        return longest[len(longest) // 2]


@dataclass(frozen=True)
class AddressCounts:
    """What the search knows."""

    streets: int
    houses: int
    landmarks: int


def build_address_index(features: Features, path: Path, *, progress: Progress = lambda share: None) -> AddressCounts:
    """Writes the search of an extract into a new file at `path` and returns how much is in it."""
    settlements = [mark for mark in features.landmarks if mark.kind in _SETTLEMENTS]
    streets = _streets_of(features)
    landmarks = list(_one_of_each(features.landmarks))
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        for number, street in enumerate(streets, start=1):
            if number % 50 == 0:
                progress(number / (len(streets) + 1))
            _write_street(connection, number, street, settlements)
        for number, mark in enumerate(landmarks, start=1):
            _write_landmark(connection, number, mark)
        _write_vocabulary(connection, streets, landmarks, settlements)
        connection.executescript(_INDEXES)
        connection.commit()
    finally:
        connection.close()
    progress(1.0)
    return AddressCounts(len(streets), sum(len(street.houses) for street in streets), len(landmarks))


def _streets_of(features: Features) -> list[_Street]:
    by_words: dict[frozenset[str], list[_Street]] = defaultdict(list)
    lines: dict[frozenset[str], list[NamedLine]] = defaultdict(list)
    also: dict[str, list[str]] = defaultdict(list)
    for each in features.lines:
        if each.also and each.also not in also[each.name]:
            also[each.name].append(each.also)
    for line in joined(line for line in features.lines if line.kind in STREETS):
        lines[frozenset(plain_words(line.name))].append(line)
    for words, named in lines.items():
        if words:
            others = also.get(named[0].name, [])
            by_words[words] = [
                _Street(one[0].name, [each.path for each in one], also=others) for one in _grouped(named)
            ]
    for house in _unique(features.houses):
        words = frozenset(plain_words(house.street))
        if words:
            _street_for(house, by_words[words]).houses.append(house)
    return [street for streets in by_words.values() for street in streets]


def _grouped(lines: Sequence[NamedLine]) -> list[list[NamedLine]]:
    """Lines of one name that lie near each other; a village far away has a Lenin street of its own."""
    groups: list[tuple[list[NamedLine], list[float]]] = []
    for line in lines:
        (west, north), (east, south) = line.path.min(axis=0), line.path.max(axis=0)
        centre = to_point(float(west + east) / 2, float(north + south) / 2)
        around = box_around(centre, ONE_STREET_M)
        room = (around.east - around.west) / 720
        box, mine = [west - room, north - room, east + room, south + room], [line]
        apart = []
        for others, other in groups:
            if box[0] <= other[2] and box[2] >= other[0] and box[1] <= other[3] and box[3] >= other[1]:
                mine, box = [*others, *mine], [*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:])]
            else:
                apart.append((others, other))
        groups = [*apart, (mine, box)]
    return [group for group, _ in groups]


def _street_for(house: House, streets: list[_Street]) -> _Street:
    """The nearest street of that name; a new one where there is none within reach."""
    reach = 3 * ONE_STREET_M
    best = min(streets, key=lambda street: _rough_m(street, house.point), default=None)
    if best is None or _rough_m(best, house.point) > reach:
        best = _Street(house.street)
        streets.append(best)
    return best


def _rough_m(street: _Street, point: Point) -> float:
    """The distance to some points of a street, for choosing between streets that are far apart."""
    if not street.lines:
        return distance_m(street.houses[0].point, point)
    some = [to_point(*line[i]) for line in street.lines for i in (0, len(line) // 2, -1)]
    return min(distance_m(each, point) for each in some)


def _unique(houses: Iterable[House]) -> Iterable[House]:
    """A house that is both an outline and a point, or has several entrances, is one; two villages may each have theirs."""
    seen: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for house in houses:
        number = house_number(house.number)
        key = (house.street.casefold(), number.text if number else house.number.casefold())
        if number is not None and all(distance_m(house.point, other) > _ONE_HOUSE_M for other in seen[key]):
            seen[key].append(house.point)
            yield house


def _one_of_each(landmarks: Iterable[Landmark]) -> Iterable[Landmark]:
    """The two signs of one bus stop, and a school that is both an area and a point, are one."""
    kept: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for mark in landmarks:
        known = kept[mark.kind, mark.name.casefold()]
        if all(distance_m(mark.point, other) > _STOP_M for other in known):
            known.append(mark.point)
            yield mark


def _write_street(connection: sqlite3.Connection, number: int, street: _Street, settlements: list[Landmark]) -> None:
    words, middle = plain_words(street.name), street.middle
    settlement = street.said_settlement or _settlement_of(middle, settlements)
    row = (number, street.name, settlement, " ".join(words), len(street.houses), middle.lat, middle.lon)
    connection.execute("INSERT INTO street VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    for names in dict.fromkeys((" ".join(words), *(" ".join(plain_words(also)) for also in street.also))):
        connection.execute("INSERT INTO search VALUES (?, 'street', ?)", (names, number))
    houses = []
    for house in street.houses:
        for spelling in (house.number, *house.also):
            spelled = house_number(spelling)
            if spelled is not None:
                houses.append((number, house.number, spelled.text, spelled.main, house.point.lat, house.point.lon))
    connection.executemany("INSERT INTO house VALUES (?, ?, ?, ?, ?, ?)", houses)
    connection.executemany(
        "INSERT INTO trace VALUES (?, ?, ?)", [(number, point.lat, point.lon) for point in street.points]
    )


def _write_landmark(connection: sqlite3.Connection, number: int, mark: Landmark) -> None:
    words = " ".join(plain_words(mark.name))
    address = ", ".join(part for part in (mark.street, mark.number) if part)
    row = (number, mark.kind, mark.name, address, words, mark.point.lat, mark.point.lon)
    connection.execute("INSERT INTO landmark VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    sought = dict.fromkeys([*words.split(), *plain_words(mark.also), *_CALLED.get(mark.kind, "").split()])
    connection.execute("INSERT INTO search VALUES (?, 'landmark', ?)", (" ".join(sought), number))


def _write_vocabulary(
    connection: sqlite3.Connection, streets: list[_Street], landmarks: list[Landmark], settlements: list[Landmark]
) -> None:
    said = {street.said_settlement for street in streets}
    places = {word for name in (*(mark.name for mark in settlements), *said) for word in plain_words(name)}
    names = [*(street.name for street in streets), *(mark.name for mark in landmarks), *_CALLED.values()]
    names += [*(other for street in streets for other in street.also), *(mark.also for mark in landmarks)]
    words = {word for name in names for word in plain_words(name)} - KIND_WORDS
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?)", [(word, word in places) for word in sorted(words | places)]
    )


def _settlement_of(point: Point, settlements: Iterable[Landmark]) -> str:
    """The village within 2.5 km or the town within 15 km whose middle is nearest, measured by its reach."""
    reach = {"city": _CITY_M, "settlement": _VILLAGE_M}
    shares = [(distance_m(point, mark.point) / reach[mark.kind], mark.name) for mark in settlements]
    share, name = min(shares, default=(2.0, ""))
    return name if share <= 1 else ""


def _trace(line: Path2) -> list[Point]:
    """Points along a line, its ends among them, at most about 20 m apart."""
    points = [to_point(*corner) for corner in line.tolist()]
    traced = points[:1]
    for a, b in zip(points, points[1:], strict=False):
        steps = max(1, int(np.ceil(distance_m(a, b) / _TRACE_M)))
        traced += [
            Point(a.lat + (b.lat - a.lat) * i / steps, a.lon + (b.lon - a.lon) * i / steps) for i in range(1, steps + 1)
        ]
    return traced
