"""How long the preview and the import of a file of places work: `python -m tests.benchmarks.place_import`.

Rows of one name and of different ones, on a SQLite of its own; `--rows` says how many of each. CPU of this process.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from planner.database import Database, open_database
from planner.domain.actor import Actor
from planner.domain.words import Role
from planner.services.city.places import PlacesPreview, import_places, preview_places

OLGA = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=1)


def table(rows: int, name: Callable[[int], str]) -> bytes:
    """A CSV whose places lie some 70 m from each other, in rows of 200."""
    lines = (f"{name(at)};{50 + at // 200 * 0.001:.4f};{127 + at % 200 * 0.001:.4f}\n" for at in range(rows))
    return ("name;lat;lon\n" + "".join(lines)).encode()


def previewed(database: Database, data: bytes) -> PlacesPreview:
    """What would come in; says what it cost."""
    before = time.process_time()
    with database.reading() as session:
        preview = preview_places(session, OLGA, data=data, filename="places.csv")
    cost = time.process_time() - before
    print(f"preview {cost:6.2f} s CPU: {len(preview.good)} new, {len(preview.known)} known")
    return preview


def main() -> None:
    """Each file against an empty catalogue, and once more when it is in."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    for label, name in (("one name", lambda at: "Остановка"), ("different names", lambda at: f"Остановка {at}")):
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(f"sqlite:///{Path(folder) / 'planner.db'}")
            database.migrate()
            data = table(rows, name)
            print(f"{rows} rows of {label}")
            preview = previewed(database, data)
            before = time.process_time()
            with database.transaction() as session:
                import_places(session, OLGA, preview.good)
            print(f"import  {time.process_time() - before:6.2f} s CPU")
            previewed(database, data)
            database.close()


if __name__ == "__main__":
    main()
