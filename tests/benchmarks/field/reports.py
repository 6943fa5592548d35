"""Reports that are acknowledged in a second: `python -m tests.benchmarks.field.reports`.

Tablets that have joined a ride send reports over HTTP, each the next one as soon as the last is acknowledged, without a photo
and with one of 300 kB that goes in pieces as the page sends it; and, as on a real bus, each a report every 30 seconds. Beside
them somebody at a desk chooses their language again and again, which writes by the same process as every screen does. The
clients share the machine with the server.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planner import links
from planner.config import SIGN_IN_COOKIE
from planner.domain.models.types import new_id
from tests.benchmarks.field.bus import ITEMS, JOIN, PIECE, join_body, new_picture, now_ms, photo_item, prepare, report
from tests.benchmarks.field.lines import Answer, Line
from tests.benchmarks.kills import databases
from tests.benchmarks.sessions import seconds_of_work
from tests.browser.servers import Server, start_server

EVERY_S = 30.0
"""Between two reports of one tablet on a real bus."""
DESK_EVERY_S = 0.2
QUICK_S, SLOW_S, MOST_PIECES = 1.0, 5.0, 8
"""By which the page chooses how many pieces it sends at a time."""
SETTLE_S = 1.0
"""What is acknowledged before is not counted."""


@dataclass
class Point:
    """What was measured of one load, in milliseconds. `whole` is a report with its photo, from the first byte to the last."""

    reports: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    desk: list[float] = field(default_factory=list)
    failed: int = 0


@dataclass
class Tablet:
    """A tablet that has joined; `key` is who it is."""

    line: Line
    key: str
    chance: random.Random
    pieces: int = 1
    """How many are sent in one request, as the page does it."""


@dataclass(frozen=True)
class Load:
    """How much is sent; `every_s` is 0 where each tablet sends as fast as it is answered."""

    tablets: int
    seconds: float
    with_photo: bool = False
    every_s: float = 0.0

    @property
    def name(self) -> str:
        """For the table."""
        pace = f"1 per {self.every_s:.0f} s each" if self.every_s else "at once"
        return f"{self.tablets:3} tablets, {pace}, {'1 photo' if self.with_photo else 'no photo'}"


async def join(server: Server, count: int) -> list[Tablet]:
    """So many tablets, each with a cookie of its own."""
    joined = []
    for number in range(count):
        line = Line(server.port)
        answer = await line.post(JOIN, join_body(f"Гость {number}"))
        line.cookie = answer.headers["set-cookie"].partition(";")[0]
        line.close()
        joined.append(Tablet(line, answer.json["key"], random.Random(number)))
    return joined


def fitting(pieces: int, took_s: float) -> int:
    """How many pieces the page sends next, after so many took so long."""
    if took_s < QUICK_S:
        return min(pieces * 2, MOST_PIECES)
    return 1 if took_s > SLOW_S else pieces


async def send(tablet: Tablet, point: Point, *, with_photo: bool) -> None:
    """One report, and its photo behind it."""
    picture = new_picture() if with_photo else None
    made = report(tablet.key, "Яма на дороге", tablet.chance, photos=int(with_photo))
    begun = time.perf_counter()
    answer = await tablet.line.post(ITEMS, {"tablet_now": now_ms(), "items": [made]})
    point.reports.append(_ms_since(begun))
    point.failed += not _is_received(answer)
    if picture is None:
        return
    answer = await tablet.line.ask("HEAD", picture.path)
    while answer.status in (204, 409) and "upload-complete" not in answer.headers:
        at, sent_at = int(answer.headers["upload-offset"]), time.perf_counter()
        told = {"Upload-Offset": str(at), "Upload-Length": str(len(picture.data))}
        answer = await tablet.line.ask("PATCH", picture.path, picture.data[at : at + tablet.pieces * PIECE], told)
        tablet.pieces = fitting(tablet.pieces, time.perf_counter() - sent_at)
    answer = await tablet.line.post(ITEMS, {"tablet_now": now_ms(), "items": [photo_item(made, picture, new_id())]})
    point.whole.append(_ms_since(begun))
    point.failed += not _is_received(answer)


async def ride(tablet: Tablet, point: Point, load: Load, until: float) -> None:
    """Sends until the time is over; paced, the tablets begin one after the other."""
    next_at = time.perf_counter() + tablet.chance.random() * load.every_s
    while (now := max(time.perf_counter(), next_at if load.every_s else 0.0)) < until:
        await asyncio.sleep(now - time.perf_counter())
        await send(tablet, point, with_photo=load.with_photo)
        next_at += load.every_s


async def sit_at_desk(line: Line, point: Point, until: float) -> None:
    """A person's own writes beside it."""
    for number in range(1_000_000):
        if time.perf_counter() >= until:
            return
        begun = time.perf_counter()
        answer = await line.ask("GET", links.LANGUAGE.to(language=("ru", "en")[number % 2]))
        point.desk.append(_ms_since(begun))
        point.failed += answer.status != 303
        await asyncio.sleep(DESK_EVERY_S)


async def measure(server: Server, tablets: Sequence[Tablet], desk: Line, load: Load) -> Point:
    """One load, for its seconds."""
    point, settling = Point(), Point()
    if not load.every_s:
        await _all(tablets, desk, load, settling, SETTLE_S)
    await _all(tablets, desk, load, point, load.seconds)
    for tablet in tablets:
        tablet.line.close()
    return point


async def _all(tablets: Sequence[Tablet], desk: Line, load: Load, point: Point, seconds: float) -> None:
    until = time.perf_counter() + seconds
    riding: list[Awaitable[None]] = [ride(tablet, point, load, until) for tablet in tablets[: load.tablets]]
    await asyncio.gather(*riding, sit_at_desk(desk, point, until))


HEAD = (
    "database   load                                     per s    p50    p95    p99   whole p50    p95   desk p99  max   "
    "work, ms: server client  failed"
)


def tell(kind: str, load: Load, point: Point, took_s: float, server_s: float, client_s: float) -> None:
    """Prints a line; the work is what one report took of a processor."""
    done = len(point.whole if load.with_photo else point.reports)
    times = " ".join(f"{_part(point.reports, share):6.0f}" for share in (50, 95, 99))
    whole = " ".join(f"{_part(point.whole, share):6.0f}" if point.whole else "     -" for share in (50, 95))
    work = " ".join(f"{1000 * each / max(1, done):6.1f}" for each in (server_s, client_s))
    desk = f"{_part(point.desk, 99):7.0f} {max(point.desk):6.0f}"
    print(
        f"{kind:10} {load.name:38} {done / took_s:7.1f} {times}     {whole}  {desk}          {work}  {point.failed:6}",
        flush=True,
    )


def loads(chosen: argparse.Namespace) -> list[Load]:
    """What is measured, from light to heavy."""
    fast = [
        Load(count, chosen.seconds, with_photo=bool(with_photo))
        for with_photo in chosen.photos
        for count in chosen.clients
    ]
    paced = [Load(200, chosen.paced_seconds, bool(with_photo), EVERY_S) for with_photo in chosen.photos]
    return [*(paced if chosen.paced_seconds else []), *fast]


async def measure_all(kind: str, server: Server, token: str, planned: Sequence[Load]) -> None:
    """A line of the table for each load."""
    tablets = await join(server, max(load.tablets for load in planned))
    desk = Line(server.port, f"{SIGN_IN_COOKIE}={token}")
    for load in planned:
        begun, server_s, client_s = time.perf_counter(), seconds_of_work(server.process.pid), time.process_time()
        point = await measure(server, tablets, desk, load)
        took = time.perf_counter() - begun - (0 if load.every_s else SETTLE_S)
        work = seconds_of_work(server.process.pid) - server_s
        tell(kind, load, point, took, work, time.process_time() - client_s)


def _is_received(answer: Answer) -> bool:
    known = answer.status == 200 and answer.headers.get("x-planner") == "1"
    return known and [each["state"] for each in answer.json["answers"]] == ["received"]


def _ms_since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _part(times: Sequence[float], share: int) -> float:
    return (
        statistics.quantiles(times, n=100, method="inclusive")[share - 1]
        if len(times) > 1
        else (times or [float("nan")])[0]
    )


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 20, 200])
    parser.add_argument("--seconds", type=float, default=20.0, help="of each load that sends at once")
    parser.add_argument("--paced-seconds", type=float, default=90.0, help="of the paced ones; 0: without them")
    parser.add_argument("--photos", type=int, nargs="+", default=[0, 1], choices=[0, 1], help="without, with one")
    parser.add_argument("--issues", type=int, default=30_000, help="that the city has already")
    return parser.parse_args()


def main() -> None:
    """Prints the table."""
    chosen = arguments()
    print(HEAD)
    for kind in chosen.databases:
        with tempfile.TemporaryDirectory(prefix="planner-field-") as name, databases(kind, Path(name)) as (url, _):
            planned = loads(chosen)
            token = prepare(url, seats=max(load.tablets for load in planned), issues=chosen.issues)
            variables = {"PLANNER_DATABASE_URL": url, "PLANNER_DATA": name}
            server = start_server(Path(name) / "server", variables=variables)
            try:
                asyncio.run(measure_all(kind, server, token, planned))
            finally:
                server.stop()


if __name__ == "__main__":
    main()
