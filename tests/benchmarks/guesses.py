"""How others fare while passwords are guessed: `python -m tests.benchmarks.guesses --attackers 40 --handshakes 10`.

A real server on SQLite. Attackers without an account guess passwords as fast as they are answered, each at an address of
another person; foreign pages try to open the socket all the time. Meanwhile an administrator writes (the language of their
account) and somebody asks whether the server is well, each ten times a second.
"""

import argparse
import http.client
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from planner.config import SIGN_IN_COOKIE
from planner.database import open_database
from planner.domain.models import Person
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from tests.browser.servers import start_server

PEOPLE = 17
EVERY_S = 0.1


def prepare(folder: Path) -> str:
    """People whose passwords may be guessed; the administrator's sign-in."""
    database = open_database(f"sqlite:///{folder / 'planner.db'}")
    database.migrate()
    known = hash_password("синий забор у реки")
    with database.transaction() as session:
        given = {"name": "Ольга", "email": "olga@example.org", "password_hash": known}
        token = create_first_administrator(session, **given, now=datetime.now(UTC))
        for number in range(PEOPLE):
            session.add(Person(name=f"Человек {number}", email=f"person{number}@example.org", password_hash=known))
    database.close()
    return token


def guess(port: int, number: int, until: float) -> Counter[int]:
    """Wrong passwords, one after the other; how often each status came back."""
    answers = Counter[int]()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{port}"}
    while time.time() < until:
        form = {"email": f"person{number % PEOPLE}@example.org", "password": f"guess {len(answers)} {time.time()}"}
        answers[_status(port, "POST", "/sign-in", urlencode(form), headers)] += 1
    return answers


def knock(port: int, until: float) -> Counter[int]:
    """Handshakes of a page of another site."""
    answers = Counter[int]()
    while time.time() < until:
        try:
            with connect(f"ws://localhost:{port}/_stcore/stream", origin=Origin("https://evil.example")):
                answers[101] += 1
        except (WebSocketException, OSError):
            answers[403] += 1
    return answers


def attack(port: int, attackers: int, handshakes: int, until: float) -> None:
    """All of them at once, in a process of their own."""
    work: list[Callable[[], object]] = [lambda number=each: guess(port, number, until) for each in range(attackers)]  # type: ignore[misc]
    work += [lambda: knock(port, until) for _ in range(handshakes)]
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def under_attack(port: int, attackers: int, handshakes: int, seconds: float) -> Iterator[None]:
    """The attack goes on for as long as this does."""
    process = get_context("fork").Process(target=attack, args=(port, attackers, handshakes, time.time() + seconds + 2))
    process.start()
    time.sleep(2)
    yield
    process.terminate()
    process.join()


def ask_again_and_again(
    port: int, path: str, headers: dict[str, str], seconds: float, took: list[float], wanted: int
) -> None:
    """Asks ten times a second; `took` are the seconds of each answer. AssertionError on another status than wanted."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        status = _status(port, "GET", path, None, headers)
        took.append(time.monotonic() - began)
        assert status == wanted, status
        time.sleep(max(0.0, EVERY_S - took[-1]))


def tell(what: str, took: Sequence[float]) -> None:
    """Prints a line of seconds."""
    cuts = statistics.quantiles(took, n=100)
    print(f"{what:28} {len(took):5} {statistics.median(took):8.3f} {cuts[94]:8.3f} {max(took):8.3f}", flush=True)


def measure(port: int, token: str, seconds: float, name: str) -> None:
    """A write and the server's health, at once."""
    cookie = {"Cookie": f"{SIGN_IN_COOKIE}={token}"}
    writes, healths = list[float](), list[float]()
    threads = [
        threading.Thread(target=ask_again_and_again, args=(port, "/language/ru", cookie, seconds, writes, 303)),
        threading.Thread(target=ask_again_and_again, args=(port, "/_stcore/health", {}, seconds, healths, 200)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(f"{name}: write", writes)
    tell(f"{name}: health", healths)


def _status(port: int, method: str, path: str, body: str | None, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def main() -> None:
    """Prints two lines without an attack, and two under it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attackers", type=int, default=40)
    parser.add_argument("--handshakes", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-guesses-") as name:
        folder = Path(name)
        token = prepare(folder)
        server = start_server(folder / "server", variables={"PLANNER_DATA": str(folder)})
        try:
            print(f"{'':28} {'asked':>5} {'p50':>8} {'p95':>8} {'max':>8}  s")
            measure(server.port, token, chosen.seconds / 3, "quiet")
            with under_attack(server.port, chosen.attackers, chosen.handshakes, chosen.seconds):
                measure(server.port, token, chosen.seconds, "under attack")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
