"""How long a rerun takes while many look at the issue list: `python -m tests.benchmarks.sessions`.

Starts a server of its own with 100,000 issues and opens N websockets, as N browsers would; each asks for a rerun every ten
seconds. A rerun is over when the server says that its script has finished. The clients share the machine with the server.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from planner.config import SIGN_IN_COOKIE
from planner.database import open_database
from planner.domain.models import Person
from planner.services.access.sign_in import open_sign_in_for
from tests.benchmarks.many_issues import fill
from tests.browser.servers import Server, start_server

EVERY_S = 10.0
ARRIVALS_PER_S = 8.0
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"state": "open"},
    {"overdue": "true"},
    {"category": "3"},
    {"state": "open", "page": "3"},
)
"""What the visitors look at, by turns."""


@dataclass
class Rerun:
    """One run of the script, in milliseconds, and the bytes that came."""

    milliseconds: float
    received: int
    done: bool


class Browser:
    """One visitor on `/<page>`: one websocket, one session of Streamlit."""

    def __init__(self, socket: ClientConnection, page: str, query: str) -> None:
        self._socket = socket
        self._page, self._hash, self._query = page, "", query

    async def rerun(self) -> Rerun:
        """Asks for a run and waits until it has finished."""
        ask = BackMsg()
        ask.rerun_script.query_string = self._query
        ask.rerun_script.page_script_hash = self._hash
        ask.rerun_script.page_name = "" if self._hash else self._page
        start, received = time.perf_counter(), 0
        await self._socket.send(ask.SerializeToString())
        while True:
            data = await self._socket.recv()
            assert isinstance(data, bytes)
            received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._hash = message.new_session.page_script_hash
            elif kind == "script_finished":
                done = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return Rerun((time.perf_counter() - start) * 1000, received, done)


async def visit(server: Server, token: str, page: str, number: int, until: float) -> list[Rerun]:
    """A visitor who stays: the first run is not counted, because it is the arrival."""
    await asyncio.sleep(number / ARRIVALS_PER_S)
    address = f"ws://localhost:{server.port}/_stcore/stream"
    headers = {"Cookie": f"{SIGN_IN_COOKIE}={token}", "Origin": server.url}
    async with connect(
        address,
        additional_headers=headers,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    ) as socket:
        browser = Browser(socket, page, urlencode(QUERIES[number % len(QUERIES)]))
        await browser.rerun()
        reruns = []
        while time.monotonic() < until:
            asked = time.monotonic()
            reruns.append(await browser.rerun())
            await asyncio.sleep(max(0.0, asked + EVERY_S - time.monotonic()))
        return reruns


async def load(server: Server, token: str, page: str, sessions: int, seconds: float) -> Sequence[Rerun]:
    """All visitors together; what they measured after everybody had come."""
    arrival = sessions / ARRIVALS_PER_S
    until = time.monotonic() + arrival + seconds
    visits = await asyncio.gather(*(visit(server, token, page, number, until) for number in range(sessions)))
    rounds_of_arrival = round(arrival / EVERY_S)
    return [rerun for reruns in visits for rerun in reruns[rounds_of_arrival:]]


def prepare(folder: Path, issues: int) -> str:
    """Fills the database that the server will open, and returns Olga's sign-in."""
    database = open_database(f"sqlite:///{folder / 'data' / 'planner.db'}")
    database.migrate()
    fill(database, issues)
    with database.transaction() as session:
        olga = session.exec(select(Person).order_by(Person.id)).first()  # type: ignore[arg-type]
        assert olga is not None
        token = open_sign_in_for(session, olga, now=datetime.now(UTC))
    database.close()
    return token


def seconds_of_work(process_id: int) -> float:
    """The processor time that a process has used."""
    user, system = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


HEAD = "sessions  reruns    p50     p95     p99     max  ms   work of the server per rerun, ms    kB   failed"


def tell(sessions: int, reruns: Sequence[Rerun], work_s: float) -> None:
    """Prints a line; the arrivals count as reruns where the work is shared out."""
    times = [rerun.milliseconds for rerun in reruns]
    cuts = statistics.quantiles(times, n=100)
    numbers = " ".join(f"{value:7.0f}" for value in (cuts[49], cuts[94], cuts[98], max(times)))
    kilobytes = statistics.mean(rerun.received for rerun in reruns) / 1000
    failed = sum(not rerun.done for rerun in reruns)
    work = 1000 * work_s / (len(reruns) + sessions)
    print(f"{sessions:8} {len(times):7} {numbers} {work:34.0f} {kilobytes:8.0f} {failed:6}", flush=True)


def main() -> None:
    """Prints a line for each number of sessions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 25, 50, 100])
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--page", default="issues")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as name:
        folder = Path(name)
        token = prepare(folder, chosen.issues)
        server = start_server(folder)
        try:
            print(HEAD)
            for sessions in chosen.sessions:
                used = seconds_of_work(server.process.pid)
                reruns = asyncio.run(load(server, token, chosen.page, sessions, chosen.seconds))
                tell(sessions, reruns, seconds_of_work(server.process.pid) - used)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
