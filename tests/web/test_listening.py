"""Tests of `planner.web.listening`."""

import fcntl
import socket
import subprocess
import sys
from pathlib import Path

from planner.web.listening import send_at_once


def sends_at_once(port: int, listener: socket.socket) -> bool:
    """Whether a new connection does."""
    with socket.create_connection(("127.0.0.1", port)):
        server_side, _ = listener.accept()
        with server_side:
            return bool(server_side.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_connections_to_a_listener_without_a_protocol_send_at_once() -> None:
    with socket.socket(socket.AF_INET) as listener, socket.socket(socket.AF_INET) as other:
        for each in (listener, other):
            each.bind(("127.0.0.1", 0))
            each.listen()
        port, other_port = (each.getsockname()[1] for each in (listener, other))
        before = sends_at_once(port, listener)

        found = send_at_once(port)

        assert (before, found, sends_at_once(port, listener)) == (False, 1, True)
        assert not sends_at_once(other_port, other)


def test_port_on_which_nobody_listens_is_none() -> None:
    with socket.socket(socket.AF_INET) as bound:
        bound.bind(("127.0.0.1", 0))

        assert send_at_once(bound.getsockname()[1]) == 0


def test_locks_on_files_stay(tmp_path: Path) -> None:
    locking = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    path = tmp_path / "database"
    path.touch()
    with path.open("r+") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)

        send_at_once(1)

        other = subprocess.run([sys.executable, "-c", locking, str(path)], capture_output=True, check=False)
    assert other.returncode != 0
