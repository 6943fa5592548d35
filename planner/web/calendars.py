"""A tour as a file that calendars read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner.config import settings
from planner.render.calendar import tour_ics
from planner.services.tour_calendar import tour_calendar
from planner.web.door import visitor


def show_tour_calendar(request: Request) -> Response:
    """The tour as an iCalendar file (RFC 5545), for whoever may see the tour; it links back to the plan."""
    visit = visitor(request)
    tour_id = request.path_params["tour_id"]
    site = settings().public_url or str(request.base_url).rstrip("/")
    with visit.database.reading() as session:
        event = tour_calendar(session, visit.actor, tour_id, now=visit.now, url=f"{site}/tour?id={tour_id}")
    headers = {
        "Content-Disposition": f'attachment; filename="tour-{tour_id}.ics"',
        "Cache-Control": "private, no-store",
    }
    return Response(tour_ics(event), media_type="text/calendar; charset=utf-8", headers=headers)


ROUTES = [Route("/tour/{tour_id:int}.ics", show_tour_calendar)]
