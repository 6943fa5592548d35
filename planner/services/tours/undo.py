"""Taking back the last change of a plan: remember it before, restore it after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import AgendaItem, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_rules import TourRules
from planner.domain.words import TourState
from planner.services.guests.seats import promote_waiting
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import keep_times
from planner.services.tours.plannable import plannable_tour, refuse_past
from planner.services.tours.stops import remove_stop
from planner.services.tours.tours import EDITABLE
from planner.services.travel.leg_overrides import overrides_near, restore_overrides

_PLANNED = frozenset(
    {"position", "place_id", "name", "address", "lat", "lon", "minutes_off", "minutes_talk", "must", "pinned"}
    | {"window_from", "window_to", "vote_id", "vote_for", "vote_of"}
)


@dataclass(frozen=True)
class PlanMemory:
    """A plan as it was at a version: the tour's details and rules, its stops, their agenda and issues, legs set by hand."""

    tour_id: int
    version: int
    details: Mapping[str, Any]
    stops: tuple[Mapping[str, Any], ...]
    agenda: tuple[Mapping[str, Any], ...]
    issues: tuple[tuple[int, int], ...]
    rules: TourRules | None = None
    points: tuple[Point, ...] = ()
    overrides: frozenset[int] = frozenset()


def remember_plan(session: Session, actor: Actor, tour_id: int) -> PlanMemory:
    """The plan as it is now, to be kept while the person who changes it may still take the change back."""
    tour = plannable_tour(session, actor, tour_id)
    own = select(Stop.id).where(Stop.tour_id == tour_id)
    stops = session.exec(stops_in_order(tour_id)).all()
    agenda = session.exec(select(AgendaItem).where(col(AgendaItem.stop_id).in_(own))).all()
    links = session.exec(select(StopIssue).where(col(StopIssue.stop_id).in_(own))).all()
    points = tuple(p for p in (tour.start_point, *(stop.point for stop in stops), tour.end_point) if p is not None)
    return PlanMemory(
        tour_id,
        tour.version,
        {name: getattr(tour, name) for name in EDITABLE},
        tuple(stop.model_dump(include={"id", "public_code", *_PLANNED}) for stop in stops),
        tuple(item.model_dump(exclude={"id"}) for item in agenda),
        tuple((link.stop_id, link.issue_id) for link in links),
        None if tour.rules is None else TourRules.from_data(tour.rules),
        points,
        overrides_near(session, actor, points),
    )


def restore_plan(session: Session, actor: Actor, memory: PlanMemory, *, version: int, now: datetime) -> Tour:
    """Makes the plan what it was; `version` is that of the plan right after the change that is taken back.

    Conflict("tours.error.changed") where somebody has changed the plan since: that change would be lost too. Stops that
    came meanwhile go, unless something was written down there (Conflict). The tour's state does not change. A published
    tour does not go back to a start that has passed: Conflict("tours.error.past").
    """
    tour = plannable_tour(session, actor, memory.tour_id, version=version)
    is_seen, start = tour.state is TourState.PUBLISHED, tour.starts_at
    for name, value in memory.details.items():
        setattr(tour, name, value)
    refuse_past(tour, now, is_meant=not is_seen or tour.starts_at == start)
    ids = _restore_stops(session, actor, memory)
    tour.rules = None if memory.rules is None else memory.rules.renamed(ids).to_data()
    session.exec(delete(AgendaItem).where(col(AgendaItem.stop_id).in_(ids.values())))
    session.exec(delete(StopIssue).where(col(StopIssue.stop_id).in_(ids.values())))
    session.add_all(AgendaItem(**{**item, "stop_id": ids[item["stop_id"]]}) for item in memory.agenda)
    session.add_all(StopIssue(stop_id=ids[stop_id], issue_id=issue_id) for stop_id, issue_id in memory.issues)
    restore_overrides(session, actor, memory.overrides, memory.points, now=now)
    keep_times(session, tour)
    promote_waiting(session, tour, now=now)
    return tour


def _restore_stops(session: Session, actor: Actor, memory: PlanMemory) -> dict[int, int]:
    """The ids of the stops now by their ids then: a removed stop's id may belong to another one by now."""
    present = {id_of(stop): stop for stop in session.exec(select(Stop).where(Stop.tour_id == memory.tour_id))}
    for stop_id in set(present) - {stop["id"] for stop in memory.stops}:
        remove_stop(session, actor, stop_id)
    ids: dict[int, int] = {}
    for kept in memory.stops:
        stop = present.get(kept["id"])
        if stop is None:
            stop = Stop(**kept, tour_id=memory.tour_id)
            if session.get(Stop, kept["id"]) is not None:
                stop.id = None
            session.add(stop)
        for name in _PLANNED:
            setattr(stop, name, kept[name])
        session.flush()
        ids[kept["id"]] = id_of(stop)
    return ids
