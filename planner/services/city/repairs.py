"""Repaired objects under guarantee: one by one, whole files with a preview, and which of them a point belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.corrections import BadRow
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.geo import Point, box_around
from planner.domain.models import Agency, Repair
from planner.domain.named import NameSearch
from planner.domain.permissions import Action, Subject, require
from planner.domain.repaired import BESIDE_M, belongs, box_of
from planner.domain.typed import one_line
from planner.services.city.repairs_file import RepairDraft, read_repairs, repair_texts


@dataclass(frozen=True)
class RepairsPreview:
    """What an import would do; nothing is written yet. `known`: rows that are here already, by name, contract and last day."""

    good: tuple[RepairDraft, ...]
    bad: tuple[BadRow, ...]
    known: int


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
    wanted |= repair_texts(*(str(wanted[each]) for each in texts))
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


def preview_repairs(session: Session, actor: Actor, *, data: bytes, filename: str) -> RepairsPreview:
    """Reads a CSV, XLSX or GeoJSON file without writing anything. Invalid where the file as a whole cannot be read."""
    require(actor, Action.MANAGE_PLACES)
    good, bad = read_repairs(data, filename)
    new = _unknown(session, good)
    return RepairsPreview(tuple(new), tuple(bad), len(good) - len(new))


def import_repairs(session: Session, actor: Actor, drafts: Iterable[RepairDraft]) -> int:
    """Stores what a preview found good and returns how many; all of it or, on any error, nothing.

    A contractor that is called as an agency is that agency. What has come since the preview is passed over, also where two
    import at once.
    """
    require(actor, Action.MANAGE_PLACES)
    hold_all(session, Repair)
    agencies: dict[str, int | None] = {}
    for agency in session.exec(select(Agency).where(col(Agency.archived).is_(False))):
        agencies |= {one_line(name).casefold(): agency.id for name in (agency.short_name, agency.name) if name}
    new = _unknown(session, drafts)
    for draft in new:
        repair = _placed(dict(draft.geometry), draft.guarantee_until)
        repair.accepted_on = draft.accepted_on
        for field, text in repair_texts(draft.name, draft.contract, draft.contractor).items():
            setattr(repair, field, text)
        repair.agency_id = agencies.get(repair.contractor.casefold())
        session.add(repair)
    session.flush()
    return len(new)


def _placed(geometry: dict[str, object], until: date) -> Repair:
    south, west, north, east = box_of(geometry)
    return Repair(name="", geometry=geometry, guarantee_until=until, south=south, west=west, north=north, east=east)


def _unknown(session: Session, drafts: Iterable[RepairDraft]) -> list[RepairDraft]:
    """Of several that are the same the first."""
    here = select(col(Repair.name), col(Repair.contract), col(Repair.guarantee_until))
    rows = session.exec(here.where(col(Repair.archived).is_(False)))
    known = {(name.casefold(), contract.casefold(), until) for name, contract, until in rows}
    new = []
    for draft in drafts:
        mark = (draft.name.casefold(), draft.contract.casefold(), draft.guarantee_until)
        if mark not in known:
            known.add(mark)
            new.append(draft)
    return new
