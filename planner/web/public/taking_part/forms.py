"""Forms that strangers send: bounded in size, answered to nobody else, kept by nobody."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from anyio import sleep
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.status import HTTP_429_TOO_MANY_REQUESTS
from starlette.types import Receive

from planner.domain.errors import Invalid, Unavailable
from planner.services.access.visit import Visit
from planner.web import door
from planner.web.door import tell_rule
from planner.web.public.answers import POLICY, render

MOST_BYTES = 40 * 1024 * 1024
"""Of a whole form. A picture may have half of that, so that one which is too large is told beside its field."""
Handler = Callable[[Request, FormData, bytes], Response]


class _TooLarge(Exception):
    """More came than anybody has to take."""


def upload_route(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A POST route for a form with one picture, `photo`, whose bytes are handed over; it runs beside the event loop.

    Whoever tries too often is answered a second later.
    """

    async def route(request: Request) -> Response:
        bounded = Request(request.scope, _bounded(request.receive))
        try:
            async with bounded.form(max_files=1, max_fields=50) as form:
                answer = await run_in_threadpool(handler, request, form, await _bytes_of(form))
        except _TooLarge:
            return await run_in_threadpool(tell_rule, request, Invalid("residents.error.too_large", field="photo"))
        except Unavailable:
            await sleep(door.TOO_OFTEN_S)
            raise
        if answer.status_code == HTTP_429_TOO_MANY_REQUESTS:
            await sleep(door.TOO_OFTEN_S)
        return answer

    return route


def private_page(
    request: Request, visit: Visit, template: str, told: Mapping[str, object], *, status: int = 200
) -> Response:
    """A page for one reader alone, in the dress of the public pages: nobody keeps it, no robot finds it."""
    body = render(request, visit, template, private=True, **told)
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": f"{POLICY}; connect-src 'self'",
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(body, status, headers)


def typed(form: FormData, name: str) -> str:
    """What stands in a field of the form; nothing for a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


async def _bytes_of(form: FormData) -> bytes:
    photo = form.get("photo")
    return await photo.read() if isinstance(photo, UploadFile) else b""


def _bounded(receive: Receive) -> Receive:
    come = 0

    async def receiving() -> MutableMapping[str, Any]:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > MOST_BYTES:
            raise _TooLarge
        return message

    return receiving
