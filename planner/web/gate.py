"""The gate before everything: who is not signed in meets the sign-in page and reaches no socket, foreign sites can do
nothing, uploads find room or are refused, answers carry safe headers."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from anyio import sleep, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from planner import links
from planner.config import SIGN_IN_COOKIE, settings
from planner.domain.actor import Actor
from planner.domain.errors import NotFound, Unavailable
from planner.services.access.join import code_of_tablet
from planner.services.access.set_up import is_empty
from planner.services.access.sign_in import tablet_is_over
from planner.web.door import TOO_OFTEN_S, page, tell_rule, visitor
from planner.web.upload_limit import UploadLimit

_log = logging.getLogger("planner.web")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_STREAM = "/_stcore/stream"
_UPLOAD = "/_stcore/upload_file/"
_OPEN_TO_ALL = {"/_stcore/health", "/_stcore/host-config"}
"""Of Streamlit's own addresses those that a browser asks for before it is known who is there."""
_FILES_OF_STREAMLIT = ("/static/", "/component/")
_MEDIA = "/media/"
"""What a screen shows to who opened it, QR codes of links that sign in among them; its address is all that it is called by."""
_OF_PROGRAMS = f"{links.OPEN311.to()}/"
"""Asked by programs, which are on no site, with a key; no cookie is looked at there, so that nobody's browser can be made to."""
_POLICY_VIOLATION, _TRY_AGAIN_LATER = 1008, 1013
"""With which a socket is closed (RFC 6455 and its registry)."""
_ENDS_MAILS = tuple(path.pattern.partition("{")[0] for path in (links.STOP_MAILS, links.END_SUBSCRIPTION))
"""Mail programs post here for their reader (RFC 8058), without saying from where. The secret in the address is all that opens
it; no cookie is looked at, so that a foreign site has nothing to abuse.
"""
_OF_THE_BUS = {"", links.screen("ride"), links.screen("tablet")}
"""Screens that a tablet does not have: it has the page on the bus."""


class Gate:
    """Middleware around the whole application.

    `pages` are the paths of screens, which need somebody signed in; `routes` is all that answers beside Streamlit. Of Streamlit's own addresses only those pass that a
    screen needs: the socket and uploads for whoever is signed in and comes from this site, what screens show for whoever is signed in, two
    for everybody.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], uploads: UploadLimit, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._pages = frozenset(pages)
        self._uploads = uploads
        self._routes = _by_first_part(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, _with_safe_headers(send))
        else:
            await self._app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Decides before Streamlit does: for a foreign origin that would ask an outside host for its own address.

        What is let through gets the origin's host as `Host`, so that Streamlit sees one site also behind a proxy that does
        not forward it.
        """
        is_own = _own_origin(scope)
        if not is_own:
            await sleep(TOO_OFTEN_S)  # a page that knocks again and again gets no more of this server's time
        try:
            opens = is_own and scope["path"] == _STREAM and await _signed_in(scope)
        except Unavailable as error:
            _log.error("%s at the socket", error.key, exc_info=error)
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER})
            return
        if not opens:
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        host = _site_of(Headers(scope=scope)["origin"])
        headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
        await self._app({**scope, "headers": [*headers, (b"host", host.encode())]}, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if _has_strange_host(scope):
            await PlainTextResponse("400: no such host", 400)(scope, receive, send)
            return
        from_elsewhere = path.startswith((*_ENDS_MAILS, _OF_PROGRAMS))
        if scope["method"] not in _SAFE_METHODS and not from_elsewhere and not _same_origin(scope):
            await PlainTextResponse("403: cross-origin request", 403)(scope, receive, send)
        elif path.startswith(_UPLOAD):
            await self._upload(scope, receive, send)
        elif scope["method"] == "GET" and path.rstrip("/") in self._pages:
            door = await to_thread.run_sync(_door_for, Request(scope))
            await (door or self._app)(scope, receive, send)
        elif path.startswith(_MEDIA):
            no = await to_thread.run_sync(_no_to_strangers, Request(scope))
            await (no or self._app)(scope, receive, send)
        elif not self._is_known(scope):
            await (await to_thread.run_sync(_unknown, Request(scope)))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        """Whether anything answers there: Streamlit itself answers every address with its own page."""
        path: str = scope["path"]
        if path in _OPEN_TO_ALL or path.startswith(_FILES_OF_STREAMLIT):
            return True
        begins_so = (*self._routes.get(_first_part(path), ()), *self._routes.get("", ()))
        try:
            return any(route.matches(scope)[0] is not Match.NONE for route in begins_so)
        except ValueError:  # a number of more digits than Python reads
            return False

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            actor = await to_thread.run_sync(_actor, HTTPConnection(scope))
        except Unavailable as error:
            await (await to_thread.run_sync(tell_rule, Request(scope), error))(scope, receive, send)
            return
        if actor.is_stranger:
            await PlainTextResponse("403: sign in first", 403)(scope, receive, send)
            return
        session = scope["path"].removeprefix(_UPLOAD).partition("/")[0]
        length = Headers(scope=scope).get("content-length", "")
        size = int(length) if length.isdigit() else None
        if scope["method"] != "PUT":
            size = 0
        with self._uploads.room_for(size, session=session, visitor=actor.supporter) as has_room:
            refused = PlainTextResponse("413: too many files at once", 413)
            await (self._app if has_room else refused)(scope, receive, send)


def _by_first_part(routes: Sequence[BaseRoute]) -> Mapping[str, Sequence[BaseRoute]]:
    """The routes by how their paths begin, so that a request is compared with a few of them; those that may begin with
    anything by "".
    """
    found: defaultdict[str, list[BaseRoute]] = defaultdict(list)
    for route in routes:
        first = _first_part(getattr(route, "path", ""))
        found["" if "{" in first else first].append(route)
    return dict(found)


def _first_part(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _unknown(request: Request) -> Response:
    return tell_rule(request, NotFound("app.unknown_page"))


def _no_to_strangers(request: Request) -> Response | None:
    try:
        return _unknown(request) if _actor(request).is_stranger else None
    except Unavailable as error:
        return tell_rule(request, error)


def _own_origin(scope: Scope) -> bool:
    """Whether the browser says that a page of this site asks."""
    headers = Headers(scope=scope)
    own = {headers.get("host"), _site_of(settings().public_url)} - {None, ""}
    return _site_of(headers.get("origin", "")) in own


def _site_of(address: str) -> str:
    """Host and port of an address; nothing where it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _has_strange_host(scope: Scope) -> bool:
    """Whether the request is for a host that cannot be one: no address of this site could be told in its name."""
    try:
        _ = urlsplit(f"//{Headers(scope=scope).get('host', '')}").port
    except ValueError:
        return True
    return False


def _same_origin(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if "origin" not in headers:
        return headers.get("sec-fetch-site") == "same-origin"
    return _own_origin(scope)


async def _signed_in(scope: Scope) -> bool:
    return not (await to_thread.run_sync(_actor, HTTPConnection(scope))).is_stranger


def _actor(connection: HTTPConnection) -> Actor:
    return visitor(connection).actor


def _door_for(request: Request) -> Response | None:
    """Where a stranger, or a tablet, is sent instead of the screen; the reason where nobody can tell who asks; None for all others,
    whose address is the screen's."""
    try:
        visit = visitor(request)
        if visit.actor.is_tablet and request.url.path.rstrip("/") in _OF_THE_BUS:
            with visit.database.reading() as session:
                return RedirectResponse(links.FIELD.to(code=code_of_tablet(session, visit.actor)), 303)
        if not visit.actor.is_stranger:
            return _without_slash(request)
        with visit.database.reading() as session:
            if is_empty(session):
                return RedirectResponse(links.SET_UP.to(), 303)
            is_over = tablet_is_over(session, request.cookies.get(SIGN_IN_COOKIE))
        if is_over:
            why = "permissions.tablet_off" if visit.actor.turned_off else "sign_in.tour_over"
            return page(request, visit, "message.html", status=403, sentence=visit.t(why), way_in=True)
    except Unavailable as error:
        return tell_rule(request, error)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(links.sign_in_and_back(request.url.path + query), 303)


def _without_slash(request: Request) -> Response | None:
    path = request.url.path.rstrip("/")
    return RedirectResponse(str(request.url.replace(path=path)), 308) if path and path != request.url.path else None


def _with_safe_headers(send: Send) -> Send:
    secure = settings().secure_cookies

    async def sending(message: Message | MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("X-Content-Type-Options", "nosniff")
            headers.setdefault("Referrer-Policy", "same-origin")
            headers.setdefault("Content-Security-Policy", "frame-ancestors 'self'")
            if secure:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                message["headers"] = [(name, _secured(name, value)) for name, value in message["headers"]]
        await send(message)

    return sending


def _secured(name: bytes, value: bytes) -> bytes:
    """A cookie that goes over HTTPS only, Streamlit's own too."""
    is_open = name.lower() == b"set-cookie" and b"secure" not in [part.strip().lower() for part in value.split(b";")]
    return value + b"; Secure" if is_open else value
