"""A file of places as somebody saved it: what can be stored, and what is wrong with each of the other rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.corrections import BadRow
from planner.domain.errors import Invalid
from planner.domain.geo import Point, is_on_earth
from planner.domain.geojson import Feature, guessed_name, is_metric, read_features, text_properties
from planner.domain.typed import one_line, shortened, typed_line
from planner.render.tables.tables import read_csv_rows

MOST_ROWS = 50_000
COLUMNS = {
    "name": ("name", "название", "наименование"),
    "kind": ("kind", "type", "вид", "тип"),
    "address": ("address", "адрес"),
    "district": ("district", "район"),
    "lat": ("lat", "latitude", "широта"),
    "lon": ("lon", "lng", "longitude", "долгота"),
    "source": ("source", "источник"),
}
"""How a file may call its columns."""
_LONGEST_SHOWN = 60
_TEXTS = ("name", "kind", "address", "source")


@dataclass(frozen=True)
class PlaceDraft:
    """A row of a file that can be stored."""

    row: int
    name: str
    lat: float
    lon: float
    kind: str = ""
    address: str = ""
    district: str = ""
    source: str = ""
    district_id: int | None = None

    @property
    def point(self) -> Point:
        """Where it lies."""
        return Point(self.lat, self.lon)


@dataclass(frozen=True)
class PlacesFile:
    """What a file holds; `name_property` is what was taken for the name, where it is called otherwise than `name`."""

    good: Sequence[PlaceDraft]
    bad: Sequence[BadRow]
    name_property: str = ""


def read_places(data: bytes, filename: str) -> PlacesFile:
    """The rows of a CSV or, by its name, of a GeoJSON file. Invalid on the field "file" where it cannot be read as a whole."""
    if filename.lower().endswith((".geojson", ".json")):
        features = read_features(data)
        _check_length(features)
        name = guessed_name(features)
        if not name:
            raise Invalid("geojson.error.no_names", field="file", names=", ".join(text_properties(features)) or "—")
        rows: Iterable[tuple[int, Mapping[str, str]]] = ((each.row, _cells(each, name)) for each in features)
    else:
        rows, name = _csv_rows(data), ""
    drafts = [_draft(number, cells) for number, cells in rows]
    return PlacesFile(
        [draft for draft in drafts if isinstance(draft, PlaceDraft)],
        [draft for draft in drafts if isinstance(draft, BadRow)],
        "" if name.lower() in COLUMNS["name"] else name,
    )


def place_texts(name: str, kind: str, address: str, source: str) -> tuple[str, str, str, str]:
    """The texts of a place as they are kept; Invalid at the field of one that is too long, and without a name."""
    return (
        typed_line(name, field="name", longest=300, needed="places.error.name"),
        typed_line(kind, field="kind", longest=100),
        typed_line(address, field="address", longest=300),
        typed_line(source, field="source", longest=300),
    )


def shown(cell: str) -> str:
    """A cell as it is told to people: of one line, and not endless."""
    return shortened(cell, _LONGEST_SHOWN)


def _check_length(rows: Sequence[object]) -> None:
    if len(rows) > MOST_ROWS:
        raise Invalid("places.error.too_many", field="file", limit=MOST_ROWS)


def _csv_rows(data: bytes) -> list[tuple[int, Mapping[str, str]]]:
    rows = read_csv_rows(data)
    _check_length(rows)
    names = {given: own for own, spellings in COLUMNS.items() for given in rows[0] if given.lower() in spellings}
    for needed in ("name", "lat", "lon"):
        if needed not in names.values():
            raise Invalid(f"places.error.column_{needed}", field="file")
    return [
        (number, {own: row[given] for given, own in names.items()})
        for number, row in enumerate(rows, start=2)
        if any(row.values())
    ]


def _cells(feature: Feature, name: str) -> Mapping[str, str]:
    given = {key.lower(): value for key, value in feature.about.items()}
    cells = {own: next((given[s] for s in spellings if s in given), "") for own, spellings in COLUMNS.items()}
    lon, lat = feature.point()
    return {**cells, "name": feature.value(name), "lat": _coordinate(lat), "lon": _coordinate(lon)}


def _coordinate(given: object) -> str:
    return str(given) if isinstance(given, int | float | str) and not isinstance(given, bool) else ""


def _draft(number: int, cells: Mapping[str, str]) -> PlaceDraft | BadRow:
    if not one_line(cells["name"]):
        return BadRow(number, "places.bad.name")
    try:
        name, kind, address, source = place_texts(*(cells.get(each, "") for each in _TEXTS))
    except Invalid as error:
        return BadRow(number, error.key, error.values)
    told = {"lat": shown(cells["lat"]), "lon": shown(cells["lon"])}
    try:
        lat, lon = (float(cells[side].replace(",", ".")) for side in ("lat", "lon"))
    except ValueError:
        return BadRow(number, "places.bad.number" if any(told.values()) else "places.bad.no_point", told)
    if is_metric(lat, lon):
        return BadRow(number, "places.bad.metres", told)
    if not is_on_earth(lat, lon):
        return BadRow(number, "places.bad.earth", told)
    district = one_line(cells.get("district", ""))
    return PlaceDraft(number, name, lat, lon, kind=kind, address=address, district=district, source=source)
