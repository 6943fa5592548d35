"""Travel times in this city: the ladder of its engines, corrected by season, hour, past rides and by hand."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from planner.domain.geo import Point
from planner.domain.models import City, Closure
from planner.domain.travel_factors import Corrections, bands_of, rules_of
from planner.routing.city_travel import CityTravel
from planner.routing.engine import Barrier, TravelTimes
from planner.routing.estimate import Estimate
from planner.routing.ladder import Ladder
from planner.routing.streets.closures import Closure as Shape
from planner.routing.streets.dated import Closures, DatedClosure, DatedStreets, OpenStreetsOnly
from planner.services.city.city import get_city
from planner.services.travel.closures import closures_in_force
from planner.services.travel.engines import memory_of, remote_rung, street_graph
from planner.services.travel.leg_overrides import hand_minutes


def travel_times(session: Session, *, until: datetime | None = None) -> CityTravel:
    """The city's routing server if it has one, then its streets if they were loaded, then straight lines.

    On a day with closed streets the loaded streets come first: a routing server cannot know what is closed.
    `until`: when the tour ends; minutes are then corrected by the mean over its hours. Everybody may know it. Nothing is
    built here that an earlier call has built: it may be called at each drawing of a screen. Three queries.
    """
    city = get_city(session)
    closures = _dated(city, closures_in_force(session))
    graph, remote = street_graph(city), remote_rung(city.router_kind, city.router_url)
    rungs: list[TravelTimes] = []
    if remote is not None:
        rungs.append(remote if graph is None else OpenStreetsOnly(remote, closures))
    if graph is not None:
        rungs.append(DatedStreets(graph, closures, memory_of(graph)))
    ladder = Ladder((*rungs, the_estimate(city)))
    circuit = None if remote is None else remote.circuit
    return CityTravel(ladder, corrections_of(city), hand_minutes(session), until, closures, circuit)


def the_estimate(city: City) -> Estimate:
    """Straight lines at the city's speed, around its rivers."""
    barriers = tuple(
        Barrier(
            name=str(river.get("name", "")),
            line=tuple(Point(lat, lon) for lat, lon in river["line"]),
            crossings=tuple(Point(lat, lon) for lat, lon in river.get("crossings", ())),
        )
        for river in city.barriers or ()
    )
    return Estimate(city.speed_kmh, city.detour_factor, barriers)


def corrections_of(city: City) -> Corrections:
    """What lengthens a ride in this city; what past rides have taught only while the city wants it."""
    learned = bands_of(city.learned_factors) if city.learns else {}
    return Corrections(city.timezone, rules_of(city.travel_factors), learned)


def _dated(city: City, closures: Iterable[Closure]) -> Closures:
    return Closures(
        city.timezone,
        tuple(DatedClosure(each.name, Shape(each.points, each.is_area), each.since, each.until) for each in closures),
    )
