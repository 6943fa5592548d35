"""A tour as an entry of somebody's calendar."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Stop
from planner.domain.words import TourState
from planner.render.calendar import CalendarEvent
from planner.services.city import get_city
from planner.services.scopes import visible_tour


def tour_calendar(session: Session, actor: Actor, tour_id: int, *, now: datetime, url: str = "") -> CalendarEvent:
    """The tour as a calendar entry, for whoever may see it; the description lists the stops with their times.

    Its `sequence` is the version of the plan, so a calendar that gets the file again takes the newer one.
    """
    tour = visible_tour(session, actor, tour_id)
    zone = ZoneInfo(get_city(session, actor).timezone)
    stops = session.exec(select(Stop).where(Stop.tour_id == tour_id).order_by(col(Stop.position))).all()
    start = tour.start_point or (stops[0].point if stops else None)
    return CalendarEvent(
        uid=f"tour-{tour.id}-{int(tour.created_at.timestamp())}@planner",
        changed_at=now,
        starts_at=tour.starts_at,
        ends_at=tour.ends_at,
        summary=tour.title,
        location=tour.start_name or (stops[0].name if stops else ""),
        description="\n".join(_lines(stops, zone)),
        url=url,
        position=start,
        sequence=tour.version,
        status="CANCELLED" if tour.state is TourState.CANCELLED else "CONFIRMED",
    )


def _lines(stops: Iterable[Stop], zone: ZoneInfo) -> Iterable[str]:
    for stop in stops:
        clock = "" if stop.planned_arrival is None else f"{stop.planned_arrival.astimezone(zone):%H:%M} "
        yield f"{stop.position}. {clock}{stop.name}" + (f", {stop.address}" if stop.address else "")
