"""The gate: who reaches the socket of screens and uploads to them, and which of Streamlit's addresses are open."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.errors import Unavailable
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.i18n import translator
from planner.services.access.sharing import revoke_link
from tests.services.issue_story import Scene
from tests.web.issue_visitors import look_as

OWN = {"Origin": "http://testserver"}
PUBLIC = "https://tours.example.test"


def handshake(site: TestClient, headers: Mapping[str, str]) -> dict[str, str] | int:
    """What stands behind the gate saw of the handshake, or the code with which the gate closed it."""
    site.headers.pop("Origin", None)
    try:
        with site.websocket_connect("/_stcore/stream", headers=dict(headers)) as opened:
            seen: dict[str, str] = opened.receive_json()
            return seen
    except WebSocketDisconnect as closed:
        return closed.code


@contextmanager
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The addresses that anybody in this process looks up or connects to, none of which answers."""
    asked: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        asked.append(arguments)
        raise OSError("no network")

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", refuse)
        patched.setattr(socket.socket, "connect", refuse)
        yield asked


@pytest.mark.parametrize("who", ["olga", "pyotr"])
def test_socket_opens_for_whoever_is_signed_in(site: TestClient, tokens: Mapping[str, str], who: str) -> None:
    seen = handshake(look_as(site, tokens[who]), OWN)

    assert seen == {"host": "testserver", "origin": "http://testserver"}


def test_socket_is_closed_to_strangers_and_to_those_whose_link_was_revoked(
    site: TestClient, tokens: Mapping[str, str], own_database: Database, scene: Scene
) -> None:
    before = handshake(look_as(site, tokens["pyotr"]), OWN)
    with own_database.transaction() as session:
        revoke_link(session, scene.town.olga, scene.tour)

    closed = [handshake(look_as(site, token), OWN) for token in ("", "made-up", tokens["pyotr"])]

    assert isinstance(before, dict)
    assert closed == [1008, 1008, 1008]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://["},
        {"Origin": "http://["} | {"Host": "["},
    ],
)
def test_socket_is_closed_to_other_sites_without_asking_anybody(
    site: TestClient, tokens: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, headers: Mapping[str, str]
) -> None:
    look_as(site, tokens["olga"])

    with no_way_out(monkeypatch) as asked:
        closed = handshake(site, headers)

    assert (closed, asked) == (1008, [])


def test_socket_opens_behind_a_proxy_that_keeps_its_own_host(
    site: TestClient, tokens: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_PUBLIC_URL", PUBLIC)
    look_as(site, tokens["olga"])

    seen = handshake(site, {"Origin": PUBLIC, "Host": "localhost:8501"})

    assert seen == {"host": "tours.example.test", "origin": PUBLIC}


@pytest.mark.parametrize("path", ["/_stcore/streams", "/tours/_stcore/stream", "/other"])
def test_no_other_socket_is_there(site: TestClient, tokens: Mapping[str, str], path: str) -> None:
    look_as(site, tokens["olga"])

    with pytest.raises(WebSocketDisconnect) as closed, site.websocket_connect(path):
        pass

    assert closed.value.code == 1008


@pytest.mark.parametrize(("who", "status"), [("olga", 204), ("pyotr", 204), ("stranger", 403)])
def test_upload_is_for_whoever_is_signed_in(site: TestClient, tokens: Mapping[str, str], who: str, status: int) -> None:
    answer = look_as(site, tokens[who]).put("/_stcore/upload_file/s/f", content=b"x")

    assert answer.status_code == status


def test_upload_from_another_site_is_refused(site: TestClient, tokens: Mapping[str, str]) -> None:
    look_as(site, tokens["olga"])

    answer = site.put("/_stcore/upload_file/s/f", content=b"x", headers={"Origin": "http://evil.example"})

    assert answer.status_code == 403


def test_upload_beyond_the_limit_is_refused(site: TestClient, tokens: Mapping[str, str]) -> None:
    look_as(site, tokens["olga"])
    headers = {"Content-Length": str(121 * 1024 * 1024)}

    answer = site.put("/_stcore/upload_file/s/f", content=b"x", headers=headers)
    removed = site.delete("/_stcore/upload_file/s/f")

    assert (answer.status_code, removed.status_code) == (413, 204)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/agent/mcp", 404),
        ("/_stcore/script-health-check", 404),
    ],
)
def test_streamlits_own_addresses_are_closed_but_for_two(site: TestClient, path: str, status: int) -> None:
    assert site.get(path).status_code == status


def test_cookies_and_answers_are_for_https_only_where_that_is_set(
    site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.get("/language/en?next=/")
    monkeypatch.setenv("PLANNER_SECURE_COOKIES", "1")

    after = site.get("/language/en?next=/")

    assert "secure" not in before.headers["set-cookie"].lower()
    assert "strict-transport-security" not in before.headers
    assert "secure" in after.headers["set-cookie"].lower()
    assert after.headers["strict-transport-security"] == "max-age=31536000"


def test_sign_in_cookie_is_what_counts(site: TestClient, tokens: Mapping[str, str]) -> None:
    look_as(site, "")
    site.cookies.set("other", tokens["olga"])

    closed = handshake(site, OWN)

    site.cookies.set(SIGN_IN_COOKIE, tokens["olga"])
    assert closed == 1008
    assert isinstance(handshake(site, OWN), dict)


@pytest.mark.parametrize("path", ["/nothing", "/tours/nothing", "/issue/_stcore/health", "/_stcore", "/nosuch.js"])
def test_unknown_address_is_not_found_and_not_streamlits_page(site: TestClient, path: str) -> None:
    answer = site.get(path)

    assert answer.status_code == 404
    assert "Streamlit" not in answer.text


@pytest.mark.parametrize("path", ["/static/js/index.js", "/component/map/index.html"])
def test_files_of_streamlit_are_passed_on(site: TestClient, path: str) -> None:
    assert site.get(path).text == "Streamlit"


@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("pyotr", 200), ("stranger", 404)])
def test_what_screens_show_is_for_whoever_is_signed_in(
    site: TestClient, tokens: Mapping[str, str], who: str, status: int
) -> None:
    look_as(site, tokens[who])

    answers = [site.request(method, "/media/1.png").status_code for method in ("GET", "HEAD")]

    assert answers == [status, status]


def test_database_that_is_away_is_told_by_every_door_of_the_gate(
    site: TestClient, tokens: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Database) -> Any:
        raise Unavailable("app.error.no_database")

    look_as(site, tokens["olga"])
    monkeypatch.setattr(Database, "reading", refuse)

    answers = [site.put("/_stcore/upload_file/s/f", content=b"x"), site.get("/media/1.png"), site.get("/tours")]
    closed = handshake(site, OWN)

    said = translator("ru", "UTC")("app.error.no_database")
    assert [(answer.status_code, said in answer.text) for answer in answers] == [(503, True)] * 3
    assert closed == 1013


def test_screen_with_a_slash_at_its_end_is_the_screen(site: TestClient, tokens: Mapping[str, str]) -> None:
    answer = look_as(site, tokens["olga"]).get("/issue/?id=3")

    assert (answer.status_code, answer.headers["location"]) == (308, "http://testserver/issue?id=3")


@pytest.mark.parametrize("end", ["withdrawn", "closed yesterday"])
def test_tablet_of_a_tour_that_is_over_reads_that_and_nothing_else(
    site: TestClient, tokens: Mapping[str, str], own_database: Database, scene: Scene, end: str
) -> None:
    look_as(site, tokens["pyotr"])
    before = site.get("/issue?id=1").text
    with own_database.transaction() as session:
        tour = session.get_one(Tour, scene.tour)
        if end == "withdrawn":
            tour.state = TourState.DRAFT
        else:
            tour.state, tour.closed_at = TourState.CLOSED, datetime.now(UTC) - timedelta(hours=13)

    screens = [site.get(path) for path in ("/", "/tours", "/issue?id=1")]
    other = [site.get(path).status_code for path in ("/photo/none/clean", "/map/issue?id=1", "/api/issues/extent")]

    assert before == "a screen"
    assert {answer.status_code for answer in screens} == {403}
    assert all("Объезд закончился или отменён" in answer.text for answer in screens)
    assert other == [303, 303, 303]
