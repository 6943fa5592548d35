"""Districts: their polygons, and which of them holds a point."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast
from sqlmodel import Session, col, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Area, Point
from planner.domain.models import District
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.services.city.districts_file import MOST_PEOPLE, DistrictDraft, checked_polygon


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
    population, area = given["population"], given["polygon"]
    if population is not None and not 0 <= population <= MOST_PEOPLE:
        raise Invalid("districts.error.population", field="population")
    district.name, district.population = name, population
    district.polygon = None if area is None else checked_polygon(area)
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


def import_districts(session: Session, actor: Actor, drafts: Sequence[DistrictDraft]) -> int:
    """Stores the districts of a file and returns how many; one that is there gets the new outline (or none), and the population if
    the file tells it. All of it or, on any error, nothing.
    """
    require(actor, Action.MANAGE_CITY)
    known = {district.name: district for district in session.exec(select(District))}
    for draft in drafts:
        there = known.get(draft.name)
        district = save_district(
            session,
            actor,
            name=draft.name,
            district_id=there.id if there else None,
            population=there.population if there and draft.population is None else draft.population,
            polygon=None if draft.polygon is None else dict(draft.polygon),
        )
        district.archived = False
    return len(drafts)


def _require_to_see(actor: Actor) -> None:
    if not actor.is_tablet:
        require(actor, Action.SEE_DIRECTORIES)


@lru_cache(maxsize=200)
def _area_of(polygon: str) -> Area | None:
    geometry = json.loads(polygon)
    return Area(geometry) if geometry else None
