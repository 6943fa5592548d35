"""The small map on an issue's page."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.issue_look import look_of
from planner.domain.permissions import Action, Subject, require
from planner.domain.search import searched_number
from planner.render.maps.place_map import draw_place_map
from planner.services.access.scopes import visible_issue
from planner.services.city.districts import list_districts
from planner.web.door import visitor

_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: https: http:; frame-ancestors 'self'"
)


def show_place_map(request: Request) -> Response:
    """The page for `id`; 404 also for an issue that the visitor may not see."""
    visit = visitor(request)
    require(visit.actor, Action.SEE_ISSUE, Subject())
    asked = request.query_params.get("id", "")
    number = searched_number(asked)
    if number is None:
        raise NotFound("issues.error.unknown", number=asked)
    with visit.database.reading() as session:
        issue = visible_issue(session, visit.actor, number)
        districts = list_districts(session, visit.actor)
    page = draw_place_map(
        visit.city,
        districts,
        visit.t,
        point=issue.point,
        line=issue.line,
        look=look_of(issue.state, issue.outcome, issue.due_on, today_in(visit.city.timezone, visit.now)),
        title=visit.t("issues.number", number=issue.id),
        tiles=visit.tiles,
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY})


ROUTES = [Route(links.ISSUE_MAP.pattern, show_place_map)]
