"""Starlette's test client with one visit to the event loop per request; its own makes fifteen, which cost more than the answers."""

from collections.abc import MutableMapping
from typing import Any, cast
from urllib.parse import unquote

import anyio
import httpx2 as httpx
from anyio.from_thread import BlockingPortal
from starlette.testclient import TestClient


class OneTripClient(TestClient):
    """The same browser. It has to be entered, and hands over an answer when all of it is there."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._usual = self._transport
        self._transport = _Transport(self)
        self._raises: bool = options.get("raise_server_exceptions", True)

    def status_of(self, path: str, query: str) -> int:
        """How this browser is answered at `/path?query`, both quoted already.

        httpx looks at every letter of an address several times, which takes longer than the answer to a long one.
        """
        told = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers = [*self.headers.items(), ("host", self.base_url.host), *(told.items() if told["cookie"] else ())]
        raw = [(name.lower().encode(), value.encode()) for name, value in headers]
        return self.exchange(_scope(self.base_url, "GET", path, query.encode(), raw), b"").status

    def exchange(self, scope: dict[str, Any], asked: bytes) -> "_Exchange":
        """Has the application answer; raises what it let out."""
        exchange = _Exchange(scope, asked)
        failure = cast(BlockingPortal, self.portal).call(exchange.run, self.app)
        if failure is not None and self._raises:
            raise failure
        assert exchange.status, "no answer at all"
        return exchange


class _Transport(httpx.BaseTransport):
    def __init__(self, client: OneTripClient) -> None:
        self._client = client

    def close(self) -> None:
        self._client._usual.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme in {"ws", "wss"}:
            return self._client._usual.handle_request(request)
        headers = [(name.lower(), value) for name, value in request.headers.raw]
        path = url.raw_path.split(b"?", 1)[0].decode()
        exchange = self._client.exchange(_scope(url, request.method, path, url.query, headers), request.read())
        body = b"" if request.method == "HEAD" else b"".join(exchange.body)
        return httpx.Response(exchange.status, headers=exchange.headers, stream=httpx.ByteStream(body), request=request)


def _scope(url: httpx.URL, method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": url.scheme,
        "query_string": query,
        "headers": headers,
        "client": ("testclient", 50000),
        "server": [url.host, url.port or {"http": 80, "https": 443}[url.scheme]],
        "extensions": {},
        "state": {},
    }


class _Exchange:
    """One question and what came back."""

    def __init__(self, scope: dict[str, Any], asked: bytes) -> None:
        self._scope, self._asked = scope, asked
        self._read = False
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []

    async def run(self, app: Any) -> Exception | None:
        """What the application let out, once it is done."""
        self._complete = anyio.Event()
        try:
            await app(self._scope, self._receive, self._send)
        except Exception as failure:  # noqa: BLE001  # handed on, or shown as the answer that was sent before
            return failure
        return None

    async def _receive(self) -> MutableMapping[str, Any]:
        if self._read:
            await self._complete.wait()
            return {"type": "http.disconnect"}
        self._read = True
        return {"type": "http.request", "body": self._asked}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        assert not self._complete.is_set(), "something was sent after the answer was whole"
        if message["type"] == "http.response.start":
            assert not self.status, "a second answer was begun"
            self.status = message["status"]
            self.headers = list(message.get("headers", []))
        else:
            assert self.status, "a body came before its answer"
            self.body.append(bytes(message.get("body", b"")))
            if not message.get("more_body", False):
                self._complete.set()
