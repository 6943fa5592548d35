"""Tables as rows of a file: where the header stands, also one of two lines or none, and cells that are one too many."""

import re
from collections.abc import Sequence

from planner.domain.errors import Invalid
from planner.domain.table_cells import Read, as_text
from planner.domain.typed import one_line
from planner.render.reading.names import bare_name, is_known, side_of
from planner.render.reading.source import MOST_ROWS, Problem, Source, SourceRow
from planner.render.tables.csv_text import decoded, records, separated
from planner.render.tables.sheets import MOST_COLUMNS, Line, workbook_lines
from planner.render.tables.tables import unguarded

_HEADER_WITHIN = 15
_FRACTION = re.compile(r"[-+]?\d{1,3}[.,]\d{2,}")

_A_THING = re.compile(
    r"\S@\S+\.\w|«.+»|\b(?:ул|улица|пер|переулок|пр-?к?т|проспект|ш|шоссе|мкр|наб|д|дом)\b\.?.*\d|(?:\d[\s()-]*){7,}",
    re.IGNORECASE,
)
"""What names a thing, not a column: an address, a mail, a telephone, a name in quotation marks."""
_A_PERSON = re.compile(r"[А-ЯЁ][а-яё-]+(?:(?: [А-ЯЁ][а-яё-]+){1,2}| [А-ЯЁ]\. ?[А-ЯЁ]\.)")
_UNITS = {
    "d": frozenset(["d", "deg", "degree", "degrees", "град", "градус", "градусы", "градусов"]),
    "m": frozenset(["min", "minute", "minutes", "m", "мин", "минута", "минуты", "минут"]),
    "s": frozenset(["sec", "second", "seconds", "s", "сек", "секунда", "секунды", "секунд"]),
}


def read_csv(data: bytes) -> Source:
    """A CSV in any usual encoding and with any usual separator."""
    separator, text = separated(decoded(data))
    found = records(text, separator, lenient=True)
    lines: list[Line] = [
        (number, [unguarded(cell) or None for cell in record], frozenset())
        for number, record in enumerate(found, start=1)
        if any(record)
    ]
    return _table(lines)


def read_workbook(data: bytes) -> Source:
    """The first sheet of an .xlsx that has a table."""
    return _table(workbook_lines(data, is_known))


def _table(lines: Sequence[Line]) -> Source:
    if not lines:
        raise Invalid("tables.error.empty", field="file")
    at = _header_at(lines)
    if at is None:
        width = max(len(cells) for _, cells, _ in lines[:_HEADER_WITHIN])
        header, body = [_letter(place) for place in range(min(width, MOST_COLUMNS))], lines
    else:
        header, height = _header(lines, at)
        body = lines[at + height :]
    if not body:
        raise Invalid("tables.error.empty", field="file")
    if len(body) > MOST_ROWS:
        raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
    header, body = _with_angles(_distinct(header), body)
    rows = [_row(header, line) for line in body]
    return Source([name for name in header if name], [row for row in rows if row is not None])


def _header_at(lines: Sequence[Line]) -> int | None:
    """The line among the first with most names that are known; else the first that is about as wide as any.

    None where even that holds coordinates: then there is no header.
    """
    first = lines[:_HEADER_WITHIN]
    # Names of columns stand above what they name: a cell «Адрес» below the first coordinates is no header.
    data = next((at for at, (_, cells, _) in enumerate(first) if _has_coordinate(cells)), len(first))
    known = [sum(is_known(as_text(cell)) for cell in cells) for _, cells, _ in first[: data + 1]]
    if max(known) > 0:
        return known.index(max(known))
    widths = [_filled(cells) for _, cells, _ in first]
    at = next(at for at, width in enumerate(widths) if width and width * 2 >= max(widths))
    cells = first[at][1]
    below = first[at + 1][1] if at + 1 < len(first) else []
    is_thing = any(_A_THING.search(one_line(as_text(cell))) for cell in cells)
    is_person = any(_is_person(one) and _is_person(other) for one, other in zip(cells, below, strict=False))
    return None if _has_coordinate(cells) or is_thing or is_person else at


def _is_person(cell: Read) -> bool:
    return bool(_A_PERSON.fullmatch(one_line(as_text(cell))))


def _has_coordinate(cells: Sequence[Read]) -> bool:
    return any(_FRACTION.fullmatch(one_line(as_text(cell))) for cell in cells)


def _header(lines: Sequence[Line], at: int) -> tuple[list[str], int]:
    """The names, and over how many lines they go: «Координаты» above «широта» and «долгота» is one header."""
    upper = [_name(cell) for cell in lines[at][1][:MOST_COLUMNS]]
    lower = [_name(cell) for cell in lines[at + 1][1][:MOST_COLUMNS]] if at + 1 < len(lines) else []
    said = [name for name in lower if name]
    goes_on = said and len(lower) <= len(upper) + 5 and all(is_known(name) for name in said)
    height = 1
    if goes_on and any(place >= len(upper) or not upper[place] for place, name in enumerate(lower) if name):
        width = max(len(upper), len(lower))
        pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
        upper, height = [below or above for above, below in pairs], 2
    return upper, height + (at + height < len(lines) and _only_counts(lines[at + height][1]))


def _only_counts(cells: Sequence[Read]) -> bool:
    """The line «1, 2, 3, …» below the header of official tables."""
    told = [name for name in map(_name, cells) if name]
    return len(told) > 1 and told == [str(n) for n in range(1, len(told) + 1)]


def _name(cell: Read) -> str:
    return one_line(as_text(cell))[:200]


def _distinct(header: Sequence[str]) -> list[str]:
    """Names that are there twice get a number."""
    found: list[str] = []
    for name in header:
        times, told = 2, name
        while told and told in found:
            told, times = f"{name} {times}", times + 1
        found.append(told)
    return found


def _row(header: Sequence[str], line: Line) -> SourceRow | None:
    number, cells, unread = line
    named = {name: cells[at] if at < len(cells) else None for at, name in enumerate(header) if name}
    missing = frozenset(header[at] for at in unread if at < len(header) and header[at])
    if not missing and all(cell is None or not one_line(as_text(cell)).strip("-—:= ") for cell in named.values()):
        return None
    more = [as_text(cell) for cell in cells[len(header) :] if cell is not None]
    problems = [Problem("intake.bad.extra_cells", {"cells": ", ".join(more)[:60]})] if more else []
    return SourceRow(number, named, problems=problems, unread=missing)


def _with_angles(header: list[str], body: Sequence[Line]) -> tuple[list[str], Sequence[Line]]:
    """The table with one column in place of those of degrees, minutes and seconds."""
    for side in ("lat", "lon"):
        units = {unit: at for at, name in enumerate(header) if (unit := _unit_of(name, side))}
        if not {"d", "m"} <= set(units):
            continue
        places = [units[unit] for unit in "dms" if unit in units]
        body = [(number, _angle(cells, places), unread) for number, cells, unread in body]
        header = ["" if at in places[1:] else name for at, name in enumerate(header)]
    return header, body


def _unit_of(name: str, side: str) -> str:
    """Whether a column holds degrees, minutes or seconds of this side: "d", "m", "s"; "" for none."""
    words = bare_name(name).split()
    if not any(side_of(word) == side for word in words):
        return ""
    said = [unit for unit, known in _UNITS.items() if known & set(words)]
    return said[0] if len(said) == 1 else ""


def _angle(cells: Sequence[Read], places: Sequence[int]) -> list[Read]:
    parts = [one_line(as_text(cells[at])) if at < len(cells) else "" for at in places]
    told = " ".join(f"{part}{sign}" for part, sign in zip(parts, "°'\"", strict=False) if part)
    return [told or None if at == places[0] else cell for at, cell in enumerate(cells)]


def _filled(cells: Sequence[Read]) -> int:
    return sum(cell is not None for cell in cells)


def _letter(place: int) -> str:
    """As spreadsheets name a column: A, B, …, AA."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
