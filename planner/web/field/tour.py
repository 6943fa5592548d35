"""The state of a tour for the page on the bus."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotAllowed
from planner.phrases.ride.tablet import door_in_words, fates_in_words, ride_in_words
from planner.render.maps.base_map import say_source
from planner.services.access.tablets import note_tablet
from planner.services.access.visit import Visit
from planner.services.field.door import field_door
from planner.services.field.sent import ms_of
from planner.services.field.tour import field_news, field_tour
from planner.web.door import visitor
from planner.web.field.answers import answered


def show_tour(request: Request) -> Response:
    """The state for whoever rides the tour, or that it is still the same; the door for whoever only holds the link."""
    visit, code = visitor(request), request.path_params["code"]
    try:
        told = _state(visit, code, request.query_params.get("mark", ""), request.query_params.get("by", ""))
    except NotAllowed:
        if visit.actor.turned_off:
            raise
        told = _door(visit, code)
    else:
        note_tablet(visit.database, visit.actor, now=visit.now)
    return JSONResponse({"now": ms_of(visit.now), "language": visit.t.language, **told})


def _state(visit: Visit, code: str, known: str, by: str) -> dict[str, Any]:
    today = today_in(visit.city.timezone, visit.now)
    if known:
        with visit.reading() as session:
            news = field_news(session, visit.actor, code, by=by, now=visit.now)
        if news.mark == known:
            return {"same": True, "fates": fates_in_words(visit.t, news.fates, today=today)}
    found = visit.look_up(lambda session: field_tour(session, visit.actor, code, by=by, now=visit.now))
    tiles = _tiles(visit)
    return {"ride": ride_in_words(visit.t, found, found.speaker, visit.city, tiles=tiles, today=today, now=visit.now)}


def _door(visit: Visit, code: str) -> dict[str, Any]:
    with visit.reading() as session:
        return {"door": door_in_words(visit.t, field_door(session, code, now=visit.now), visit.city)}


def _tiles(visit: Visit) -> dict[str, str]:
    """The base map, of which the data's makers want to be named."""
    own = None if visit.city.tile_url else visit.tiles
    if own is None:
        return {"tiles": visit.city.tile_url, "attribution": visit.city.tile_attribution}
    return {"tiles": own.url, "attribution": say_source(visit.t, own)}


ROUTES = [Route(links.FIELD_TOUR.pattern, answered(show_tour))]
