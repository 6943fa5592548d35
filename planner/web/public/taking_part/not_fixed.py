"""«Не исправлено» on the page of an issue that was closed a short time ago: a form with a picture, held like any report."""

from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Conflict, Invalid
from planner.domain.models.types import new_id
from planner.phrases.public.residents import say_problems
from planner.services.access.visit import Visit
from planner.services.public.issues import OpenIssue
from planner.services.residents.not_fixed import DOUBTED_FOR, check_doubt, issue_to_doubt
from planner.services.residents.openness import city_that_listens
from planner.services.residents.photos import has_picture
from planner.services.residents.reporting import Filled
from planner.web.public.answers import page_for_one, reader
from planner.web.public.taking_part.forms import photo_of, upload_route
from planner.web.public.taking_part.report import filled, keep, sent_before, take_picture


def show_form(request: Request) -> Response:
    """An empty form."""
    visit = reader(request)
    return _form(request, visit, _issue(request, visit), Filled(new_id()))


def send(request: Request, form: FormData) -> Response:
    """Takes it, and leads to its page; or shows the form anew with everything that was typed."""
    visit = reader(request)
    given = filled(visit, form)
    if (known := sent_before(visit, given.uid)) is not None:
        return known
    issue = _issue(request, visit)
    problems, status = take_picture(request, visit, given.uid, photo_of(form))
    try:
        with visit.reading() as session:
            doubt = check_doubt(session, issue.number, given, now=datetime.now(UTC))
        if not problems:
            return keep(request, visit, doubt.checked)
    except Invalid as error:
        problems, status = {**say_problems(visit.t, error), **problems}, 400
    except Conflict as slowed:
        return _form(request, visit, issue, given, status=429, problems={"": visit.t(slowed.key, **slowed.values)})
    return _form(request, visit, issue, given, status=status, problems=problems)


def _issue(request: Request, visit: Visit) -> OpenIssue:
    with visit.reading() as session:
        return issue_to_doubt(session, request.path_params["number"], now=visit.now)


def _form(
    request: Request, visit: Visit, issue: OpenIssue, given: Filled, *, status: int = 200, **shown: Any
) -> Response:
    with visit.reading() as session:
        told = {"consent": city_that_listens(session).report_consent, "has_photo": has_picture(session, given.uid)}
    until = (issue.closed_at or visit.now) + DOUBTED_FOR
    told = {"problems": {}, "given": given, "issue": issue, "until": until, **told, **shown}
    return page_for_one(request, visit, "not_fixed.html", status, **told)


ROUTES = [
    Route(links.OPEN_NOT_FIXED.pattern, show_form),
    Route(links.OPEN_NOT_FIXED.pattern, upload_route(send), methods=["POST"]),
]
