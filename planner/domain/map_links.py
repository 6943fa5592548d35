"""The point that a link of a map shows: geo: addresses, and links as the usual maps copy them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from planner.domain.geo import Point, is_on_earth

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,~/]\s*({_NUMBER})(?![\d.])")
_PLACE = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})")
_VIEW = re.compile(rf"@({_NUMBER}),({_NUMBER})")
_HASH = re.compile(rf"map=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER})")
_EAST_FIRST = ("yandex.", "2gis.")
"""Maps that write longitude before latitude."""
_LAT_FIRST_THERE = ("text", "rtext")
"""But what one has typed there stays as it was typed."""
_NAMED = (("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude"))
_PAIRS = (
    "pt",
    "whatshere[point]",
    "q",
    "query",
    "ll",
    "destination",
    "daddr",
    "text",
    "rtext",
    "sll",
    "center",
    "cp",
    "m",
)
"""Parameters that hold a pair, the one that marks a place before those that say where the map looks."""


def point_of_link(text: str) -> Point | None:
    """The point that the link names, a marked place before the middle of the map; None for every other text."""
    try:
        link = urlsplit(text.strip())
    except ValueError:  # a bracket without its other half
        return None
    if link.scheme == "geo":
        return _first([_PAIR.match(link.path)], east_first=False)
    if link.scheme not in ("http", "https") or not link.hostname:
        return None
    east_first = any(f".{link.hostname}".find(f".{name}") >= 0 for name in _EAST_FIRST)
    path, fragment = unquote(link.path), unquote(link.fragment)
    asked = parse_qs(link.query) | parse_qs(link.fragment)
    return (
        _first([_PLACE.search(path)], east_first=False)
        or _named(asked)
        or _first(_pairs(asked, typed=True), east_first=False)
        or _first(_pairs(asked, typed=False), east_first=east_first)
        or _first([_HASH.search(fragment), _VIEW.search(path)], east_first=False)
        or _first([_PAIR.search(path)], east_first=east_first)
    )


def _named(asked: Mapping[str, Sequence[str]]) -> Point | None:
    for lat, lon in _NAMED:
        if lat in asked and lon in asked:
            return _first([_PAIR.fullmatch(f"{asked[lat][0].strip()},{asked[lon][0].strip()}")], east_first=False)
    return None


def _pairs(asked: Mapping[str, Sequence[str]], *, typed: bool) -> Iterator[re.Match[str] | None]:
    for name in _PAIRS:
        if (name in _LAT_FIRST_THERE) is typed:
            yield from (_PAIR.match(value.strip()) for value in asked.get(name, ()))


def _first(found: Iterator[re.Match[str] | None] | Sequence[re.Match[str] | None], *, east_first: bool) -> Point | None:
    for match in found:
        if match is None:
            continue
        first, second = float(match[1]), float(match[2])
        lat, lon = (second, first) if east_first else (first, second)
        if is_on_earth(lat, lon):
            return Point(lat, lon)
    return None
