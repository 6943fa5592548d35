"""«Я тоже это вижу» on the page of an issue: a button, and what became of the tap."""

import secrets
from datetime import UTC, datetime, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import READER_COOKIE, settings
from planner.domain.errors import Conflict
from planner.services.public.issues import open_issue
from planner.services.residents.support import support_publicly
from planner.web.door import form_route, network_of
from planner.web.public.answers import page_for_one, reader

_STAYS = timedelta(days=365)


def ask(request: Request) -> Response:
    """Who comes by the address is asked; looking says nothing."""
    visit = reader(request)
    with visit.reading() as session:
        issue = open_issue(session, request.path_params["number"], now=visit.now)
    return page_for_one(request, visit, "support.html", issue=issue, said="")


def support(request: Request, form: FormData) -> Response:
    """Counts the voice. The cookie is looked at here alone, and tells nothing but that it is the same browser again."""
    visit, number = reader(request), request.path_params["number"]
    browser = request.cookies.get(READER_COOKIE, "") or secrets.token_urlsafe(24)
    status, said = 200, ""
    try:
        with visit.database.transaction() as session:
            about = {"browser": browser, "network": network_of(request)}
            is_new = support_publicly(session, number, **about, now=datetime.now(UTC))
        said = visit.t("residents.support.counted" if is_new else "residents.support.known")
    except Conflict as error:
        said, status = visit.t(error.key, **error.values), 429 if error.key == "residents.error.too_often" else 409
    with visit.reading() as session:
        issue = open_issue(session, number, now=datetime.now(UTC))
    answer = page_for_one(request, visit, "support.html", status, issue=issue, said=said)
    stays, secure = int(_STAYS.total_seconds()), settings().secure_cookies
    where = links.OPEN.to()
    answer.set_cookie(READER_COOKIE, browser, max_age=stays, httponly=True, samesite="lax", secure=secure, path=where)
    return answer


ROUTES = [
    Route(links.OPEN_SUPPORT.pattern, ask),
    Route(links.OPEN_SUPPORT.pattern, form_route(support), methods=["POST"]),
]
