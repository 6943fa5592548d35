"""Districts: their polygons, and which of them holds a point."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast
from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Area, Point, is_on_earth
from planner.domain.models import District
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line


@dataclass(frozen=True)
class DistrictDraft:
    """A district read from a GeoJSON file, before it is stored."""

    name: str
    population: int | None
    polygon: dict[str, Any]


@dataclass(frozen=True)
class DistrictMap:
    """The areas of the districts that are in use and have one, each with its district's number, in the order of names."""

    areas: tuple[tuple[int, Area], ...]

    def id_at(self, point: Point) -> int | None:
        """The district that holds a point, the first by name where areas overlap; None outside all of them."""
        return next((district_id for district_id, area in self.areas if area.holds(point)), None)


def list_districts(session: Session, actor: Actor) -> list[District]:
    """Every district that is in use, by name; tablets see them too, on the map."""
    _require_to_see(actor)
    return list(session.exec(select(District).where(col(District.archived).is_(False)).order_by(District.name)))


def district_map(session: Session, actor: Actor) -> DistrictMap:
    """Where the districts lie now, for whoever may list them. One query.

    No outline is read twice by one process: it is known by its text, so that a changed one counts at once, whoever changed
    it.
    """
    _require_to_see(actor)
    query = select(District.id, cast(col(District.polygon), Text)).where(col(District.archived).is_(False))
    found = ((district_id, _area_of(text)) for district_id, text in session.exec(query.order_by(District.name)) if text)
    return DistrictMap(tuple((district_id or 0, area) for district_id, area in found if area is not None))


def save_district(
    session: Session,
    actor: Actor,
    *,
    name: str,
    district_id: int | None = None,
    population: int | None = None,
    polygon: dict[str, Any] | None = None,
    seen: Values | None = None,
) -> District:
    """Makes a district, or changes the one with `district_id`; without a polygon it is chosen by hand.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    hold_all(session, District)
    district = session.get(District, district_id, populate_existing=True) if district_id else District(name="")
    if district is None:
        raise NotFound("districts.error.unknown")
    wanted = {"name": name, "population": population, "polygon": polygon}
    present = district.model_dump(include=set(wanted))
    given = beside_others("district", present, wanted, seen if district_id else None)
    name = typed_line(given["name"], field="name", longest=100, needed="districts.error.name")
    taken = session.exec(select(District).where(District.name == name)).first()
    if taken is not None and taken.id != district_id:
        raise Invalid("districts.error.taken", field="name", name=name)
    population = given["population"]
    if population is not None and not 0 <= population <= 50_000_000:
        raise Invalid("districts.error.population", field="population")
    if given["polygon"] is not None:
        _check_polygon(given["polygon"])
    district.name, district.population, district.polygon = name, population, given["polygon"]
    session.add(district)
    session.flush()
    return district


def archive_district(session: Session, actor: Actor, district_id: int) -> None:
    """Takes a district out of choice lists and off the map; places and issues keep it."""
    require(actor, Action.MANAGE_CITY)
    district = session.get(District, district_id)
    if district is None:
        raise NotFound("districts.error.unknown")
    district.archived = True


def read_districts(data: bytes) -> list[DistrictDraft]:
    """The districts of a GeoJSON file (RFC 7946): polygons with a property `name`, and `population` if known.

    A bare geometry or a single feature without a name gets an empty one, to be typed. Invalid on anything else.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise Invalid("districts.error.not_json", field="file") from None
    features = _features(document)
    drafts = []
    for feature in features:
        _check_polygon(feature.get("geometry"))
        about = feature.get("properties") or {}
        people = about.get("population")
        drafts.append(
            DistrictDraft(
                str(about.get("name") or ""),
                people if isinstance(people, int) and people >= 0 else None,
                feature["geometry"],
            )
        )
    return drafts


def _require_to_see(actor: Actor) -> None:
    if not actor.is_tablet:
        require(actor, Action.SEE_DIRECTORIES)


@lru_cache(maxsize=200)
def _area_of(polygon: str) -> Area | None:
    geometry = json.loads(polygon)
    return Area(geometry) if geometry else None


def _features(document: Any) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        features = [feature for feature in document["features"] if isinstance(feature, dict)]
    elif kind == "Feature":
        features = [document]
    elif kind in ("Polygon", "MultiPolygon"):
        features = [{"geometry": document, "properties": {}}]
    else:
        raise Invalid("districts.error.not_geojson", field="file")
    if not features:
        raise Invalid("districts.error.no_features", field="file")
    return features


def _check_polygon(geometry: Any) -> None:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Invalid("districts.error.polygon", field="file")
    parts = [geometry.get("coordinates")] if geometry["type"] == "Polygon" else geometry.get("coordinates")
    if not isinstance(parts, list) or not parts or not all(_is_rings(part) for part in parts):
        raise Invalid("districts.error.polygon", field="file")


def _is_rings(rings: Any) -> bool:
    return (
        isinstance(rings, list)
        and bool(rings)
        and all(
            isinstance(ring, list) and len(ring) >= 4 and all(_is_position(each) for each in ring) for ring in rings
        )
    )


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(isinstance(number, int | float) for number in position[:2])
        and is_on_earth(position[1], position[0])
    )
