"""What is chosen on the way: the ready choices of a ride that no longer works out, taking one, and taking it back."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.geo import Point
from planner.domain.models import RideChange, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.ride_choices import Choice, ready_choices, troubles
from planner.domain.ride_state import END, START, Change, ChangeKind, RideState, RideStop, changed
from planner.domain.timetable import Break, Leg
from planner.domain.words import OPEN_INSTRUCTION_STATES, OPEN_ISSUE_STATES, TourState
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.city.city import get_city
from planner.services.control.promises import promises_of
from planner.services.ride.ride import riding_tour
from planner.services.tours.plan import Plan, plan_of
from planner.services.travel.travel import travel_times

_NOWHERE = Leg(0.0, 0.0)


@dataclass(frozen=True)
class WayOut:
    """What breaks on the way, and what could be done.

    `seen` is to be handed to `change_ride`, so that nothing is changed on the strength of a screen that is out of date.
    `last`: the latest choice that may still be taken back.
    """

    plan: Plan
    breaks: tuple[Break, ...]
    choices: tuple[Choice, ...]
    seen: int
    last: RideChange | None


def way_out(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> WayOut:
    """What breaks on this ride now and the ready choices, for whoever leads it; nothing of both unless it is under way."""
    tour = visible_tour(session, actor, tour_id)
    require(actor, Action.LEAD_TOUR, subject_of_tour(tour))
    plan = plan_of(session, actor, tour_id, now=now)
    rows = _history(session, tour_id)
    seen = max((id_of(row) for row in rows), default=0)
    if tour.state is not TourState.RIDING:
        return WayOut(plan, (), (), seen, None)
    last = _last(tour, rows)
    if last is not None and not _can_be_undone(last, [row.stop for row in plan.stops]):
        last = None
    breaks = troubles(_state(plan, None, {}, now), plan.timetable)
    if not breaks:
        return WayOut(plan, (), (), seen, last)
    state = _state(plan, _legs(session, plan), _promises(session, plan), now)
    choices = ready_choices(state, least_talk=get_city(session).least_talk_minutes)
    return WayOut(plan, breaks, choices, seen, last)


def change_ride(
    session: Session, actor: Actor, tour_id: int, changes: Sequence[Change], *, seen: int, now: datetime
) -> RideChange:
    """Does these steps on the ride, and writes down who did, when, and what was broken; the plan of record stays.

    `seen` comes from `way_out` or from `last_change`. Conflict("ride_changes.error.changed_by") where something was chosen
    since, "ride_changes.error.changed" where a step cannot be done any more; Invalid for a talk that is cut to less than the city's least.
    """
    tour = riding_tour(session, actor, tour_id)
    least = get_city(session).least_talk_minutes
    if any(change.minutes is not None and change.minutes < least for change in changes):
        raise Invalid("ride_changes.error.short", least=least)
    if seen != last_change(session, actor, tour_id):
        raise _was_changed(session, tour_id)
    plan = plan_of(session, actor, tour_id, now=now)
    state = _state(plan, None, {}, now)
    breaks = troubles(state, plan.timetable)
    try:
        changed(state, changes)
    except ValueError as error:
        raise Conflict("ride_changes.error.changed") from error
    stops = {id_of(row.stop): row.stop for row in plan.stops}
    done = [asdict(change) | {"before": _take(stops, change, now)} for change in changes]
    row = RideChange(
        tour_id=id_of(tour),
        at=now,
        by=actor.name,
        by_person_id=actor.person_id,
        changes=done,
        breaks=[asdict(each) for each in breaks],
    )
    session.add(row)
    session.flush()
    return row


def undo_change(session: Session, actor: Actor, tour_id: int, change_id: int, *, now: datetime) -> None:
    """Takes the last choice back; one that was taken back already is fine, so two tablets cannot undo two choices.

    Conflict("ride_changes.error.not_last") where something was chosen since, Conflict("ride_changes.error.passed") where
    the bus has gone on so far that it would change the past.
    """
    tour = riding_tour(session, actor, tour_id)
    rows = _history(session, tour_id)
    row = next((row for row in rows if row.id == change_id and row.undoes_id is None), None)
    if row is None:
        raise NotFound("ride_changes.error.unknown")
    if any(each.undoes_id == change_id for each in rows):
        return
    last = _last(tour, rows)
    if last is None or last.id != change_id:
        raise Conflict("ride_changes.error.not_last")
    stops = [one.stop for one in plan_of(session, actor, tour_id, now=now).stops]
    if not _can_be_undone(row, stops):
        raise Conflict("ride_changes.error.passed")
    for step in reversed(row.changes):
        for stop in stops:
            for name, value in step["before"].get(str(stop.id), {}).items():
                if name != "departed_at" or stop.departed_at == row.at:  # somebody may have tapped it anew
                    setattr(stop, name, value)
    session.add(RideChange(tour_id=tour_id, at=now, by=actor.name, by_person_id=actor.person_id, undoes_id=change_id))
    session.flush()


def last_change(session: Session, actor: Actor, tour_id: int) -> int:
    """The number of the latest entry of the history, 0 for none: the `seen` of a screen that shows the ride now."""
    visible_tour(session, actor, tour_id)
    return session.exec(select(func.max(RideChange.id)).where(RideChange.tour_id == tour_id)).one() or 0


def list_changes(session: Session, actor: Actor, tour_id: int) -> Sequence[RideChange]:
    """Everything that was chosen on the way or taken back, the first first, with names: for whoever leads this tour."""
    require(actor, Action.LEAD_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    return _history(session, tour_id)


def changes_of(row: RideChange) -> tuple[Change, ...]:
    """The steps of a choice as they were given."""
    return tuple(
        Change(ChangeKind(step["kind"]), step["stop"], step.get("minutes"), step.get("other")) for step in row.changes
    )


def _history(session: Session, tour_id: int) -> Sequence[RideChange]:
    return session.exec(select(RideChange).where(RideChange.tour_id == tour_id).order_by(col(RideChange.id))).all()


def _was_changed(session: Session, tour_id: int) -> Conflict:
    """The no to a choice that was made for another state of the ride: who has chosen something since, and when."""
    rows = _history(session, tour_id)
    if not rows:
        return Conflict("ride_changes.error.changed")
    return Conflict("ride_changes.error.changed_by", by=rows[-1].by, at=rows[-1].at)


def _last(tour: Tour, rows: Sequence[RideChange]) -> RideChange | None:
    """The latest choice of this ride that stands; those from before a start that was taken back are not meant any more."""
    undone = {row.undoes_id for row in rows}
    standing = [row for row in rows if row.undoes_id is None and row.id not in undone]
    last = standing[-1] if standing else None
    return last if last and tour.started_at and last.at >= tour.started_at else None


def _take(stops: dict[int, Stop], change: Change, now: datetime) -> dict[str, dict[str, Any]]:
    """Does one step to the stops, and returns what they said before, by their ids (JSON has no other keys than text)."""
    stop = stops[change.stop]
    match change.kind:
        case ChangeKind.CUT:
            before: dict[str, dict[str, Any]] = {str(stop.id): {"ride_minutes_talk": stop.ride_minutes_talk}}
            stop.ride_minutes_talk = change.minutes
        case ChangeKind.SWAP:
            other = stops[change.other or 0]
            before = {str(each.id): {"ride_position": each.ride_position} for each in (stop, other)}
            stop.ride_position, other.ride_position = other.order, stop.order
        case ChangeKind.LEAVE:
            before = {str(stop.id): {"departed_at": None}}
            stop.departed_at = now
        case ChangeKind.SKIP | ChangeKind.RESTORE:
            before = {str(stop.id): {"skipped": stop.skipped}}
            stop.skipped = change.kind is ChangeKind.SKIP
    return before


def _can_be_undone(row: RideChange, stops: Sequence[Stop]) -> bool:
    """Whether what it changed is still to come; a departure is taken back while the bus has not been further on."""
    numbers = {stop.id: index for index, stop in enumerate(stops)}
    passed = max((index for index, stop in enumerate(stops) if stop.arrived_at), default=-1)
    for change in changes_of(row):
        places = [numbers[key] for key in change.stops if key in numbers]
        standing = places == [passed] and change.kind in (ChangeKind.CUT, ChangeKind.LEAVE)
        left = standing and stops[passed].departed_at is not None
        if not (all(place > passed for place in places) or standing):
            return False
        if left and not any(each.kind is ChangeKind.LEAVE for each in changes_of(row)):
            return False
    return True


def _state(
    plan: Plan, legs: dict[tuple[Hashable, Hashable], Leg] | None, promises: dict[int, int], now: datetime
) -> RideState:
    tour = plan.tour
    found = legs or {}
    return RideState(
        start=tour.starts_at,
        latest_end=tour.ends_at,
        now=now,
        stops=tuple(
            RideStop(
                planned=planned,
                key=id_of(row.stop),
                must=row.stop.must,
                pinned=row.stop.pinned,
                issues=sum(issue.state in OPEN_ISSUE_STATES for issue in row.issues),
                promises=sum(promises.get(id_of(issue), 0) for issue in row.issues),
                planned_wait=_planned_wait(row.stop),
            )
            for row, planned in zip(plan.stops, plan.planned, strict=True)
        ),
        leg=lambda a, b: found[a, b],
        started_at=tour.started_at,
    )


def _planned_wait(stop: Stop) -> int:
    if stop.window_from is None or stop.planned_arrival is None:
        return 0
    ready = stop.planned_arrival + timedelta(minutes=stop.minutes_off)
    return max(0, math.ceil((stop.window_from - ready) / timedelta(minutes=1)))


def _legs(session: Session, plan: Plan) -> dict[tuple[Hashable, Hashable], Leg]:
    """The legs of the way as it is, and those between any two places that are still ahead."""
    tour = plan.tour
    made = [row.stop for row in plan.stops if not row.stop.skipped]
    way: list[Hashable] = [START, *(stop.id for stop in made), END]
    passed = max((index for index, stop in enumerate(made, 1) if stop.arrived_at), default=0)
    points: dict[Hashable, Point | None] = {START: tour.start_point, END: tour.end_point}
    points.update({stop.id: stop.point for stop in made})
    keys = [key for key in way[passed:] if points[key] is not None]
    matrix = travel_times(session, until=tour.ends_at).matrix(
        [point for key in keys if (point := points[key])], tour.starts_at
    )
    legs = {(a, b): matrix.leg(i, j) for i, a in enumerate(keys) for j, b in enumerate(keys)}
    missing = [key for key in (START, END) if points[key] is None]
    legs |= {pair: _NOWHERE for key in missing for other in way for pair in ((key, other), (other, key))}
    return legs | dict(zip(pairwise(way), plan.legs, strict=True))


def _promises(session: Session, plan: Plan) -> dict[int, int]:
    """How many instructions of each issue of the plan are open."""
    promises = promises_of(session, [id_of(issue) for row in plan.stops for issue in row.issues])
    return {
        issue_id: sum(given.state in OPEN_INSTRUCTION_STATES for given, _ in promised)
        for issue_id, promised in promises.items()
    }
