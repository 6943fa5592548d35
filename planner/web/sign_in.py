"""Coming in and going out: set-up, sign-in, a tour's short link, language, and the demo's links."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE, settings
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.models import Tour
from planner.i18n import LANGUAGES
from planner.phrases.tours import say_when
from planner.services.access import sign_in as service
from planner.services.access.visit import Visit
from planner.web.door import form_route, go, own_path, page, set_sign_in, visitor


def show_set_up(request: Request) -> Response:
    """The form for the first administrator; once there is one, the sign-in page."""
    visit = visitor(request)
    with visit.database.reading() as session:
        if not service.is_empty(session):
            return go(links.SIGN_IN.to())
    return page(request, visit, "set_up.html", given={}, problem=None, shortest=service.SHORTEST_PASSWORD)


def _set_up(request: Request, form: FormData) -> Response:
    visit = visitor(request)
    given = {name: str(form.get(name, "")) for name in ("name", "email", "password")}
    try:
        with visit.database.transaction() as session:
            token = service.create_first_administrator(session, **given, now=visit.now, device=_device(request))
            if visit.actor.language != "ru":
                actor = service.find_actor(session, token, now=visit.now)
                service.choose_language(session, actor, visit.actor.language)
    except Invalid as error:
        problem = {"field": error.field, "sentence": visit.t(error.key, **error.values)}
        shown = {"given": given, "problem": problem, "shortest": service.SHORTEST_PASSWORD}
        return page(request, visit, "set_up.html", status=400, **shown)
    except Conflict:
        return go(links.SIGN_IN.to())
    response = go(links.START)
    set_sign_in(response, token)
    return response


def show_sign_in(request: Request) -> Response:
    """The sign-in form; `next` is where it leads afterwards."""
    visit = visitor(request)
    wanted = own_path(request.query_params.get("next"))
    if not visit.actor.is_stranger:
        return go(wanted)
    with visit.database.reading() as session:
        if service.is_empty(session):
            return go(links.SET_UP.to())
    return page(request, visit, "sign_in.html", email="", problem=None, next=wanted)


def _sign_in(request: Request, form: FormData) -> Response:
    visit = visitor(request)
    email, wanted = str(form.get("email", "")), own_path(str(form.get("next", "")))
    with visit.database.transaction() as session:
        attempt = service.sign_in(
            session,
            email=email,
            password=str(form.get("password", "")),
            now=visit.now,
            device=_device(request),
        )
    if attempt.token is None:
        problem = visit.t(attempt.reason, **attempt.values)
        return page(request, visit, "sign_in.html", status=400, email=email, problem=problem, next=wanted)
    response = go(wanted)
    set_sign_in(response, attempt.token)
    return response


def show_join(request: Request) -> Response:
    """What a tablet sees under a tour's short link."""
    visit, code = visitor(request), request.path_params["code"]
    with visit.database.reading() as session:
        tour = service.tour_of_link(session, code, now=visit.now)
        agencies = service.agencies_to_join(session, code, now=visit.now)
    if visit.actor.tour_id == tour.id:
        return go(links.screen("ride", tour=tour.id))
    return _join_page(request, visit, tour, agencies)


def _join(request: Request, form: FormData) -> Response:
    visit = visitor(request)
    code = request.path_params["code"]
    given = {name: str(form.get(name, "")) for name in ("name", "agency_name")}
    try:
        with visit.database.transaction() as session:
            tour = service.tour_of_link(session, code, now=visit.now)
            token = service.join_tour(session, code, **given, now=visit.now, device=_device(request))
    except Invalid as error:
        with visit.database.reading() as session:
            tour = service.tour_of_link(session, code, now=visit.now)
            agencies = service.agencies_to_join(session, code, now=visit.now)
        problem = visit.t(error.key, **error.values)
        return _join_page(request, visit, tour, agencies, status=400, given=given, problem=problem)
    response = go(links.screen("ride", tour=tour.id))
    set_sign_in(response, token)
    return response


def _join_page(
    request: Request,
    visit: Visit,
    tour: Tour,
    agencies: Sequence[str],
    *,
    status: int = 200,
    given: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    shown = {"tour": tour, "when": say_when(visit.t, tour), "agencies": agencies, "given": given or {}}
    return page(request, visit, "join.html", status=status, problem=problem, **shown)


def show_sign_out(request: Request) -> Response:
    """Asks once, because a link alone must not sign anybody out."""
    return page(request, visitor(request), "sign_out.html")


def sign_out(request: Request) -> Response:
    """Ends this browser's sign-in."""
    visit = visitor(request)
    token = request.cookies.get(SIGN_IN_COOKIE)
    if token:
        with visit.database.transaction() as session:
            service.sign_out(session, token)
    response = go(links.SIGN_IN.to())
    response.delete_cookie(SIGN_IN_COOKIE)
    return response


def choose_language(request: Request) -> Response:
    """Remembers the visitor's language, in a cookie and with the account, and goes back."""
    visit = visitor(request)
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise NotFound("app.unknown_page")
    with visit.database.transaction() as session:
        service.choose_language(session, visit.actor, language)
    response = go(own_path(request.query_params.get("next")))
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 24 * 3600, samesite="lax")
    return response


def open_demo_link(request: Request) -> Response:
    """Takes the token of a demo link into the cookie; without `python -m planner demo` there is no such address."""
    token = request.path_params["token"]
    visit = visitor(request)
    with visit.database.reading() as session:
        actor = service.find_actor(session, token, now=visit.now)
    if not settings().demo_links or actor.is_stranger:
        raise NotFound("app.unknown_page")
    response = go(own_path(request.query_params.get("next")))
    set_sign_in(response, token)
    return response


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")


ROUTES = [
    Route(links.SET_UP.pattern, show_set_up),
    Route(links.SET_UP.pattern, form_route(_set_up), methods=["POST"]),
    Route(links.SIGN_IN.pattern, show_sign_in),
    Route(links.SIGN_IN.pattern, form_route(_sign_in), methods=["POST"]),
    Route(links.JOIN.pattern, show_join),
    Route(links.JOIN.pattern, form_route(_join), methods=["POST"]),
    Route(links.SIGN_OUT.pattern, show_sign_out),
    Route(links.SIGN_OUT.pattern, sign_out, methods=["POST"]),
    Route(links.LANGUAGE.pattern, choose_language),
    Route(links.DEMO.pattern, open_demo_link),
]
