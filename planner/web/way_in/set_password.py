"""The page behind a one-time link, where a person sets a password and is signed in by it."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid
from planner.services.access.browsers import trust_browser
from planner.services.access.new_password import account_of_link, use_password_link
from planner.services.access.passwords import SHORTEST_PASSWORD, hash_password
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.web.door import form_route, page, visitor
from planner.web.way_in.sign_in import browser_of, check_repeat, device_of, signed_in

_HEADERS = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}
"""No other site hears the address. Under "no-referrer" browsers hide the form's origin too, and the gate would refuse it."""


def show_set_password(request: Request) -> Response:
    """The form; looking at it uses nothing up, because messengers look at links before people do."""
    visit = visitor(request)
    with visit.database.reading() as session:
        account = account_of_link(session, request.path_params["token"], now=visit.now)
    return _form(page(request, visit, "set_password.html", account=account, problem=None, shortest=SHORTEST_PASSWORD))


def _set_password(request: Request, form: FormData) -> Response:
    visit, token = visitor(request), request.path_params["token"]
    with visit.database.reading() as session:
        account = account_of_link(session, token, now=visit.now)
    try:
        check_repeat(form)
        hashed = hash_password(str(form.get("password", "")), about=(account.name, account.email, visit.city.name))
    except Invalid as error:
        problem = {"field": error.field, "sentence": visit.t(error.key, **error.values)}
        shown = {"account": account, "problem": problem, "shortest": SHORTEST_PASSWORD}
        return _form(page(request, visit, "set_password.html", status=400, **shown))
    with visit.database.transaction() as session:
        person = use_password_link(session, token, hashed, now=visit.now)
        opened = open_sign_in_for(session, person, now=visit.now, device=device_of(request))
        owner = find_actor(session, opened, now=visit.now)
        browser = trust_browser(session, owner, browser=browser_of(request), now=visit.now)
    return _form(signed_in(links.START, opened, browser))


def _form(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


ROUTES = [
    Route(links.SET_PASSWORD.pattern, show_set_password),
    Route(links.SET_PASSWORD.pattern, form_route(_set_password), methods=["POST"]),
]
