"""The turns of a whole tour along the streets, ride by ride, with the stop that each ride leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.routing.city_travel import CityTravel
from planner.routing.engine import Turn
from planner.services.tours.plan import Plan


@dataclass(frozen=True)
class RideTurns:
    """What the driver does on one ride: to the stop with the number `stop`, or to the place of return where that is None.

    `turns` is empty where no engine knows them.
    """

    stop: int | None
    turns: Sequence[Turn]


def turns_of_plan(travel: CityTravel, plan: Plan) -> Sequence[RideTurns]:
    """Every ride from the start to the end; none at all where no engine knows the turns of any."""
    tour, driven = plan.tour, [row.stop for row in plan.stops if not row.stop.skipped]
    places = [
        *([(None, tour.start_point)] if tour.start_point else []),
        *((stop.position, stop.point) for stop in driven),
        *([(None, tour.end_point)] if tour.end_point else []),
    ]
    rides = [
        RideTurns(number, travel.turns((start, end), plan.timetable.start_at))
        for (_, start), (number, end) in pairwise(places)
    ]
    return rides if any(ride.turns for ride in rides) else []
