"""The bus's position, from the tablet of whoever leads: it taps for them, and corrects when the bus will be there."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.bus_position import Fix, Memory, Place, Sign, expected_arrival, is_credible, read_fix
from planner.domain.errors import Invalid
from planner.domain.geo import Point, is_on_earth
from planner.domain.models import BusPosition, Stop
from planner.domain.models.types import id_of
from planner.domain.timetable import up_to_minute
from planner.domain.words import TourState
from planner.services.ride.ride import arrive, leave, led_tour
from planner.services.tours.plan import Plan, plan_of


@dataclass(frozen=True)
class Told:
    """What came of a position: `sign` with the stop where something was recorded, if anything was."""

    counted: bool
    sign: Sign | None = None
    stop: Stop | None = None


def report_position(
    session: Session, actor: Actor, tour_id: int, point: Point, accuracy_m: int, *, at: datetime, now: datetime
) -> Told:
    """Takes a position of the bus, measured `at`, from whoever leads this tour; it may record an arrival or a departure.

    Only the last position is kept, until the ride is closed. What is old, vague or impossible is passed over, and so is
    everything unless the tour is under way. A tap is never changed: the position speaks only of a stop that nobody has
    told of yet. Invalid for a point off the earth.
    """
    tour = led_tour(session, actor, tour_id)
    if not is_on_earth(point.lat, point.lon):
        raise Invalid("bus_position.error.off_map")
    if tour.state is not TourState.RIDING:
        return Told(False)
    known = session.get(BusPosition, tour_id, populate_existing=True)
    memory, fix = _memory(known), Fix(point, accuracy_m, at)
    if not is_credible(memory, fix, now):
        return Told(False)
    plan = plan_of(session, actor, tour_id, now=now)
    here, ahead = _places(plan)
    reading = read_fix(memory, fix, here=_place(here), ahead=_place(ahead), now=now)
    kept = known or BusPosition(tour_id=tour_id, lat=point.lat, lon=point.lon, accuracy_m=accuracy_m, at=at)
    _keep(kept, reading.memory, fix)
    stop: Stop | None = None
    since = min(reading.since or now, now)
    if reading.sign is Sign.ARRIVED and ahead is not None:
        stop = arrive(session, actor, id_of(ahead), now=max(since, _last_report(plan)))
    elif reading.sign is Sign.LEFT and here is not None:
        stop = leave(session, actor, id_of(here), now=max(since, here.arrived_at or since))
    kept.expected_at = None if here or stop else _expected(plan, ahead, fix)
    kept.expected_stop_id = None if kept.expected_at is None or ahead is None else ahead.id
    session.add(kept)
    session.flush()
    return Told(True, reading.sign if stop else None, stop)


def _memory(known: BusPosition | None) -> Memory:
    if known is None:
        return Memory()
    fix = Fix(known.point, known.accuracy_m, known.at)
    return Memory(fix, known.near_stop_id, known.near_since, known.away_since, known.muted_stop_id)


def _keep(kept: BusPosition, memory: Memory, fix: Fix) -> None:
    kept.lat, kept.lon, kept.accuracy_m, kept.at = fix.point.lat, fix.point.lon, fix.accuracy_m, fix.at
    kept.near_stop_id, kept.near_since, kept.away_since = memory.near, memory.near_since, memory.away_since
    kept.muted_stop_id = memory.muted


def _places(plan: Plan) -> tuple[Stop | None, Stop | None]:
    """Where the bus stands, and the next stop."""
    stops = [row.stop for row in plan.stops]
    latest = next((stop for stop in reversed(stops) if stop.arrived_at is not None), None)
    here = latest if latest is not None and latest.departed_at is None else None
    return here, next((stop for stop in stops if stop.arrived_at is None and not stop.skipped), None)


def _place(stop: Stop | None) -> Place | None:
    return None if stop is None or stop.id is None else Place(stop.id, stop.point)


def _last_report(plan: Plan) -> datetime:
    """The latest moment that was told of this ride: nothing is recorded before it."""
    told = [moment for row in plan.stops for moment in (row.stop.arrived_at, row.stop.departed_at) if moment]
    return max([*told, plan.tour.started_at or plan.tour.starts_at])


def _expected(plan: Plan, ahead: Stop | None, fix: Fix) -> datetime | None:
    """When the bus will be at the next stop, in whole minutes so that screens are not woken by seconds."""
    if ahead is None:
        return None
    made = [row.stop for row in plan.stops if not row.stop.skipped]
    place = made.index(ahead)
    start = made[place - 1].point if place else plan.tour.start_point
    moment = expected_arrival(fix, start, ahead.point, plan.legs[place])
    return None if moment is None else up_to_minute(moment)
