"""Cells of files of others: texts and numbers, angles and points, in every spelling that people use."""

import re
from collections.abc import Sequence
from datetime import date

from planner.domain.coordinates import typed_point, typed_point_of_two
from planner.domain.errors import Invalid
from planner.domain.geo import Point, is_on_earth
from planner.domain.table_cells import Read, as_day, as_text
from planner.domain.typed import one_line

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d{1,2})?", re.ASCII)
_ANGLE = re.compile(r"[-+]?\d{1,3}(?:[.,]\d+)?\s*[°º˚]?|\d{1,3}\D{1,4}\d{1,2}\D.*", re.ASCII)
_GEOPOINT = re.compile(r"(-?\d{1,3}\.\d+)\s+(-?\d{1,3}\.\d+)(?:\s+-?\d+(?:\.\d+)?){1,2}", re.ASCII)
_TWO = re.compile(r"\D{0,3}(-?\d+(?:[.,]\d+)?)\s*(?:[;|\s]|,\s)\s*(-?\d+(?:[.,]\d+)?)\D{0,3}", re.ASCII)
_TWO_TIGHT = re.compile(r"\D{0,3}(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\D{0,3}", re.ASCII)
_ONE_NUMBER = re.compile(r"[-+]?\d+\s*[,;/ ]\s*\d+", re.ASCII)
_SIXTIETHS = re.compile(r"(?<!\d)(\d{1,3})[-:](\d{1,2})[-:](\d{1,2}(?:[.,]\d+)?)(?!\d)", re.ASCII)
_DASHES = str.maketrans(dict.fromkeys("−–—‐‑", "-"))


def text_of(cell: Read) -> str:
    """A cell as a text of one line."""
    return one_line(as_text(cell))


_NOTHING = frozenset(
    [
        "-",
        "—",
        "–",
        "--",
        "---",
        "—",
        "―",
        ".",
        "..",
        "н/д",
        "н.д.",
        "н/а",
        "нд",
        "нет_данных",
        "#н/д",
        "n/a",
        "na",
        "#n/a",
        "null",
        "(null)",
        "none",
        "nan",
        "#знач!",
        "#value!",
        "#ref!",
    ]
)
"""What people and programs write where they have no value."""


def said_in(cell: Read) -> str:
    """A cell as a text of one line; "" where it says that there is nothing."""
    text = text_of(cell)
    return "" if text.casefold().replace(" ", "_") in _NOTHING else text


def number_of(cell: Read) -> float | None:
    """A number, also one typed with a comma, blanks between its thousands or a sign of degrees; None for what is none."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, date) or cell is None:
        return None
    typed = text_of(cell).translate(_DASHES).strip("'\"°º˚`’ ")
    typed = re.sub(r"\s*([.,])\s*|^([-+])\s+", r"\1\2", typed)
    if re.fullmatch(r"[-+]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", typed, re.ASCII):
        typed = typed.replace(" ", "")
    return float(typed.replace(",", ".")) if len(typed) < 40 and _NUMBER.fullmatch(typed) else None


def is_angle(cell: Read) -> bool:
    """Whether it looks like a number or like degrees and minutes."""
    return number_of(cell) is not None or bool(_ANGLE.fullmatch(text_of(cell)))


def pair_of(text: str, *, east_first: bool = False) -> Point | None:
    """The point that one cell names; `east_first` where its column says so. Invalid as `typed_point` refuses."""
    if not text or len(text) > 500:
        return None
    if _ONE_NUMBER.fullmatch(text):  # «50,26» is one number, and «57 810» too
        return None
    if found := _GEOPOINT.fullmatch(text):  # forms on phones write the height and how exact it is behind it
        text = f"{found[1]}, {found[2]}"
    if east_first and (numbers := numbers_of(text)) is not None:
        lon, lat = numbers
        return Point(lat, lon) if is_on_earth(lat, lon) else None
    return typed_point(text)


def numbers_of(text: str) -> tuple[float, float] | None:
    """Two plain numbers in one cell, whatever they are."""
    plain = text.translate(_DASHES)
    found = _TWO_TIGHT.fullmatch(plain) or _TWO.fullmatch(plain)
    if not found or max(map(len, found.groups())) > 30:
        return None
    first, second = (float(each.replace(",", ".")) for each in found.groups())
    return first, second


def sides_as_text(cells: Sequence[Read]) -> Point | None:
    """The point of two cells that are no plain numbers: degrees and minutes, letters of the halves of the earth."""
    texts = [_SIXTIETHS.sub(r"""\1°\2'\3" """, text_of(cell)) for cell in cells]
    try:
        return typed_point("; ".join(texts)) or typed_point(", ".join(texts)) or typed_point_of_two(*texts)
    except Invalid:
        return None


def day_of(cell: Read) -> date | None:
    """A day, also as «до 1 июня 2028 г.» and «01.06.28»; None for what is none."""
    try:
        if not isinstance(cell, str):
            return as_day(cell)
        text = _AROUND_DAY.sub("", said_in(cell).casefold().translate(_DASHES))
        if named := _NAMED_DAY.fullmatch(text):
            month = next((at for at, names in enumerate(_MONTHS, 1) if named[2].startswith(names)), 0)
            return date(int(named[3]), month, int(named[1]))
        if short := _SHORT_DAY.fullmatch(text):
            return date(2000 + int(short[3]), int(short[2]), int(short[1]))
        return as_day(text.replace(" ", ""))
    except (ValueError, OverflowError):
        return None


_AROUND_DAY = re.compile(r"^(?:до|по|с|от|until|till)\s+|\s*(?:г\.?|года?)$")
_SHORT_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2})", re.ASCII)
_NAMED_DAY = re.compile(r"(\d{1,2})\s+([а-яa-z]{3,9})\.?,?\s+(\d{4})", re.ASCII | re.IGNORECASE)
_MONTHS = (
    *(("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("мая", "май", "may"), ("июн", "jun")),
    *(("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec")),
)


def people_of(cell: Read) -> int | None:
    """A number of people, as tables tell it: «57 810», «57810.0», «57,810», «57,8 тыс.», «около 57 810 чел.»; None for none."""
    if isinstance(cell, bool | date):
        return None
    typed = text_of(cell).casefold().translate(_DASHES)
    typed = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", typed).strip()
    typed = re.sub(r"^(?:около|ок\.|примерно|~|≈|более|св\.)\s*", "", typed).strip()
    times = 1
    if found := re.search(r"\s*(тыс(?:яч[аи]?)?|млн|k|миллион\w*)\b\.?", typed):
        times = 1_000_000 if found[1].startswith(("млн", "миллион")) else 1_000
        typed = (typed[: found.start()] + " " + typed[found.end() :]).strip()
    typed = re.sub(r"\s*(?:чел(?:овека?)?|жит(?:ел(?:ей|я|ь))?|people|residents|inhabitants)\b\.?\s*$", "", typed)
    number = _thousands(typed.strip(" '\""))
    if number is None:
        return None
    people = number * times
    whole = round(people)
    return whole if abs(people - whole) < 1e-6 and 0 <= whole <= 50_000_000 else None


def _thousands(typed: str) -> float | None:
    """A number whose thousands are set apart by blanks, apostrophes, or all by commas or all by dots."""
    for sign in (" ", "'", "’"):
        if re.fullmatch(rf"\d{{1,3}}(?:{sign}\d{{3}})+(?:[.,]\d+)?", typed, re.ASCII):
            typed = typed.replace(sign, "")
    for sign in (",", "."):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{sign}\d{{3}})+", typed, re.ASCII):
            return float(typed.replace(sign, ""))
    return float(typed.replace(",", ".")) if re.fullmatch(r"\d{1,9}(?:[.,]\d{1,9})?", typed, re.ASCII) else None
