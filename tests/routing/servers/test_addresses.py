"""Forbidden addresses are found in every spelling, and by names that lead there; nothing is sent to them."""

import socket
import threading
from collections.abc import Iterator

import pytest

from planner.routing.engine import NoAnswer
from planner.routing.servers.addresses import ForbiddenAddress, checked_address, is_forbidden
from planner.routing.servers.remote import Web

SPELLINGS = [
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "0251.0376.0251.0376",
    "169.254.43518",
    "::ffff:169.254.169.254",
    "[::ffff:169.254.169.254]",
    "fe80::1",
    "100.100.100.200",
    "fd00:ec2::254",
    "0.0.0.0",
    "224.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_forbidden_address_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(ForbiddenAddress):
        checked_address(host, 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "192.168.1.5", "2001:db8::1"])
def test_address_of_a_citys_own_network_is_fine(host: str) -> None:
    address = checked_address(host, 5000)

    assert not is_forbidden(address)


@pytest.mark.parametrize("host", ["osrm", "router.city.ru", ""])
def test_name_is_no_address(host: str) -> None:
    assert not is_forbidden(host)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["2852039166", "0xA9FEA9FE", "[::ffff:169.254.169.254]"])
def test_forbidden_server_is_not_connected_to(scheme: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: connected.append(address))

    with pytest.raises(NoAnswer, match="connection"):
        Web(f"{scheme}://{host}").get("/health")

    assert connected == []


@pytest.fixture
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what it was told."""
    told: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                told.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1], told
    thread.join(5)


def test_name_that_leads_elsewhere_at_the_second_look_is_refused(
    listening: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, told = listening
    lead = {"osrm.city.ru": "127.0.0.1"}
    look_up = socket.getaddrinfo

    def resolve(host: str, *arguments: object, **options: object) -> object:
        return look_up(lead.get(host, host), *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server = Web(f"http://osrm.city.ru:{port}")
    first = server.get("/health")
    lead["osrm.city.ru"] = "169.254.169.254"

    with pytest.raises(NoAnswer, match="connection"):
        server.get("/health")

    assert first == (200, {})
    assert told[0].startswith(b"GET /health HTTP/1.1\r\nHost: osrm.city.ru")
