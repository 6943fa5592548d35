"""Coordinates as people type them and as maps copy them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.map_links import point_of_link

FAR_M = 150_000.0
"""No bus of the city goes so far for a stop: most likely the two numbers are of another city, or swapped."""
LONGEST = 500

_SIGNS: Mapping[str, str] = {
    ".": r"(?<=\d)[·٫](?=\d)",
    "°": r"º|˚|⁰|(?<=\d)[oо](?=\s?\d{1,2}\s?['′’`´])|градус(?:а|ов)?\b|град\b\.?|гр\b\.?|гр(?=\d)|deg(?:rees?)?\b|(?<=\d)\*(?=\d)",
    '"': r"''|′′|’’|″|”|“|˝|сек(?:унд[аы]?)?\b\.?|sec(?:onds?)?\b",
    "'": r"′|’|‘|ʹ|´|`|мин(?:ут[аы]?)?\b\.?|min(?:utes?)?\b",
    "-": "−|–|—|‐|‑|﹣|－|‒",
    " n ": r"\bс\.?\s?ш\b\.?|северн\w+\s+широт\w*|\bnorth\b",
    " s ": r"\bю\.?\s?ш\b\.?|южн\w+\s+широт\w*|\bsouth\b",
    " e ": r"\bв\.?\s?д\b\.?|восточн\w+\s+долгот\w*|\beast\b",
    " w ": r"\bз\.?\s?д\b\.?|западн\w+\s+долгот\w*|\bwest\b",
    " n  ": r"\"?\b(?:широта|latitude|lat)\b\.?\"?\s*[:=]?|^ш\b\.?",
    " e  ": r"\"?\b(?:долгота|longitude|long|lon|lng)\b\.?\"?\s*[:=]?|(?<=[\d,;] )д\b\.?",
    " ": r"\b(?:координаты(?:\s+точки)?|точка|coordinates|gps|wgs\s?-?84)\b\.?\s*[:=]?|[\[\](){}~≈<>&]",
}
"""What a sign is written as; both are looked for in small letters."""
_KEPT = {"´": "'", "º": "°", "˚": "°", "⁰": "°", "″": '"', "′": "'", "ʹ": "'"}
"""What another normal form would make something else of."""
_SIGN = {sign: re.compile(spellings) for sign, spellings in _SIGNS.items()}
_DIGITS = r"\d{1,3}"
_PART = r"[0-5]?\d(?!\d)"
_APART = r"\s*[,;|\s]\s*"
_RUSSIAN_SIDE = re.compile(r"(?<=[°'\"\s\d])[сювз](?![а-я])")
_RUSSIAN_SIDES = {"с": " n ", "ю": " s ", "в": " e ", "з": " w "}
"""A letter alone says so only where a sign of degrees stands."""
_SOUTH_OR_WEST = frozenset("sw")
_OF_LONGITUDE = frozenset("ew")


_AS_A_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2}\.\d+|\d{1,2}(?=\s*[nsew]))")
_AS_LETTERS = re.compile(r"(\d{1,3})\s?d\s?(\d{1,2})\s?[m']\s?(\d{1,2}(?:\.\d+)?)\s?(?:s(?![a-df-mo-rt-vx-z])|\")?")
_TWO_CLOCKS = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)[\s,;/]+(\d{1,3}):([0-5]\d):([0-5]\d)")
_LETTER_BETWEEN = re.compile(r"(?<=[\d°'\"])\s*([nsew])(?=\d)(?=.*[nsew]$)")
"""«50.26°N127.53°E»: the letter that ends the first number is followed by the second at once."""
_BEHIND = re.compile(r"(?:hgяo|\((?:g|h|o|я)\)[\s()ghoя]*|\[\d+\])$")
"""What an encyclopedia puts behind a place: letters that are links to maps, the number of a note."""
_WITH_HEIGHT = re.compile(r"@?(-?\d{1,3}\.\d+)\s*[,;]\s*(-?\d{1,3}\.\d+)\s*[,;]\s*-?\d+(?:\.\d+)?\s*[zmм]\b.*")
_WITH_SLASH = re.compile(r"(-?\d{1,3}\.\d+)\s*/\s*(-?\d{1,3}\.\d+)")
_SAID_TWICE_M = 2_000.0
_EXACT = r"\d{1,3}\.\d{4,}"
_AMONG_WORDS = re.compile(rf"(?<![\d.,-])([+-]?{_EXACT})(?:\s*[,;/|xх]\s*|\s+и\s+|\s+)([+-]?{_EXACT})(?![\d.])")
"""Two numbers so exact are a place, whatever stands around them."""
_EAST_BEFORE_NORTH = re.compile(
    r"^(?:srid=\d+;)?\s*point\s*z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)[^)]*\)$|^x\s*[=:]\s*(-?[\d.]+)[,;\s]+y\s*[=:]\s*(-?[\d.]+)$"
)
_ISO_6709 = re.compile(r"^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)(?:[+-][\d.]+)?/?$")


def _angle(parts: int, name: str, point: str) -> str:
    """An angle of degrees, of degrees and minutes, or of all three; the last part may have a fraction after `point`."""
    fraction = rf"(?:{point}\d+)?"
    numbers = [
        rf"(?P<d{name}>[+-]?{_DIGITS}{fraction if parts == 1 else ''})(?!\d)\s*(?P<u{name}>°)?",
        rf"(?P<m{name}>{_PART}{fraction if parts == 2 else ''})\s*'?",
        rf'(?P<s{name}>{_PART}{fraction})\s*"?',
    ]
    size = r"\s*".join(numbers[:parts])
    return rf"(?:(?P<a{name}>[nsew])\s*)?{size}\s*(?P<b{name}>[nsew])?"


_PAIRS = [
    (parts, re.compile(_angle(parts, "1", point) + _APART + _angle(parts, "2", point)))
    for point in (r"\.", ",")
    for parts in (1, 3, 2)
]
"""With a decimal point and with a decimal comma; which of these a text is, is tried in this order."""
_ANGLES = [re.compile(_angle(parts, "1", "[.,]")) for parts in (1, 3, 2)]


@dataclass(frozen=True)
class _Angle:
    """One of the two numbers; `side` is the letter of its half of the earth, or empty."""

    degrees: float
    side: str


def km_from_city(view: Point, point: Point) -> int | None:
    """How far a point lies from where the city's map opens, in kilometres; None where that is near enough to be meant."""
    metres = distance_m(view, point)
    return round(metres / 1000) if metres > FAR_M else None


def typed_point(text: str) -> Point | None:
    """The point that `text` names, or None where it names none.

    Takes degrees with a decimal point or comma («50.26, 127.53», «50,26; 127,53»), degrees with minutes and seconds, the
    letters of the halves of the earth before or behind in Latin or in Russian («50°15′36″ с. ш.»), brackets, `geo:` and links of
    the usual maps. Latitude comes first unless letters say otherwise. Refuses with Invalid what lies off the map, and says so
    when the two numbers seem to be swapped.
    """
    if len(text) > LONGEST:
        return None
    if (linked := point_of_link(text)) is not None:
        return linked
    text = _unframed(text)
    pair = _in_other_notations(text) or next(_read(_plain(text)), None) or _among_words(text) or _said_twice(text)
    if pair is None:
        return None
    return _point_of(pair)


def _point_of(pair: tuple[_Angle, _Angle]) -> Point:
    first, second = pair
    if first.side in _OF_LONGITUDE or (second.side and second.side not in _OF_LONGITUDE):
        first, second = second, first
    lat, lon = first.degrees, second.degrees
    if is_on_earth(lat, lon):
        return Point(lat, lon)
    if is_on_earth(lon, lat) and not first.side and not second.side:
        raise Invalid("stops.error.swapped", field="place")
    raise Invalid("stops.error.off_map", field="place")


def _unframed(text: str) -> str:
    """The text without what a program put around the numbers: quotation marks, signs of a link, a tag of an encyclopedia."""
    if found := re.search(r"[?&]params=([\d._NSEWnsew-]+)", text):
        text = re.sub(r"(?<=[EWew])_.*", "", found[1]).replace("_", " ")
    elif re.fullmatch(r"-?\d[\d.]*_[\d.NSEWnsew_]+", text.strip()):
        text = text.replace("_", " ")
    if re.fullmatch(r"[\s\d.+-]+(?:%2c|%20|&nbsp;|%3b)[\s\d.%+&a-z;-]+", text, re.IGNORECASE):
        text = unquote(text).replace("&nbsp;", " ")
    if re.match(r"\s*[\"'«“„‘]\s*[-+\dNSEW]", text):
        text = re.sub(r"[\"'«»“”„‘’]+\s*([,;])\s*[\"'«»“”„‘’]+", r"\1 ", text.strip())
        text = text[1:].strip()
        text = text if re.search(r"[°º˚′]|\d'\s?\d", text) else text.rstrip("\"'«»“”„‘’ ")
    return text


def _said_twice(text: str) -> tuple[_Angle, _Angle] | None:
    """A place that stands there in two spellings, as encyclopedias and maps copy it: «50°15′36″N 127°31′48″E / 50.26, 127.53»."""
    parts = re.split(r"\s+/\s+|[\n\r()]+", text)
    pairs = [pair for part in parts if (pair := next(_read(_plain(part)), None))]
    if len(parts) < 2 or not pairs:
        return None
    try:
        points = [_point_of(pair) for pair in pairs]
    except Invalid:
        return None
    is_one = all(distance_m(points[0], point) <= _SAID_TWICE_M for point in points[1:])
    return pairs[0] if is_one and len(pairs) > 1 else None


def typed_point_of_two(lat: str, lon: str) -> Point | None:
    """The point of two angles that are written apart, each in a spelling of its own: «50°16′15″ с. ш.», «127,53».

    None where one of them is none. The letters of the halves of the earth change the places, as in `typed_point`.
    """
    first, second = _one_angle(lat), _one_angle(lon)
    if first is None or second is None or _same_axis(first.side, second.side):
        return None
    if first.side in _OF_LONGITUDE or (second.side and second.side not in _OF_LONGITUDE):
        first, second = second, first
    return Point(first.degrees, second.degrees) if is_on_earth(first.degrees, second.degrees) else None


def _one_angle(text: str) -> _Angle | None:
    plain = _plain(text) if len(text) <= LONGEST else ""
    found = next((each for pattern in _ANGLES if (each := pattern.fullmatch(plain))), None)
    return None if found is None else _angle_of(found, "1")


def _in_other_notations(text: str) -> tuple[_Angle, _Angle] | None:
    """«POINT(127.53 50.26)», «x=127.53 y=50.26» and «+50.26+127.53/», as programs write a place."""
    folded = text.casefold().strip()
    try:
        if found := _EAST_BEFORE_NORTH.match(folded):
            lon, lat = [float(number) for number in found.groups() if number is not None]
            return _Angle(lat, "n"), _Angle(lon, "e")
        if found := _ISO_6709.match(folded):
            return _Angle(float(found[1]), "n"), _Angle(float(found[2]), "e")
        if found := _WITH_HEIGHT.fullmatch(folded) or _WITH_SLASH.fullmatch(folded):
            return _Angle(float(found[1]), ""), _Angle(float(found[2]), "")
        if found := _TWO_CLOCKS.fullmatch(folded):
            angles = [float(found[at]) + float(found[at + 1]) / 60 + float(found[at + 2]) / 3600 for at in (1, 4)]
            return _Angle(round(angles[0], 7), ""), _Angle(round(angles[1], 7), "")
    except ValueError:  # two points in one number
        return None
    return None


def _among_words(text: str) -> tuple[_Angle, _Angle] | None:
    """The one pair of exact numbers in a text: «Дом у реки 50.26123, 127.53456», or with a zoom or a height behind it."""
    found = list(_AMONG_WORDS.finditer(_plain(text)))
    if len(found) != 1 or re.search(r"\d[°'\"]|[\d°]\s?[nsew]\b|\b[nsew]\s?\d", _plain(text)):
        return None
    return _Angle(float(found[0][1]), ""), _Angle(float(found[0][2]), "")


def _plain(text: str) -> str:
    """Every sign in one spelling, in small letters, without what frames the numbers."""
    plain = unicodedata.normalize("NFKC", re.sub("[´º˚⁰″′ʹ]", lambda found: _KEPT[found[0]], text)).casefold()
    plain = _BEHIND.sub("", plain.strip())
    for notation in (_AS_A_CLOCK, _AS_LETTERS):
        plain = notation.sub(lambda found: f"{found[1]}°{found[2]}'{found[3]}\" ", plain)
    for sign, spellings in _SIGN.items():
        plain = spellings.sub(sign, plain)
    if "°" in plain:
        plain = _RUSSIAN_SIDE.sub(lambda found: _RUSSIAN_SIDES[found[0]], plain)
        plain = re.sub(r"\s+/\s+", " , ", plain)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    plain = _LETTER_BETWEEN.sub(r"\1 ", plain) if plain[:1].isdigit() else plain
    return " ".join(plain.split()).strip(" ,;.")


def _read(plain: str) -> Iterator[tuple[_Angle, _Angle]]:
    """Every way to read two angles; those with minutes need a sign or a letter that says so, or all six numbers."""
    for parts, pattern in _PAIRS:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        first, second = (_angle_of(found, name) for name in "12")
        is_marked = bool(first.side or second.side or found["u1"])
        both_or_none = ("," in found["d1"]) == ("," in found["d2"]) if parts == 1 else True
        fits = {"": True, "n": False, "s": False, "e": False, "w": False}[_same_axis(first.side, second.side)]
        if both_or_none and fits and (parts != 2 or is_marked):
            yield first, second


def _same_axis(one: str, other: str) -> str:
    """The letter where both angles are of the same axis, else empty."""
    return one if one and other and (one in _OF_LONGITUDE) is (other in _OF_LONGITUDE) else ""


def _angle_of(found: re.Match[str], name: str) -> _Angle:
    given = found.groupdict()
    parts = [(given.get(f"{part}{name}") or "0").replace(",", ".") for part in "dms"]
    size = abs(float(parts[0])) + float(parts[1]) / 60 + float(parts[2]) / 3600
    before, behind = given[f"a{name}"] or "", given[f"b{name}"] or ""
    # «lat 50.26 S» says both; in «N 50.26 E 127.53» the letter behind belongs to the next number
    side = before if before and behind and not _same_axis(before, behind) else behind or before
    is_negative = parts[0].startswith("-") or side in _SOUTH_OR_WEST
    return _Angle(round(-size if is_negative else size, 7), side)
