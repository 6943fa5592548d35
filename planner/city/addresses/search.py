"""Questions to one open file of the address search: streets and landmarks by words, houses by number."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from planner.city.addresses.found import FoundAddress, Street, house_answer, landmark_answer, street_answer
from planner.city.addresses.numbers import HouseNumber, loosely
from planner.city.addresses.words import KIND_WORDS, house_number, plain_words
from planner.domain.geo import Point

_COMPLETIONS = 4
_MOST_ROWS = 300

T = TypeVar("T")


class Search:
    """Asks one open file; `whole`: every word must be found, else at least half of them.

    `towns` are the towns that were named: streets of these come alone where there are any.
    """

    def __init__(
        self, connection: sqlite3.Connection, *, whole: bool = True, towns: Sequence[frozenset[str]] = ()
    ) -> None:
        self.connection = connection
        self.whole = whole
        self._towns = towns

    def streets(self, words: Sequence[str]) -> list[Street]:
        """Streets whose names have the words, the best first: no word too many, the right kind, many houses."""
        rows = self._rows(
            "SELECT s.id, s.name, s.settlement, s.words, s.houses, s.lat, s.lon FROM search f "
            "JOIN street s ON s.id = f.target_id WHERE f.target = 'street' AND search MATCH ? LIMIT ?",
            words,
        )
        streets = [
            Street((i,), name, place, frozenset(own.split()), n, Point(lat, lon))
            for i, name, place, own, n, lat, lon in rows
        ]
        wanted = set(words)
        fitting = self._of_towns(self._fitting(streets, words, lambda street: street.words))
        ordered = sorted(
            fitting,
            key=lambda street: (
                -len(wanted & street.words),
                len(street.words - wanted - KIND_WORDS),
                "улица" not in street.words,  # whoever means an avenue or an embankment says so
                -street.houses,
                street.name,
            ),
        )
        whole: dict[tuple[str, str], Street] = {}
        for street in ordered:
            part = whole.setdefault((street.name, street.settlement), street)
            if part is not street:
                whole[street.name, street.settlement] = replace(part, ids=(*part.ids, *street.ids))
        return list(whole.values())

    def landmarks(self, words: Sequence[str]) -> list[FoundAddress]:
        """Landmarks whose names have the words, short names first."""
        rows = self._rows(
            "SELECT l.kind, l.name, l.address, l.words, l.lat, l.lon FROM search f JOIN landmark l ON l.id = f.target_id "
            "WHERE f.target = 'landmark' AND search MATCH ? LIMIT ?",
            words,
        )
        wanted = set(words)
        found = self._fitting(list(rows), words, lambda row: frozenset(row[3].split()))
        found.sort(key=lambda row: (-len(wanted & set(row[3].split())), len(row[3]), row[1]))
        return [landmark_answer(kind, name, address, Point(lat, lon)) for kind, name, address, _, lat, lon in found]

    def houses(self, street: Street, number: HouseNumber) -> Iterator[tuple[int, FoundAddress]]:
        """Answers with their rank: 0 the house itself, 1 the nearest one (the street if it has none), 2 those whose numbers
        begin in the same way, since more may be typed.
        """
        rows = self._houses_of(street)
        if not rows:
            yield 1, replace(street_answer(street), asked_number=number.text)
            return
        best = _exact(rows, number)
        if best is not None:
            yield 0, house_answer(street, best)
        else:
            best = min(rows, key=lambda row: _unlikeness(row, number))
            yield 1, house_answer(street, best, asked=number.text)
        begun = [row for row in rows if row[1].startswith(number.text) and row[0] != best[0]]
        shown = {row[0]: row for row in sorted(begun, key=lambda row: (row[2], len(row[1]), row[1]))}
        for row in list(shown.values())[:_COMPLETIONS]:
            yield 2, house_answer(street, row)

    def trace(self, street: Street) -> list[Point]:
        """Points along a street, about 20 m apart."""
        marks = ", ".join("?" * len(street.ids))
        rows = self.connection.execute(f"SELECT lat, lon FROM trace WHERE street_id IN ({marks})", street.ids)
        return [Point(lat, lon) for lat, lon in rows]

    def _houses_of(self, street: Street) -> list[tuple[Any, ...]]:
        marks = ", ".join("?" * len(street.ids))
        return self.connection.execute(
            f"SELECT number, spelling, main, lat, lon FROM house WHERE street_id IN ({marks})", street.ids
        ).fetchall()

    def _rows(self, query: str, words: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        names = [word for word in words if word not in KIND_WORDS] or list(words)
        if not self.whole:  # a number alone says nothing about which street it is
            names = [word for word in names if not word.isdigit()] or names
        if not names:
            return []
        terms = [_term(word, alone=len(words) == 1) for word in names]
        wanted = (" AND " if self.whole else " OR ").join(terms)
        return self.connection.execute(query, (wanted, _MOST_ROWS)).fetchall()

    def _of_towns(self, streets: list[Street]) -> list[Street]:
        """Those of the towns that were named; all of them where there is none."""
        if not self._towns:
            return streets
        named = [street for street in streets if frozenset(plain_words(street.settlement)) in self._towns]
        return named or streets

    def _fitting(self, found: list[T], words: Sequence[str], words_of: Callable[[T], frozenset[str]]) -> list[T]:
        if self.whole:
            return found
        names = [word for word in words if word not in KIND_WORDS and not word.isdigit()]

        def known(one: T) -> int:
            return sum(any(own.startswith(word) for own in words_of(one)) for word in names)

        most = max((known(one) for one in found), default=0)
        return [one for one in found if known(one) == most and most * 2 >= len(names)]


def _exact(rows: Sequence[tuple[Any, ...]], number: HouseNumber) -> tuple[Any, ...] | None:
    """The house of a number: by its spelling, by a range that has it, or by the first of two numbers that were typed."""
    spelled = next((row for row in rows if row[1] == number.text), None)
    spelled = spelled or next((row for row in rows if _ranges_over(row, number)), None)
    if spelled is None and number.last is not None:  # «22-24» of two houses, or a house with a flat behind it
        first = number.text.partition("-")[0]
        spelled = next((row for row in rows if row[1] == first), None)
    if spelled is None and number.text == f"{number.main}д":  # «12 д» is «дом 12» in registers
        spelled = next((row for row in rows if row[1] == str(number.main)), None)
    return spelled


def _unlikeness(row: tuple[Any, ...], number: HouseNumber) -> tuple[int, int, int, str]:
    """How far a house is from a number: on the way along the street, on its other side, by what stands behind the number."""
    other = 0 if loosely(row[1]) == number.loose else 1 if row[1] == str(number.main) else 2
    away = abs(row[2] - number.main)
    return away, (row[2] - number.main) % 2, other, row[1]


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
