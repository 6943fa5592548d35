"""The page behind the QR code at a stop: when the bus will be here, for everybody who stands there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.phrases.ride.under_way import arrival_in_words
from planner.services.ride.public_arrival import public_arrival
from planner.web.door import page, visitor

REFRESH_S = 60


def show_public_stop(request: Request) -> Response:
    """The time in large figures; it needs no sign-in and no script, and no robot or cache keeps it."""
    visit = visitor(request)
    said, status = None, 200
    try:
        arrival = visit.look_up(lambda session: public_arrival(session, request.path_params["code"], now=visit.now))
        said = arrival_in_words(visit.t, arrival, now=visit.now)
    except NotFound:
        status = 404
    answer = page(request, visit, "public_stop.html", status=status, now=visit.now, arrival=said, refresh=REFRESH_S)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


ROUTES = [Route(links.PUBLIC_STOP.pattern, show_public_stop)]
