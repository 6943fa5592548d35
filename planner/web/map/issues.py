"""The map for looking: a page that is built once, and the JSON that it asks for what is in view."""

import hashlib
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.database import the_database
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid
from planner.domain.geo import Box
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import City, District
from planner.domain.own_tiles import OwnTiles
from planner.domain.permissions import Action, Subject, require
from planner.i18n import translator
from planner.phrases.map import PinWords
from planner.render.maps.issue_map import issues_data
from planner.services.city.districts import list_districts
from planner.services.issues.columns import columns_of
from planner.services.issues.map import Cluster, MapView, Pin, extent_of_issues, view_issues
from planner.services.public.map import read_unplaced
from planner.services.public.promises import read_promises
from planner.web.door import visitor
from planner.web.map.page import POLICY, map_page


def read_columns() -> None:
    """Reads the columns of every issue and promise ahead of the first look at a map, which would otherwise wait for them."""
    columns_of(the_database()).with_beside(read_promises)
    columns_of(the_database()).with_beside(read_unplaced)


def show_issue_map(request: Request) -> Response:
    """The page of the map; the filter stands in its address and is read by its script."""
    visit = visitor(request)
    require(visit.actor, Action.SEE_ISSUE, Subject())
    with visit.database.reading() as session:
        districts = list_districts(session, visit.actor)
    page = _page(
        visit.t.language, visit.city.model_dump_json(), tuple(d.model_dump_json() for d in districts), visit.tiles
    )
    headers = {"Cache-Control": "private, no-cache", "Content-Security-Policy": POLICY, "ETag": _etag(page)}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(page, headers=headers)


def issues_in_view(request: Request) -> Response:
    """Pins and clusters: `bbox` is west,south,east,north; `zoom` is Leaflet's; the rest is the list's filter."""
    visit = visitor(request)
    today = today_in(visit.city.timezone, visit.now)
    with visit.database.reading() as session:
        view = view_issues(
            session,
            visit.actor,
            columns_of(visit.database),
            IssueFilter.from_query(request.query_params),
            box=_box(request.query_params.get("bbox", "")),
            zoom=_zoom(request.query_params.get("zoom", "")),
            today=today,
        )
    return JSONResponse(_view_json(view, PinWords(visit.t)), headers={"Cache-Control": "no-store"})


def extent_of_view(request: Request) -> Response:
    """The corners of all that the filter lets through: {"extent": [[south, west], [north, east]]}, or null."""
    visit = visitor(request)
    with visit.database.reading() as session:
        box = extent_of_issues(
            session,
            visit.actor,
            columns_of(visit.database),
            IssueFilter.from_query(request.query_params),
            today=today_in(visit.city.timezone, visit.now),
        )
    corners = [[box.south, box.west], [box.north, box.east]] if box else None
    return JSONResponse({"extent": corners}, headers={"Cache-Control": "no-store"})


@lru_cache(maxsize=8)
def _page(language: str, city: str, districts: tuple[str, ...], tiles: OwnTiles | None) -> str:
    shown = City.model_validate_json(city)
    t = translator(language, shown.timezone)
    outlined = [District.model_validate_json(one) for one in districts]
    return map_page(shown, outlined, t, tiles, issues=issues_data(t))


def _etag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Invalid("issues.error.view", field="bbox") from None
    return Box(south, west, north, east)


def _zoom(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise Invalid("issues.error.view", field="zoom")
    return int(text)


def _view_json(view: MapView, words: PinWords) -> dict[str, Any]:
    """The answer to the map's script."""
    return {
        "total": view.total,
        "in_view": view.in_view,
        "pins": [_pin_json(pin, words) for pin in view.pins],
        "clusters": [_cluster_json(cluster, words) for cluster in view.clusters],
    }


def _cluster_json(cluster: Cluster, words: PinWords) -> dict[str, Any]:
    shown = {"lat": cluster.lat, "lon": cluster.lon, "count": cluster.count, "overdue": cluster.overdue}
    return shown | ({"pins": [_pin_json(pin, words) for pin in cluster.pins]} if cluster.pins else {})


def _pin_json(pin: Pin, words: PinWords) -> dict[str, Any]:
    shown = {
        "id": pin.id,
        "lat": pin.lat,
        "lon": pin.lon,
        "look": pin.look.value,
        "title": words.title(pin),
        "state": words.state(pin),
        "category": pin.category,
        "address": pin.address,
    }
    return shown | ({"line": pin.line} if pin.line else {})


ROUTES = [
    Route(links.ISSUES_MAP.pattern, show_issue_map),
    Route(links.ISSUES_IN_VIEW.pattern, issues_in_view),
    Route(links.ISSUES_EXTENT.pattern, extent_of_view),
]
