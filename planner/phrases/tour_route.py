"""The way of a tour, out of its plan, as papers, files and links show it."""

from collections.abc import Iterator

from planner.domain.timetable import whole_minutes
from planner.links import PUBLIC_STOP, Site
from planner.render.files.tour_route import RouteEnd, RouteStop, TourRoute
from planner.services.tours.plan import Plan


def route_of(plan: Plan, site: Site | None = None) -> TourRoute:
    """The way of the tour as papers, files and links show it; it names nobody.

    `site` is where the public links of the stops lead; without it they are empty.
    """
    tour, last = plan.tour, plan.legs[-1]
    drives_back = tour.end_point is not None and last.is_passable
    return TourRoute(
        title=tour.title,
        starts_at=plan.timetable.start_at,
        start=RouteEnd(tour.start_name, tour.start_point, plan.timetable.start_at),
        end=RouteEnd(tour.end_name, tour.end_point, plan.timetable.finish_at),
        stops=list(_stops(plan, site)),
        line=plan.line,
        km=plan.timetable.km,
        back_km=last.km if drives_back else None,
        back_minutes=whole_minutes(last.minutes) if drives_back else None,
        engine="+".join(dict.fromkeys(filter(None, plan.sources))) or plan.engine,
        back_source=plan.sources[-1],
    )


def _stops(plan: Plan, site: Site | None) -> Iterator[RouteStop]:
    comes_from_somewhere = plan.tour.start_point is not None
    for planned in plan.stops:
        stop, row = planned.stop, planned.row
        yield RouteStop(
            number=stop.position,
            name=stop.name,
            address=stop.address,
            point=stop.point,
            arrival=row.arrival,
            departure=row.departure,
            km=row.km_from_previous if comes_from_somewhere else None,
            minutes=row.minutes_from_previous if comes_from_somewhere else None,
            must=stop.must,
            skipped=stop.skipped,
            source=planned.source,
            public_link=site.url(PUBLIC_STOP.to(code=stop.public_code)) if site and stop.public_code else "",
        )
        comes_from_somewhere = comes_from_somewhere or not stop.skipped
