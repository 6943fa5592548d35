"""Address search of a city: from what somebody types to points, and from a point to an address."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planner.city.addresses.crossing import crossings, halves_with_houses, says_crossing, without_crossing_words
from planner.city.addresses.elsewhere import MapExtent, town_elsewhere
from planner.city.addresses.found import FoundAddress, Precision, Street, street_answer
from planner.city.addresses.latin import (
    as_it_looks,
    in_cyrillic,
    is_in_latin,
    on_the_latin_keyboard,
    on_the_other_keyboard,
    with_cyrillic_kinds,
)
from planner.city.addresses.postal import Postal, postal_parts
from planner.city.addresses.search import Search
from planner.city.addresses.slips import Vocabulary, stem_before_ending, vocabulary_of
from planner.city.addresses.words import KIND_WORDS, LONGEST_QUERY, Reading, folded_text, plain_words, readings
from planner.domain.geo import Point, box_around, distance_m, is_on_earth

__all__ = ["Addresses", "FoundAddress", "Precision"]

HOUSE_M, STREET_M = 80.0, 150.0
"""How far from a point a house, or a street, may be to give it its address."""
_STREETS_A_READING = 6
_MOST_MENDED = 6
_LONGEST_NAME = 5
_SHORTEST_NAME = 3


class Addresses:
    """The search in one file that `build_address_index` wrote; may be used by several threads at once."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The file, for looking only."""
        with closing(sqlite3.connect(self._address, uri=True)) as connection:
            yield connection

    def find(self, text: str, *, limit: int = 8) -> list[FoundAddress]:
        """The best answers to what was typed so far, at most `limit`; nothing for a text without a word, and nothing for an
        address of another city (`elsewhere`).

        Takes any text and never raises: what means something to a search engine is a letter or a space here. Words may
        stand in any order and be begun only, abbreviated, or have a typing error where nothing else is found. Where a
        house is not on the map, the answer is the nearest number of its street and says so.
        """
        with self.opened() as connection:
            known = vocabulary_of(self._address)
            asked = [_Question(spelled, known) for spelled in _spellings(text)]
            if self._elsewhere(connection, text, known):
                return []
            for way in (_crossing_in_words, _as_typed, _crossing_by_signs, _inflected, _mended, _named_within, _half):
                for question in asked:
                    if question.ways and (found := way(connection, question)):
                        return list(dict.fromkeys(found))[:limit]
        return []

    def elsewhere(self, text: str) -> str:
        """The town or region that the text names and this map does not show; "" where it names none."""
        with self.opened() as connection:
            return self._elsewhere(connection, text, vocabulary_of(self._address))

    @staticmethod
    def _elsewhere(connection: sqlite3.Connection, text: str, known: Vocabulary) -> str:
        extent = _extent(connection)
        spelled = (text, in_cyrillic(folded_text(text))) if is_in_latin(text) else (text,)
        named = (town_elsewhere(_Question(each, known).postal, known, extent) for each in spelled)
        return next((town for town in named if town), "")

    def at(self, point: Point) -> FoundAddress | None:
        """The house within 80 m of a point, else the street within 150 m, else None."""
        if not is_on_earth(*point):
            return None
        with self.opened() as connection:
            return _house_at(connection, point) or _street_at(connection, point)


@dataclass(frozen=True)
class _Question:
    """One spelling of what was typed."""

    text: str
    known: Vocabulary

    @cached_property
    def folded(self) -> str:
        return folded_text(self.text)

    @cached_property
    def postal(self) -> Postal:
        return postal_parts(self.folded, self.known.settlements)

    @cached_property
    def ways(self) -> list[Reading]:
        return readings(without_crossing_words(self.postal.rest))

    @cached_property
    def towns(self) -> tuple[frozenset[str], ...]:
        """The words of the towns that were named."""
        return tuple(frozenset(plain_words(town.name)) for town in self.postal.towns)

    @property
    def is_bare(self) -> bool:
        """Whether it is a name and nothing else, of which no word is to be taken for a town or a region."""
        return "," not in self.folded and not any(letter.isdigit() for letter in self.folded)


def _spellings(text: str) -> Iterator[str]:
    """The text as it is; in Latin letters, also as they look and sound, and as the same keys write it in Russian."""
    yield text
    if is_in_latin(text):
        folded = folded_text(text)
        yield as_it_looks(folded)
        yield with_cyrillic_kinds(folded)
        yield on_the_other_keyboard(text[:LONGEST_QUERY])
        yield in_cyrillic(folded)
    elif not text.isascii():
        yield with_cyrillic_kinds(on_the_latin_keyboard(text[:LONGEST_QUERY].casefold()))


def _crossing_in_words(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    if not says_crossing(question.postal.rest):
        return []
    search = Search(connection, towns=question.towns)
    return _corner_house(search, question) or crossings(search, question.postal.rest)


def _crossing_by_signs(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    search = Search(connection, towns=question.towns)
    return _corner_house(search, question) or crossings(search, question.postal.rest)


def _corner_house(search: Search, question: _Question) -> list[FoundAddress]:
    """The houses of «Ленина 5 / Калинина 12», where each street has its own."""
    sides = [_answers(search, readings(half)) for half in halves_with_houses(question.postal.rest)]
    found = [side[0] for side in sides if side and side[0].precision is Precision.HOUSE]
    return found if len(found) == len(sides) else []


def _as_typed(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    if question.is_bare and (found := _answers(Search(connection), readings(question.text))):
        return [*_street_in_another_case(Search(connection), question.text, found[0]), *found]
    found = _answers(Search(connection, towns=question.towns), question.ways)
    return _in_their_town(connection, question, found)


def _in_their_town(
    connection: sqlite3.Connection, question: _Question, found: list[FoundAddress]
) -> list[FoundAddress]:
    """The answers; before them the town that was named, where none of them lies there."""
    towns = [town for town in question.towns if town in question.known.settlements]
    places = [frozenset(plain_words(answer.settlement)) for answer in found]
    if not found or not towns or any(place in towns or not place for place in places):
        return found
    named = [mark for mark in Search(connection).landmarks(sorted(towns[-1])) if mark.kind in ("city", "settlement")]
    return [*named[:1], *found]


def _mended(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    """With words that nobody knows replaced by likely ones, without initials, and without the names of settlements."""
    search = Search(connection, towns=question.towns)
    for ways, towns in _mendings(question):
        search = Search(connection, towns=(*question.towns, *towns))
        if ways != question.ways and (found := _answers(search, ways)):
            return _in_their_town(connection, question, found)
    return []


def _street_in_another_case(search: Search, text: str, first: FoundAddress) -> list[FoundAddress]:
    """The street of «на Зейской», where else a thing would come first that has only this word among others."""
    words = readings(text)[-1].words
    if first.precision is not Precision.LANDMARK or set(words) >= set(plain_words(first.name)):
        return []
    return [street_answer(street) for street in _called(search, words)]


def _inflected(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    """The house of a street whose name stands in another case: «на Зейской, 12»."""
    search = Search(connection, towns=question.towns)
    numbered = [(way.words, way.house) for way in question.ways if way.house is not None]
    found = [
        answer
        for words, house in numbered
        for street in _called(search, words)
        for rank, answer in search.houses(street, house)
        if rank < 2
    ]
    return sorted(found, key=lambda answer: answer.precision is not Precision.HOUSE)


def _named_within(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    """The house of a street whose whole name stands beside the number, whatever else was said: «детская площадка Ленина 12»."""
    search = Search(connection, towns=question.towns)
    found: list[FoundAddress] = []
    for way in question.ways:
        if way.house is None:
            continue
        for size in range(min(_LONGEST_NAME, len(way.words) - 1), 0, -1):
            parts = [way.words[at : at + size] for at in range(len(way.words) - size + 1)]
            named = [street for words in parts if set(words) - KIND_WORDS for street in _called(search, words)]
            answers = [answer for street in named for rank, answer in search.houses(street, way.house) if rank < 2]
            found += answers
            if answers:
                break
    found.sort(key=lambda answer: answer.precision is not Precision.HOUSE)
    return found


def _called(search: Search, words: Sequence[str]) -> list[Street]:
    """Streets whose name these words are, all of it, also in another case: «на Зейской»."""
    names = set(words) - KIND_WORDS
    if all(word.isdigit() or len(word) < _SHORTEST_NAME for word in names):
        return []
    exact = [street for street in search.streets(words) if street.words - KIND_WORDS == names]
    if exact:
        return exact
    stems = {word if word.isdigit() else stem_before_ending(word) for word in names}
    return [
        street
        for street in search.streets(list(stems))
        if {word if word.isdigit() else stem_before_ending(word) for word in street.words - KIND_WORDS} == stems
    ]


def _half(connection: sqlite3.Connection, question: _Question) -> list[FoundAddress]:
    """With half of the words that the map knows: «яма на дороге напротив Ленина 12»."""
    for ways, towns in _mendings(question):
        heard = [Reading(tuple(word for word in way.words if question.known.begins(word)), way.house) for way in ways]
        heard = [way for way in heard if any(not word.isdigit() for word in set(way.words) - KIND_WORDS)]
        search = Search(connection, whole=False, towns=(*question.towns, *towns))
        both = crossings(Search(connection), " ".join(heard[-1].words)) if heard and heard[-1] != ways[-1] else []
        if found := both or _answers(search, heard):
            return found
    return []


def _mendings(question: _Question) -> Iterator[tuple[list[Reading], list[frozenset[str]]]]:
    """Likely readings of words that are not on the map, each with the towns that it names; the likeliest first."""
    known = question.known
    unknown = [
        word
        for word in dict.fromkeys(word for way in question.ways for word in way.words)
        if word not in KIND_WORDS and not known.begins(word)
    ]
    options: list[dict[str, list[str]]] = [{}]
    for word in unknown:
        meant: list[list[str]] = [[each] for each in known.meant(word)]
        parted = known.parted(word)
        meant += [list(parted)] if parted else []
        if meant:
            options = [{**option, word: each} for each in meant for option in options][:_MOST_MENDED]
    for option in options:
        for drops_places in (False, True):
            yield _replaced(question.ways, option, known, drops_places=drops_places)
            yield _replaced(_without_initials(question.ways), option, known, drops_places=drops_places)


def _replaced(
    ways: Sequence[Reading], option: dict[str, list[str]], known: Vocabulary, *, drops_places: bool
) -> tuple[list[Reading], list[frozenset[str]]]:
    mended, towns = [], []
    for way in ways:
        better = [each for word in way.words for each in option.get(word, [word])]
        rest = better
        if drops_places:
            rest = [word for word in better if word not in known.places]
            towns += [name for name in known.settlements if name and name <= set(better) - set(rest)]
        mended.append(Reading(tuple(rest if set(rest) - KIND_WORDS else better), way.house))
    return mended, towns


_TITLES = frozenset(
    {"генерала", "маршала", "академика", "профессора", "героя", "космонавта", "адмирала", "капитана", "полковника"}
    | {
        "лейтенанта",
        "сержанта",
        "летчика",
        "доктора",
        "писателя",
        "поэта",
        "композитора",
        "города",
        "старший",
        "старая",
    }
)


def _without_initials(ways: Sequence[Reading]) -> list[Reading]:
    """The readings without single letters and titles: «ул. М. Горького», «генерала Белобородова»."""
    bare = []
    for way in ways:
        words = tuple(word for word in way.words if (len(word) > 1 or word.isdigit()) and word not in _TITLES)
        bare.append(Reading(words if set(words) - KIND_WORDS else way.words, way.house))
    return bare


def _answers(search: Search, ways: Sequence[Reading]) -> list[FoundAddress]:
    """Answers to all ways of reading; a number that belongs to a street's name is not taken for a house."""
    if not ways:
        return []
    *with_house, whole = ways if ways[-1].house is None else [*ways, Reading(())]
    streets = search.streets(whole.words)[:_STREETS_A_READING] if whole.words else []
    landmarks = search.landmarks(whole.words) if whole.words else []
    named = {street.ids for street in streets}
    houses: list[tuple[int, FoundAddress]] = []
    for way in with_house:
        if any(rank == 0 for rank, _ in houses) or way.house is None:
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
    ends_in_house = bool(sure) and (not search.whole or (whole.words != () and whole.words[-1][0].isdigit()))
    named_so = (
        [] if any(set(whole.words) - KIND_WORDS == street.words - KIND_WORDS for street in streets) else landmarks
    )
    exact = [mark for mark in named_so if set(plain_words(mark.name)) - KIND_WORDS == set(whole.words) - KIND_WORDS]
    exact.sort(key=lambda mark: mark.precision is not Precision.DISTRICT)
    return [
        *exact,
        # "Зейская 5" is a house of that street rather than "5-я Зейская", which one begins with its number.
        *(sure if ends_in_house else ()),
        *(() if houses and not search.whole else map(street_answer, fitting)),
        *(answer for rank, answer in houses if rank != 1 or not sure),
        *map(street_answer, fitting),
        *landmarks,
        *(street_answer(street) for street in streets if street not in fitting),
    ]


def _extent(connection: sqlite3.Connection) -> MapExtent | None:
    row = connection.execute("SELECT min(lat), min(lon), max(lat), max(lon) FROM street").fetchone()
    return None if row[0] is None else MapExtent(Point(row[0], row[1]), Point(row[2], row[3]))


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
