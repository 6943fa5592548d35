"""How the page on the bus is answered: JSON with a header that no captive portal sends, kept by nobody, a no with its reason."""

import json
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from anyio import CapacityLimiter, sleep, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid, NotFound, PlannerError, Unavailable
from planner.domain.permissions import require_somebody
from planner.web import door
from planner.web.upload_limit import OF_A_STRANGER, OF_KNOWN, SMALL, bounded, length_of

HEADERS: Mapping[str, str] = {"X-Planner": "1", "Cache-Control": "no-store"}
"""Of every answer."""
LONGEST_NUMBER = 40
"""Digits; no clock and no map writes more."""
MOST_BYTES = 64 * 1024
"""Of a body, where a route takes no more."""
AT_ONCE = 2
"""So many requests of tablets are worked on at the same time; the others wait in line. More of them only hinder each other,
and a whole bus that is back in the network would take every thread that screens and other pages need.
"""
_log = logging.getLogger("planner.web")
_room, FILES_ROOM = CapacityLimiter(AT_ONCE), CapacityLimiter(AT_ONCE)
"""Pieces of files have a line of their own: a slow store keeps no report waiting."""


def answered(
    handler: Callable[[Request], Response], *, room: CapacityLimiter = _room
) -> Callable[[Request], Awaitable[Response]]:
    """A route without a body: the plain function runs beside the event loop, and whatever it raises is told as JSON."""

    async def route(request: Request) -> Response:
        return await _answer(request, lambda: handler(request), room)

    return route


def answered_with_body(
    handler: Callable[[Request, Any], Response], *, most_bytes: int = MOST_BYTES
) -> Callable[[Request], Awaitable[Response]]:
    """As `answered`, for a route that takes JSON: 413 for a body of more than `most_bytes`, 400 for one that is no object."""

    def take(request: Request, data: bytes) -> Response:
        given = _object_in(data)
        return refused(request, "field.error.not_json", 400) if given is None else handler(request, given)

    return answered_with_file(take, most_bytes=most_bytes, room=_room)


def answered_with_file(
    handler: Callable[[Request, bytes], Response], *, most_bytes: int, room: CapacityLimiter = FILES_ROOM
) -> Callable[[Request], Awaitable[Response]]:
    """As `answered`, for a route that takes a file as its body: 413 for one of more than `most_bytes`.

    What is longer than OF_A_STRANGER, or does not say how long it is, is read after it is known who sends it.
    """

    async def route(request: Request) -> Response:
        small = (length_of(request) or most_bytes) <= OF_A_STRANGER
        network, too_large = door.network_of(request), Invalid("field.error.too_large")
        try:
            if not small:
                await to_thread.run_sync(_ask_who, request, limiter=room)
            async with bounded(
                request, most_bytes, SMALL if small else OF_KNOWN, network=network, too_large=too_large
            ) as whole:
                data = await whole.body()
                return await _answer(request, lambda: handler(request, data), room)
        except PlannerError as error:
            return await _answer(request, partial(_raise, error), room)
        except ClientDisconnect:
            return Response(status_code=400)  # the network is gone, and whoever is told anything with it

    return route


def _ask_who(request: Request) -> None:
    require_somebody(door.visitor(request).actor)


def _raise(error: PlannerError) -> Response:
    raise error


def _object_in(data: bytes) -> dict[str, Any] | None:
    try:
        given = json.loads(data.decode(), parse_float=_number, parse_int=_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _number(digits: str) -> int | float | None:
    """The number; none where it is one that nothing holds, so that only the item that has it is refused."""
    if len(digits) > LONGEST_NUMBER:
        return None
    number = float(digits) if set(digits) & set(".eE") else int(digits)
    return number if math.isfinite(number) else None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def refused(request: Request, key: str, status: int) -> Response:
    """A no of the door itself, with a status of its own."""
    visit = door.visit_of_no(request)
    return JSONResponse({"error": visit.t(key), "key": key, "field": None}, status)


async def _answer(request: Request, work: Callable[[], Response], room: CapacityLimiter = _room) -> Response:
    answer = await to_thread.run_sync(_told, request, work, limiter=room)
    if answer.status_code == 503:
        await sleep(door.TOO_OFTEN_S)
    answer.headers.update(HEADERS)
    return answer


def _told(request: Request, work: Callable[[], Response]) -> Response:
    """The answer, or the no in the same form. A fault of ours has none of it: to a tablet it is as if there was no network."""
    try:
        return work()
    except PlannerError as error:
        if isinstance(error, Unavailable):
            _log.error("%s at %s", error.key, request.url.path, exc_info=error)
        return door.refusal(door.visit_of_no(request), error)


def _nothing_here(request: Request) -> Response:
    raise NotFound("field.unknown")


REST = [Route(links.FIELD_API_REST.pattern, answered(_nothing_here), methods=["GET", "POST", "PUT", "PATCH", "DELETE"])]
"""What answers where nothing else does; it stands behind all other routes of the page on the bus."""
