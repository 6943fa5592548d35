"""The sockets on which this process listens, which Streamlit opens."""

import os
import socket
import stat

_MOST_FILES = 1024
"""File descriptors among which the listeners are looked for: they are opened first."""


def send_at_once(port: int) -> int:
    """Lets every connection to `port` send what it has at once; how many listeners there are.

    An answer goes out in two writes. A socket that waits for more until the first was acknowledged (Nagle) costs up to
    40 ms each time on a kept connection. asyncio switches that off only where the listener was opened with a protocol,
    and Streamlit opens it without; on Linux connections inherit it from the listener.
    """
    found = 0
    for number in range(3, _MOST_FILES):
        one = _socket_of(number)
        if one is None:
            continue
        with one:  # a copy: closed before the next number, it is not found again
            if _listens_on(one, port):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                found += 1
    return found


def _socket_of(number: int) -> socket.socket | None:
    """A copy of what this descriptor is, if it is a socket. A file is never copied: closing the copy would end every lock
    that this process holds on it, and with them what keeps SQLite's file whole (POSIX, `fcntl`).
    """
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        return socket.socket(fileno=os.dup(number))
    except OSError:
        return None


def _listens_on(one: socket.socket, port: int) -> bool:
    if one.family not in (socket.AF_INET, socket.AF_INET6) or one.type != socket.SOCK_STREAM:
        return False
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)) and one.getsockname()[1] == port
