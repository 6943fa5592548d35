"""A connection to the server that is kept open: as little of a client as will do, because it shares the machine."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body read."""
        return json.loads(self.body)


class Line:
    """One visitor's connection, with a cookie; where the server has closed it meanwhile, it is opened anew."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.cookie = cookie
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, again: bool = True
    ) -> Answer:
        """Asks and waits for the whole answer; once more where the connection has ended."""
        try:
            reader, writer = self._streams or await asyncio.open_connection("127.0.0.1", self._port)
            self._streams = reader, writer
            writer.write(self._head(method, path, len(body), headers or {}) + body)
            return await _read(reader, method)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            if not again:
                raise
            return await self.ask(method, path, body, headers, again=False)

    async def post(self, path: str, given: object) -> Answer:
        """Sends JSON."""
        return await self.ask("POST", path, json.dumps(given).encode(), {"Content-Type": "application/json"})

    def close(self) -> None:
        """Hangs up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    def _head(self, method: str, path: str, size: int, headers: Mapping[str, str]) -> bytes:
        own = {
            "Host": f"localhost:{self._port}",
            "Origin": f"http://localhost:{self._port}",
            "Content-Length": str(size),
        }
        own |= {"Cookie": self.cookie} if self.cookie else {}
        lines = [f"{name}: {value}" for name, value in (own | dict(headers)).items()]
        return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode()


async def _read(reader: asyncio.StreamReader, method: str) -> Answer:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    size = 0 if method == "HEAD" else int(headers.get("content-length", 0))
    return Answer(int(first.split()[1]), headers, await reader.readexactly(size))
