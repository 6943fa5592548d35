"""Compares the rows of a file with what the city has: twins are told, and unknown names."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.geo import Point
from planner.domain.models import Agency, Category, District, Issue, Person, Place, Repair
from planner.domain.models.types import id_of
from planner.domain.permissions import require
from planner.domain.repaired import is_same
from planner.domain.twins import Twins
from planner.domain.typed import shortened
from planner.domain.words import AgencyKind, Role, Severity
from planner.render.reading.names import FIELDS
from planner.render.reading.rows import FileRead
from planner.render.reading.source import Problem, ReadRow
from planner.render.reading.twins import SAME_PLACE_M, folded, key_of, key_of_repair
from planner.services.access.scopes import issues_visible_to
from planner.services.intake.addresses import with_addresses
from planner.services.intake.facilities import comparing_facilities
from planner.services.intake.planned import RIGHTS, Fate, IntakePlan, Planned, fate_of
from planner.services.intake.rights import require_intake

_SHOWN = 60
_Say = Callable[[ReadRow], Planned]


def plan_intake(
    session: Session,
    actor: Actor,
    read: FileRead,
    *,
    data: Path,
    category_id: int | None = None,
    layer_id: int | None = None,
    progress: Callable[[float], object] = lambda share: None,
) -> IntakePlan:
    """What the file would do; nothing is written. `category_id`: the topic of issues that name none; `layer_id`: the layer of
    facilities, Invalid("intake.bad.no_layer") without one.

    It takes seconds for a large file, so it is for a session that holds no lock.
    """
    require_intake(session, actor, read.kind, layer_id)
    rows: Sequence[ReadRow] = read.rows
    if "address" in FIELDS[read.kind]:
        rows = with_addresses(session, actor, rows, data=data, progress=progress)
    say = comparing(session, actor, read.kind, category_id, layer_id)
    return IntakePlan(read.kind, [say(row) for row in rows], category_id, layer_id)


def category_called(session: Session, actor: Actor, name: str) -> int:
    """The topic of this name in either language; Invalid("intake.bad.category") for none."""
    require(actor, RIGHTS["issues"])
    found = _categories(session).get(folded(name))
    if found is None:
        raise Invalid("intake.bad.category", field="category", category=shortened(name, _SHOWN))
    return found


def comparing(
    session: Session, actor: Actor, kind: str, category_id: int | None, layer_id: int | None = None
) -> Callable[[ReadRow], Planned]:
    """Says of one row after another what becomes of it, beside what is here now and the rows before."""
    require_intake(session, actor, kind, layer_id)
    if kind == "facilities":
        return comparing_facilities(session, actor, layer_id)
    return _PLANS[kind](session, actor, category_id)


def _districts(session: Session) -> dict[str, int]:
    """The districts in use by their folded names."""
    named = session.exec(select(District.name, District.id).where(col(District.archived).is_(False)))
    return {folded(name): number or 0 for name, number in named}


def _categories(session: Session) -> dict[str, int]:
    """The topics in use by their folded names in either language."""
    found: dict[str, int] = {}
    for each in session.exec(select(Category).where(col(Category.archived).is_(False))):
        found |= {folded(name): id_of(each) for name in (each.name_en, each.name) if name}
    return found


def _plan_places(session: Session, actor: Actor, category_id: int | None) -> _Say:
    districts, twins = _districts(session), Twins(SAME_PLACE_M)
    for place in session.exec(select(Place).where(col(Place.archived).is_(False))):
        twins.add(folded(place.name), place.point)

    def say(row: ReadRow) -> Planned:
        row, district = _district_of(row, districts)
        known = row.point is not None and twins.has(folded(row.name), row.point)
        fate = fate_of(row, known=known)
        if row.point is not None and fate in (Fate.NEW, Fate.DOUBT):
            twins.add(folded(row.name), row.point)
        wanted = {**{name: row.said[name] for name in ("name", "kind", "address", "source")}, "district_id": district}
        return Planned(row, fate, row.point, wanted)

    return say


def _district_of(row: ReadRow, districts: Mapping[str, int]) -> tuple[ReadRow, int | None]:
    given = row.said["district"]
    if not given:
        return row, None
    found = districts.get(folded(given))
    if found is None:
        row = row.beside(Problem("intake.note.district", {"district": shortened(given, _SHOWN)}, note=True))
    return row, found


def _plan_districts(session: Session, actor: Actor, category_id: int | None) -> _Say:
    here = {folded(each.name): each for each in session.exec(select(District))}

    def say(row: ReadRow) -> Planned:
        there, population = here.get(folded(row.name)), row.said["population"]
        wanted = {"name": there.name if there else row.name, "population": population, "polygon": row.shape}
        if there is None:
            return Planned(row, fate_of(row, known=False), row.point, wanted)
        same_shape = row.shape is None or there.polygon == row.shape
        same = same_shape and population in (None, there.population) and not there.archived
        wanted |= {"population": there.population if population is None else population}
        wanted |= {"polygon": there.polygon if row.shape is None else row.shape}
        return Planned(row, fate_of(row, known=same, changes=True), row.point, wanted, id_of(there))

    return say


def _plan_agencies(session: Session, actor: Actor, category_id: int | None) -> _Say:
    here: dict[str, bool] = {}
    for agency in session.exec(select(Agency)):
        here |= {folded(name): agency.archived for name in (agency.name, agency.short_name) if name}
    names = {"categories": _categories(session), "districts": _districts(session)}

    def say(row: ReadRow) -> Planned:
        said: dict[str, Any] = {name: row.said[name] for name in ("name", "short_name", "email", "phone")}
        said["kind"] = row.said["kind"] or AgencyKind.DEPARTMENT
        for each, known in names.items():
            found = [known[folded(name)] for name in row.said[each] if folded(name) in known]
            said["category_ids" if each == "categories" else "district_ids"] = found
            odd = [name for name in row.said[each] if folded(name) not in known]
            if odd:
                told = {"names": shortened(", ".join(odd), _SHOWN)}
                row = row.beside(Problem(f"intake.doubt.{each}", told, doubt=True))
        archived = here.get(folded(row.name))
        if archived:
            row = row.beside(Problem("intake.bad.archived"))
        return Planned(row, fate_of(row, known=archived is not None), wanted=said)

    return say


def _plan_people(session: Session, actor: Actor, category_id: int | None) -> _Say:
    agencies = _agencies(session)
    here = session.exec(select(Person.email, Person.name, Person.agency_id, Person.archived)).all()
    emails = {email: archived for email, _, _, archived in here if email}
    names = {(folded(name), agency_id): email for email, name, agency_id, archived in here if not archived}

    def say(row: ReadRow) -> Planned:
        said, roles = row.said, list(row.said["roles"])
        agency_id = agencies.get(folded(said["agency"])) if said["agency"] else None
        if said["agency"] and agency_id is None:
            told = {"agency": shortened(said["agency"], _SHOWN)}
            row = row.beside(Problem("intake.doubt.agency", told, doubt=True))
        if Role.OFFICIAL in roles and agency_id is None:
            row, roles = (
                row.beside(Problem("intake.doubt.official", doubt=True)),
                [r for r in roles if r != Role.OFFICIAL],
            )
        if emails.get(said["email"]):
            row = row.beside(Problem("intake.bad.archived"))
        namesake = names.get((folded(row.name), agency_id), "")
        same_name = (folded(row.name), agency_id) in names and (not said["email"] or not namesake)
        known = said["email"] in emails or same_name
        wanted = {name: said[name] for name in ("name", "post", "email", "phone")}
        return Planned(row, fate_of(row, known=known), wanted={**wanted, "agency_id": agency_id, "roles": roles})

    return say


def _plan_issues(session: Session, actor: Actor, category_id: int | None) -> _Say:
    categories, twins = _categories(session), Twins(SAME_PLACE_M)
    query = select(Issue.text, Issue.category_id, Issue.lat, Issue.lon)
    for text, topic, lat, lon in session.exec(query.where(issues_visible_to(actor))):
        twins.add(f"{topic} {folded(text)}", Point(lat, lon))
    numbered = select(Issue.external_number).where(issues_visible_to(actor), col(Issue.external_number) != "")
    numbers = set(session.exec(numbered))

    def say(row: ReadRow) -> Planned:
        given = row.said["category"]
        topic = categories.get(folded(given)) if given else category_id
        if given and topic is None:
            told = {"category": shortened(given, _SHOWN)}
            known_problem = "intake.doubt.category" if category_id else "intake.bad.category"
            row, topic = row.beside(Problem(known_problem, told, doubt=category_id is not None)), category_id
        if topic is None and not given:
            row = row.beside(Problem("intake.bad.no_category"))
        key = f"{topic} {folded(row.said['text'])}"
        known = row.point is not None and twins.has(key, row.point)
        known = known or (row.said["external_number"] or "-") in numbers
        fate = fate_of(row, known=known)
        if category_id and fate is Fate.DOUBT and all(_is_topic(each) for each in row.problems if each.doubt):
            fate = Fate.NEW  # the topic for such rows is chosen
        wanted = {name: row.said[name] for name in ("text", "address", "external_number")}
        wanted |= {"category_id": topic, "severity": row.said["severity"] or Severity.NORMAL}
        return Planned(row, fate, row.point, wanted)

    return say


def _plan_repairs(session: Session, actor: Actor, category_id: int | None) -> _Say:
    """Of the same name, contract and last day is the same; of single points one that is near, too."""
    agencies = _agencies(session)
    here: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in session.exec(select(Repair).where(col(Repair.archived).is_(False))):
        here[key_of_repair(each.name, each.contract, each.guarantee_until)].append(each.geometry)

    def say(row: ReadRow) -> Planned:
        said, point = row.said, row.point
        agency_id = agencies.get(folded(said["contractor"]))
        if said["contractor"] and agency_id is None:
            told = {"contractor": shortened(said["contractor"], _SHOWN)}
            row = row.beside(Problem("repairs.note.contractor", told, note=True))
        geometry = row.shape or (None if point is None else {"type": "Point", "coordinates": [point.lon, point.lat]})
        same = here[key_of(row, "repairs")]
        fate = fate_of(row, known=geometry is not None and any(is_same(geometry, each) for each in same))
        if geometry is not None and fate in (Fate.NEW, Fate.DOUBT):
            same.append(geometry)
        wanted = {name: said[name] for name in ("name", "contract", "contractor", "accepted_on", "guarantee_until")}
        return Planned(row, fate, point, {**wanted, "geometry": geometry, "agency_id": agency_id})

    return say


def _agencies(session: Session) -> dict[str, int]:
    """The agencies in use by their folded names, long and short."""
    found: dict[str, int] = {}
    for agency in session.exec(select(Agency).where(col(Agency.archived).is_(False))):
        found |= {folded(name): id_of(agency) for name in (agency.short_name, agency.name) if name}
    return found


def _is_topic(problem: Problem) -> bool:
    return problem.key == "intake.doubt.no_category"


_PLANS: Mapping[str, Callable[[Session, Actor, int | None], _Say]] = {
    "places": _plan_places,
    "districts": _plan_districts,
    "agencies": _plan_agencies,
    "people": _plan_people,
    "issues": _plan_issues,
    "repairs": _plan_repairs,
}
