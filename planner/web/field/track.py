"""POST …/track: where the bus was, from the tablet that is the bus."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.bus_position import Sign
from planner.services.field.items import tour_of_code
from planner.services.field.sent import Fields, ms_of
from planner.services.field.track import TrackTaken, take_track
from planner.services.ride.ride import TapKind
from planner.web.door import visitor
from planner.web.field.answers import answered_with_body

_TAPS = {Sign.ARRIVED: TapKind.ARRIVE, Sign.LEFT: TapKind.LEAVE}


def take(request: Request, given: dict[str, Any]) -> Response:
    """How many points were new, and what they told."""
    visit = visitor(request)
    points, tablet_now = Fields(given).list("points"), Fields(given).ms("tablet_now")
    code: str = request.path_params["code"]
    taken = visit.act(
        lambda session: take_track(
            session, visit.actor, tour_of_code(session, code), points, tablet_now=tablet_now, now=visit.now
        )
    )
    return JSONResponse({"now": ms_of(visit.now), "taken": taken.taken, "told": _told(taken)})


def _told(taken: TrackTaken) -> dict[str, Any] | None:
    told = taken.told
    if told is None or told.sign is None or told.stop is None:
        return None
    return {"kind": _TAPS[told.sign].value, "stop": told.stop.id}


ROUTES = [Route(links.FIELD_TRACK.pattern, answered_with_body(take), methods=["POST"])]
