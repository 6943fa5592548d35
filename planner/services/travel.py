"""Travel times in this city."""

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.routing.engine import Barrier, TravelTimes
from planner.routing.estimate import Estimate
from planner.services.city import get_city


def travel_times(session: Session, actor: Actor) -> TravelTimes:
    """The engine that the city's settings give: straight lines, its speed and its rivers. Everybody may know it."""
    city = get_city(session, actor)
    barriers = tuple(
        Barrier(
            name=str(river.get("name", "")),
            line=tuple(Point(lat, lon) for lat, lon in river["line"]),
            crossings=tuple(Point(lat, lon) for lat, lon in river.get("crossings", ())),
        )
        for river in city.barriers or ()
    )
    return Estimate(city.speed_kmh, city.detour_factor, barriers)
