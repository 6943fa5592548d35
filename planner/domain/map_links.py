"""The point that a link of a map shows: geo: addresses, and links as the usual maps copy them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from planner.domain.geo import Point, is_on_earth
from planner.domain.shapes import from_web_mercator

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,~/_]\s*({_NUMBER})(?![\d.])")
_BEFORE_A_PAIR = re.compile(r"^(?:loc:|ll\.|point\.|pos\.)")
_PLACE = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_VIEW = re.compile(rf"@({_NUMBER}),({_NUMBER})")
_IN_PATH = re.compile(rf"(?<=/)({_NUMBER}),\+?\s*({_NUMBER})(?![\d.])")
_HASH = re.compile(rf"(?:^|map=|m=)\d+(?:\.\d+)?z?/({_NUMBER})/({_NUMBER})")
_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*://|\bgeo:)[^\s<>«»]+", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:ru|com|org|net|cz|me|app|by|kz|su|рф)/\S+$", re.IGNORECASE
)
_APPS = frozenset(
    {"yandexmaps", "yandexnavi", "dgis", "om", "mapsme", "comgooglemaps", "maps", "waze", "osmandmaps", "here"}
)
"""Schemes of programs on telephones that show a map."""
_EAST_FIRST = ("yandex.", "2gis.", "mapy.")
"""Maps that write longitude before latitude."""
_EAST_FIRST_APPS = frozenset({"yandexmaps", "dgis"})
_LAT_FIRST_THERE = ("text", "rtext")
"""But what one has typed there stays as it was typed."""
_NAMED = (
    ("mlat", "mlon"),
    ("lat_to", "lon_to"),
    ("lat", "lon"),
    ("lat", "lng"),
    ("latitude", "longitude"),
    ("y", "x"),
)
_PAIRS = (
    *(
        "pt",
        "whatshere[point]",
        "id",
        "pin",
        "q",
        "query",
        "ll",
        "coordinate",
        "destination",
        "daddr",
        "to",
        "text",
        "rtext",
    ),
    *("sp", "where1", "sll", "center", "cp", "map", "m"),
)
"""Parameters that hold a pair, the one that marks a place before those that say where the map looks."""


def point_of_link(text: str) -> Point | None:
    """The point that the link in a text names, a marked place before the middle of the map; None for every other text."""
    stripped = text.strip()
    found = _LINK.search(stripped)
    address = found[0] if found else f"https://{stripped}" if _WITHOUT_SCHEME.match(stripped) else ""
    try:
        link = urlsplit(address)
    except ValueError:  # a bracket without its other half
        return None
    asked = parse_qs(link.query) | parse_qs(link.fragment.lstrip("?!/"))
    if link.scheme == "geo":
        at_zero = [_pair_in(value) for value in asked.get("q", ())]
        return _first([*at_zero, _PAIR.match(link.path)], east_first=False)
    is_app = link.scheme in _APPS
    if not is_app and (link.scheme not in ("http", "https") or not link.hostname):
        return None
    host = f".{link.hostname or ''}"
    return _of_web_link(link, asked, east_first=_is_east_first(link.scheme, host))


def _is_east_first(scheme: str, host: str) -> bool:
    return scheme in _EAST_FIRST_APPS or any(f".{name}" in host for name in _EAST_FIRST)


def _of_web_link(link: SplitResult, asked: Mapping[str, Sequence[str]], *, east_first: bool) -> Point | None:
    path, fragment = unquote(link.path), unquote(link.fragment)
    in_path = list(_IN_PATH.finditer(path))
    marked = _first([_PLACE.search(path)], east_first=False) or _first(in_path[-1:], east_first=east_first)
    named = {
        name: values for name, values in asked.items() if name not in ("x", "y") or "mapy." in (link.hostname or "")
    }
    hashed = _HASH.search(fragment)
    queried = asked if hashed is None else {name: values for name, values in asked.items() if name not in ("m", "map")}
    return (
        marked
        or (_first(_pairs({"id": asked.get("id", ())}, typed=False), east_first=east_first) if east_first else None)
        or _named(named)
        or _first(_pairs(queried, typed=True), east_first=False)
        or _first(_pairs(queried, typed=False), east_first=east_first)
        or _first([hashed, _VIEW.search(path), *list(_IN_PATH.finditer(fragment))[-1:]], east_first=False)
        or _of_metres(asked)
        or _first([_PAIR.search(path)], east_first=east_first)
    )


def _named(asked: Mapping[str, Sequence[str]]) -> Point | None:
    for lat, lon in _NAMED:
        if lat in asked and lon in asked:
            return _first([_PAIR.fullmatch(f"{asked[lat][0].strip()},{asked[lon][0].strip()}")], east_first=False)
    return None


def _of_metres(asked: Mapping[str, Sequence[str]]) -> Point | None:
    """The map of the land register says where it looks in the metres of Mercator."""
    x, y = (asked.get(name, [""])[0] for name in ("coordinate_x", "coordinate_y"))
    if not all(re.fullmatch(r"-?\d{1,9}(?:\.\d{1,12})?", each, re.ASCII) for each in (x, y)):
        return None
    lon, lat = from_web_mercator(float(x), float(y))
    return Point(round(lat, 7), round(lon, 7)) if is_on_earth(lat, lon) else None


def _pairs(asked: Mapping[str, Sequence[str]], *, typed: bool) -> Iterator[re.Match[str] | None]:
    for name in _PAIRS:
        if (name in _LAT_FIRST_THERE) is typed:
            for value in asked.get(name, ()):
                # a route is there by its end: «from~to»
                yield _pair_in(value.rpartition("~")[2] if name == "rtext" else value)


def _pair_in(value: str) -> re.Match[str] | None:
    return _PAIR.match(_BEFORE_A_PAIR.sub("", value.strip()))


def _first(found: Iterator[re.Match[str] | None] | Sequence[re.Match[str] | None], *, east_first: bool) -> Point | None:
    for match in found:
        if match is None:
            continue
        first, second = float(match[1]), float(match[2])
        lat, lon = (second, first) if east_first else (first, second)
        if is_on_earth(lat, lon):
            return Point(lat, lon)
    return None
