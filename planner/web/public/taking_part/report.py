"""«Сообщить о проблеме»: a form that works without a script, and what is told while it cannot be taken."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import settings
from planner.domain.errors import Conflict, Invalid, Unavailable
from planner.domain.models.types import new_id
from planner.phrases.public.residents import say_problems
from planner.render.photos.photos import MAX_PHOTO_BYTES, one_of_few
from planner.services.access.visit import Visit
from planner.services.public.issues import filters_offered
from planner.services.residents.openness import city_that_listens, count_picture, count_report
from planner.services.residents.photos import has_picture, keep_picture, make_safe
from planner.services.residents.reporting import Checked, Filled, check_report, issues_alike, keep_report, report_sent
from planner.storage import the_store
from planner.web.door import go, network_of
from planner.web.public.answers import Ways, page_for_one, reader
from planner.web.public.taking_part.forms import TRAP, photo_of, typed, upload_route

_FIELDS = ("category", "address", "lat", "lon", "text", "email", "name")


def show_form(request: Request) -> Response:
    """An empty form, with a number of its own: whatever is sent under it is one report. A topic may stand in the address."""
    visit = reader(request)
    given = Filled(new_id(), category=request.query_params.get("topic", ""))
    return _form(request, visit, given)


def send(request: Request, form: FormData) -> Response:
    """Takes the report and leads to its page; or shows the form anew, with everything that was typed."""
    visit = reader(request)
    given = filled(visit, form)
    if (known := sent_before(visit, given.uid)) is not None:
        return known
    problems, status = take_picture(request, visit, given.uid, photo_of(form))
    try:
        with visit.reading() as session:
            checked = check_report(session, given, data=settings().data)
            alike = [] if typed(form, "anyway") else issues_alike(session, checked, now=visit.now)
    except Invalid as error:
        return _form(request, visit, given, status=400, problems={**problems, **say_problems(visit.t, error)})
    if problems or alike:
        return _form(request, visit, given, status=status, problems=problems, alike=alike)
    try:
        return keep(request, visit, checked)
    except Conflict as slowed:
        problems = {"": visit.t(slowed.key, **slowed.values)}
        return _form(request, visit, given, status=429, problems=problems)


def filled(visit: Visit, form: FormData) -> Filled:
    """What stands in the form."""
    return Filled(
        uid=typed(form, "uid"),
        **{name: typed(form, name) for name in _FIELDS},
        consents=bool(typed(form, "consent")),
        trap=typed(form, TRAP),
        language=visit.t.language,
    )


def sent_before(visit: Visit, uid: str) -> Response | None:
    """The way to the report of this form, where it was sent already."""
    with visit.reading() as session:
        known = report_sent(session, uid)
    return None if known is None else go(_follow(visit, known.follow_code))


def keep(request: Request, visit: Visit, checked: Checked) -> Response:
    """Keeps it and leads to its page; Conflict for who sends too many."""
    with visit.database.transaction() as session:
        wait_s = count_report(session, network=network_of(request), email=checked.email, now=visit.now)
    if wait_s:
        raise Conflict("residents.error.slowed", n=wait_s)
    with visit.database.transaction() as session:
        report = keep_report(session, checked, mails=settings().mail is not None, now=datetime.now(UTC))
        code = report.follow_code
    return go(_follow(visit, code))


def take_picture(request: Request, visit: Visit, uid: str, photo: UploadFile | None) -> tuple[Mapping[str, str], int]:
    """Keeps the picture before anything else is looked at, so that it need not be chosen again; what is wrong with it, and the
    status of an answer that says so. It is read only when there is a place among the few who draw.
    """
    if photo is None:
        return {}, 200
    try:
        with one_of_few():
            _keep_picture(request, visit, uid, photo.file.read(MAX_PHOTO_BYTES + 1))
    except (Invalid, Conflict) as error:
        return {"photo": visit.t(error.key, **error.values)}, 429 if isinstance(error, Conflict) else 400
    except Unavailable as error:
        key = "residents.error.many_photos" if error.key == "app.error.busy" else error.key
        return {"photo": visit.t(key, **error.values)}, 503
    return {}, 200


def _keep_picture(request: Request, visit: Visit, uid: str, photo: bytes) -> None:
    with visit.database.transaction() as session:
        if wait_s := count_picture(session, network=network_of(request), now=visit.now):
            raise Conflict("residents.error.slowed", n=wait_s)
    with visit.database.apart():
        picture = make_safe(the_store(), data=photo)
    with visit.database.transaction() as session:
        keep_picture(session, picture, uid=uid, now=datetime.now(UTC))


def _form(request: Request, visit: Visit, given: Filled, *, status: int = 200, **shown: Any) -> Response:
    with visit.reading() as session:
        city = city_that_listens(session)
        topics, _, _ = filters_offered(session)
        told = {"topics": topics, "has_photo": has_picture(session, given.uid), "consent": city.report_consent}
    told = {"problems": {}, "alike": [], **told, **shown}
    return page_for_one(request, visit, "report_problem.html", status, given=given, section="report", **told)


def _follow(visit: Visit, code: str) -> str:
    return Ways(visit.t.language)("OPEN_FOLLOW", secret=code)


ROUTES = [
    Route(links.OPEN_REPORT_PROBLEM.pattern, show_form),
    Route(links.OPEN_REPORT_PROBLEM.pattern, upload_route(send), methods=["POST"]),
]
