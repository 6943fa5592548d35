"""Cells of a table that comes back, read with care: a formula without a value is no empty cell."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from planner.domain.errors import Invalid
from planner.domain.geo import is_on_earth
from planner.domain.table_cells import Read, as_number, as_text, as_whole
from planner.domain.typed import one_line, shortened
from planner.render.tables.sheets import SheetRow

_LONGEST_TITLE = 60
_LONGEST_GIVEN = 60
T = TypeVar("T")
Columns = Mapping[str, str]
"""Our columns, and what the file calls them."""


def cell_of(row: SheetRow, columns: Columns, column: str) -> Read:
    """The cell, None also for a column that the file has not; Invalid where it is a formula without a value."""
    name = columns.get(column)
    if name is not None and name in row.unread:
        raise Invalid("corrections.bad.formula", column=name)
    return None if name is None else row.cells.get(name)


def text_of(row: SheetRow, columns: Columns, column: str) -> str:
    """The cell as text, as it was typed."""
    return as_text(cell_of(row, columns, column))


def number_of(row: SheetRow, columns: Columns) -> int | Invalid | None:
    """The number of the thing, None for a new one; what is no number is the refusal of its row."""
    try:
        return as_whole(cell_of(row, columns, "number"))
    except Invalid as error:
        return error
    except ValueError:
        return Invalid("corrections.bad.number", given=shortened(text_of(row, columns, "number"), 30))


def named(row: SheetRow, columns: Columns, column: str, known: Mapping[str, T]) -> T | None:
    """What a cell names, by its folded name; None for an empty one, Invalid for what is not known."""
    given = one_line(text_of(row, columns, column))
    if given and given.casefold() not in known:
        raise Invalid(f"corrections.bad.{column}", given=shortened(given, _LONGEST_GIVEN))
    return known[given.casefold()] if given else None


def place_of(row: SheetRow, columns: Columns) -> tuple[float, float] | None:
    """Latitude and longitude to a decimetre, None where both are empty; Invalid for what is no place on the earth."""
    try:
        lat, lon = (as_number(cell_of(row, columns, side)) for side in ("lat", "lon"))
    except ValueError:
        raise Invalid("corrections.bad.place") from None
    if lat is None and lon is None:
        return None
    if lat is None or lon is None or not is_on_earth(lat, lon):
        raise Invalid("corrections.bad.place")
    return round(lat, 6), round(lon, 6)


def title_of(text: str) -> str:
    """What a row is about, in the middle of a sentence."""
    return shortened(text, _LONGEST_TITLE)


def uid_of_row(source: str, number: int) -> str:
    """The row `number` of the same file, by the hash `source`, is the same new thing, however often it comes."""
    return str(uuid5(NAMESPACE_URL, f"{source}#{number}"))
