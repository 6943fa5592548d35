"""The page of one's own report, and the link by which its address is confirmed: looking at either changes nothing."""

from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.phrases.public.residents import say_sent, say_standing, say_state, say_subject
from planner.services.residents.following import confirm_report, follow_report, report_to_confirm
from planner.services.residents.forgetting import forget_own_contact
from planner.web.door import form_route, go
from planner.web.public.answers import Ways, page_for_one, reader


def show_report(request: Request) -> Response:
    """How it stands."""
    visit = reader(request)
    with visit.reading() as session:
        report = follow_report(session, request.path_params["secret"], now=visit.now)
    t = visit.t
    told: dict[str, Any] = {
        **{"report": report, "details": report.details, "state": say_state(t, report)},
        **{"sent": say_sent(t, report), "standing": say_standing(t, report)},
    }
    return page_for_one(request, visit, "follow.html", **told)


def ask_to_confirm(request: Request) -> Response:
    """Asks first: programs that look into mails open every link in them."""
    visit = reader(request)
    with visit.reading() as session:
        code = report_to_confirm(session, request.path_params["secret"]).follow_code
        report = follow_report(session, code, now=visit.now)
    return page_for_one(request, visit, "confirm.html", what=say_subject(visit.t, report))


def confirm(request: Request, form: FormData) -> Response:
    """Confirms, and leads to the report."""
    visit = reader(request)
    with visit.database.transaction() as session:
        code = confirm_report(session, request.path_params["secret"], now=datetime.now(UTC)).follow_code
    return go(Ways(visit.t.language)("OPEN_FOLLOW", secret=code))


def forget(request: Request, form: FormData) -> Response:
    """Deletes the contact, and shows the report without it."""
    visit, secret = reader(request), request.path_params["secret"]
    with visit.database.transaction() as session:
        forget_own_contact(session, secret, now=datetime.now(UTC))
    return go(Ways(visit.t.language)("OPEN_FOLLOW", secret=secret))


ROUTES = [
    Route(links.OPEN_FOLLOW.pattern, show_report),
    Route(links.OPEN_FOLLOW.pattern, form_route(forget), methods=["POST"]),
    Route(links.OPEN_CONFIRM.pattern, ask_to_confirm),
    Route(links.OPEN_CONFIRM.pattern, form_route(confirm), methods=["POST"]),
]
