"""Open311 GeoReport v2 for writing: a request of a program is held like a resident's report, and gets a token."""

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.config import settings
from planner.domain.errors import Invalid, NotFound
from planner.services.access.visit import Visit
from planner.services.public.openness import open_city
from planner.services.residents.keys import use_key
from planner.services.residents.openness import count_report
from planner.services.residents.reporting import Checked, keep_report
from planner.services.residents.requests import check_request, count_request, token_of, what_became_of
from planner.web.door import form_route, network_of
from planner.web.public.open311 import Refused, begin, refuse, tell
from planner.web.public.taking_part.forms import typed

_ARGUMENTS = (
    *("service_code", "lat", "long", "address_string", "address_id", "email", "device_id", "account_id"),
    *("first_name", "last_name", "phone", "description", "media_url"),
)
_ITEMS = {"service_requests": "request"}


def take_request(request: Request, form: FormData) -> Response:
    """Takes a POSTed request: 403 without a good key, 400 and 404 as the specification has them."""
    visit, wanted = begin(request)
    with visit.reading() as session:
        takes = open_city(session).takes_reports
    try:
        if not takes:
            raise Refused(404, "requests are not taken here")
        return _take(request, visit, wanted, form)
    except Refused as no:
        return refuse(request, wanted, no)


def _take(request: Request, visit: Visit, wanted: str, form: FormData) -> Response:
    key_id = _key(request, visit, form)
    given = {name: typed(form, name) for name in _ARGUMENTS}
    checked = _checked(visit, given, key_id)
    with visit.database.transaction() as session:
        wait_s = count_request(session, key_id, now=visit.now)
        if not wait_s and checked.email:
            wait_s = count_report(
                session, network=f"{network_of(request)} key {key_id}", email=checked.email, now=visit.now
            )
    if wait_s:
        raise Refused(429, f"too many requests, try again in {wait_s} seconds")
    with visit.database.transaction() as session:
        report = keep_report(session, checked, mails=settings().mail is not None, now=datetime.now(UTC))
        token = token_of(report)
    told = {"token": token, "service_notice": visit.t("residents.api.notice"), "account_id": None}
    return tell(request, wanted, [told], "service_requests", _ITEMS)


def _key(request: Request, visit: Visit, form: FormData) -> int:
    key = typed(form, "api_key") or request.query_params.get("api_key", "")
    if not key:
        raise Refused(403, "api_key was not provided")
    with visit.database.transaction() as session:
        number = use_key(session, key, now=visit.now)
    if number is None:
        raise Refused(403, "api_key is not valid")
    return number


def _checked(visit: Visit, given: Mapping[str, str], key_id: int) -> Checked:
    if not given["service_code"]:
        raise Refused(400, "service_code was not provided")
    if not any(given[name] for name in ("lat", "long", "address_string")):
        raise Refused(400, "lat and long, or address_string, were not provided" + _of_ids(given))
    try:
        with visit.reading() as session:
            return check_request(session, given, key_id=key_id, data=settings().data, now=visit.now)
    except Invalid as error:
        if error.field == "service_code":
            raise Refused(404, "service_code was not found") from None
        raise Refused(400, f"{error.field}: {visit.t(error.key, **error.values)}") from None


def _of_ids(given: Mapping[str, str]) -> str:
    return "; address_id is not known here" if given["address_id"] else ""


def show_token(request: Request) -> Response:
    """The number of the request that a token is of, once there is one; why it was refused, where it was."""
    visit, wanted = begin(request)
    token = request.path_params["secret"]
    with visit.reading() as session:
        open_city(session)
        try:
            became = what_became_of(session, token)
        except NotFound:
            return refuse(request, wanted, Refused(404, "token was not found"))
    number = None if became.number is None else str(became.number)
    told = {"service_request_id": number, "token": token}
    if became.refused:
        told["service_notice"] = visit.t("residents.follow.refused", reason=became.answer)
    answer = tell(request, wanted, [told], "service_requests", _ITEMS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


ROUTES = [
    Route(links.OPEN311_REQUESTS.pattern, form_route(take_request), methods=["POST"]),
    Route(links.OPEN311_TOKEN.pattern, show_token),
]
