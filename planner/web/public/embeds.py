"""The list and the map of issues for the city's own site, in a frame: no cookie, nothing around them; a script for the map alone."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.open_filter import OpenFilter, asked_page
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.public.issues import list_open_issues
from planner.web.public.answers import framed_page
from planner.web.public.pictures import live_issues


def show_list(request: Request) -> Response:
    """The issues of a filter with their photos, the newest first."""
    return framed_page(request, "embed_issues.html", _issues(request), wanted=_wanted(request))


def show_map(request: Request) -> Response:
    """The same on a map, with the list of their numbers below it."""
    return framed_page(request, "embed_map.html", _issues(request), wanted=_wanted(request))


def _wanted(request: Request) -> OpenFilter:
    return OpenFilter.from_query(request.query_params)


def _issues(request: Request) -> Callable[[Visit], Mapping[str, Any]]:
    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            columns, page = columns_of(visit.database), asked_page(request.query_params)
            found = list_open_issues(session, columns, _wanted(request), now=visit.now, page=page)
            return {"page": found, "shown": live_issues(visit, _wanted(request), found.rows)}

    return tell


ROUTES = [
    Route(links.EMBED_ISSUES.pattern, show_list),
    Route(links.EMBED_MAP.pattern, show_map),
]
