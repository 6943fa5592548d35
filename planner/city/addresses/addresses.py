"""Address search of a city: from what somebody types to points, and from a point to an address."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from planner.city.addresses.spelling import in_cyrillic, is_in_latin, on_the_other_keyboard
from planner.city.addresses.words import (
    KIND_WORDS,
    LONGEST_QUERY,
    HouseNumber,
    Reading,
    folded_text,
    house_number,
    places_named,
    plain_words,
    readings,
)
from planner.domain.geo import Point, box_around, distance_m, is_on_earth

HOUSE_M, STREET_M = 80.0, 150.0
"""How far from a point a house, or a street, may be to give it its address."""
_STREETS_A_READING = 6
_COMPLETIONS = 4
_ALIKE = 0.75

T = TypeVar("T")


class Precision(StrEnum):
    """What the point of an answer is."""

    HOUSE = "house"
    NEAREST_HOUSE = "nearest_house"
    STREET = "street"
    LANDMARK = "landmark"


@dataclass(frozen=True)
class FoundAddress:
    """One answer. `address` is what one writes into an address field; `name` is the landmark's, else empty.

    `asked_number` is a number that is not on the map: with NEAREST_HOUSE, `address` has the one that is; with STREET, none
    is known. A street's point is its middle. `settlement` is the town or village, `kind` says what a landmark is (`planner.city.extract.features`).
    """

    precision: Precision
    address: str
    point: Point
    name: str = ""
    kind: str = ""
    settlement: str = ""
    asked_number: str = ""


@dataclass(frozen=True)
class _Street:
    """A street; `ids` are its parts, where its lines are too far from each other to be taken for one."""

    ids: tuple[int, ...]
    name: str
    settlement: str
    words: frozenset[str]
    houses: int
    point: Point


class Addresses:
    """The search in one file that `build_address_index` wrote; may be used by several threads at once."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    def find(self, text: str, *, limit: int = 8) -> list[FoundAddress]:
        """The best answers to what was typed so far, at most `limit`; nothing for a text without a word.

        Takes any text and never raises: what means something to a search engine is a letter or a space here. Words may
        stand in any order and be begun only, abbreviated, or have a typing error where nothing else is found. Where a
        house is not on the map, the answer is the nearest number of its street and says so.
        """
        with closing(sqlite3.connect(self._address, uri=True)) as connection:
            for spelled in _spellings(text):
                if found := self._find(connection, spelled):
                    return list(dict.fromkeys(found))[:limit]
        return []

    def _find(self, connection: sqlite3.Connection, text: str) -> list[FoundAddress]:
        ways = readings(text)
        if not ways:
            return []
        typed = frozenset(word for way in ways for word in way.words) | places_named(text)
        found = _answers(_Search(connection, typed=typed), ways)
        if not found:
            mended = _mended(ways, _vocabulary(self._address))
            found = _answers(_Search(connection, typed=typed), mended) if mended != ways else []
        return found or _answers(_Search(connection, whole=False, typed=typed), mended)

    def at(self, point: Point) -> FoundAddress | None:
        """The house within 80 m of a point, else the street within 150 m, else None."""
        if not is_on_earth(*point):
            return None
        with closing(sqlite3.connect(self._address, uri=True)) as connection:
            return _house_at(connection, point) or _street_at(connection, point)


class _Search:
    """Asks one open file; `whole`: every word must be found, else at least half of them."""

    def __init__(
        self, connection: sqlite3.Connection, *, whole: bool = True, typed: frozenset[str] = frozenset()
    ) -> None:
        self._connection = connection
        self._whole = whole
        self._typed = typed
        """Every word that was typed: among equal streets, one whose settlement was named comes first."""

    def streets(self, words: Sequence[str]) -> list[_Street]:
        """Streets whose names have the words, the best first: no word too many, the right kind, many houses."""
        rows = self._rows(
            "SELECT s.id, s.name, s.settlement, s.words, s.houses, s.lat, s.lon FROM search f "
            "JOIN street s ON s.id = f.target_id WHERE f.target = 'street' AND search MATCH ? LIMIT 300",
            words,
        )
        streets = [
            _Street((i,), name, place, frozenset(own.split()), n, Point(lat, lon))
            for i, name, place, own, n, lat, lon in rows
        ]
        wanted = set(words)
        fitting = self._fitting(streets, words, lambda street: street.words)
        ordered = sorted(
            fitting,
            key=lambda street: (
                -len(self._typed.intersection(plain_words(street.settlement))),
                -len(wanted & street.words),
                len(street.words - wanted - KIND_WORDS),
                "улица" not in street.words,  # whoever means an avenue or an embankment says so
                -street.houses,
                street.name,
            ),
        )
        whole: dict[tuple[str, str], _Street] = {}
        for street in ordered:
            part = whole.setdefault((street.name, street.settlement), street)
            if part is not street:
                whole[street.name, street.settlement] = replace(part, ids=(*part.ids, *street.ids))
        return list(whole.values())

    def landmarks(self, words: Sequence[str]) -> list[FoundAddress]:
        """Landmarks whose names have the words, short names first."""
        rows = self._rows(
            "SELECT l.kind, l.name, l.address, l.words, l.lat, l.lon FROM search f JOIN landmark l ON l.id = f.target_id "
            "WHERE f.target = 'landmark' AND search MATCH ? LIMIT 300",
            words,
        )
        wanted = set(words)
        found = self._fitting(list(rows), words, lambda row: frozenset(row[3].split()))
        found.sort(key=lambda row: (-len(wanted & set(row[3].split())), len(row[3]), row[1]))
        return [
            FoundAddress(Precision.LANDMARK, address, Point(lat, lon), name, kind)
            for kind, name, address, _, lat, lon in found
        ]

    def houses(self, street: _Street, number: HouseNumber) -> Iterator[tuple[int, FoundAddress]]:
        """Answers with their rank: 0 the house itself, 1 the nearest one (the street if it has none), 2 those whose numbers
        begin in the same way, since more may be typed.
        """
        marks = ", ".join("?" * len(street.ids))
        rows = self._connection.execute(
            f"SELECT number, spelling, main, lat, lon FROM house WHERE street_id IN ({marks})", street.ids
        ).fetchall()
        if not rows:
            yield 1, replace(_street_answer(street), asked_number=number.text)
            return
        best = next((row for row in rows if row[1] == number.text), None)
        best = best or next((row for row in rows if _ranges_over(row, number)), None)
        if best is not None:
            yield 0, _house_answer(street, best)
        else:
            # At the same distance, the same side of the street.
            best = min(rows, key=lambda row: (abs(row[2] - number.main), (row[2] - number.main) % 2, row[1]))
            yield 1, _house_answer(street, best, asked=number.text)
        begun = [row for row in rows if row[1].startswith(number.text) and row != best]
        for row in sorted(begun, key=lambda row: (row[2], len(row[1]), row[1]))[:_COMPLETIONS]:
            yield 2, _house_answer(street, row)

    def _rows(self, query: str, words: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        names = [word for word in words if word not in KIND_WORDS] or list(words)
        if not self._whole:  # a number alone says nothing about which street it is
            names = [word for word in names if not word.isdigit()] or names
        terms = [_term(word, alone=len(words) == 1) for word in names]
        return self._connection.execute(query, ((" AND " if self._whole else " OR ").join(terms),)).fetchall()

    def _fitting(self, found: list[T], words: Sequence[str], words_of: Callable[[T], frozenset[str]]) -> list[T]:
        if self._whole:
            return found
        names = [word for word in words if word not in KIND_WORDS and not word.isdigit()]

        def known(one: T) -> int:
            return sum(any(own.startswith(word) for own in words_of(one)) for word in names)

        most = max((known(one) for one in found), default=0)
        return [one for one in found if known(one) == most and most * 2 >= len(names)]


def _spellings(text: str) -> Iterator[str]:
    """The text as it is; in Latin letters, also as it sounds, and as the same keys write it in Russian."""
    yield text
    if is_in_latin(text):
        yield in_cyrillic(folded_text(text))
        yield on_the_other_keyboard(text.casefold()[:LONGEST_QUERY])


def _answers(search: _Search, ways: Sequence[Reading]) -> list[FoundAddress]:
    """Answers to all ways of reading; a number that belongs to a street's name is not taken for a house."""
    *with_house, whole = ways if ways[-1].house is None else [*ways, Reading(())]
    streets = search.streets(whole.words)[:_STREETS_A_READING] if whole.words else []
    landmarks = search.landmarks(whole.words) if whole.words else []
    named = {street.ids for street in streets}
    houses: list[tuple[int, FoundAddress]] = []
    for way in with_house:
        if houses or way.house is None:
            break
        if streets and not set(way.words) - KIND_WORDS:
            continue  # "микрорайон 5" is the street of that name where there is one
        for street in search.streets(way.words)[:_STREETS_A_READING]:
            if street.ids not in named or str(way.house.main) not in street.words:
                houses += search.houses(street, way.house)
    houses.sort(key=lambda answer: answer[0])  # equals stay in the order of their streets
    kinds = KIND_WORDS & set(whole.words)
    fitting = [street for street in streets if kinds <= street.words]
    sure = [answer for rank, answer in houses if rank == 0]
    ends_in_house = bool(sure) and whole.words[-1:] != () and whole.words[-1][0].isdigit()
    return [
        # "Зейская 5" is a house of that street rather than "5-я Зейская", which one begins with its number.
        *(sure if ends_in_house else ()),
        *map(_street_answer, fitting),
        *(answer for rank, answer in houses if rank != 1 or not sure),
        *landmarks,
        *(_street_answer(street) for street in streets if street not in fitting),
    ]


def _mended(ways: Sequence[Reading], vocabulary: tuple[tuple[str, ...], frozenset[str]]) -> list[Reading]:
    """The same without the names of settlements, and with words that nobody knows replaced by the most similar ones."""
    words, places = vocabulary

    def mend(word: str) -> str:
        if len(word) < 4 or word in KIND_WORDS or any(known.startswith(word) for known in words):
            return word
        return next(iter(get_close_matches(word, words, n=1, cutoff=_ALIKE)), word)

    mended = []
    for way in ways:
        better = [mend(word) for word in way.words]
        rest = [word for word in better if word not in places]
        mended.append(Reading(tuple(rest if set(rest) - KIND_WORDS else better), way.house))
    return mended


@lru_cache(maxsize=2)
def _vocabulary(address: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """All words of the file, and those that are names of settlements."""
    with closing(sqlite3.connect(address, uri=True)) as connection:
        rows = connection.execute("SELECT word, settlement FROM vocabulary").fetchall()
    return tuple(word for word, _ in rows), frozenset(word for word, is_place in rows if is_place)


def _term(word: str, *, alone: bool) -> str:
    """A word for the search engine: begun words count, but "1" is not the beginning of "12" unless it is all there is."""
    return f'"{word}"' if word[0].isdigit() and not alone else f'"{word}"*'


def _ranges_over(row: tuple[Any, ...], wanted: HouseNumber) -> bool:
    """Whether a house of several numbers, such as «22-24», has the one that is wanted; on one side of the street."""
    number = house_number(row[0])
    if number is None or number.last is None or wanted.text != str(wanted.main):
        return False
    low, high = sorted((number.main, number.last))
    return low <= wanted.main <= high and (wanted.main - low) % 2 == 0


def _street_answer(street: _Street) -> FoundAddress:
    return FoundAddress(Precision.STREET, street.name, street.point, settlement=street.settlement)


def _house_answer(street: _Street, row: tuple[Any, ...], *, asked: str = "") -> FoundAddress:
    number, _, _, lat, lon = row
    precision = Precision.NEAREST_HOUSE if asked else Precision.HOUSE
    address = f"{street.name}, {number}"
    return FoundAddress(precision, address, Point(lat, lon), settlement=street.settlement, asked_number=asked)


def _house_at(connection: sqlite3.Connection, point: Point) -> FoundAddress | None:
    box = box_around(point, HOUSE_M)
    rows = connection.execute(
        "SELECT s.name, h.number, s.settlement, h.lat, h.lon FROM house h JOIN street s ON s.id = h.street_id "
        "WHERE h.lat BETWEEN ? AND ? AND h.lon BETWEEN ? AND ?",
        (box.south, box.north, box.west, box.east),
    ).fetchall()
    near = min(rows, key=lambda row: distance_m(point, Point(*row[3:])), default=None)
    if near is None or distance_m(point, Point(*near[3:])) > HOUSE_M:
        return None
    name, number, settlement, lat, lon = near
    return FoundAddress(Precision.HOUSE, f"{name}, {number}", Point(lat, lon), settlement=settlement)


def _street_at(connection: sqlite3.Connection, point: Point) -> FoundAddress | None:
    box = box_around(point, STREET_M)
    rows = connection.execute(
        "SELECT s.name, s.settlement, t.lat, t.lon FROM trace t JOIN street s ON s.id = t.street_id "
        "WHERE t.lat BETWEEN ? AND ? AND t.lon BETWEEN ? AND ?",
        (box.south, box.north, box.west, box.east),
    ).fetchall()
    near = min(rows, key=lambda row: distance_m(point, Point(*row[2:])), default=None)
    if near is None or distance_m(point, Point(*near[2:])) > STREET_M:
        return None
    return FoundAddress(Precision.STREET, near[0], Point(near[2], near[3]), settlement=near[1])
