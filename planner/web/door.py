"""The HTTP door: who asks, how an answer looks, and how a rule's no is told."""

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anyio import sleep
from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.status import HTTP_429_TOO_MANY_REQUESTS, HTTP_503_SERVICE_UNAVAILABLE, HTTP_507_INSUFFICIENT_STORAGE

from planner import links
from planner.config import BROWSER_COOKIE, SIGN_IN_COOKIE, settings
from planner.database import the_database
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError, Unavailable
from planner.i18n import LANGUAGES
from planner.render.assets import asset_url
from planner.services.access.browsers import BROWSER_STAYS
from planner.services.access.sign_in import PERSON_STAYS
from planner.services.access.visit import Visit, begin_visit, visit_to_say_no
from planner.web.upload_limit import OF_A_STRANGER, SMALL, Bodies, bounded

TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
"""The pages; `asset("door.css")` in them is the address of a file of our own."""
TEMPLATES.globals["asset"] = asset_url

TOO_OFTEN_S = 1.0
"""So long waits whoever asks too often: that costs nothing here, and slows down who tries again at once."""
_TOO_OFTEN = (HTTP_429_TOO_MANY_REQUESTS, HTTP_503_SERVICE_UNAVAILABLE)
_OF_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
MOST_OF_A_FIELD = 64 * 1024
"""Bytes."""
_STATUSES = {"app.error.full": HTTP_507_INSUFFICIENT_STORAGE}
_STATUSES |= dict.fromkeys(("app.error.too_large", "field.error.too_large", "residents.error.too_large"), 413)
_log = logging.getLogger("planner.web")


def visitor(request: HTTPConnection) -> Visit:
    """Finds out who asks, by the request's cookies. It reads the database: call it from a plain `def` route."""
    return begin_visit(the_database(), request.cookies, now=datetime.now(UTC), here=str(request.url))


def visit_of_no(request: Request) -> Visit:
    """The visit in whose words a no is told; it asks the database as long as that answers."""
    return visit_to_say_no(the_database(), request.cookies, now=datetime.now(UTC), here=str(request.url))


def page(request: Request, visit: Visit, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A whole HTML page from a template, every value escaped."""
    words = {"t": visit.t, "links": links, "city": visit.city, "languages": LANGUAGES, "here": _here(request), **values}
    return HTMLResponse(TEMPLATES.get_template(template).render(words), status, {"Cache-Control": "no-store"})


def set_sign_in(response: Response, token: str) -> None:
    """Puts the token into a cookie that scripts cannot read and other sites cannot send along with a POST."""
    _set_secret(response, SIGN_IN_COOKIE, token, PERSON_STAYS)


def set_browser(response: Response, token: str) -> None:
    """Remembers in the same way that this browser is trusted; it stays when one signs out."""
    _set_secret(response, BROWSER_COOKIE, token, BROWSER_STAYS)


def _set_secret(response: Response, name: str, token: str, stays: timedelta) -> None:
    secure = settings().secure_cookies
    response.set_cookie(name, token, max_age=int(stays.total_seconds()), httponly=True, samesite="lax", secure=secure)


def network_of(request: HTTPConnection) -> str:
    """Where a request comes from, as coarsely as providers give addresses out: /24, or /64 of IPv6.

    Behind a proxy on this machine, which only an installation with PLANNER_PUBLIC_URL has, it is what the proxy has written
    last into X-Forwarded-For; what visitors write there themselves counts nowhere. uvicorn may have done the same already.
    """
    address = request.client.host if request.client else ""
    if settings().public_url and _is_this_machine(address):
        address = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip() or address
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    known = (known.ipv4_mapped or known) if isinstance(known, IPv6Address) else known
    return str(ip_network((str(known), 24 if known.version == 4 else 64), strict=False))


def from_this_machine(request: HTTPConnection) -> bool:
    """Whether somebody sits at the server itself. A proxy there is not that: it says so in a header, speaks HTTP/1.0, is
    asked for another host, or PLANNER_PUBLIC_URL tells of it.
    """
    told = settings().public_url or any(name in request.headers for name in _OF_PROXIES)
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False
    direct = not told and host in ("localhost", "127.0.0.1", "::1") and request.scope.get("http_version") != "1.0"
    return direct and request.client is not None and _is_this_machine(request.client.host)


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def form_route(handler: Callable[[Request, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A POST route for a form that anybody may send, so that it is small: 413 for one of more than OF_A_STRANGER, or with a field of
    more than MOST_OF_A_FIELD.
    """

    async def route(request: Request) -> Response:
        return await answer_form(request, handler, OF_A_STRANGER, SMALL)

    return route


async def answer_form(
    request: Request, handler: Callable[[Request, FormData], Response], most: int, bodies: Bodies, **more: Any
) -> Response:
    """Reads the form, then runs the plain function beside the event loop, because it may write; `more` as for `form_of`.

    Whoever tries too often (429), or when too many do (503), is answered a second later.
    """
    try:
        async with form_of(request, most, bodies, **more) as form:
            answer = await run_in_threadpool(handler, request, form)
    except Unavailable:
        await sleep(TOO_OFTEN_S)
        raise
    if answer.status_code in _TOO_OFTEN:
        await sleep(TOO_OFTEN_S)
    return answer


@asynccontextmanager
async def form_of(
    request: Request, most: int, bodies: Bodies, *, max_files: int = 0, too_large: PlannerError | None = None
) -> AsyncIterator[FormData]:
    """The form of a request, bounded as `bounded` does; Invalid("app.error.too_large") for one too large or too many fields."""
    async with bounded(request, most, bodies, network=network_of(request), too_large=too_large) as whole:
        try:
            form = await whole.form(max_files=max_files, max_fields=50, max_part_size=MOST_OF_A_FIELD)
        except HTTPException as error:  # all that the parser raises: too much of something, or no form at all
            raise Invalid("app.error.too_large") from error
        request.state.sent = form.multi_items()
        try:
            yield form
        finally:
            await form.close()


def own_path(wanted: str | None) -> str:
    """`wanted` where it is an address on this site, else the start page: no sign-in may lead elsewhere."""
    plain = (wanted or "").strip()
    if not plain.startswith("/") or plain.startswith("//") or "\\" in plain or any(ord(c) < 32 for c in plain):
        return links.START
    return plain


def go(path: str) -> RedirectResponse:
    """See other: the browser asks for `path` by GET."""
    return RedirectResponse(path, 303)


def wants_html(request: Request) -> bool:
    """Whether a person with a browser is at the other end."""
    return "text/html" in request.headers.get("accept", "")


def tell_rule(request: Request, error: Exception) -> Response:
    """A rule's no as a status and a sentence."""
    assert isinstance(error, PlannerError)
    if isinstance(error, Unavailable):
        _log.error("%s at %s", error.key, request.url.path, exc_info=error)
    visit = visit_of_no(request)
    if isinstance(error, NotAllowed) and visit.actor.is_stranger and wants_html(request):
        return go(links.sign_in_and_back(_here(request)))
    if wants_html(request):
        sentence = visit.t(error.key, **error.values)
        again = _sent(request) if isinstance(error, Unavailable) else None
        return page(request, visit, "message.html", status=status_of(error), sentence=sentence, again=again)
    return refusal(visit, error)


def status_of(error: PlannerError) -> int:
    """The status of HTTP that says what kind of a no it is."""
    if error.key in _STATUSES:
        return _STATUSES[error.key]
    statuses = {NotAllowed: 403, NotFound: 404, Conflict: 409, Unavailable: 503}
    return next((status for kind, status in statuses.items() if isinstance(error, kind)), 400)


def refusal(visit: Visit, error: PlannerError) -> JSONResponse:
    """A rule's no for a program: the sentence, its key, and the field at fault."""
    told = {"error": visit.t(error.key, **error.values), "key": error.key, "field": error.field}
    return JSONResponse(told, status_of(error))


def tell_failure(request: Request, error: Exception) -> Response:
    """A polite message with a number that stands in the log."""
    number = secrets.token_hex(4)
    _log.error("failure %s at %s", number, request.url.path, exc_info=error)
    visit = visit_of_no(request)
    sentence = visit.t("app.failure", number=number)
    if wants_html(request):
        return page(request, visit, "message.html", status=500, sentence=sentence, again=_sent(request))
    return JSONResponse({"error": sentence}, 500)


@dataclass(frozen=True)
class Sent:
    """A form that could not be taken, to be sent again as it was: but for its files, which a page cannot give back, and not
    where a password is among it, which no page says.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    has_file: bool
    has_password: bool


def _sent(request: Request) -> Sent | None:
    sent: list[tuple[str, UploadFile | str]] | None = getattr(request.state, "sent", None)
    if sent is None:
        return None
    fields = tuple((name, value) for name, value in sent if isinstance(value, str))
    has_file = any(not isinstance(value, str) and value.size for _, value in sent)
    return Sent(_here(request), fields, has_file, any("password" in name for name, _ in fields))


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
