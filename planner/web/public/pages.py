"""The public pages that people read: the start, tours, issues, districts, agencies, news, and one issue before it is public."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.open_filter import OpenFilter, OpenLook, asked_page
from planner.domain.votes import VotePhase
from planner.phrases.public import votes
from planner.phrases.public.replay import replay
from planner.render.maps.open_map import spots_on
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.proposals.search import ProposalKind
from planner.services.public.districts import list_open_agencies, list_open_districts, open_district
from planner.services.public.issues import filters_offered, list_open_issues
from planner.services.public.queue import preview_issue
from planner.services.public.timeline import open_details
from planner.services.public.tours import OpenRoute, list_open_tours, open_route
from planner.services.residents.not_fixed import may_be_doubted
from planner.services.votes.open_votes import list_open_votes
from planner.web.door import visitor
from planner.web.public.answers import PreviewWays, open_page, page_for_one
from planner.web.public.pictures import TALL, WIDE, live, live_issues, pin_of, pins_of_tour

_ON_START = 6


def show_start(request: Request) -> Response:
    """How many were found and fixed, the latest tours, the latest issues."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            page = list_open_issues(
                session, columns_of(visit.database), OpenFilter(), now=visit.now, page_size=_ON_START
            )
            asked = [each for each in list_open_votes(session, now=visit.now) if each.phase is VotePhase.OPEN]
            return {
                "page": page,
                "tours": list_open_tours(session, columns_of(visit.database), now=visit.now).newest,
                "votes": asked,
            }

    return open_page(request, "start.html", tell, vote_say=votes)


def show_tours(request: Request) -> Response:
    """All tours: under way, coming, and a page of the past ones."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            page = asked_page(request.query_params)
            tours = list_open_tours(session, columns_of(visit.database), now=visit.now, page=page)
            first = (("now", tours.now), ("coming", tours.coming)) if tours.page == 1 else ()
            groups = [group for group in (*first, ("past", tours.past)) if group[1]]
            return {"groups": groups, "page": tours}

    return open_page(request, "tours.html", tell, section="tours")


def show_tour(request: Request) -> Response:
    """One tour: its stops, what was found there and what became of it."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            route = open_route(session, request.path_params["tour_id"], now=visit.now)
            kinds = [kind.value for kind in ProposalKind]
            told = {"route": route, "tour": route.tour, "chosen_known": kinds, "vote_say": votes}
            pins, line = pins_of_tour(route)
            return {**told, "replay": _replay(visit, route), "shown": live(pins, TALL, line)}

    return open_page(request, "tour.html", tell, section="tours")


def _replay(visit: Visit, route: OpenRoute) -> Mapping[str, object] | None:
    pins, line = pins_of_tour(route)
    points = [*(pin.point for pin in pins), *line]
    if not points:
        return None
    return replay(visit.t, route, spots_on(points, width=TALL[0], height=TALL[1]), now=visit.now)


def show_issues(request: Request) -> Response:
    """The list of issues by state, topic, district and agency."""
    wanted = OpenFilter.from_query(request.query_params)

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            topics, districts, agencies = filters_offered(session)
            page = list_open_issues(
                session, columns_of(visit.database), wanted, now=visit.now, page=asked_page(request.query_params)
            )
            told = {"page": page, "topics": topics, "districts": districts, "agencies": agencies}
            return {**told, "shown": live_issues(visit, wanted, page.rows)}

    return open_page(request, "issues.html", tell, section="issues", wanted=wanted, looks=list(OpenLook))


def show_issue(request: Request) -> Response:
    """One issue: before and after, what was promised, and what happened."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            details = open_details(session, request.path_params["number"], now=visit.now)
            doubted = may_be_doubted(details.issue, visit.now)
            return {"details": details, "doubted": doubted, "shown": live(pin_of(details.issue), WIDE)}

    return open_page(request, "issue.html", tell, section="issues")


def show_preview(request: Request) -> Response:
    """The same before it is public, for those who decide it; nobody keeps it."""
    visit = visitor(request)
    with visit.reading() as session:
        details = preview_issue(session, visit.actor, request.path_params["number"], now=visit.now)
    told: dict[str, Any] = {"details": details, "shown": live(pin_of(details.issue), WIDE), "preview": True}
    return page_for_one(request, visit, "issue.html", to=PreviewWays(visit.t.language, details.issue.number), **told)


def show_districts(request: Request) -> Response:
    """All districts and how their issues stand."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"districts": list_open_districts(session, columns_of(visit.database), now=visit.now)}

    return open_page(request, "districts.html", tell, section="districts")


def show_district(request: Request) -> Response:
    """One district with its issues."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            number, page = request.path_params["district_id"], asked_page(request.query_params)
            district, found = open_district(session, columns_of(visit.database), number, now=visit.now, page=page)
            return {
                "district": district,
                "page": found,
                "shown": live_issues(visit, OpenFilter(district=number), found.rows),
            }

    return open_page(request, "district.html", tell, section="districts")


def show_agencies(request: Request) -> Response:
    """Promises kept and broken, by agency."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"agencies": list_open_agencies(session, columns_of(visit.database), now=visit.now)}

    return open_page(request, "agencies.html", tell, section="agencies")


ROUTES = [
    Route(links.OPEN.pattern, show_start),
    Route(links.OPEN_TOURS.pattern, show_tours),
    Route(links.OPEN_TOUR.pattern, show_tour),
    Route(links.OPEN_ISSUES.pattern, show_issues),
    Route(links.OPEN_ISSUE.pattern, show_issue),
    Route(links.OPEN_PREVIEW.pattern, show_preview),
    Route(links.OPEN_DISTRICTS.pattern, show_districts),
    Route(links.OPEN_DISTRICT.pattern, show_district),
    Route(links.OPEN_AGENCIES.pattern, show_agencies),
]
