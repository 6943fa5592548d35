"""The gate before everything: strangers meet the sign-in page, foreign sites cannot post, answers carry safe headers."""

from collections.abc import Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner import links
from planner.config import settings
from planner.services.access.sign_in import is_empty
from planner.web.door import visitor

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_STREAMLIT = "/_stcore/"
"""Streamlit guards its own endpoints by a token."""


class Gate:
    """Middleware around the whole application; `pages` are the paths of screens, which need somebody signed in."""

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        self._app = app
        self._pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if scope["method"] not in _SAFE_METHODS and not path.startswith(_STREAMLIT) and not _same_origin(scope):
            await PlainTextResponse("403: cross-origin request", 403)(scope, receive, send)
            return
        if scope["method"] == "GET" and path.rstrip("/") in self._pages:
            door = await to_thread.run_sync(_door_for, Request(scope))
            if door:
                await RedirectResponse(door, 303)(scope, receive, send)
                return
        await self._app(scope, receive, _with_safe_headers(send))


def _same_origin(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    own = {headers.get("host"), urlsplit(settings().public_url).netloc or None}
    return urlsplit(origin).netloc in own - {None}


def _door_for(request: Request) -> str | None:
    visit = visitor(request)
    if not visit.actor.is_stranger:
        return None
    with visit.database.reading() as session:
        if is_empty(session):
            return links.SET_UP.to()
    query = f"?{request.url.query}" if request.url.query else ""
    return links.sign_in_and_back(request.url.path + query)


def _with_safe_headers(send: Send) -> Send:
    async def sending(message: Message | MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers.setdefault("Referrer-Policy", "same-origin")
            headers.setdefault("Content-Security-Policy", "frame-ancestors 'self'")
        await send(message)

    return sending
