"""One POST to an address that somebody typed: looked at where it leads at the moment of connecting, no redirect, no proxy, no patience."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from threading import Event, Timer
from urllib.parse import urlsplit

from planner.domain.webhooks import HookProblem, Ip, is_public

CONNECT_S, WHOLE_S = 5.0, 15.0
"""The longest that a connection may take, and all of it, however slowly an answer drips."""
Allows = Callable[[Ip], bool]


class NotPosted(Exception):
    """There is no answer; `problem` says why."""

    def __init__(self, problem: HookProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def post(address: str, headers: Mapping[str, str], body: bytes, *, allows: Allows = is_public) -> int:
    """The status of the answer, of which nothing else is read; NotPosted where there is none.

    Of all that a name leads to each must be allowed, and one of those that were looked at is connected to: a name that leads
    elsewhere a moment later leads nobody astray.
    """
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
    try:
        connection = _connected(parts.scheme, parts.hostname or "", parts.port, allows)
    except TimeoutError as error:
        raise NotPosted(HookProblem.TIMEOUT) from error
    except (OSError, ValueError) as error:
        raise NotPosted(HookProblem.CONNECTION) from error
    held, is_late = connection.sock, Event()
    watch = Timer(WHOLE_S, lambda: _cut(held, is_late))
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        return connection.getresponse().status
    except TimeoutError as error:
        raise NotPosted(HookProblem.TIMEOUT) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotPosted(HookProblem.TIMEOUT if is_late.is_set() else HookProblem.CONNECTION) from error
    finally:
        watch.cancel()
        connection.close()


def _connected(scheme: str, host: str, port: int | None, allows: Allows) -> http.client.HTTPConnection:
    secure = scheme == "https"
    port = port or (443 if secure else 80)
    found = _looked_up(host, port, allows)
    plain = socket.create_connection((found, port), timeout=CONNECT_S)
    try:
        held = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except BaseException:
        plain.close()
        raise
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port, timeout=CONNECT_S)
    connection.sock = held
    return connection


def _looked_up(host: str, port: int, allows: Allows) -> str:
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(allows(ipaddress.ip_address(each.partition("%")[0])) for each in found):
        raise NotPosted(HookProblem.FORBIDDEN)
    return next((each for each in found if ":" not in each), found[0])


def _cut(held: socket.socket | None, is_late: Event) -> None:
    is_late.set()
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself
