"""Where a request comes from, which status says no, and a form that could not be taken: what was typed can be sent again as it was."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound, PlannerError, Unavailable
from planner.services.access import passwords
from planner.web.door import form_route, network_of, status_of, tell_failure, tell_rule
from planner.web.public.taking_part.forms import upload_route
from tests.web.conftest import BROWSER
from tests.web.way_in.steps import OLGA, set_up

GIVEN = {"text": 'Яма "у входа" <b> & дальше', "email": "anna@example.org", "lines": "одна\nдве", "empty": ""}


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


def fail(request: Request, form: FormData) -> Response:
    """A handler that fails as the address asks, once."""
    left = request.app.state.failures
    if left:
        raise left.pop()
    return PlainTextResponse("\n".join(f"{name}={value!r}" for name, value in form.multi_items()))


@pytest.fixture
def form_site(own_database: Database) -> Iterator[TestClient]:
    """A site with one small form and one with a picture, which cannot take anything at first."""
    app = Starlette(
        routes=[
            Route("/small", form_route(fail), methods=["POST"]),
            Route("/large", upload_route(fail), methods=["POST"]),
        ],
        exception_handlers={PlannerError: tell_rule, Exception: tell_failure},
    )
    app.state.failures = [Unavailable("app.error.no_database")]
    with TestClient(app, headers=BROWSER, raise_server_exceptions=False) as client:
        yield client


def hidden(page: str) -> dict[str, str]:
    """The fields that a page sends again."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


@pytest.mark.parametrize("error", [Unavailable("app.error.no_database"), RuntimeError("our own fault")])
def test_what_was_typed_is_sent_again_by_one_tap(form_site: TestClient, error: Exception) -> None:
    form_site.app.state.failures = [error]  # type: ignore[attr-defined]

    told = form_site.post("/small?topic=3", data=GIVEN)
    again = form_site.post("/small?topic=3", data=hidden(told.text))

    assert (told.status_code, 'action="/small?topic=3"' in told.text) == (
        500 + 3 * isinstance(error, Unavailable),
        True,
    )
    assert (hidden(told.text), "<b>" in told.text) == (GIVEN, False)
    assert (again.status_code, "Яма" in again.text) == (200, True)


def test_page_says_that_a_picture_does_not_go_along(form_site: TestClient) -> None:
    told = form_site.post("/large", data=GIVEN, files={"photo": ("a.jpg", b"jpeg", "image/jpeg")})
    form_site.app.state.failures = [Unavailable("app.error.no_database")]  # type: ignore[attr-defined]
    without = form_site.post("/large", data=GIVEN, files={"photo": ("", b"", "application/octet-stream")})

    said = "Фотография при этом не отправится"
    assert (hidden(told.text), said in told.text) == (GIVEN, True)
    assert (hidden(without.text), said in without.text) == ({**GIVEN, "photo": ""}, False)


def test_page_never_says_a_password(form_site: TestClient) -> None:
    told = form_site.post("/small", data={"email": "olga@example.org", "password": "Секретный пароль"})

    assert (told.status_code, "Секретный" in told.text, hidden(told.text)) == (503, False, {})
    assert '<a class="button" href="/small">Вернуться к форме</a>' in told.text


def test_program_is_told_in_json(form_site: TestClient) -> None:
    told = form_site.post("/small", data=GIVEN, headers={"Accept": "application/json"})

    assert told.json()["key"] == "app.error.no_database"


def test_sign_in_without_a_place_keeps_the_address(site: TestClient) -> None:
    set_up(site)
    site.cookies.clear()
    with ExitStack() as crowd:
        for _ in range(passwords.MOST_WAITING + passwords.AT_ONCE):
            crowd.enter_context(passwords.one_of_few())

        told = site.post("/sign-in?next=/tours", data={**OLGA, "next": "/tours"})

    assert (told.status_code, f'value="{OLGA["email"]}"' in told.text, 'value="/tours"' in told.text) == (
        503,
        True,
        True,
    )
    assert "Сейчас входит слишком много людей" in told.text
    assert OLGA["password"] not in told.text
