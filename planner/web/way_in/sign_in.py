"""Coming in and going out: set-up, sign-in, a tour's short link, language, and the demo's links."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import BROWSER_COOKIE, LANGUAGE_COOKIE, SIGN_IN_COOKIE, settings
from planner.domain.errors import Conflict, Invalid, NotFound, Unavailable
from planner.domain.models import Tour
from planner.i18n import LANGUAGES
from planner.phrases.tours import say_when
from planner.services.access import join, password_sign_in, set_up
from planner.services.access import sign_in as service
from planner.services.access.browsers import trust_browser
from planner.services.access.passwords import SHORTEST_PASSWORD, hash_password, is_right, one_of_few
from planner.services.access.visit import Visit
from planner.web.door import (
    form_route,
    from_this_machine,
    go,
    network_of,
    own_path,
    page,
    set_browser,
    set_sign_in,
    visitor,
)


def show_set_up(request: Request) -> Response:
    """The form for the first administrator; once there is one, the sign-in page.

    Whoever comes from another machine is asked for the code that the console has printed.
    """
    visit, code = visitor(request), request.query_params.get("code", "")
    if refused := _no_set_up(request, visit, code):
        return refused
    return page(request, visit, "set_up.html", given={}, problem=None, shortest=SHORTEST_PASSWORD, code=code)


def _set_up(request: Request, form: FormData) -> Response:
    visit = visitor(request)
    code, password = str(form.get("code", "")), str(form.get("password", ""))
    given = {name: str(form.get(name, "")) for name in ("name", "email")}
    if refused := _no_set_up(request, visit, code):
        return refused
    try:
        check_repeat(form)
        hashed = hash_password(password, about=(*given.values(), visit.city.name))
        with visit.database.transaction() as session:
            token = set_up.create_first_administrator(
                session, **given, password_hash=hashed, now=visit.now, device=device_of(request)
            )
            actor = service.find_actor(session, token, now=visit.now)
            browser = trust_browser(session, actor, browser=browser_of(request), now=visit.now)
            service.choose_language(session, actor, visit.actor.language)
    except Invalid as error:
        problem = {"field": error.field, "sentence": visit.t(error.key, **error.values)}
        shown = {"given": {**given, "password": password}, "problem": problem, "shortest": SHORTEST_PASSWORD}
        return page(request, visit, "set_up.html", status=400, code=code, **shown)
    except Conflict:
        return go(links.SIGN_IN.to())
    return signed_in(links.START, token, browser)


def _no_set_up(request: Request, visit: Visit, code: str) -> Response | None:
    """What somebody meets who may not be the first administrator: the sign-in page, or the question for the code."""
    with visit.database.reading() as session:
        if not set_up.is_empty(session):
            return go(links.SIGN_IN.to())
        if from_this_machine(request) or set_up.is_set_up_code(session, code):
            return None
    problem = visit.t("set_up.error.code") if code else None
    return page(request, visit, "set_up_code.html", status=403, problem=problem)


def check_repeat(form: FormData) -> None:
    """Invalid where the password was typed in two ways."""
    if form.get("password", "") != form.get("repeat", ""):
        raise Invalid("sign_in.error.repeat", field="repeat")


def show_sign_in(request: Request) -> Response:
    """The sign-in form; `next` is where it leads afterwards."""
    visit = visitor(request)
    wanted = own_path(request.query_params.get("next"))
    if not visit.actor.is_stranger:
        return go(wanted)
    with visit.database.reading() as session:
        if set_up.is_empty(session):
            return go(links.SET_UP.to())
    return page(request, visit, "sign_in.html", email="", problem=None, next=wanted)


def _sign_in(request: Request, form: FormData) -> Response:
    visit = visitor(request)
    email, wanted = str(form.get("email", "")), own_path(str(form.get("next", "")))
    try:
        with one_of_few():
            opened = _try_password(request, visit, email, str(form.get("password", "")))
    except Unavailable as busy:
        key = "sign_in.error.busy" if busy.key == "app.error.busy" else busy.key
        problem = visit.t(key, **busy.values)
        return page(request, visit, "sign_in.html", status=503, problem=problem, email=email, next=wanted)
    if isinstance(opened, password_sign_in.Opened):
        return signed_in(wanted, opened.token, opened.browser)
    problem = visit.t("sign_in.error.slowed", n=opened) if opened else visit.t("sign_in.error.wrong")
    status = 429 if opened else 400
    return page(request, visit, "sign_in.html", status=status, problem=problem, email=email, next=wanted)


def _try_password(request: Request, visit: Visit, email: str, password: str) -> password_sign_in.Opened | int:
    """Counts the try, verifies it outside any transaction, opens the sign-in; else the seconds to wait, 0 for a wrong one."""
    browser = browser_of(request)
    about: Any = {"email": email, "network": network_of(request), "browser": browser, "now": visit.now}
    with visit.database.reading() as session:
        if wait_s := password_sign_in.seconds_to_wait(session, **about):
            return wait_s
    with visit.database.transaction() as session:
        attempt = password_sign_in.begin_sign_in(session, **about)
    if attempt.wait_s or not is_right(password, attempt.password_hash):
        return attempt.wait_s
    with visit.database.transaction() as session:
        opened = password_sign_in.finish_sign_in(
            session, attempt, browser=browser, now=visit.now, device=device_of(request)
        )
    return opened or 0


def signed_in(path: str, token: str, browser: str) -> Response:
    """Leads on, with the cookies of a sign-in and of the trusted browser."""
    response = go(path)
    set_sign_in(response, token)
    set_browser(response, browser)
    return response


def show_join(request: Request) -> Response:
    """Leads a tour's short link to the page on the bus, which joins by itself and says so where a link no longer opens."""
    return go(links.FIELD.to(code=request.path_params["code"]))


def _join(request: Request, form: FormData) -> Response:
    """The form of pages that were opened before the page on the bus was there."""
    visit = visitor(request)
    code, network = request.path_params["code"], network_of(request)
    given = {name: str(form.get(name, "")) for name in ("name", "agency_name")}
    try:
        with visit.database.transaction() as session:
            token = join.join_tour(
                session,
                code,
                **given,
                again=bool(form.get("again")),
                network=network,
                now=visit.now,
                device=device_of(request),
                before=request.cookies.get(SIGN_IN_COOKIE, ""),
            )
    except (Conflict, Invalid) as error:
        with visit.database.reading() as session:
            tour = join.tour_of_link(session, code, now=visit.now)
            agencies = join.agencies_to_join(session, code, now=visit.now)
        status, problem = 409 if isinstance(error, Conflict) else 400, visit.t(error.key, **error.values)
        same = error.key == "join.error.same_name"
        return _join_page(request, visit, tour, agencies, status=status, given=given, problem=problem, same=same)
    response = go(links.FIELD.to(code=code))
    set_sign_in(response, token)
    return response


def _join_page(
    request: Request,
    visit: Visit,
    tour: Tour,
    agencies: Sequence[str],
    *,
    status: int,
    given: Mapping[str, str],
    problem: str,
    same: bool,
) -> Response:
    shown = {"tour": tour, "when": say_when(visit.t, tour), "agencies": agencies, "given": given, "same": same}
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


def device_of(request: Request) -> str:
    """What the browser says it is."""
    return request.headers.get("user-agent", "")


def browser_of(request: Request) -> str:
    """The token by which this browser may be trusted; empty where it came with none."""
    return request.cookies.get(BROWSER_COOKIE, "")


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
