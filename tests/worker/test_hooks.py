"""Messages are brought to a real HTTP server: signed, once, again where it fails, never inside a network, and none is lost by a kill."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database, the_database
from planner.domain.actor import KEEPER
from planner.domain.models import HookDelivery, Webhook
from planner.domain.models.types import id_of
from planner.domain.webhooks import OFFERED, HookEvent, HookProblem, HookState, signature
from planner.services.webhooks import hooks
from planner.worker import posting
from planner.worker.hooks import deliver, gather
from tests.services.public_story import log, open_scene, publish

ROOT = Path(__file__).resolve().parents[2]
SENDER = """
import time
from datetime import timedelta
from planner.services.webhooks import delivering
delivering.LEASE = timedelta(seconds=3)
from planner.worker.hooks import deliver
while True:
    deliver(allows=lambda address: True)
    time.sleep(0.02)
"""


class Listener(ThreadingHTTPServer):
    """A program that listens on this machine: what came, and what it says to it."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.says: Callable[[], int] = lambda: 204
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def ids(self) -> list[str]:
        """Of what came."""
        return [headers["webhook-id"] for _, headers, _ in self.came]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.came.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        status = server.says()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def own(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database that this process uses, with an open city."""
    monkeypatch.setenv("PLANNER_DATABASE_URL", database_url)
    monkeypatch.setenv("PLANNER_PUBLIC_URL", "https://tours.city.example")
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    the_database.cache_clear()


def listens(own: Database, listener: Listener) -> int:
    """The number of an address of this machine, which no administrator could type."""
    now = datetime.now(UTC)
    with own.transaction() as session:
        hooks.add_webhook(session, KEEPER, address="https://x.example", secret="", events=OFFERED, now=now)
        hook = session.exec(select(Webhook)).one()
        hook.address = f"http://127.0.0.1:{listener.server_port}/hook?a=1"
        return id_of(hook)


def send() -> int:
    return deliver(allows=lambda address: True)


def ask_test(own: Database, number: int, times: int = 1) -> None:
    with own.transaction() as session:
        for _ in range(times):
            hooks.test_webhook(session, KEEPER, number, now=datetime.now(UTC))


def how(own: Database) -> tuple[Webhook, list[HookState]]:
    """How the address stands, and its messages."""
    with own.reading() as session:
        rows = session.exec(select(HookDelivery).order_by("id")).all()
        return session.exec(select(Webhook)).one(), [row.state for row in rows]


def rests_no_longer(own: Database) -> None:
    with own.transaction() as session:
        session.exec(select(Webhook)).one().rests_until = None


def test_issue_that_became_public_is_brought_signed_and_once(own: Database, listener: Listener) -> None:
    with own.transaction() as session:
        scene = open_scene(session)
    listens(own, listener)
    with own.transaction() as session:
        issue = log(session, scene.scene, text="Тайное слово")
        publish(session, scene, issue, now=datetime.now(UTC), text="Провал")
        number = id_of(issue)

    made = (gather(), gather())
    sent = (send(), send())

    [(path, headers, body)] = listener.came
    hook, states = how(own)
    seconds = int(headers["webhook-timestamp"])
    assert (made, sent, states, path) == ((1, 0), (1, 0), [HookState.SENT], "/hook?a=1")
    assert headers["webhook-signature"] == signature(hook.secret, headers["webhook-id"], seconds, body)
    assert abs(seconds - time.time()) < 60
    assert f'"data":{{"number":{number},"url":"https://tours.city.example/open/issues/{number}"' in body.decode()
    assert body.decode().startswith('{"type":"issue.published","timestamp":"')
    assert "слово" not in body.decode()


def test_message_that_is_not_taken_comes_again_under_its_number(own: Database, listener: Listener) -> None:
    with own.transaction() as session:
        scene = open_scene(session)
    listens(own, listener)
    with own.transaction() as session:
        publish(session, scene, log(session, scene.scene), now=datetime.now(UTC))
    gather()
    listener.says = lambda: 503

    refused, waits = send(), send()
    resting, states = how(own)
    rests_no_longer(own)
    listener.says = lambda: 204
    send()

    assert (refused, waits, states) == (1, 0, [HookState.WAITING])
    assert (resting.problem, resting.status, resting.failures) == (HookProblem.STATUS, 503, 1)
    assert (len(listener.ids), len(set(listener.ids)), how(own)[0].failures) == (2, 1, 0)


@pytest.mark.parametrize(("status", "problem"), [(302, HookProblem.REDIRECT), (404, HookProblem.STATUS)])
def test_answer_that_is_no_yes_is_told_and_followed_nowhere(
    own: Database, listener: Listener, status: int, problem: HookProblem
) -> None:
    ask_test(own, listens(own, listener))
    listener.says = lambda: status

    send()

    hook, states = how(own)
    assert (hook.problem, hook.status, states) == (problem, status, [HookState.FAILED])
    assert [path for path, _, _ in listener.came] == ["/hook?a=1"]


def test_address_that_is_gone_for_good_is_paused(own: Database, listener: Listener) -> None:
    ask_test(own, listens(own, listener))
    listener.says = lambda: 410

    send()

    assert how(own)[0].paused_at is not None


def test_address_inside_the_network_is_not_asked_whatever_its_name(own: Database, listener: Listener) -> None:
    number = listens(own, listener)
    for host in ("127.0.0.1", "localhost", "2130706433", "[::1]"):
        with own.transaction() as session:
            session.exec(select(Webhook)).one().address = f"http://{host}:{listener.server_port}/"
        ask_test(own, number)
        deliver()

    hook, states = how(own)
    assert (hook.problem, states, listener.came) == (HookProblem.FORBIDDEN, [HookState.FAILED] * 4, [])


def test_slow_server_is_left(own: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "WHOLE_S", 0.3)
    goes_on = threading.Event()
    listener.says = lambda: 204 if goes_on.wait(10) else 500
    ask_test(own, listens(own, listener))

    send()
    goes_on.set()

    assert how(own)[0].problem is HookProblem.TIMEOUT


def test_nobody_there_is_told(own: Database, listener: Listener) -> None:
    number = listens(own, listener)
    with own.transaction() as session:
        session.exec(select(Webhook)).one().address = "http://127.0.0.1:9/"
    ask_test(own, number)

    send()

    assert how(own)[0].problem is HookProblem.CONNECTION


def test_message_waits_three_days_and_is_given_up_then(own: Database, listener: Listener) -> None:
    with own.transaction() as session:
        scene = open_scene(session)
    number = listens(own, listener)
    listener.says = lambda: 500
    with own.transaction() as session:
        issue = log(session, scene.scene)
        publish(session, scene, issue, now=datetime.now(UTC))
        old = datetime.now(UTC) - timedelta(days=3)
        about = {"number": id_of(issue)}
        for uid, made in (("young", datetime.now(UTC)), ("old", old)):
            row = HookDelivery(
                webhook_id=number,
                uid=uid,
                event=HookEvent.ISSUE_PUBLISHED,
                about=about,
                at=made,
                next_at=made,
                made_at=made,
            )
            session.add(row)

    send()
    rests_no_longer(own)
    listener.says = lambda: 204
    send()

    assert (listener.ids, how(own)[1]) == (["old", "young"], [HookState.SENT, HookState.FAILED])


def test_message_of_a_killed_sender_comes_again_with_the_same_number(own: Database, listener: Listener) -> None:
    number = listens(own, listener)
    held = threading.Event()
    listener.says = lambda: 204 if held.wait(20) else 500
    ask_test(own, number)
    first = _start()
    _wait(lambda: bool(listener.came))
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    held.set()
    second = _start()

    _wait(lambda: how(own)[1] == [HookState.SENT])
    second.kill()
    second.wait()

    assert len(listener.ids) == 2
    assert len(set(listener.ids)) == 1


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SENDER], cwd=ROOT, env=dict(os.environ))


def _wait(holds: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)
