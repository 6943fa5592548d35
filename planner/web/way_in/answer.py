"""The page behind an invitation's link: what one is invited to, and the answer, without an account.

Looking at it answers nothing, because messengers and mail programs look at links before people do.
"""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Conflict, Invalid, NotFound
from planner.domain.words import Answer
from planner.phrases.calendar import calendar_entry
from planner.phrases.guests import InvitationInWords, invitation_in_words
from planner.render.files.calendar import tour_ics
from planner.services.access.visit import Visit
from planner.services.guests.answer_links import (
    Invitation,
    answer_by_link,
    count_wrong_code,
    invitation_behind,
    seconds_to_wait,
)
from planner.services.guests.answers import Named
from planner.services.tours.calendar import OwnAnswer, TourInCalendar
from planner.web.door import form_route, go, network_of, page, visitor

_HEADERS = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}
"""No other site hears the address. Under "no-referrer" browsers hide the form's origin too, and the gate would refuse it."""
_FIELDS = ("name", "delegate_name", "delegate_phone", "delegate_email")


def show_invitation(request: Request) -> Response:
    """The tour, the answer that stands, and the three that can be given."""
    visit = visitor(request)
    try:
        found = _behind(request, visit)
    except (Conflict, NotFound) as error:
        return _closed(request, visit, error)
    return _opened(request, visit, found)


def give(request: Request, form: FormData) -> Response:
    """Notes the answer and shows the page anew, where it stands."""
    visit, code = visitor(request), request.path_params["code"]
    given = {name: str(form.get(name, "")) for name in _FIELDS}
    try:
        found = _behind(request, visit)
    except (Conflict, NotFound) as error:
        return _closed(request, visit, error)
    delegate = Named(given["delegate_name"], given["delegate_phone"], given["delegate_email"])
    try:
        with visit.database.transaction() as session:
            answer_by_link(session, code, answer=_answer(form), name=given["name"], delegate=delegate, now=visit.now)
    except Invalid as error:
        problem = {"field": error.field, "sentence": visit.t(error.key, **error.values)}
        return _opened(request, visit, found, status=400, given=given, problem=problem)
    except Conflict as error:
        problem = {"field": "", "sentence": visit.t(error.key, **error.values)}
        status = 429 if error.key == "answer.error.slowed" else 409
        return _opened(request, visit, found, status=status, given=given, problem=problem)
    return _headed(go(links.ANSWER.to(code=code)))


def show_calendar(request: Request) -> Response:
    """The tour with its programme as an iCalendar file, with the answer; it links back to the page."""
    visit = visitor(request)
    try:
        found = _behind(request, visit)
    except (Conflict, NotFound) as error:
        return _closed(request, visit, error)
    row, url = found.participant, visit.site.url(links.ANSWER.to(code=request.path_params["code"]))
    own = OwnAnswer(row, row.name or found.agency, row.email)
    event = calendar_entry(visit.t, TourInCalendar(found.tour, found.stops, own=own), url=url, stamped_at=visit.now)
    headers = {"Content-Disposition": 'attachment; filename="tour.ics"', "Cache-Control": "private, no-store"}
    return _headed(Response(tour_ics(event), media_type="text/calendar; charset=utf-8", headers=headers))


def _behind(request: Request, visit: Visit) -> Invitation:
    """What the link opens. A wrong code is counted against the network; who tries too many of them is not looked up."""
    network = network_of(request)
    with visit.database.reading() as session:
        wait_s = seconds_to_wait(session, network, now=visit.now)
        if not wait_s:
            try:
                return invitation_behind(session, request.path_params["code"], now=visit.now)
            except NotFound:
                pass
    with visit.database.transaction() as session:
        wait_s = wait_s or count_wrong_code(session, network, now=visit.now)
    if wait_s:
        raise Conflict("answer.error.slowed", n=wait_s)
    raise NotFound("answer.error.link")


def _answer(form: FormData) -> Answer:
    try:
        return Answer(str(form.get("answer", "")))
    except ValueError:
        raise Invalid("invitations.error.answer", field="answer") from None


def _opened(request: Request, visit: Visit, found: Invitation, *, status: int = 200, **shown: object) -> Response:
    said: InvitationInWords = invitation_in_words(visit.t, found)
    shown = {"given": {}, "problem": None, **shown}
    return _headed(page(request, visit, "answer.html", status=status, found=found, said=said, Answer=Answer, **shown))


def _closed(request: Request, visit: Visit, error: Conflict | NotFound) -> Response:
    statuses = {"answer.error.link": 404, "answer.error.slowed": 429}
    sentence = visit.t(error.key, **error.values)
    return _headed(page(request, visit, "answer_closed.html", status=statuses.get(error.key, 409), sentence=sentence))


def _headed(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


ROUTES = [
    Route(links.ANSWER_CALENDAR.pattern, show_calendar),
    Route(links.ANSWER.pattern, show_invitation),
    Route(links.ANSWER.pattern, form_route(give), methods=["POST"]),
]
