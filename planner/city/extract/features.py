"""What a street extract holds that one can see or search: areas, lines and points, sorted out by their tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.domain.geo import Point

Path2: TypeAlias = NDArray[np.float64]
"""Points as rows (x, y) of the Web Mercator square: 0 to 1 from west to east and from north to south."""


@dataclass(frozen=True)
class Area:
    """A piece of ground; `polygons` are rings, in each the outer one first and its holes after it."""

    kind: str
    polygons: tuple[tuple[Path2, ...], ...]
    name: str = ""


@dataclass(frozen=True)
class Line:
    """A road, a railway or a watercourse; `level` is -1 in a tunnel, 1 on a bridge."""

    kind: str
    path: Path2
    name: str = ""
    level: int = 0
    also: str = ""
    """Other names that it has."""


@dataclass(frozen=True)
class House:
    """A numbered house; `street` is as the map writes it, empty where the house belongs to a village without streets.

    `also` are other numbers by which it is known on this street, such as «37» for a corner house «37/49».
    """

    street: str
    number: str
    point: Point
    settlement: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Landmark:
    """Something with a name that people look for: a school, a park, a bus stop, a village."""

    kind: str
    name: str
    point: Point
    street: str = ""
    number: str = ""
    also: str = ""
    """Other names that it has."""


@dataclass
class Features:
    """Everything that was read, in the order of the file."""

    areas: list[Area] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)
    landmarks: list[Landmark] = field(default_factory=list)
    coast: list[Path2] = field(default_factory=list)
    """Pieces of the sea's shore, water on their right hand."""


Tags = Mapping[str, str]

ROADS: Mapping[str, str] = {
    "motorway": "motorway",
    "motorway_link": "ramp",
    "trunk": "trunk",
    "trunk_link": "ramp",
    "primary": "primary",
    "primary_link": "ramp",
    "secondary": "secondary",
    "secondary_link": "ramp",
    "tertiary": "tertiary",
    "tertiary_link": "ramp",
    "unclassified": "street",
    "residential": "street",
    "living_street": "street",
    "road": "street",
    "pedestrian": "walk",
    "service": "service",
    "track": "track",
    "footway": "path",
    "path": "path",
    "cycleway": "path",
    "bridleway": "path",
    "steps": "path",
}
STREETS = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary", "street", "walk", "service"})
"""Kinds of lines whose name is the name of a street."""

_GROUND: Mapping[tuple[str, str], str] = {
    (key, value): kind
    for kind, tags in {
        "water": "natural=water waterway=riverbank waterway=dock landuse=reservoir landuse=basin leisure=swimming_pool",
        "wood": "natural=wood landuse=forest",
        "green": "leisure=park leisure=garden leisure=golf_course leisure=dog_park landuse=grass landuse=meadow "
        "landuse=recreation_ground landuse=village_green landuse=cemetery landuse=allotments landuse=orchard "
        "landuse=vineyard landuse=greenfield amenity=grave_yard natural=scrub natural=heath natural=grassland "
        "landuse=flowerbed",
        "wetland": "natural=wetland",
        "sand": "natural=sand natural=beach natural=shingle",
        "rock": "natural=bare_rock natural=scree",
        "homes": "landuse=residential",
        "works": "landuse=industrial landuse=commercial landuse=retail landuse=garages landuse=railway landuse=port "
        "landuse=construction landuse=depot landuse=quarry landuse=military",
        "campus": "amenity=school amenity=kindergarten amenity=university amenity=college amenity=hospital amenity=clinic",
        "pitch": "leisure=pitch leisure=track leisure=stadium leisure=sports_centre leisure=playground",
        "paved": "amenity=parking place=square aeroway=apron man_made=pier",
    }.items()
    for key, _, value in (tag.partition("=") for tag in tags.split())
}

_LANDMARKS: Mapping[tuple[str, str], str] = {
    (key, value): kind
    for kind, tags in {
        "city": "place=city place=town",
        "settlement": "place=village place=hamlet place=isolated_dwelling",
        "quarter": "place=suburb place=quarter place=neighbourhood place=locality place=allotments place=borough",
        "school": "amenity=school",
        "kindergarten": "amenity=kindergarten",
        "university": "amenity=university amenity=college",
        "hospital": "amenity=hospital amenity=clinic amenity=doctors",
        "pharmacy": "amenity=pharmacy",
        "park": "leisure=park leisure=garden leisure=nature_reserve",
        "sport": "leisure=stadium leisure=sports_centre leisure=pitch leisure=ice_rink leisure=sports_hall",
        "culture": "amenity=theatre amenity=cinema amenity=library amenity=arts_centre amenity=community_centre "
        "tourism=museum tourism=gallery tourism=attraction historic=monument historic=memorial",
        "worship": "amenity=place_of_worship",
        "office": "amenity=townhall office=government amenity=courthouse amenity=police amenity=fire_station "
        "amenity=post_office",
        "shop": "shop=supermarket shop=mall shop=department_store amenity=marketplace",
        "station": "railway=station railway=halt amenity=bus_station aeroway=aerodrome aeroway=terminal",
        "bus_stop": "highway=bus_stop public_transport=platform public_transport=stop_position railway=tram_stop",
        "square": "place=square",
        "food": "amenity=cafe amenity=restaurant amenity=fast_food amenity=bar amenity=food_court",
        "hotel": "tourism=hotel tourism=hostel tourism=guest_house",
        "bank": "amenity=bank amenity=fuel",
        "cemetery": "landuse=cemetery",
    }.items()
    for key, _, value in (tag.partition("=") for tag in tags.split())
}

KEYS = tuple(
    sorted(
        {key for key, _ in (*_GROUND, *_LANDMARKS)}
        | {"highway", "railway", "waterway", "building", "addr:housenumber", "shop", "office"}
    )
)
"""The keys by which anything comes in at all."""


def ground_of(tags: Tags) -> str:
    """The kind of an area, or "" for what is not drawn."""
    if tags.get("building", "no") != "no":
        return "building"
    if tags.get("highway") in ("pedestrian", "footway", "service") or tags.get("area:highway"):
        return "paved"
    return _first(_GROUND, tags)


def line_of(tags: Tags) -> str:
    """The kind of a line, or "" for what is not drawn."""
    if "highway" in tags:
        return ROADS.get(tags["highway"], "")
    railway, waterway = tags.get("railway"), tags.get("waterway")
    if railway == "rail":
        return "siding" if tags.get("service") else "rail"
    if railway in ("tram", "light_rail", "narrow_gauge", "monorail", "funicular"):
        return "tram"
    if waterway in ("river", "canal"):
        return "river"
    if waterway in ("stream", "ditch", "drain"):
        return "stream"
    return "runway" if tags.get("aeroway") == "runway" else ""


def landmark_of(tags: Tags) -> str:
    """The kind of thing that people look for by its name, or ""; a shop, an office or a building is one by its name alone."""
    kind = _first(_LANDMARKS, tags)
    if kind or "highway" in tags or "railway" in tags:
        return kind
    if tags.get("shop", "no") not in ("no", "vacant"):
        return "shop"
    if tags.get("office", "no") != "no":
        return "office"
    return "building" if tags.get("building", "no") != "no" else ""


def name_of(tags: Tags) -> str:
    """The name as the city writes it, in Russian where the map has it in several languages."""
    return " ".join((tags.get("name:ru") or tags.get("name") or "").split())[:200]


def other_names_of(tags: Tags) -> str:
    """Names by which people may look for it, too: short, old and official ones, in one line."""
    keys = ("name", "alt_name", "short_name", "old_name", "official_name", "loc_name", "alt_name:ru")
    return " ".join(tags[key] for key in keys if tags.get(key))[:300]


def addresses_of(tags: Tags) -> list[tuple[str, str, tuple[str, ...]]]:
    """Street and number of a house, for each street that a corner house stands on, with other numbers for the same.

    The second street of a corner house stands in `addr:street2`, and its number behind the stroke («37/49»), or has an address
    of its own in `addr2:…`, or the two streets and numbers stand behind each other: «А;Б», «37;49».
    """
    number, street = tags.get("addr:housenumber", ""), tags.get("addr:street") or tags.get("addr:place") or ""
    first, stroke, second = number.partition("/")
    other = tags.get("addr:street2", "") or tags.get("addr:street:corner", "") or tags.get("addr:street_2", "")
    one, both, two = street.partition(";")
    if both and not other:
        street, other = one.strip(), two.strip()
        if ";" in number:
            number, _, second = number.partition(";")
            first, stroke = number, ";"
    is_corner = bool(other) and bool(stroke) and second.strip()[:1].isdigit()
    found: list[tuple[str, str, tuple[str, ...]]] = []
    if number:
        found.append((street, number, (first,) if is_corner and first != number else ()))
    if is_corner:
        found.append((other, second.strip(), (f"{second}/{first}", number) if stroke == "/" else ()))
    if tags.get("addr2:street") and tags.get("addr2:housenumber"):
        found.append((tags["addr2:street"], tags["addr2:housenumber"], ()))
    return found


def level_of(tags: Tags) -> int:
    """-1 in a tunnel, 1 on a bridge, else 0."""
    if tags.get("tunnel", "no") != "no":
        return -1
    return 1 if tags.get("bridge", "no") != "no" else 0


def _first(table: Mapping[tuple[str, str], str], tags: Tags) -> str:
    return next((table[key, value] for key, value in tags.items() if (key, value) in table), "")
