"""A thousand visitors in a minute beside twenty tablets: `python -m tests.benchmarks.public.visitors`.

Each visitor opens a public page with its style sheets, and another page a while later; the tablets report every thirty seconds
each, as on a real bus. First the tablets are measured alone. The clients share the machine with the server.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from planner.config import SIGN_IN_COOKIE
from planner.database import open_database
from tests.benchmarks.field.bus import prepare
from tests.benchmarks.field.lines import Line
from tests.benchmarks.field.reports import EVERY_S, Load, Point, join, measure
from tests.benchmarks.kills import databases
from tests.benchmarks.public_pages import publish_all
from tests.browser.servers import Server, start_server

PAGES = (
    *("/open", "/open", "/open/issues", "/open/issues", "/open/issues?look=late", "/open/tours", "/open/tours/1"),
    *("/open/districts", "/open/districts/1", "/open/agencies", "/open/news", "/open/data", "/open/feed.atom"),
    *(f"/open/issues/{number}" for number in range(100, 110)),
)
TABLETS = 20
READS_S = 8.0
"""Between the two pages of a visitor."""


async def come(server: Server, number: int, took: list[float], wrong: list[int]) -> None:
    """One visitor, with a connection of their own."""
    chance, line = random.Random(number), Line(server.port)
    for page in chance.choices(PAGES, k=2):
        begun = time.perf_counter()
        answer = await line.ask("GET", page)
        took.append(1000 * (time.perf_counter() - begun))
        wrong += [answer.status] if answer.status != 200 else []
        await asyncio.sleep(READS_S)
    line.close()


async def crowd(server: Server, visitors: int, seconds: float) -> tuple[list[float], list[int]]:
    """All of them, evenly over the time; milliseconds of each page, and what was not 200."""
    took: list[float] = []
    wrong: list[int] = []
    coming = []
    begun = time.perf_counter()
    for number in range(visitors):
        await asyncio.sleep(max(0.0, begun + number * seconds / visitors - time.perf_counter()))
        coming.append(asyncio.create_task(come(server, number, took, wrong)))
    await asyncio.gather(*coming)
    return took, wrong


async def run(server: Server, token: str, visitors: int, seconds: float) -> None:
    """The tablets alone, then both."""
    tablets, desk = await join(server, TABLETS), Line(server.port, f"{SIGN_IN_COOKIE}={token}")
    load = Load(TABLETS, seconds, every_s=EVERY_S)
    warm = Line(server.port)
    for page in PAGES:
        await warm.ask("GET", page)
    tell_tablets("tablets alone", await measure(server, tablets, desk, load))
    both: tuple[Point, tuple[list[float], list[int]]] = await asyncio.gather(
        measure(server, tablets, desk, load), crowd(server, visitors, seconds)
    )
    point, (took, wrong) = both
    tell_tablets("tablets beside visitors", point)
    print(f"  {visitors} visitors, {len(took)} pages: {_parts(took)}, not 200: {len(wrong)}", flush=True)


def tell_tablets(name: str, point: Point) -> None:
    """A line about them."""
    print(f"  {name}: {len(point.reports)} reports {_parts(point.reports)}, failed {point.failed}", flush=True)


def _parts(times: Sequence[float]) -> str:
    ranked = sorted(times)
    p50, p95, p99 = (ranked[min(len(ranked) - 1, int(share * len(ranked)))] for share in (0.5, 0.95, 0.99))
    return f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, most {ranked[-1]:.0f} ms"


def main() -> None:
    """Prints a few lines for each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--visitors", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--issues", type=int, default=30_000)
    chosen = parser.parse_args()
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    for kind in chosen.databases:
        with tempfile.TemporaryDirectory(prefix="planner-visitors-") as name, databases(kind, Path(name)) as (url, _):
            token = prepare(url, seats=TABLETS, issues=chosen.issues)
            database = open_database(url)
            publish_all(database)
            database.close()
            print(kind, flush=True)
            server = start_server(Path(name) / "server", variables={"PLANNER_DATABASE_URL": url, "PLANNER_DATA": name})
            try:
                asyncio.run(run(server, token, chosen.visitors, chosen.seconds))
            finally:
                server.stop()


if __name__ == "__main__":
    main()
