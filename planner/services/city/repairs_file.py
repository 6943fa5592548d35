"""A file of repaired objects as somebody saved it: what can be stored, and what is wrong with each of the other rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.corrections import BadRow
from planner.domain.errors import Invalid
from planner.domain.geojson import read_features
from planner.domain.repaired import checked_geometry, typed_geometry
from planner.domain.table_cells import Read, as_day, as_number, as_text
from planner.domain.typed import one_line, shortened, typed_line
from planner.render.tables.sheets import MOST_ROWS, read_sheet

COLUMNS = {
    "name": ("name", "объект", "название", "наименование"),
    "contract": ("contract", "контракт", "договор", "№ контракта", "номер контракта"),
    "contractor": ("contractor", "подрядчик", "исполнитель"),
    "accepted_on": ("accepted", "принято", "дата приёмки", "дата приемки", "принят"),
    "guarantee_until": ("until", "guarantee until", "гарантия до", "окончание гарантии", "гарантийный срок до"),
    "place": ("geometry", "wkt", "линия", "участок", "место", "координаты"),
    "lat": ("lat", "latitude", "широта"),
    "lon": ("lon", "lng", "longitude", "долгота"),
}
"""How a file may call its columns."""
LONGEST = {"name": 300, "contract": 200, "contractor": 300}


@dataclass(frozen=True)
class RepairDraft:
    """A row of a file that can be stored."""

    row: int
    name: str
    geometry: Mapping[str, Any]
    guarantee_until: date
    contract: str = ""
    contractor: str = ""
    accepted_on: date | None = None


def read_repairs(data: bytes, filename: str) -> tuple[list[RepairDraft], list[BadRow]]:
    """The rows of a CSV, an XLSX or, by its name, a GeoJSON file. Invalid on the field "file" where it cannot be read as a whole."""
    good: list[RepairDraft] = []
    bad: list[BadRow] = []
    for number, cells, geometry in _rows(data, filename):
        try:
            good.append(_draft(number, cells, geometry))
        except Invalid as error:
            bad.append(BadRow(number, error.key, error.values))
    return good, bad


def repair_texts(name: str, contract: str, contractor: str) -> dict[str, str]:
    """The texts of a repair as they are kept; Invalid at the field of one that is too long, and without a name."""
    return {
        "name": typed_line(name, field="name", longest=LONGEST["name"], needed="repairs.error.name"),
        "contract": typed_line(contract, field="contract", longest=LONGEST["contract"]),
        "contractor": typed_line(contractor, field="contractor", longest=LONGEST["contractor"]),
    }


_Row = tuple[int, Mapping[str, Read], Mapping[str, Any] | None]


def _rows(data: bytes, filename: str) -> Sequence[_Row]:
    if filename.lower().endswith((".geojson", ".json")):
        features = read_features(data)
        if len(features) > MOST_ROWS:
            raise Invalid("tables.error.too_long", field="file", limit=MOST_ROWS)
        return [(each.row, _named(each.about), each.geometry) for each in features]
    sheet = read_sheet(data, filename)
    if not {"name", "guarantee_until"} <= _named(dict.fromkeys(sheet.columns)).keys():
        raise Invalid("repairs.error.columns", field="file")
    return [(row.number, _named(row.cells), None) for row in sheet.rows]


def _named(cells: Mapping[str, Read]) -> dict[str, Read]:
    """Cells by our own names of their columns."""
    given = {one_line(name).casefold(): cell for name, cell in cells.items()}
    return {own: given[name] for own, names in COLUMNS.items() for name in names if name in given}


def _draft(number: int, cells: Mapping[str, Read], geometry: Mapping[str, Any] | None) -> RepairDraft:
    texts = repair_texts(*(as_text(cells.get(each)) for each in ("name", "contract", "contractor")))
    until, accepted = _day(cells, "guarantee_until"), _day(cells, "accepted_on")
    if until is None:
        raise Invalid("repairs.bad.no_until")
    if accepted is not None and accepted > until:
        raise Invalid("repairs.error.days")
    return RepairDraft(number, geometry=_where(cells, geometry), guarantee_until=until, accepted_on=accepted, **texts)


def _day(cells: Mapping[str, Read], column: str) -> date | None:
    try:
        return as_day(cells.get(column))
    except ValueError:
        raise Invalid("repairs.bad.day", given=shortened(as_text(cells.get(column)), 30)) from None


def _where(cells: Mapping[str, Read], geometry: Mapping[str, Any] | None) -> Mapping[str, Any]:
    try:
        if geometry is not None:
            return checked_geometry(dict(geometry))
        if place := one_line(as_text(cells.get("place"))):
            return typed_geometry(place)
        lat, lon = (as_number(cells.get(side)) for side in ("lat", "lon"))
        return checked_geometry({"type": "Point", "coordinates": [lon, lat]})
    except ValueError:
        raise Invalid("repairs.bad.place") from None
