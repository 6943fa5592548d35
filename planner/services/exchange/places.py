"""Places as a table: out, and back with corrections."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.corrections import Correction, FieldChange, Preview, against, mark_of
from planner.domain.errors import Invalid
from planner.domain.geo import Point
from planner.domain.models import District, Place
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.twins import Twins
from planner.render.tables.sheets import Sheet, SheetRow
from planner.render.tables.tables import Cell
from planner.services.city.places import SAME_PLACE_M, save_place
from planner.services.city.places_file import place_texts
from planner.services.exchange.cells import named, number_of, place_of, text_of, title_of
from planner.services.exchange.rows import Reading, write_rows

COLUMNS = ("number", "name", "kind", "address", "district", "lat", "lon", "source", "version")
"""What the table has, out and back."""
_TEXTS = ("name", "kind", "address", "source")


def place_rows(session: Session, actor: Actor) -> Iterator[list[Cell]]:
    """Every place that is in use, by name, in the order of COLUMNS."""
    require(actor, Action.SEE_DIRECTORIES)
    names = dict(session.exec(select(District.id, District.name)).all())
    places = session.exec(select(Place).where(col(Place.archived).is_(False)).order_by(Place.name, col(Place.id))).all()
    return (_row(place, _told(place, names)) for place in places)


def _row(place: Place, told: Mapping[str, Any]) -> list[Cell]:
    cells = {**told, "number": place.id, "lat": told["place"][0], "lon": told["place"][1], "version": mark_of(told)}
    return [cells[column] for column in COLUMNS]


def preview_place_table(session: Session, actor: Actor, sheet: Sheet, columns: Mapping[str, str]) -> Preview:
    """What the table would do. A row with a number is that place, one without a new one, unless the same name lies within
    30 m already. An empty district or place says nothing.
    """
    require(actor, Action.IMPORT_TABLES)
    require(actor, Action.MANAGE_PLACES)
    names = dict(session.exec(select(District.id, District.name)).all())
    districts = {name.casefold(): number for number, name in names.items()}
    here = {id_of(place): place for place in session.exec(select(Place).where(col(Place.archived).is_(False)))}
    twins = Twins(SAME_PLACE_M)
    for place in here.values():
        twins.add(place.name, place.point)
    reading = Reading(sheet, columns)

    def correct(row: SheetRow, number: int | None) -> Correction | None:
        if number is None:
            return _new(row, columns, districts, twins)
        if number not in here:
            raise Invalid("corrections.bad.unknown", number=number)
        reading.take(number)
        return _correction(row, columns, districts, here[number], _told(here[number], names))

    for row in sheet.rows:
        reading.read(row, number_of(row, columns), partial(correct, row))
    return reading.preview()


def apply_place_table(
    session: Session, actor: Actor, preview: Preview, *, take: Collection[tuple[int, str]] = (), now: datetime
) -> tuple[int, int]:
    """Writes what the preview shows; of conflicts those among `take`. How many were changed and how many are new.

    ChangedMeanwhile where somebody has changed a field since the preview: then nothing is written.
    """
    require(actor, Action.IMPORT_TABLES)
    require(actor, Action.MANAGE_PLACES)
    return write_rows(
        preview,
        take,
        add=partial(save_place, session, actor),
        change=lambda number, **fields: save_place(session, actor, place_id=number, **fields),
        whole=True,
    )


def _told(place: Place, names: Mapping[int | None, str]) -> dict[str, Any]:
    return {
        **{name: getattr(place, name) for name in _TEXTS},
        "district": names.get(place.district_id, ""),
        "place": (round(place.lat, 6), round(place.lon, 6)),
    }


def _read(
    row: SheetRow, columns: Mapping[str, str], districts: Mapping[str, int | None]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the row says, as it is told and as it is stored."""
    texts = (
        dict(zip(_TEXTS, place_texts(*(text_of(row, columns, each) for each in _TEXTS)), strict=True))
        if "name" in columns
        else {}
    )
    told: dict[str, Any] = {name: text for name, text in texts.items() if name in columns}
    wanted: dict[str, dict[str, Any]] = {name: {name: text} for name, text in told.items()}
    district = named(row, columns, "district", districts)
    if district is not None:
        told["district"], wanted["district"] = text_of(row, columns, "district"), {"district_id": district}
    place = place_of(row, columns)
    if place is not None:
        told["place"], wanted["place"] = place, {"lat": place[0], "lon": place[1]}
    return told, wanted


def _correction(
    row: SheetRow,
    columns: Mapping[str, str],
    districts: Mapping[str, int | None],
    place: Place,
    present: Mapping[str, Any],
) -> Correction:
    told, wanted = _read(row, columns, districts)
    if "district" in told and districts[told["district"].casefold()] == place.district_id:
        told["district"] = present["district"]
    version = text_of(row, columns, "version")
    changes = against(told, present, as_it_went_out=version in ("", mark_of(present)))
    seen = {name: {name: getattr(place, name)} for name in _TEXTS}
    seen |= {"district": {"district_id": place.district_id}, "place": {"lat": place.lat, "lon": place.lon}}
    if any(each.field == "place" for each in changes) and not any(each.field == "district" for each in changes):
        wanted["place"] |= {"district_id": None}  # where the polygons say
    return Correction(row.number, id_of(place), title_of(place.name), changes, wanted, seen)


def _new(
    row: SheetRow, columns: Mapping[str, str], districts: Mapping[str, int | None], twins: Twins
) -> Correction | None:
    told, wanted = _read(row, columns, districts)
    if "place" not in told:
        raise Invalid("corrections.bad.no_point")
    point = Point(*told["place"])
    if twins.has(told["name"], point):
        return None
    twins.add(told["name"], point)
    changes = [FieldChange(name, None, value) for name, value in told.items() if value != ""]
    return Correction(row.number, None, title_of(told["name"]), changes, wanted)
