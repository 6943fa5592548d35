"""Whether an address is one of another city: by the towns and the region that it names, and by where the map lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.city.addresses.postal import Postal, Town
from planner.city.addresses.regions import CITIES, IN_ENGLISH, REGIONS
from planner.city.addresses.slips import Vocabulary, stem_before_ending
from planner.domain.geo import Point, distance_m
from planner.domain.stems import looks_like

_NEAR_CITY_M = 60_000.0
_NEAR_REGION_M, _REGION_REACH = 150_000.0, 2.5
"""A region is another one where its capital is so far, and so many times as far as the nearest capital."""


@dataclass(frozen=True)
class MapExtent:
    """The corners of what a map shows."""

    south_west: Point
    north_east: Point

    def distance_m(self, point: Point) -> float:
        """How far a place lies from the map; 0 on it."""
        low, high = self.south_west, self.north_east
        nearest = Point(min(max(point.lat, low.lat), high.lat), min(max(point.lon, low.lon), high.lon))
        return distance_m(nearest, point)


def town_elsewhere(postal: Postal, known: Vocabulary, extent: MapExtent | None) -> str:
    """The name of the town or region that is not on the map, else ""."""
    if extent is None:
        return ""
    if far := next((region for region in postal.regions if _is_far(region, extent)), ""):
        return (postal.towns[-1].name if postal.towns else far).title()
    if any(_is_here(town, known) for town in postal.towns):
        return ""
    towns = [*_cities_without_a_word(postal.rest, known), *postal.towns]
    return next((town.name.title() for town in towns[::-1] if _is_other(town, known, extent)), "")


def _cities_without_a_word(rest: str, known: Vocabulary) -> list[Town]:
    """«Хабаровск Ленина 12»: words that are a city of the country, and nothing on this map."""
    words = rest.replace(",", " ").split()
    pairs = [" ".join(words[at : at + 2]) for at in range(len(words) - 1)]
    named = [each for each in (*words, *pairs) if each in CITIES or _nominative(each) in CITIES]
    strange = [each for each in named if not any(known.begins(part) for part in each.split())]
    return [Town(tuple(_nominative(each).split())) for each in strange if each != rest]


def _is_here(town: Town, known: Vocabulary) -> bool:
    words = _words_of(town)
    return any(
        words == name or (len(words) == len(name) and all(any(_same(a, b) for b in name) for a in words))
        for name in known.settlements
        if name
    )


def _words_of(town: Town) -> frozenset[str]:
    return frozenset(part for word in town.words for part in word.split("-") if part not in ("на", "в", "и"))


def _same(word: str, other: str) -> bool:
    return word == other or stem_before_ending(word) == stem_before_ending(other) or looks_like(word, other)


def _is_other(town: Town, known: Vocabulary, extent: MapExtent) -> bool:
    places = CITIES.get(town.name) or CITIES.get(_nominative(town.name)) or ()
    if places:
        return _nearest(places, extent) > _NEAR_CITY_M
    if not town.is_said or not all(len(word) > 1 and word.replace("-", "").isalpha() for word in town.words):
        return False
    # A village may lie on a map that does not name it; a map without a single settlement knows nothing of towns.
    return bool(known.settlements)


def _nominative(name: str) -> str:
    """«хабаровске» is «хабаровск», «москве» is «москва»."""
    name = IN_ENGLISH.get(name, name)
    if name in CITIES:
        return name
    stem = stem_before_ending(name)
    return next((city for city in (stem, f"{stem}а", f"{stem}ь") if city in CITIES), name)


def _is_far(region: str, extent: MapExtent) -> bool:
    here = REGIONS.get(region) or REGIONS.get(region.split()[0], ())
    if not here:
        return False
    nearest = min(_nearest(places, extent) for places in REGIONS.values())
    return _nearest(here, extent) > max(_NEAR_REGION_M, _REGION_REACH * nearest)


def _nearest(places: Sequence[Point], extent: MapExtent) -> float:
    return min(extent.distance_m(place) for place in places)
