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
from planner.render.maps.place_map import place_data
from planner.services.access.scopes import visible_issue
from planner.services.city.districts import list_districts
from planner.web.door import visitor
from planner.web.map.page import POLICY, map_page


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
    look = look_of(issue.state, issue.outcome, issue.due_on, today_in(visit.city.timezone, visit.now))
    place = place_data(issue.point, issue.line, look, visit.t("issues.number", number=issue.id))
    page = map_page(visit.city, districts, visit.t, visit.tiles, place=place)
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Content-Security-Policy": POLICY})


ROUTES = [Route(links.ISSUE_MAP.pattern, show_place_map)]
