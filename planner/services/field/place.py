"""Where something was seen: told by the tablet or on its map, the stop, or where the bus was at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, func, or_, select

from planner.domain.errors import Invalid
from planner.domain.geo import Point, course, distance_m, moved
from planner.domain.models import BusPosition, Stop, Tour, TrackPoint
from planner.services.city.city import has_untouched_view, middle_of_city
from planner.services.field.sent import Fields, is_number
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


class Side(StrEnum):
    """On which side of the bus something was seen, as it goes."""

    LEFT = "left"
    RIGHT = "right"


SIDE_M = 8.0
"""So far beside the bus's way lies what is on one side of the road."""
BESIDE_STOP_M = 300
"""So near to a stop is what was seen there; tablets go by the same distance."""
_COURSE_M = 5.0
"""Two points nearer to each other say nothing of where the bus goes."""


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
    place, stop = taking.fields.part("place"), taking.stop()
    found = _told_place(taking, place, stop)
    return found if stop is not None else _on_side(taking, place, found)


def place_of_report(taking: Taking) -> tuple[Found, Stop | None]:
    """The place of a new issue, with its stop: the one that is named, else the one where the bus stood at that moment.

    A tablet that had not heard of the arrival names none. What it saw further than BESIDE_STOP_M from there stays on the way.
    """
    found, stop = place_of(taking), taking.stop()
    stood = _stood_at(taking.session, taking.tour, taking.at) if stop is None else None
    if stood is None:
        return found, stop
    if found.place_from is PlaceFrom.OPEN:
        return Found(PlaceFrom.STOP, stood.lat, stood.lon, address=stood.address), stood
    is_beside = found.lat is not None and found.lon is not None and found.line is None
    if is_beside and distance_m(stood.point, Point(found.lat or 0.0, found.lon or 0.0)) <= BESIDE_STOP_M:
        return found, stood
    return found, None


def _told_place(taking: Taking, place: Fields, stop: Stop | None) -> Found:
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


def _on_side(taking: Taking, place: Fields, found: Found) -> Found:
    """The same beside the way of the bus, where a side is told and the way is known: by the bus's track, else the tablet."""
    is_from_bus = found.place_from in (PlaceFrom.TABLET, PlaceFrom.OPEN) and found.line is None and found.placed
    if found.lat is None or found.lon is None or not is_from_bus or not place.text("side"):
        return found
    side, heading = place.word("side", Side), place.degrees("heading")
    towards = _course_of_bus(taking.session, taking.tour, taking.at)
    towards = heading if towards is None else towards
    if towards is None:
        return found
    point = moved(Point(found.lat, found.lon), SIDE_M, towards + (90 if side is Side.RIGHT else -90))
    return replace(found, lat=point.lat, lon=point.lon)


def _course_of_bus(session: Session, tour: Tour, at: datetime) -> float | None:
    """Which way the bus went at that moment, by the last point of its track until then and one before or after it."""
    points = sorted(_track_around(session, tour, at), key=lambda one: one.at)
    until = [one.point for one in points if one.at <= at]
    after = [one.point for one in points if one.at > at]
    if until:
        last = until[-1]
        behind = next((one for one in reversed(until) if distance_m(one, last) >= _COURSE_M), None)
        ahead = next((one for one in after if distance_m(last, one) >= _COURSE_M), None)
        if ahead is not None:
            return course(last, ahead)
        return None if behind is None else course(behind, last)
    ahead = next((one for one in after if distance_m(after[0], one) >= _COURSE_M), None)
    return None if ahead is None else course(after[0], ahead)


def _stood_at(session: Session, tour: Tour, at: datetime) -> Stop | None:
    """The stop where the bus stood at that moment."""
    open_end = or_(col(Stop.departed_at).is_(None), col(Stop.departed_at) > at)
    there = select(Stop).where(Stop.tour_id == tour.id, col(Stop.arrived_at) <= at, open_end)
    return session.exec(there.order_by(col(Stop.arrived_at).desc())).first()


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
    away = distance_m(middle_of_city(session), Point(lat, lon)) if abs(lat) <= 90 else 0.0
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
    return min(_track_around(session, tour, at), key=lambda point: abs(point.at - at), default=None)


def _track_around(session: Session, tour: Tour, at: datetime) -> Sequence[TrackPoint]:
    around = col(TrackPoint.at).between(at - TOLD_FOR, at + TOLD_FOR)
    return session.exec(select(TrackPoint).where(TrackPoint.tour_id == tour.id, around)).all()


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
    return first.point if first is not None else middle_of_city(session)
