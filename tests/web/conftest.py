"""A site without screens: every HTTP route behind the gate, on a database and a folder of its own."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from planner.database import Database, the_database
from planner.domain.errors import PlannerError
from planner.storage import the_store
from planner.web.door import tell_failure, tell_rule
from planner.web.gate import Gate
from planner.web.routes import ROUTES
from planner.web.upload_limit import UploadLimit
from tests.services.issue_story import Scene, set_scene
from tests.web.issue_visitors import sign_everybody_in
from tests.web.one_trip import OneTripClient


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({"host": socket.headers["host"], "origin": socket.headers["origin"]})
    await socket.close()


def _upload(request: Request) -> PlainTextResponse:
    return PlainTextResponse("kept", 204)


STREAMLIT = [
    WebSocketRoute("/_stcore/stream", _stream),
    Route("/_stcore/upload_file/{session}/{file}", _upload, methods=["PUT", "DELETE"]),
    *(
        Route(f"/_stcore/{name}", lambda request: PlainTextResponse("ok"))
        for name in ("health", "metrics", "host-config")
    ),
]
"""Where Streamlit's own addresses are; what is behind them is not the gate's."""
BROWSER = {"Accept": "text/html", "Origin": "http://testserver"}


@pytest.fixture
def own_database(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that the doors of this process use during the test."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path))
    monkeypatch.setattr("planner.web.door.TOO_OFTEN_S", 0.0)
    the_database.cache_clear()
    the_store.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()
    the_store.cache_clear()


@pytest.fixture
def site(own_database: Database) -> Iterator[OneTripClient]:
    """A browser at the front door; it follows no redirects by itself, and says that it is on the same site.

    It is entered, so that all its requests have one event loop: a new one for each costs more than most answers do.
    """
    screens = [Route(path, lambda request: PlainTextResponse("a screen")) for path in ("/", "/tours", "/issue")]
    routes = [*ROUTES, *screens]
    gate = Middleware(Gate, pages={"", "/tours", "/issue"}, uploads=UploadLimit(dict), routes=routes)
    app = Starlette(
        routes=[
            *routes,
            *STREAMLIT,
            *(Mount(path, PlainTextResponse("Streamlit")) for path in ("/static", "/media", "/component")),
        ],
        middleware=[gate],
        exception_handlers={PlannerError: tell_rule, Exception: tell_failure},
    )
    with OneTripClient(app, headers=BROWSER, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def one_by_one(quick_passwords: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the site hands to threads of its own is done where it stands, for tests that ask a thousand things one after another.

    Each hand-over and return waits until the machine gives the other thread its turn. A test of what many ask at once goes without.
    """

    async def at_once(work: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
        return work(*arguments)

    monkeypatch.setattr(anyio.to_thread, "run_sync", at_once)


@pytest.fixture
def scene(own_database: Database) -> Scene:
    """The people and places of the issue tests."""
    with own_database.transaction() as session:
        return set_scene(session)


@pytest.fixture
def tokens(own_database: Database, scene: Scene) -> Mapping[str, str]:
    """A sign-in of each of these people, by name."""
    with own_database.transaction() as session:
        return sign_everybody_in(session, scene)
