"""Open311 GeoReport v2 over HTTP, for reading: discovery, services and requests, as JSON and as XML."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.phrases.names import city_name
from planner.phrases.public.open311 import say_definition, say_request, say_service
from planner.services.access.visit import Visit
from planner.services.public.open311 import USUAL_SIZE, Asked, open_requests, open_services
from planner.services.public.openness import open_city
from planner.web.public.answers import answer, reader
from planner.web.public.feeds import fit_for_xml

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_KINDS = {"json": "application/json", "xml": "text/xml"}
_STATES = {"open", "closed"}
_MOST_DIGITS = 9
Told = Mapping[str, object]


class Refused(Exception):
    """What a client has asked for in a way that the specification does not know."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


def show_discovery(request: Request) -> Response:
    """Where the interface is, and who answers for it."""
    visit, form = begin(request)
    with visit.reading() as session:
        open_city(session)
    endpoint = {
        "specification": SPECIFICATION,
        "url": visit.site.url(links.OPEN311.to()),
        "changeset": "2026-11-29T00:00:00+00:00",
        "type": "production",
        "formats": [*_KINDS.values()],
    }
    told = {
        "changeset": endpoint["changeset"],
        "contact": visit.city.open_contact or city_name(visit.t, visit.city),
        "key_service": visit.t(
            "residents.api.key_service", contact=visit.city.open_contact or city_name(visit.t, visit.city)
        ),
        "endpoints": [endpoint],
    }
    return tell(request, form, told, "discovery", {"endpoints": "endpoint", "formats": "format"})


def show_services(request: Request) -> Response:
    """The topics."""
    visit, form = begin(request)
    with visit.reading() as session:
        told = [say_service(visit.t, each) for each in open_services(session)]
    return tell(request, form, told, "services", {"services": "service"})


def show_service(request: Request) -> Response:
    """What is asked for one topic beyond the usual: nothing."""
    visit, form = begin(request)
    with visit.reading() as session:
        known = {str(each.id): each for each in open_services(session)}
    category = known.get(request.path_params["code"])
    if category is None:
        return refuse(request, form, Refused(404, "service_code was not found"))
    return tell(request, form, say_definition(category), "service_definition", {"attributes": "attribute"})


def show_requests(request: Request) -> Response:
    """The issues that match."""
    return _requests(request, lambda: _asked(request.query_params))


def show_request(request: Request) -> Response:
    """One issue, in a list of one."""
    number = request.path_params["number"]
    return _requests(request, lambda: Asked(numbers=_numbers(number, "service_request_id")), needed=True)


def _requests(request: Request, ask: Callable[[], Asked], *, needed: bool = False) -> Response:
    visit, form = begin(request)
    with visit.reading() as session:
        open_city(session)
        try:
            rows = open_requests(session, ask(), now=visit.now)
        except Refused as no:
            return refuse(request, form, no)
    if needed and not rows:
        return refuse(request, form, Refused(404, "service_request_id was not found"))
    told = [say_request(visit.t, each, lambda photo_id: _photo(visit, photo_id)) for each in rows]
    return tell(request, form, told, "service_requests", {"service_requests": "request"})


def _photo(visit: Visit, photo_id: str) -> str:
    return visit.site.url(links.OPEN_PHOTO.to(photo_id=photo_id, size="large"))


def begin(request: Request) -> tuple[Visit, str]:
    """Who asks, and in which form; NotFound for a form that is none."""
    form = request.path_params["form"]
    if form not in _KINDS:
        raise NotFound("app.unknown_page")
    return reader(request), form


def _asked(query: Mapping[str, str]) -> Asked:
    states = {each for each in query.get("status", "").split(",") if each}
    if not states <= _STATES:
        raise Refused(400, "status is open, closed, or both")
    return Asked(
        numbers=_numbers(query.get("service_request_id", ""), "service_request_id"),
        services=_numbers(query.get("service_code", ""), "service_code"),
        is_open="open" in states if len(states) == 1 else None,
        start=_moment(query.get("start_date", ""), "start_date"),
        end=_moment(query.get("end_date", ""), "end_date"),
        page=_number(query.get("page", ""), "page") or 1,
        page_size=_number(query.get("page_size", ""), "page_size") or USUAL_SIZE,
    )


def _numbers(typed: str, name: str) -> list[int]:
    """A list with commas; a number that nothing can have is kept, and finds nothing."""
    parts = [each.strip() for each in typed.split(",") if each.strip()]
    return [_number(each, name) or 0 for each in parts]


def _number(typed: str, name: str) -> int | None:
    if not typed:
        return None
    if not re.fullmatch(rf"[0-9]{{1,{_MOST_DIGITS}}}", typed, re.ASCII):
        raise Refused(400, f"{name} is a whole number")
    return int(typed)


def _moment(typed: str, name: str) -> datetime | None:
    """A moment as W3C writes it; a plus sign that an address has turned into a blank is one still."""
    if not typed:
        return None
    try:
        read = datetime.fromisoformat(typed.strip().replace(" ", "+"))
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(400, f"{name} is a moment such as 2026-11-24T08:00:00Z") from None


def refuse(request: Request, form: str, no: Refused) -> Response:
    """The no, in the form of the specification."""
    told = [{"code": no.status, "description": no.description}]
    said = tell(request, form, told, "errors", {"errors": "error"})
    said.status_code = no.status
    return said


def tell(request: Request, form: str, told: Told | Sequence[Told], root: str, items: Mapping[str, str]) -> Response:
    """The same as JSON or XML; `items` says what one of a list is called in XML."""
    if form == "json":
        return answer(request, json.dumps(told, ensure_ascii=False), _KINDS[form])
    made = _xml(Element(root), told, items)
    data: bytes = tostring(made, encoding="utf-8", xml_declaration=True)
    return answer(request, data, _KINDS[form])


def _xml(parent: Element, told: object, items: Mapping[str, str]) -> Element:
    if isinstance(told, Mapping):
        for name, value in told.items():
            _xml(SubElement(parent, str(name)), value, items)
    elif isinstance(told, list):
        for each in told:
            _xml(SubElement(parent, items[parent.tag]), each, items)
    elif told is not None:
        parent.text = fit_for_xml(str(told).lower() if isinstance(told, bool) else str(told))
    return parent


ROUTES = [
    Route(links.OPEN311_DISCOVERY.pattern, show_discovery),
    Route(links.OPEN311_SERVICES.pattern, show_services),
    Route(links.OPEN311_SERVICE.pattern, show_service),
    Route(links.OPEN311_REQUESTS.pattern, show_requests),
    Route(links.OPEN311_REQUEST.pattern, show_request),
]
