"""Writes what a plan shows: all of it in one transaction, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, SQLModel

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import Agency, ColumnName, District, Person, Place, Repair
from planner.services.access.people import save_person
from planner.services.city.agencies import save_agency
from planner.services.city.districts import import_districts
from planner.services.city.districts_file import DistrictDraft
from planner.services.city.places import import_places
from planner.services.city.places_file import PlaceDraft
from planner.services.city.repairs import RepairDraft, import_repairs
from planner.services.intake.facilities import write_facilities
from planner.services.intake.plan import comparing
from planner.services.intake.planned import Fate, IntakePlan, Planned
from planner.services.intake.rights import require_intake
from planner.services.issues.issues import log_issue

_EVERY = 50
_HELD: Mapping[str, type[SQLModel]] = {
    "places": Place,
    "facilities": Place,
    "districts": District,
    "agencies": Agency,
    "people": Person,
    "issues": ColumnName,
    "repairs": Repair,
}
"""What is held until the transaction ends, so that two imports of one kind come one behind the other. Of issues it is not
their own table: people log some meanwhile.
"""
Progress = Callable[[float], object]


def write_intake(
    session: Session,
    actor: Actor,
    intake: IntakePlan,
    *,
    doubtful: bool = False,
    now: datetime,
    progress: Progress = lambda share: None,
) -> int:
    """Stores the new and the changed rows, with the doubtful ones if so asked; how many. What has come in since the plan,
    or twice at once, comes in once.
    """
    require_intake(session, actor, intake.kind, intake.layer_id)
    hold_all(session, _HELD[intake.kind])
    compare = comparing(session, actor, intake.kind, intake.category_id, intake.layer_id)
    again = [compare(each.row) for each in intake.coming(doubtful=doubtful)]
    rows = [each for each in again if each.fate not in (Fate.KNOWN, Fate.BAD)]
    if intake.kind == "facilities":
        written = write_facilities(session, actor, rows, intake.layer_id, progress)
    else:
        written = _WRITERS[intake.kind](session, actor, rows, now, progress)
    progress(1.0)
    return written


def _write_places(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    drafts = [
        PlaceDraft(each.row.row, lat=each.point.lat, lon=each.point.lon, **each.wanted) for each in rows if each.point
    ]
    return import_places(session, actor, drafts, progress=progress)


def _write_districts(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    return import_districts(session, actor, [DistrictDraft(**each.wanted) for each in rows])


def _write_agencies(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    for at, each in enumerate(rows):
        save_agency(session, actor, **each.wanted)
        _tell(progress, at, len(rows))
    return len(rows)


def _write_people(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    for at, each in enumerate(rows):
        save_person(session, actor, **each.wanted)
        _tell(progress, at, len(rows))
    return len(rows)


def _write_issues(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    placed = [(each, each.point) for each in rows if each.point is not None]
    for at, (each, point) in enumerate(placed):
        log_issue(session, actor, uid=str(uuid4()), lat=point.lat, lon=point.lon, now=now, **each.wanted)
        _tell(progress, at, len(placed))
    return len(placed)


def _write_repairs(session: Session, actor: Actor, rows: list[Planned], now: datetime, progress: Progress) -> int:
    return import_repairs(session, actor, [RepairDraft(**each.wanted) for each in rows])


def _tell(progress: Progress, at: int, total: int) -> None:
    if at % _EVERY == 0:
        progress(at / total)


_WRITERS: Mapping[str, Callable[[Session, Actor, list[Planned], datetime, Progress], int]] = {
    "places": _write_places,
    "districts": _write_districts,
    "agencies": _write_agencies,
    "people": _write_people,
    "issues": _write_issues,
    "repairs": _write_repairs,
}
