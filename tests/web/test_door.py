"""Where a request comes from: networks, and what proxies and visitors write into headers."""

import pytest
from starlette.requests import Request

from planner.domain.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound, PlannerError, Unavailable
from planner.web.door import network_of, status_of


def request_from(address: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return Request({"type": "http", "client": (address, 5), "headers": headers})


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_network_is_as_coarse_as_providers_give_addresses_out(address: str, network: str) -> None:
    assert network_of(request_from(address)) == network


def test_what_visitors_write_into_the_header_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    straight = network_of(request_from("127.0.0.1", "203.0.113.9"))
    monkeypatch.setenv("PLANNER_PUBLIC_URL", "https://tours.example.org")

    past_the_proxy = network_of(request_from("192.0.2.77", "203.0.113.9"))
    behind_it = network_of(request_from("127.0.0.1", "203.0.113.9, 198.51.100.1", "192.0.2.77"))
    silent_proxy = network_of(request_from("127.0.0.1"))

    assert straight == silent_proxy == "127.0.0.0/24"
    assert past_the_proxy == behind_it == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("typed.error.email"), 400),
        (NotAllowed("permissions.sign_in"), 403),
        (NotFound("app.unknown_page"), 404),
        (Conflict("app.error.at_once"), 409),
        (ChangedMeanwhile("issue", {}), 409),
        (Unavailable("app.error.busy"), 503),
        (Unavailable("app.error.full"), 507),
    ],
)
def test_status_says_what_kind_of_no_it_is(error: PlannerError, status: int) -> None:
    assert status_of(error) == status
