"""The catalogue of places: one by one, and whole files with a preview."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.models import District, Place
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_line
from planner.render.tables.tables import read_csv_rows
from planner.services.city.districts import district_map

SAME_PLACE_M = 30.0
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


@dataclass(frozen=True)
class BadRow:
    """A row that cannot: its number in the file, the key of the reason and what fills it."""

    row: int
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacesPreview:
    """What an import would do; nothing is written yet. `known`: rows that the catalogue has already."""

    good: tuple[PlaceDraft, ...]
    bad: tuple[BadRow, ...]
    known: tuple[PlaceDraft, ...]


def find_places(
    session: Session, actor: Actor, *, text: str = "", page: int = 1, page_size: int = 50
) -> tuple[list[Place], int]:
    """A page of the catalogue by name and how many there are in all; `text` is looked for in name and address."""
    require(actor, Action.SEE_DIRECTORIES)
    wanted: ColumnElement[bool] = col(Place.archived).is_(False)
    for word in one_line(text).split():
        # SQLite folds only Latin letters: a Cyrillic word is looked for as typed, in lower case and capitalised.
        spellings = {word, word.lower(), word.capitalize()}
        likes = [
            col(column).contains(each, autoescape=True) for column in (Place.name, Place.address) for each in spellings
        ]
        wanted = wanted & or_(*likes)
    total = session.exec(select(func.count()).select_from(Place).where(wanted)).one()
    query = select(Place).where(wanted).order_by(Place.name).offset((page - 1) * page_size).limit(page_size)
    return list(session.exec(query)), total


def get_place(session: Session, actor: Actor, place_id: int) -> Place:
    """A place of the catalogue; NotFound for an unknown one and for one that was archived."""
    require(actor, Action.SEE_DIRECTORIES)
    place = session.get(Place, place_id)
    if place is None or place.archived:
        raise NotFound("places.error.unknown")
    return place


def save_place(
    session: Session,
    actor: Actor,
    *,
    name: str,
    lat: float,
    lon: float,
    place_id: int | None = None,
    kind: str = "",
    address: str = "",
    district_id: int | None = None,
    source: str = "",
    seen: Values | None = None,
) -> Place:
    """Makes a place, or changes the one with `place_id`; without a district it lies where the polygons say.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_PLACES)
    place: Place | None = Place(name="", lat=lat, lon=lon)
    if place_id:
        place = session.get(Place, place_id, populate_existing=True, with_for_update={"key_share": True})
    if place is None:
        raise NotFound("places.error.unknown")
    texts = {"name": name, "kind": kind, "address": address, "source": source}
    wanted = {**texts, "lat": lat, "lon": lon, "district_id": district_id}
    present = place.model_dump(include=set(wanted))
    given = beside_others("place", present, wanted, seen if place_id else None)
    if not is_on_earth(given["lat"], given["lon"]):
        raise Invalid("places.error.coordinates", field="lat")
    place.name, place.kind, place.address, place.source = _texts(*(given[each] for each in texts))
    place.lat, place.lon = given["lat"], given["lon"]
    place.district_id = given["district_id"] or district_map(session, actor).id_at(place.point)
    session.add(place)
    session.flush()
    return place


def archive_place(session: Session, actor: Actor, place_id: int) -> None:
    """Takes a place out of the catalogue; stops that were made there stay."""
    require(actor, Action.MANAGE_PLACES)
    place = session.get(Place, place_id)
    if place is None:
        raise NotFound("places.error.unknown")
    place.archived = True


def preview_places(session: Session, actor: Actor, *, data: bytes, filename: str) -> PlacesPreview:
    """Reads a CSV or GeoJSON file without writing anything: what would come in, every bad row with its reason, and what is
    known already (the same name within 30 m). Invalid where the file as a whole cannot be read.
    """
    require(actor, Action.MANAGE_PLACES)
    rows = _geojson_rows(data) if filename.lower().endswith((".geojson", ".json")) else _csv_rows(data)
    if len(rows) > MOST_ROWS:
        raise Invalid("places.error.too_many", field="file", limit=MOST_ROWS)
    districts = {name.casefold() for name in session.exec(select(District.name))}
    catalogue: dict[str, list[Point]] = {}
    for place in session.exec(select(Place).where(col(Place.archived).is_(False))):
        catalogue.setdefault(place.name.casefold(), []).append(place.point)
    good, bad, known = [], [], []
    for number, cells in rows:
        draft = _draft(number, cells, districts)
        if isinstance(draft, BadRow):
            bad.append(draft)
            continue
        point, twins = Point(draft.lat, draft.lon), catalogue.setdefault(draft.name.casefold(), [])
        if any(distance_m(point, twin) <= SAME_PLACE_M for twin in twins):
            known.append(draft)
        else:
            twins.append(point)
            good.append(draft)
    return PlacesPreview(tuple(good), tuple(bad), tuple(known))


def import_places(
    session: Session,
    actor: Actor,
    drafts: Iterable[PlaceDraft],
    *,
    progress: Callable[[float], object] = lambda share: None,
) -> int:
    """Stores what a preview found good and returns how many; all of it or, on any error, nothing."""
    require(actor, Action.MANAGE_PLACES)
    wanted = list(drafts)
    districts = district_map(session, actor)
    known = select(District.name, District.id).where(col(District.archived).is_(False))
    by_name = {name.casefold(): district_id for name, district_id in session.exec(known)}
    for at, draft in enumerate(wanted):
        name, kind, address, source = _texts(draft.name, draft.kind, draft.address, draft.source)
        place = Place(name=name, kind=kind, address=address, lat=draft.lat, lon=draft.lon, source=source)
        place.district_id = by_name.get(one_line(draft.district).casefold()) or districts.id_at(place.point)
        session.add(place)
        if at % 200 == 0:
            session.flush()
            progress(at / len(wanted))
    session.flush()
    progress(1.0)
    return len(wanted)


def _texts(name: str, kind: str, address: str, source: str) -> tuple[str, str, str, str]:
    return (
        typed_line(name, field="name", longest=300, needed="places.error.name"),
        typed_line(kind, field="kind", longest=100),
        typed_line(address, field="address", longest=300),
        typed_line(source, field="source", longest=300),
    )


def _csv_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    rows = read_csv_rows(data)
    names = {given: own for own, spellings in COLUMNS.items() for given in rows[0] if given.lower() in spellings}
    for needed in ("name", "lat", "lon"):
        if needed not in names.values():
            raise Invalid(f"places.error.column_{needed}", field="file")
    return [
        (number, {own: row[given] for given, own in names.items()})
        for number, row in enumerate(rows, start=2)
        if any(row.values())
    ]


def _geojson_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise Invalid("places.error.not_json", field="file") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise Invalid("places.error.not_geojson", field="file")
    rows = []
    for number, feature in enumerate(features, start=1):
        feature = feature if isinstance(feature, dict) else {}
        geometry, about = feature.get("geometry") or {}, feature.get("properties") or {}
        position = geometry.get("coordinates") if geometry.get("type") == "Point" else None
        lon, lat = position[:2] if isinstance(position, list) and len(position) >= 2 else ("", "")
        given = {str(key).lower(): str(value) for key, value in about.items() if value is not None}
        cells = {own: next((given[s] for s in spellings if s in given), "") for own, spellings in COLUMNS.items()}
        rows.append((number, {**cells, "lat": str(lat), "lon": str(lon)}))
    return rows


def _draft(number: int, cells: dict[str, str], districts: set[str]) -> PlaceDraft | BadRow:
    if not one_line(cells["name"]):
        return BadRow(number, "places.bad.name")
    try:
        name, kind, address, source = _texts(*(cells.get(each, "") for each in ("name", "kind", "address", "source")))
    except Invalid as error:
        return BadRow(number, error.key, error.values)
    try:
        lat, lon = (float(cells[side].replace(",", ".")) for side in ("lat", "lon"))
    except ValueError:
        return BadRow(number, "places.bad.number", {"lat": cells["lat"], "lon": cells["lon"]})
    if not is_on_earth(lat, lon):
        return BadRow(number, "places.bad.earth", {"lat": cells["lat"], "lon": cells["lon"]})
    district = one_line(cells.get("district", ""))
    if district and district.casefold() not in districts:
        return BadRow(number, "places.bad.district", {"district": district})
    return PlaceDraft(number, name, lat, lon, kind=kind, address=address, district=district, source=source)
