"""What the tags of a way in OpenStreetMap mean for a bus: may it go there, which way, how fast, how heavy, how high."""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

Tags = Mapping[str, str]

CLASSES: tuple[str, ...] = (
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"),
    *("tertiary", "tertiary_link", "unclassified", "residential", "road", "busway", "living_street", "service"),
    *("pedestrian", "track"),
)
"""Kinds of roads that a bus can be let on, from the greatest to the least; roads know theirs by its place here."""


class Pace(NamedTuple):
    """Kilometres an hour of a bus on a free road: where no limit is known, and the most under a higher limit."""

    usual: float
    most: float


PACES: Mapping[str, Pace] = {
    "motorway": Pace(90, 90),
    "motorway_link": Pace(50, 60),
    "trunk": Pace(75, 80),
    "trunk_link": Pace(45, 55),
    "primary": Pace(58, 75),
    "primary_link": Pace(35, 50),
    "secondary": Pace(50, 70),
    "secondary_link": Pace(30, 45),
    "tertiary": Pace(40, 60),
    "tertiary_link": Pace(25, 40),
    "unclassified": Pace(28, 55),
    "residential": Pace(25, 40),
    "road": Pace(25, 40),
    "busway": Pace(40, 60),
    "living_street": Pace(10, 15),
    "service": Pace(13, 20),
    "pedestrian": Pace(8, 10),
    "track": Pace(12, 15),
}
OF_LIMIT = 0.85
"""What of a posted limit a bus really makes on a free road between crossings."""

_ROUGH: Mapping[str, float] = {
    **dict.fromkeys(("unpaved", "compacted", "fine_gravel", "unhewn_cobblestone", "gravel", "pebblestone"), 20.0),
    **dict.fromkeys(("ground", "dirt", "earth", "grass", "sand", "mud", "rock"), 10.0),
}
_ZONES: Mapping[str, float] = {"living_street": 20, "walk": 6, "rural": 90, "motorway": 110, "trunk": 110, "urban": 50}
_URBAN_60 = frozenset({"RU", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AM"})
NEVER = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military", "permit", "residents"})
_LEFT_OUT = frozenset({"emergency_access", "parking", "bus_only_maintenance"})
PERMISSION_KEYS = ("bus", "psv", "motor_vehicle", "vehicle", "access")
_ONEWAY_KEYS = ("oneway:bus", "oneway:psv", "oneway:motor_vehicle", "oneway:vehicle", "oneway")
_NUMBER = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-zа-я']*)")
_FEET = re.compile(r"\s*(\d+)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|in))?\s*")
_BLOCKING = frozenset(
    {"block", "bollard", "chain", "cycle_barrier", "debris", "fence", "full-height_turnstile", "jersey_barrier"}
    | {"kissing_gate", "log", "motorcycle_barrier", "planter", "rope", "stile", "turnstile", "wall", "wedge"}
)


class RoadProfile(NamedTuple):
    """One way as a bus uses it. A speed of 0 means not in that direction, a limit of `math.inf` that there is none.

    `no_stop` is a tunnel or a motorway, where nobody gets off.
    """

    kind: int
    forward_kmh: float
    backward_kmh: float
    roundabout: bool
    no_stop: bool
    max_weight_t: float
    max_height_m: float
    max_length_m: float
    name: str
    season: str = ""
    """When it is open (`planner.domain.seasons`)."""


def profile_of(tags: Tags) -> RoadProfile | None:
    """How a bus uses this way; None where it does not."""
    kind = tags.get("highway", "")
    if kind not in PACES or tags.get("area") == "yes" or tags.get("service") in _LEFT_OUT:
        return None
    along, against = _directions(kind, tags)
    forward = along and _may_enter(kind, tags, ":forward")
    backward = against and _may_enter(kind, tags, ":backward")
    if not (forward or backward):
        return None
    return RoadProfile(
        kind=CLASSES.index(kind),
        forward_kmh=speed_kmh(kind, tags, "forward") if forward else 0.0,
        backward_kmh=speed_kmh(kind, tags, "backward") if backward else 0.0,
        roundabout=tags.get("junction") in ("roundabout", "circular"),
        no_stop=kind in ("motorway", "motorway_link") or tags.get("tunnel", "no") != "no",
        max_weight_t=tonnes(_for_bus(tags, "maxweight")),
        max_height_m=metres(_for_bus(tags, "maxheight") or tags.get("maxheight:physical", "")),
        max_length_m=metres(_for_bus(tags, "maxlength")),
        name=(tags.get("name") or tags.get("ref") or "").strip(),
    )


def blocks(tags: Tags) -> bool:
    """Whether a barrier that stands on the road keeps a bus from passing: a bollard does, a gate without a ban does not;
    and whether there is a ford.
    """
    if tags.get("ford", "no") != "no":
        return True
    permission = _permission(tags)
    if permission is not None:
        return permission in NEVER
    return tags.get("barrier") in _BLOCKING and tags.get("bollard") != "rising"


def speed_kmh(kind: str, tags: Tags, direction: str) -> float:
    """Kilometres an hour on the free road: by its kind where no limit is known, else by the limit, and by the surface."""
    pace = PACES[kind]
    limit = min((kmh(tags[key]) for key in _limit_keys(direction) if kmh(tags.get(key, "")) < math.inf), default=None)
    speed = pace.usual if limit is None else min(OF_LIMIT * limit, pace.most)
    return max(3.0, min(speed, _ROUGH.get(tags.get("surface", "").partition(";")[0], math.inf)))


def kmh(text: str) -> float:
    """A speed limit as it is written on the map: "60", "40 mph", "RU:urban", "walk"; `math.inf` where it says none."""
    return min((_one_kmh(part.strip()) for part in text.split(";")), default=math.inf)


def tonnes(text: str) -> float:
    """A weight such as "7.5", "3,5 t", "3500 kg"; `math.inf` where it says none."""
    found = _NUMBER.match(text.lower())
    if not found or float(found[1].replace(",", ".")) <= 0:
        return math.inf
    number, unit = float(found[1].replace(",", ".")), found[2]
    return number * {"kg": 0.001, "кг": 0.001, "lbs": 0.00045359, "st": 0.90718, "lt": 1.01605}.get(unit, 1.0)


def metres(text: str) -> float:
    """A height or a length such as "3.5", "3,5 m", "350 cm", "11'6\\""; `math.inf` where it says none."""
    if feet := _FEET.fullmatch(text):
        return int(feet[1]) * 0.3048 + float(feet[2] or 0) * 0.0254
    found = _NUMBER.match(text.lower())
    if not found or float(found[1].replace(",", ".")) <= 0:
        return math.inf
    return float(found[1].replace(",", ".")) * {"cm": 0.01, "см": 0.01, "ft": 0.3048}.get(found[2], 1.0)


def _one_kmh(text: str) -> float:
    country, colon, zone = text.partition(":")
    if colon:
        if zone == "urban" and country.upper() in _URBAN_60:
            return 60.0
        zone = zone.removeprefix("zone").strip(":")
        return _ZONES.get(zone, _one_kmh(zone) if zone.isdigit() else math.inf)
    if text in _ZONES:
        return _ZONES[text]
    found = _NUMBER.match(text)
    if not found or float(found[1].replace(",", ".")) <= 0:
        return math.inf
    return float(found[1].replace(",", ".")) * (1.609344 if found[2] == "mph" else 1.0)


def _limit_keys(direction: str) -> tuple[str, ...]:
    return (f"maxspeed:{direction}", "maxspeed", "maxspeed:bus", "zone:maxspeed", "maxspeed:type", "source:maxspeed")


def _for_bus(tags: Tags, key: str) -> str:
    return tags.get(f"{key}:bus") or tags.get(f"{key}:psv") or tags.get(key, "")


def _permission(tags: Tags, direction: str = "") -> str | None:
    """What the most special of the tags says: a word for buses outweighs one for all vehicles, one for a direction both."""
    keys = (key + end for key in PERMISSION_KEYS for end in (direction, ""))
    return next((tags[key] for key in keys if key in tags), None)


def _may_enter(kind: str, tags: Tags, direction: str) -> bool:
    if _permission(tags, direction) in NEVER:
        return False
    said_yes = any(tags.get(key) in ("yes", "designated", "official") for key in ("bus", "psv", "motor_vehicle"))
    if kind == "pedestrian":
        return said_yes
    if kind == "track":
        return said_yes or tags.get("tracktype") == "grade1"
    return True


def _directions(kind: str, tags: Tags) -> tuple[bool, bool]:
    word = next((tags[key] for key in _ONEWAY_KEYS if key in tags), None)
    if word == "reversible":
        return False, False
    if "opposite_lane" in (tags.get("busway"), tags.get("busway:left"), tags.get("busway:right")):
        return True, True
    if word in ("-1", "reverse"):
        return False, True
    implied = kind == "motorway" or tags.get("junction") in ("roundabout", "circular")
    oneway = implied if word is None else word in ("yes", "true", "1")
    return True, not oneway
