"""The bus's way, from the one tablet that is the bus: kept while the ride is on, so that open places can be found on it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, or_, select

from planner.domain.actor import Actor
from planner.domain.bus_position import OLD, VAGUE_M
from planner.domain.errors import Invalid
from planner.domain.geo import Point, is_on_earth
from planner.domain.models import Tour, TrackPoint
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.services.field.sent import is_number, moment_of, ms_of
from planner.services.ride.bus_position import Told, report_position
from planner.services.ride.ride import led_tour

MOST_POINTS = 1_000
"""In one request."""
KEPT_AFTER = timedelta(days=14)
"""So long after the ride its way is known."""
_MOST_MS = 10**14


@dataclass(frozen=True)
class TrackTaken:
    """How many points were new, and what the last ones told of the bus, if anything."""

    taken: int
    told: Told | None = None


def take_track(
    session: Session, actor: Actor, tour_id: int, track: Sequence[object], *, tablet_now: int, now: datetime
) -> TrackTaken:
    """Keeps where the bus was, from whoever leads this tour; the newest points may record an arrival or a departure.

    A point is [milliseconds by the tablet, latitude, longitude, metres of accuracy]. One that comes again, is vague, or is of
    a time when the bus was not under way is passed over; what is no point is Invalid.
    """
    tour = led_tour(session, actor, tour_id)
    if len(track) > MOST_POINTS:
        raise Invalid("field.error.track", most=MOST_POINTS)
    points = {point.at: point for point in _points(tour, track, ms_of(now) - tablet_now)}
    under_way = {at: point for at, point in points.items() if _is_under_way(tour, at) and at <= now}
    if not under_way:
        return TrackTaken(0)
    span = col(TrackPoint.at).between(min(under_way), max(under_way))
    known = set(session.exec(select(TrackPoint.at).where(TrackPoint.tour_id == tour_id, span)).all())
    new = [under_way[at] for at in sorted(under_way.keys() - known)]
    session.add_all(new)
    session.flush()
    signs = [_report(session, actor, point, now) for point in new if point.at >= now - OLD]
    return TrackTaken(len(new), next((told for told in reversed(signs) if told.stop is not None), None))


def forget_tracks(session: Session, actor: Actor, *, now: datetime) -> int:
    """Deletes the ways of rides that were over two weeks ago; how many points that were. For administrators."""
    require(actor, Action.MANAGE_CITY)
    long_ago = now - KEPT_AFTER
    over = select(Tour.id).where(
        or_(col(Tour.closed_at) < long_ago, col(Tour.closed_at).is_(None) & (col(Tour.ends_at) < long_ago))
    )
    return session.exec(delete(TrackPoint).where(col(TrackPoint.tour_id).in_(over))).rowcount


def _points(tour: Tour, track: Sequence[object], late_ms: int) -> Iterator[TrackPoint]:
    for each in track:
        if not isinstance(each, list) or len(each) != 4 or not all(map(is_number, each)):
            raise Invalid("field.error.track", most=MOST_POINTS)
        ms, lat, lon, accuracy = each
        if not (0 <= ms <= _MOST_MS and is_on_earth(lat, lon)):
            raise Invalid("field.error.track", most=MOST_POINTS)
        at_ms = math.floor(ms) + late_ms
        if 0 <= accuracy <= VAGUE_M and 0 <= at_ms <= _MOST_MS:
            at = moment_of(at_ms)
            yield TrackPoint(tour_id=id_of(tour), at=at, lat=lat, lon=lon, accuracy_m=math.ceil(accuracy))


def _is_under_way(tour: Tour, at: datetime) -> bool:
    return tour.started_at is not None and tour.started_at <= at and (tour.closed_at is None or at <= tour.closed_at)


def _report(session: Session, actor: Actor, point: TrackPoint, now: datetime) -> Told:
    where = Point(point.lat, point.lon)
    return report_position(session, actor, point.tour_id, where, point.accuracy_m, at=point.at, now=now)
