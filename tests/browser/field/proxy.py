"""A network that can be spoilt: a TCP proxy between a browser and a server that cuts, holds, slows, loses and lies."""

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

PORTAL = b"<!doctype html><title>Wi-Fi</title><h1>Welcome to the hotel</h1>"
_METHOD = re.compile(rb"(GET|HEAD|POST|PATCH) ")
_RESET = struct.pack("ii", 1, 0)
_CHUNK = 16 * 1024


class Weather(StrEnum):
    """How the network is now."""

    FINE = "fine"
    CUT = "cut"
    """Every connection is reset, and every new one."""
    SILENT = "silent"
    """Nothing comes through, and nobody is told."""
    PORTAL = "portal"
    """Somebody else answers everything with 200 and a page."""


class Proxy:
    """Listens on `port`, passes everything on to `target`, as the weather allows."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.delay_s = 0.0
        """Before each connection, and each request on it."""
        self.bytes_per_s = 0.0
        self.received = 0
        """Bytes of answers that came through."""
        self._weather = Weather.FINE
        self._lost_paths: list[bytes] = []
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address for browsers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def turn(self, weather: Weather) -> None:
        """Changes the network; what was open is reset, but for SILENT, which holds it."""
        self._weather = weather
        if weather is not Weather.SILENT:
            self._reset_all()

    def lose_next_answer(self, path: str) -> None:
        """The next request whose line holds `path` reaches the server, and its answer is lost."""
        self._lost_paths.append(path.encode())

    @property
    def answers_to_lose(self) -> int:
        """How many are still to be lost."""
        return len(self._lost_paths)

    def close(self) -> None:
        """Ends everything."""
        self._listener.close()
        self._reset_all()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        if self._weather is Weather.CUT:
            _reset(client)
            return
        if self._weather is Weather.PORTAL:
            with contextlib.suppress(OSError), client:
                client.recv(_CHUNK)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PORTAL)}\r\nConnection: close\r\n\r\n"
                client.sendall(head.encode() + PORTAL)
            return
        self._wait()
        try:
            server = socket.create_connection(("127.0.0.1", self.target), timeout=10)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        with self._guard:
            self._open |= {client, server}
        losing = threading.Event()
        threading.Thread(target=self._pump, args=(client, server, losing, True), daemon=True).start()
        self._pump(server, client, losing, False)

    def _pump(self, source: socket.socket, sink: socket.socket, losing: threading.Event, is_request: bool) -> None:
        try:
            while data := source.recv(_CHUNK):
                self._wait(len(data))
                if is_request and self.delay_s and _METHOD.match(data):
                    time.sleep(self.delay_s)
                if is_request and self._is_to_be_lost(data):
                    losing.set()
                if not is_request and losing.is_set():
                    break
                sink.sendall(data)
                self.received += 0 if is_request else len(data)
        except OSError:
            pass
        finally:
            for each in (source, sink):
                _reset(each)
                with self._guard:
                    self._open.discard(each)

    def _is_to_be_lost(self, data: bytes) -> bool:
        line = data.split(b"\r\n", 1)[0]
        for path in self._lost_paths:
            if path in line:
                self._lost_paths.remove(path)
                return True
        return False

    def _wait(self, size: int = 0) -> None:
        while self._weather is Weather.SILENT:
            time.sleep(0.05)
        if self.bytes_per_s:
            time.sleep(size / self.bytes_per_s)
        if self.delay_s and size == 0:
            time.sleep(self.delay_s)

    def _reset_all(self) -> None:
        with self._guard:
            sockets, self._open = self._open, set()
        for each in sockets:
            _reset(each)


@contextmanager
def spoilt_network(target: int) -> Iterator[Proxy]:
    """A proxy in front of the server on `target`, fine at first."""
    proxy = Proxy(target)
    try:
        yield proxy
    finally:
        proxy.close()


def _reset(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
