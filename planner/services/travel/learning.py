"""What past rides teach: how long the bus really took against what had been computed, by hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from planner.domain.models import Stop, Tour
from planner.domain.travel_factors import learn
from planner.domain.words import TourState
from planner.services.city.city import hold_city

REMEMBERED = timedelta(days=400)
MOST_TOURS = 400
_SHORTEST, _LONGEST = 1.0, 180.0
"""Minutes of a ride that teach anything: below, the taps are as rough as the ride; above, the bus did something else."""
_STRANGEST = 5.0
"""A ride that took more than five times as long as computed, or less than a fifth, was not that ride."""


def learn_from_rides(session: Session, *, now: datetime) -> None:
    """Computes anew what the closed tours of the last 400 days teach; the caller has required the permission.

    A ride counts from the tap "we leave" to the tap "we are there" of the stop that the plan had next. Rides whose arrival
    nobody tapped, of legs that were set by hand, and rides past a skipped stop do not count.
    """
    session.flush()
    city = hold_city(session)
    recent = (
        select(Tour.id)
        .where(Tour.state == TourState.CLOSED, col(Tour.closed_at) > now - REMEMBERED)
        .order_by(col(Tour.closed_at).desc())
        .limit(MOST_TOURS)
    )
    stops = session.exec(
        select(Stop).where(col(Stop.tour_id).in_(recent), col(Stop.arrived_at).is_not(None)).order_by(col(Stop.tour_id))
    ).all()
    rides: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for _, made in groupby(stops, key=lambda stop: stop.tour_id):
        for engine, hour, ratio in _rides(made, ZoneInfo(city.timezone)):
            rides[engine].append((hour, ratio))
    learned = {engine: [band.stored() for band in learn(found)] for engine, found in sorted(rides.items())}
    if learned != (city.learned_factors or {}):
        city.learned_factors = learned


def _rides(stops: Iterable[Stop], zone: ZoneInfo) -> Iterator[tuple[str, int, float]]:
    made = sorted(stops, key=lambda stop: (stop.arrived_at, stop.position))
    for before, stop in pairwise(made):
        if before.departed_at is None or stop.arrived_at is None or stop.arrival_assumed:
            continue
        if stop.ride_after_id != before.id or stop.ride_minutes is None or stop.ride_minutes < _SHORTEST:
            continue
        real = (stop.arrived_at - before.departed_at) / timedelta(minutes=1)
        ratio = real / stop.ride_minutes
        if _SHORTEST <= real <= _LONGEST and 1 / _STRANGEST <= ratio <= _STRANGEST:
            yield stop.ride_engine, before.departed_at.astimezone(zone).hour, ratio
