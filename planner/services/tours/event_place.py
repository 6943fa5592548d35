"""The place of an event, which is its one stop and follows from the event's own fields."""

from datetime import timedelta

from sqlmodel import Session

from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Stop, Tour
from planner.domain.models.types import id_of
from planner.services.tours.in_order import stops_in_order


def refuse_event(tour: Tour) -> None:
    """Conflict("events.error.one_place") for an event: its stop is not planned by itself."""
    if tour.is_event:
        raise Conflict("events.error.one_place")


def keep_event_place(session: Session, tour: Tour) -> None:
    """Makes the stop of an event where it takes place, for as long as it lasts, or moves it there; nothing for a bus tour.

    An event that has no place yet has no stop. Invalid("events.error.place", field="start_name") where a place that was
    known is taken away.
    """
    if not tour.is_event:
        return
    session.flush()
    stop = session.exec(stops_in_order(id_of(tour))).first()
    if tour.start_point is None or not tour.start_name:
        if stop is not None:
            raise Invalid("events.error.place", field="start_name")
        return
    if stop is None:
        stop = Stop(tour_id=id_of(tour), position=1, name=tour.start_name, lat=0, lon=0)
    if (stop.name, stop.point) != (tour.start_name, tour.start_point):
        stop.name, stop.place_id, stop.address = tour.start_name, None, ""
        stop.lat, stop.lon = tour.start_point
    tour.end_name, tour.end_lat, tour.end_lon = tour.start_name, tour.start_lat, tour.start_lon
    stop.minutes_off, stop.minutes_talk = 0, round((tour.ends_at - tour.starts_at) / timedelta(minutes=1))
    stop.planned_arrival, stop.planned_departure = tour.starts_at, tour.ends_at
    session.add(stop)
    session.flush()
