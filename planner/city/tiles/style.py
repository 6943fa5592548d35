"""How the base map looks: calm colours under the pins of the planner, widths of roads by zoom, what is shown when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Colour = tuple[int, int, int]

FIRST_ZOOM, LAST_ZOOM = 10, 16


def colour(code: str) -> Colour:
    """The colour of a code such as "B5D3E8"."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


LAND = colour("F5F4F0")
WATER = colour("B5D3E8")
"""The same blue as the rivers of a city without an extract."""


@dataclass(frozen=True)
class AreaStyle:
    """Fill, line around it if there is one, and the first zoom."""

    fill: Colour
    first_zoom: int = FIRST_ZOOM
    edge: Colour | None = None


AREAS: Mapping[str, AreaStyle] = {
    "homes": AreaStyle(colour("EFEDE7"), 11),
    "works": AreaStyle(colour("EAE7E9"), 11),
    "wood": AreaStyle(colour("CFE3C5")),
    "rock": AreaStyle(colour("E9E6E0"), 11),
    "green": AreaStyle(colour("DCEBD2"), 11),
    "wetland": AreaStyle(colour("D6E6DC"), 11),
    "sand": AreaStyle(colour("F3EACB"), 12),
    "campus": AreaStyle(colour("F4ECD8"), 13),
    "paved": AreaStyle(colour("ECEAE5"), 15),
    "pitch": AreaStyle(colour("C5E0C3"), 14, colour("B1D1AF")),
    "water": AreaStyle(WATER),
    "building": AreaStyle(colour("E0DAD1"), 14, colour("CEC6BA")),
}
"""In the order in which they are painted; buildings come after the tunnels."""


@dataclass(frozen=True)
class RoadStyle:
    """Fill, casing, and the width in pixels at zoom 10, 11, … 16; 0 means not shown."""

    fill: Colour
    casing: Colour
    widths: tuple[float, ...]


ROADS: Mapping[str, RoadStyle] = {
    "track": RoadStyle(colour("DCD1BC"), colour("DCD1BC"), (0, 0, 0, 0, 0.9, 1.2, 1.8)),
    "path": RoadStyle(colour("D3C6B2"), colour("D3C6B2"), (0, 0, 0, 0, 0, 0.9, 1.4)),
    "service": RoadStyle(colour("FFFFFF"), colour("DAD5CC"), (0, 0, 0, 0, 0.9, 2.2, 4.4)),
    "walk": RoadStyle(colour("FAF9F5"), colour("D2CBBF"), (0, 0, 0, 0.8, 1.6, 3.4, 6.5)),
    "street": RoadStyle(colour("FFFFFF"), colour("CFC9BF"), (0, 0, 0.7, 1.2, 2.6, 5, 8.5)),
    "tertiary": RoadStyle(colour("FFFFFF"), colour("C4BDB1"), (0, 0.8, 1.2, 2.2, 3.8, 6.4, 10)),
    "ramp": RoadStyle(colour("FBE7B6"), colour("D9BE82"), (0, 0.8, 1.2, 2, 3, 5, 7)),
    "secondary": RoadStyle(colour("FDF3CF"), colour("D3C190"), (0.8, 1.2, 1.8, 3, 4.6, 7.4, 11.5)),
    "primary": RoadStyle(colour("FBE7B6"), colour("D9BE82"), (1.2, 1.7, 2.4, 3.8, 5.4, 8.4, 12.5)),
    "trunk": RoadStyle(colour("F9D9A0"), colour("D8AF68"), (1.5, 2, 2.8, 4.2, 5.8, 8.8, 13)),
    "motorway": RoadStyle(colour("F5C98A"), colour("D09C52"), (1.7, 2.2, 3, 4.4, 6, 9, 13.5)),
}
"""From the least to the most important: what comes later is painted over what came before."""

PLAIN_ROADS = frozenset({"track", "path"})
"""Drawn as one thin line, without a casing."""
CASING = (0, 0, 0.5, 0.7, 0.8, 0.9, 1.1)
"""The width of a casing on either side, by zoom."""

RAIL = colour("A9AAB1")
SIDING = colour("C9C9CD")
TRAM = colour("BDB3C4")
RUNWAY = colour("DEDDE0")
TUNNEL_FILL = colour("F1EDE4")
TUNNEL_CASING = colour("DED8CC")
LINE_WIDTHS: Mapping[str, tuple[Colour, tuple[float, ...]]] = {
    "stream": (WATER, (0, 0, 0, 0.8, 1.1, 1.6, 2.4)),
    "river": (WATER, (1.4, 1.8, 2.4, 3, 4, 5, 6)),
    "runway": (RUNWAY, (1, 2, 4, 7, 13, 24, 44)),
    "siding": (SIDING, (0, 0, 0, 0.8, 1, 1.4, 1.8)),
    "rail": (RAIL, (0.9, 1, 1.2, 1.5, 1.9, 2.5, 3.2)),
    "tram": (TRAM, (0, 0, 0, 0.7, 0.9, 1.2, 1.6)),
}


@dataclass(frozen=True)
class TextStyle:
    """Colour, cut of the font, and the size in pixels at zoom 10, 11, … 16; 0 means not shown."""

    colour: Colour
    cut: str
    sizes: tuple[int, ...]


HALO = colour("FFFFFF")
TEXTS: Mapping[str, TextStyle] = {
    "city": TextStyle(colour("26333E"), "medium", (19, 20, 21, 22, 0, 0, 0)),
    "settlement": TextStyle(colour("34424E"), "medium", (0, 13, 14, 15, 16, 17, 17)),
    "quarter": TextStyle(colour("5C6975"), "medium", (0, 0, 0, 13, 14, 15, 15)),
    "water": TextStyle(colour("3F7099"), "italic", (0, 12, 13, 14, 14, 14, 15)),
    "main street": TextStyle(colour("4A463F"), "regular", (0, 0, 0, 12, 12, 13, 14)),
    "green": TextStyle(colour("4A7449"), "italic", (0, 0, 0, 12, 12, 12, 13)),
    "street": TextStyle(colour("57534C"), "regular", (0, 0, 0, 0, 0, 12, 13)),
    "landmark": TextStyle(colour("5A5148"), "regular", (0, 0, 0, 0, 0, 0, 12)),
    "house": TextStyle(colour("746A5C"), "regular", (0, 0, 0, 0, 0, 0, 10)),
}
"""In the order in which they find room: what comes first is never pushed away by what comes later."""

MAIN_STREETS = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary"})
DOTS: Mapping[str, Colour] = {
    **dict.fromkeys(("school", "kindergarten", "university"), colour("B08A3E")),
    **dict.fromkeys(("hospital", "pharmacy"), colour("B86A62")),
    **dict.fromkeys(("culture", "office", "station", "sport", "worship"), colour("8B7E9B")),
    "bus_stop": colour("6F93B5"),
}
"""The dots of landmarks at the last zoom; bus stops have no name beside theirs, there are too many."""


def at_zoom(steps: Sequence[float], zoom: int) -> float:
    """The value for a zoom from a row that begins at zoom 10."""
    return steps[zoom - FIRST_ZOOM]
