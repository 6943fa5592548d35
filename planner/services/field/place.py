"""Where something was seen: told by the tablet or on its map, the stop, or where the bus was at that moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, func, select

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m
from planner.domain.models import BusPosition, Stop, Tour, TrackPoint
from planner.services.city.city import get_city, has_untouched_view
from planner.services.field.sent import is_number
from planner.services.field.taking import Taking

FAR_KM = 200
"""Further from the city no bus of it goes: the tablet's own position is wrong."""
TOLD_FOR = timedelta(minutes=3)
"""So long a position of the bus says where it is."""


class PlaceFrom(StrEnum):
    """What gave the point."""

    TABLET = "tablet"
    MAP = "map"
    STOP = "stop"
    OPEN = "open"


@dataclass(frozen=True)
class Found:
    """What `log_issue` and `edit_issue` take of a place; `placed` is False where somebody has yet to say it."""

    place_from: PlaceFrom
    lat: float | None = None
    lon: float | None = None
    line: list[Any] | None = None
    accuracy_m: int | None = None
    placed: bool = True
    address: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """All of it but the address."""
        names = ("lat", "lon", "line", "accuracy_m", "placed")
        return {name: getattr(self, name) for name in names} | {"place_from": self.place_from.value}


def place_of(taking: Taking) -> Found:
    """The place that an item tells; without one it is the stop's, else open. Invalid on "place" for one far from the city."""
    place = taking.fields.part("place")
    stop = taking.stop()
    told = PlaceFrom.STOP if stop is not None else PlaceFrom.OPEN
    told = place.word("from", PlaceFrom) if place.has("from") else told
    match told:
        case PlaceFrom.TABLET | PlaceFrom.MAP:
            accuracy = place.degrees("accuracy")
            exact = None if accuracy is None else min(round(abs(accuracy)), 1_000_000)
            found = Found(told, place.degrees("lat"), place.degrees("lon"), place.list("line") or None, exact)
            return _near_the_city(taking.session, found)
        case PlaceFrom.STOP:
            if stop is None:
                raise Invalid("issues.error.no_place", field="place")
            return Found(told, stop.lat, stop.lon, address=stop.address)
        case PlaceFrom.OPEN:
            return _where_the_bus_was(taking.session, taking.tour, taking.at)


def _near_the_city(session: Session, found: Found) -> Found:
    if found.line is not None:
        if not all(
            isinstance(pair, list) and len(pair) == 2 and all(is_number(each) and abs(each) < 1e9 for each in pair)
            for pair in found.line
        ):
            raise Invalid("issues.error.coordinates", field="place")
        lat, lon = found.line[0]
    elif found.lat is None or found.lon is None:
        raise Invalid("issues.error.no_place", field="place")
    else:
        lat, lon = found.lat, found.lon
    city = get_city(session)
    away = distance_m(Point(city.view_lat, city.view_lon), Point(lat, lon)) if abs(lat) <= 90 else 0.0
    if away > FAR_KM * 1000 and not has_untouched_view(session):
        raise Invalid("field.error.far", field="place", km=round(away / 1000))
    return found


def _where_the_bus_was(session: Session, tour: Tour, at: datetime) -> Found:
    """By its track, by its last position, else where it was last known to be."""
    seen = _on_track(session, tour, at) or _position(session, tour, at)
    if seen is not None:
        return Found(PlaceFrom.OPEN, seen.lat, seen.lon, accuracy_m=seen.accuracy_m)
    point = _last_known(session, tour, at)
    return Found(PlaceFrom.OPEN, point.lat, point.lon, placed=False)


def _on_track(session: Session, tour: Tour, at: datetime) -> TrackPoint | None:
    around = col(TrackPoint.at).between(at - TOLD_FOR, at + TOLD_FOR)
    points = session.exec(select(TrackPoint).where(TrackPoint.tour_id == tour.id, around)).all()
    return min(points, key=lambda point: abs(point.at - at), default=None)


def _position(session: Session, tour: Tour, at: datetime) -> BusPosition | None:
    known = session.get(BusPosition, tour.id)
    return known if known is not None and abs(known.at - at) <= TOLD_FOR else None


def _last_known(session: Session, tour: Tour, at: datetime) -> Point:
    """The last stop where the bus was at that moment, else where it set off, its first stop, or the middle of the city."""
    of_tour = select(Stop).where(Stop.tour_id == tour.id)
    order = func.coalesce(Stop.ride_position, Stop.position)
    last = session.exec(of_tour.where(col(Stop.arrived_at) <= at).order_by(col(Stop.arrived_at).desc())).first()
    if last is not None:
        return last.point
    if tour.start_point is not None:
        return tour.start_point
    first = session.exec(of_tour.order_by(order)).first()
    city = get_city(session)
    return first.point if first is not None else Point(city.view_lat, city.view_lon)
