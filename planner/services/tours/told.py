"""What changed in a plan since those who come along were told of it, for whoever has to tell them."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind, TourChange
from planner.domain.permissions import Action, require
from planner.domain.told_plan import PlanChange, PlanChangeKind, ToldPlan, ToldStop, changes_of
from planner.domain.words import TourState
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.outbox.causes import note_cause
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plannable import plannable_tour

_TOLD_AT_ONCE = (PlanChangeKind.START, PlanChangeKind.PLACE)


@dataclass(frozen=True)
class ToTell:
    """What is to be told of a tour at a version; nothing where all know the plan as it is."""

    version: int
    changes: tuple[PlanChange, ...]


def begin_telling(session: Session, tour: Tour) -> None:
    """The plan is published: from now on it is known as it is. Who knows an older one is still to be told what changed.

    The caller has required the permission, and has kept the times.
    """
    if tour.told is None:
        tour.told = _present(session, tour).to_data()


def changes_to_tell(session: Session, actor: Actor, tour_id: int) -> ToTell:
    """What changed since the tour was published, or since `mark_told`, for those who plan; nothing of a draft."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.PLAN_TOUR, subject_of_tour(tour))
    if tour.told is None or tour.state is not TourState.PUBLISHED:
        return ToTell(tour.version, ())
    return ToTell(tour.version, changes_of(ToldPlan.from_data(tour.told), _present(session, tour)))


def mark_told(session: Session, actor: Actor, tour_id: int, *, version: int, now: datetime) -> None:
    """Everybody knows the plan of this version now: who comes along and has an account is told by the bell and, where there is
    mail, by a letter; all others by whoever calls this. Conflict("tours.error.changed") where it has changed since.

    A new start or meeting place was told when it was set.
    """
    tour = plannable_tour(session, actor, tour_id, version=version)
    changes = [each for each in changes_to_tell(session, actor, tour_id).changes if each.kind not in _TOLD_AT_ONCE]
    if changes:
        facts = {"title": tour.title, "starts_at": tour.starts_at.isoformat(), "place": tour.start_name}
        by = {"by": actor.name, "by_person": actor.person_id, "changes": [each.to_data() for each in changes]}
        note_cause(session, CauseKind.TOUR, now=now, tour=tour.id, change=TourChange.CHANGED.value, **facts, **by)
    tour.told = _present(session, tour).to_data()


def _present(session: Session, tour: Tour) -> ToldPlan:
    bus = " ".join(part for part in (tour.bus_name, tour.bus_plate) if part)
    stops = tuple(
        ToldStop(id_of(stop), stop.name, stop.address or stop.name, _minute(stop.planned_arrival))
        for stop in session.exec(stops_in_order(tour.id)).all()
    )
    return ToldPlan(tour.starts_at, tour.ends_at, tour.start_name, bus, stops)


def _minute(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(second=0, microsecond=0)
