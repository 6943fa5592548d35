"""How long a file of places takes from its bytes to the catalogue: `python -m tests.benchmarks.place_import`.

Rows of one name and of different ones, on a SQLite of its own; `--rows` says how many of each. CPU of this process.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from planner.database import Database, open_database
from planner.domain.actor import Actor
from planner.domain.words import Role
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from planner.render.tables.tables import to_xlsx
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import Fate, IntakePlan
from planner.services.intake.write import write_intake

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=1)
COLUMNS = ("name", "lat", "lon")


def table(rows: int, name: Callable[[int], str]) -> list[tuple[str, float, float]]:
    """Places that lie some 70 m from each other, in rows of 200."""
    return [(name(at), 50 + at // 200 * 0.001, 127 + at % 200 * 0.001) for at in range(rows)]


def planned(database: Database, data: bytes) -> IntakePlan:
    """What would come in; says what it cost."""
    before = time.process_time()
    read = read_rows(read_file(data), "places")
    after = time.process_time()
    with database.reading() as session:
        plan = plan_intake(session, OLGA, read, data=Path("/nonexistent"))
    cost = time.process_time() - after
    print(
        f"read {after - before:6.2f} s, preview {cost:6.2f} s CPU: {plan.count(Fate.NEW)} new, {plan.count(Fate.KNOWN)} known"
    )
    return plan


def main() -> None:
    """Each file against an empty catalogue, and once more when it is in."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    for label, name in (("one name", lambda at: "Остановка"), ("different names", lambda at: f"Остановка {at}")):
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite:///{Path(folder) / 'planner.db'}")
            database.migrate()
            data = to_xlsx("a", COLUMNS, table(rows, name))
            print(f"{rows} rows of {label}, as a workbook")
            plan = planned(database, data)
            before = time.process_time()
            with database.transaction() as session:
                write_intake(session, OLGA, plan, now=datetime.now(UTC))
            print(f"import  {time.process_time() - before:6.2f} s CPU")
            planned(database, data)
            database.close()


if __name__ == "__main__":
    main()
