"""The ride: the taps of whoever leads it, which say what really happened to the bus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.models import BusPosition, Stop, Tour
from planner.domain.permissions import Action, require, require_somebody
from planner.domain.words import TourState
from planner.domain.workflow import TourMove, next_tour_state
from planner.services.access.codes import new_code
from planner.services.access.hold import hold_tour
from planner.services.access.scopes import subject_of_tour, visible_tour
from planner.services.tours.event_place import refuse_event
from planner.services.tours.in_order import stops_in_order
from planner.services.tours.plan import plan_of
from planner.services.travel.learning import learn_from_rides


class TapKind(StrEnum):
    """What the leader tells of the bus."""

    START = "start"
    ARRIVE = "arrive"
    LEAVE = "leave"


@dataclass(frozen=True)
class Tap:
    """One tap as it was recorded; `stop_id` is None for the start of the ride."""

    kind: TapKind
    stop_id: int | None
    at: datetime


def start_ride(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Tour:
    """The bus sets off, and the plan becomes what really happens; a ride that has started already stays as it is.

    Refuses a draft, a closed and a cancelled tour with Conflict("ride.error.<state>"), and an event, which has no bus.
    """
    tour = led_tour(session, actor, tour_id)
    if tour.state is TourState.RIDING:
        return tour
    refuse_event(tour)
    if tour.state is not TourState.PUBLISHED:
        raise Conflict(f"ride.error.{tour.state.value}")
    tour.state, tour.started_at = next_tour_state(tour.state, TourMove.START), now
    for stop in _stops(session, tour_id):
        stop.public_code = stop.public_code or new_code()  # published before stops had public pages
    return tour


def arrive(session: Session, actor: Actor, stop_id: int, *, now: datetime) -> Stop:
    """The bus is at the stop; the second of two taps keeps the first time. A skipped stop that is reached counts again.

    Refuses while an earlier stop is neither left nor skipped, and once the bus has been further on.
    """
    stop, earlier, later = _riding_stop(session, actor, stop_id)
    if stop.arrived_at is None:
        _require_order(stop, earlier, later)
        stop.arrived_at, stop.arrival_assumed, stop.skipped = now, False, False
    return stop


def leave(session: Session, actor: Actor, stop_id: int, *, now: datetime) -> Stop:
    """The bus leaves the stop, which moves everything that is still ahead; the second of two taps keeps the first time.

    Where nobody tapped the arrival, it is filled with the time at which the bus should have come, and never later than
    the departure. Refuses what `arrive` would refuse.
    """
    stop, earlier, later = _riding_stop(session, actor, stop_id)
    if stop.departed_at is not None:
        return stop
    if stop.arrived_at is None:
        _require_order(stop, earlier, later)
    stop.departed_at, stop.skipped = now, False
    if stop.arrived_at is None:
        stop.arrived_at, stop.arrival_assumed = _expected_arrival(session, actor, stop, now), True
    return stop


def undo_tap(session: Session, actor: Actor, tour_id: int, tap: Tap) -> None:
    """Takes the last tap back; one that was taken back already is fine, so two tablets cannot undo two taps.

    Undoing the start makes the tour wait again, and what was chosen on the way is no longer meant. What the bus's position
    said is not said again by it until the bus has been elsewhere. Refuses a tap after which there were others.
    """
    tour = riding_tour(session, actor, tour_id)
    stops = _stops(session, tour_id)
    if tap not in _taps(tour, stops):
        return
    if tap != last_tap(tour, stops):
        raise Conflict("ride.error.not_last")
    if tap.stop_id is None:
        tour.state, tour.started_at = next_tour_state(tour.state, TourMove.UNDO_START), None
        for each in stops:
            each.ride_position = each.ride_minutes_talk = None
        _forget_position(session, tour_id)
        return
    stop = session.get_one(Stop, tap.stop_id)
    _mute_position(session, stop)
    if tap.kind is TapKind.LEAVE:
        stop.departed_at = None
    else:
        stop.arrived_at = None


def close_ride(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> Tour:
    """The ride is over: a stop where the bus stands is left now, and stops where it never came are skipped.

    A ride that is closed already stays as it is; one that has not started is refused. Nothing changes afterwards until
    `reopen`.
    """
    tour = led_tour(session, actor, tour_id)
    if tour.state is TourState.CLOSED:
        return tour
    if tour.state is not TourState.RIDING:
        raise Conflict(f"ride.error.{tour.state.value}")
    for stop in _stops(session, tour_id):
        if stop.arrived_at is None:
            stop.skipped = True
        elif stop.departed_at is None:
            stop.departed_at = now
    tour.state, tour.closed_at = next_tour_state(tour.state, TourMove.CLOSE), now
    _forget_position(session, tour_id)
    learn_from_rides(session, now=now)
    return tour


def reopen(session: Session, actor: Actor, tour_id: int) -> Tour:
    """Takes the close of a ride back; stops that were skipped by it can be restored one by one."""
    tour = led_tour(session, actor, tour_id)
    if tour.state is TourState.RIDING:
        return tour
    if tour.state is not TourState.CLOSED:
        raise Conflict(f"ride.error.{tour.state.value}")
    tour.state, tour.closed_at = next_tour_state(tour.state, TourMove.REOPEN), None
    return tour


def last_tap(tour: Tour, stops: Iterable[Stop]) -> Tap | None:
    """The tap that `undo_tap` would take back, given the stops in their order; None before the start."""
    return next(reversed(_taps(tour, stops)), None)


def _taps(tour: Tour, stops: Iterable[Stop]) -> list[Tap]:
    taps = [Tap(TapKind.START, None, tour.started_at)] if tour.started_at else []
    for stop in stops:
        if stop.arrived_at:
            taps.append(Tap(TapKind.ARRIVE, stop.id, stop.arrived_at))
        if stop.departed_at:
            taps.append(Tap(TapKind.LEAVE, stop.id, stop.departed_at))
    return taps


def led_tour(session: Session, actor: Actor, tour_id: int) -> Tour:
    """The tour, locked, for whoever leads it, so that taps of two tablets follow one another."""
    require(actor, Action.LEAD_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    return hold_tour(session, tour_id)


def riding_tour(session: Session, actor: Actor, tour_id: int) -> Tour:
    """The tour, locked, for whoever leads it; Conflict("ride.error.<state>") unless it is under way."""
    tour = led_tour(session, actor, tour_id)
    if tour.state is not TourState.RIDING:
        raise Conflict(f"ride.error.{tour.state.value}")
    return tour


def _riding_stop(session: Session, actor: Actor, stop_id: int) -> tuple[Stop, list[Stop], list[Stop]]:
    """The stop, those before it and those after it, read after the tour was locked."""
    require_somebody(actor)
    tour_id = session.exec(select(Stop.tour_id).where(Stop.id == stop_id)).first()
    if tour_id is None:
        raise NotFound("ride.error.unknown_stop")
    riding_tour(session, actor, tour_id)
    stops = _stops(session, tour_id)
    place = next(index for index, stop in enumerate(stops) if stop.id == stop_id)
    return stops[place], stops[:place], stops[place + 1 :]


def _stops(session: Session, tour_id: int) -> list[Stop]:
    found = session.exec(stops_in_order(tour_id).execution_options(populate_existing=True)).all()
    return sorted(found, key=lambda stop: stop.order)


def _forget_position(session: Session, tour_id: int) -> None:
    session.exec(delete(BusPosition).where(col(BusPosition.tour_id) == tour_id))


def _mute_position(session: Session, stop: Stop) -> None:
    known = session.get(BusPosition, stop.tour_id)
    if known is not None:
        known.muted_stop_id, known.near_since, known.away_since = stop.id, None, None


def _require_order(stop: Stop, earlier: Sequence[Stop], later: Sequence[Stop]) -> None:
    unfinished = next((one for one in earlier if not one.skipped and one.departed_at is None), None)
    if unfinished is not None:
        raise Conflict("ride.error.unfinished", number=unfinished.position, name=unfinished.name)
    if any(one.arrived_at is not None for one in later):
        raise Conflict("ride.error.passed", name=stop.name)


def _expected_arrival(session: Session, actor: Actor, stop: Stop, now: datetime) -> datetime:
    session.flush()
    plan = plan_of(session, actor, stop.tour_id, now=now)
    row = next(row.row for row in plan.stops if row.stop.id == stop.id)
    return min(row.arrival or now, now)
