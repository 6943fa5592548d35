"""The turns of a whole tour, told by the streets, with the numbers of the stops that they lead to."""

from itertools import pairwise

from planner.render.files.tour_route import TourRoute
from planner.render.papers.route_sheet import Turn
from planner.routing.city_travel import CityTravel


def turns_of_route(travel: CityTravel, route: TourRoute) -> list[Turn]:
    """What the driver does from the start to the end; empty where no engine knows turns.

    A ride without a way is one line that says so, as long as another ride has its turns.
    """
    numbers = [
        *([None] if route.start.point else []),
        *(stop.number for stop in route.driven),
        *([None] if route.end.point else []),
    ]
    known, lines = False, []
    for (start, end), number in zip(pairwise(route.points), numbers[1:], strict=False):
        told = travel.turns((start, end), route.starts_at)
        known = known or bool(told)
        if not told:
            lines.append(Turn("unknown", "", 0.0, stop=number))
        for turn in told:
            stop = number if turn.kind == "arrive" else None
            # The street of an arrival is the one that the bus rides on already.
            street = "" if turn.kind == "arrive" else turn.street
            lines.append(Turn(turn.kind, street, turn.metres, stop=stop, exit=turn.exit))
    return lines if known else []
