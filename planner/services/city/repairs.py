"""Repaired objects under guarantee: one by one or many at once, and which of them a point belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Point, box_around
from planner.domain.models import Agency, Repair
from planner.domain.named import NameSearch
from planner.domain.permissions import Action, Subject, require
from planner.domain.repaired import BESIDE_M, belongs, box_of
from planner.domain.typed import typed_line


@dataclass(frozen=True)
class RepairDraft:
    """A repair before it is stored: as a row of a file says it."""

    name: str
    geometry: Mapping[str, Any]
    guarantee_until: date
    contract: str = ""
    contractor: str = ""
    accepted_on: date | None = None
    agency_id: int | None = None


@dataclass(frozen=True)
class Guarantee:
    """A repair with its contractor among the agencies, where it is one that can be given an instruction."""

    repair: Repair
    agency: Agency | None

    @property
    def contractor(self) -> str:
        """Who has to mend it: the agency's name, else the name of the contract."""
        return self.agency.name if self.agency else self.repair.contractor


def find_repairs(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    until: date | None = None,
    today: date | None = None,
    page: int = 1,
    page_size: int = 20,
) -> tuple[Sequence[Guarantee], int]:
    """A page of the repairs, the guarantee that ends first before the others, and how many there are in all.

    `text` is looked for in name, contract and contractor; with `until` only those whose guarantee ends from `today` to then.
    """
    require(actor, Action.SEE_DIRECTORIES)
    wanted: ColumnElement[bool] = col(Repair.archived).is_(False)
    if until is not None:
        wanted = wanted & (col(Repair.guarantee_until) <= until)
        wanted = wanted & (col(Repair.guarantee_until) >= (today or date.min))
    order, begin = (col(Repair.guarantee_until), Repair.name, col(Repair.id)), (page - 1) * page_size
    total = session.exec(select(func.count()).select_from(Repair).where(wanted)).one()
    if search := NameSearch(text):
        told = select(Repair.id, Repair.name, Repair.contract, Repair.contractor).where(wanted).order_by(*order)
        numbers = [number for number, *texts in session.exec(told) if search.finds(*texts)]
        wanted, total, begin = col(Repair.id).in_(numbers[begin : begin + page_size]), len(numbers), 0
    query = select(Repair, Agency).join(Agency, isouter=True).where(wanted)
    rows = session.exec(query.order_by(*order).offset(begin).limit(page_size))
    return [Guarantee(repair, agency) for repair, agency in rows], total


def get_repair(session: Session, actor: Actor, repair_id: int) -> Repair:
    """One of them; NotFound for an unknown one and for one that was archived."""
    require(actor, Action.SEE_DIRECTORIES)
    repair = session.get(Repair, repair_id)
    if repair is None or repair.archived:
        raise NotFound("repairs.error.unknown")
    return repair


def guarantees_at(session: Session, actor: Actor, point: Point, *, today: date) -> list[Guarantee]:
    """What was repaired at this point and is still under guarantee, the longest first: for whoever may see an issue there."""
    require(actor, Action.SEE_ISSUE, Subject())
    south, west, north, east = box_around(point, BESIDE_M)
    near = (
        select(Repair, Agency)
        .join(Agency, isouter=True)
        .where(
            col(Repair.archived).is_(False),
            Repair.guarantee_until >= today,
            Repair.south <= north,
            Repair.north >= south,
            Repair.west <= east,
            Repair.east >= west,
        )
    )
    rows = session.exec(near.order_by(col(Repair.guarantee_until).desc(), col(Repair.id)))
    return [
        Guarantee(repair, None if agency is None or agency.archived else agency)
        for repair, agency in rows
        if belongs(repair.geometry, point)
    ]


def save_repair(
    session: Session,
    actor: Actor,
    *,
    repair_id: int | None,
    name: str,
    contract: str,
    contractor: str,
    agency_id: int | None,
    accepted_on: date | None,
    guarantee_until: date | None,
    point: Point | None = None,
    seen: Values | None = None,
) -> Repair:
    """Changes one, or makes one at a `point`; lines and areas come from files.

    Invalid on an empty name, without the last day of the guarantee, with one before the acceptance, and for a new one without
    a point. With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_PLACES)
    repair = session.get(Repair, repair_id, populate_existing=True, with_for_update=True) if repair_id else None
    if repair_id and repair is None:
        raise NotFound("repairs.error.unknown")
    texts = {"name": name, "contract": contract, "contractor": contractor}
    wanted = {**texts, "agency_id": agency_id, "accepted_on": accepted_on, "guarantee_until": guarantee_until}
    if repair is not None:
        wanted = beside_others("repair", repair.model_dump(include=set(wanted)), wanted, seen)
    until, accepted = wanted["guarantee_until"], wanted["accepted_on"]
    if not isinstance(until, date):
        raise Invalid("repairs.error.no_until", field="guarantee_until")
    if isinstance(accepted, date) and accepted > until:
        raise Invalid("repairs.error.days", field="guarantee_until")
    if wanted["agency_id"] is not None and session.get(Agency, wanted["agency_id"]) is None:
        raise Invalid("repairs.error.agency", field="agency_id")
    wanted |= _texts(*(str(wanted[each]) for each in texts))
    if repair is None:
        if point is None:
            raise Invalid("repairs.error.no_point", field="point")
        repair = _placed({"type": "Point", "coordinates": [point.lon, point.lat]}, until)
    for field, value in wanted.items():
        setattr(repair, field, value)
    session.add(repair)
    session.flush()
    return repair


def archive_repair(session: Session, actor: Actor, repair_id: int) -> None:
    """Takes one out of the list; issues do not show it any more."""
    require(actor, Action.MANAGE_PLACES)
    repair = session.get(Repair, repair_id)
    if repair is None:
        raise NotFound("repairs.error.unknown")
    repair.archived = True


def import_repairs(session: Session, actor: Actor, drafts: Iterable[RepairDraft]) -> int:
    """Stores all of them, lines and areas too, and returns how many."""
    require(actor, Action.MANAGE_PLACES)
    repairs = []
    for draft in drafts:
        repair = _placed(dict(draft.geometry), draft.guarantee_until)
        repair.accepted_on, repair.agency_id = draft.accepted_on, draft.agency_id
        for field, text in _texts(draft.name, draft.contract, draft.contractor).items():
            setattr(repair, field, text)
        repairs.append(repair)
    session.add_all(repairs)
    session.flush()
    return len(repairs)


def _texts(name: str, contract: str, contractor: str) -> dict[str, str]:
    """The texts of a repair as they are kept; Invalid at the field of one that is too long, and without a name."""
    return {
        "name": typed_line(name, field="name", longest=300, needed="repairs.error.name"),
        "contract": typed_line(contract, field="contract", longest=200),
        "contractor": typed_line(contractor, field="contractor", longest=300),
    }


def _placed(geometry: dict[str, object], until: date) -> Repair:
    south, west, north, east = box_of(geometry)
    return Repair(name="", geometry=geometry, guarantee_until=until, south=south, west=west, north=north, east=east)
