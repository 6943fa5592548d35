"""Writes on SQLite queue in the process, and what hinders a database has a sentence of its own."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import text
from sqlmodel import select

from planner.config import ROOT
from planner.database import Database, Turn, open_database
from planner.domain.errors import Unavailable
from planner.domain.models import District


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that writes and does not end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def test_turn_is_first_come_first_served() -> None:
    turn, order, threads = Turn(), [], []

    def take(number: int) -> None:
        with turn.taken():
            order.append(number)

    with turn.taken():
        for number in range(12):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while turn.waiting < len(threads):
                time.sleep(0.001)
    for thread in threads:
        thread.join()

    assert order == list(range(12))


def test_turn_that_does_not_come_is_told_and_passed_over() -> None:
    turn, told = Turn(patience_s=0.05), []

    def wait() -> None:
        try:
            with turn.taken():
                told.append("came")
        except Unavailable as error:
            told.append(error.key)

    with turn.taken():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
    wait()

    assert told == ["app.error.busy", "came"]


def test_turn_inside_a_turn_is_refused_at_once() -> None:
    turn = Turn()

    with turn.taken(), pytest.raises(RuntimeError, match="inside a transaction"), turn.taken():
        pass

    with turn.taken():
        pass


def test_rerun_of_a_screen_gives_the_turn_back(tmp_path: Path, sqlite_template: Path) -> None:
    class Rerun(BaseException):
        pass

    shutil.copy(sqlite_template, tmp_path / "planner.db")
    database = open_database(f"sqlite:///{tmp_path}/planner.db")

    with pytest.raises(Rerun), database.transaction():
        raise Rerun
    with database.transaction() as session:
        session.add(District(name="Северный"))

    with database.reading() as session:
        assert len(session.exec(select(District)).all()) == 1
    database.close()


def test_all_writes_of_many_threads_arrive(database: Database) -> None:
    def write(number: int) -> None:
        for round_ in range(5):
            with database.transaction() as session:
                session.add(District(name=f"{number}-{round_}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as session:
        assert len(session.exec(select(District)).all()) == 100


def test_lock_held_by_another_program_is_told(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "planner.db"
    shutil.copy(sqlite_template, tmp_path / "planner.db")
    database = open_database(f"sqlite:///{path}", patience_s=0.1)

    with held(path), pytest.raises(Unavailable, match=r"app\.error\.busy"), database.transaction() as session:
        session.add(District(name="Северный"))

    database.close()


def test_full_disk_is_told(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "planner.db")
    database = open_database(f"sqlite:///{tmp_path}/planner.db")

    with pytest.raises(Unavailable, match=r"app\.error\.full"), database.transaction() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        session.add_all([District(name="Северный" * 1000) for _ in range(500)])

    with database.reading() as session:
        assert session.exec(select(District)).all() == []
    database.close()


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "planner.db").write_bytes(b"not a database at all" * 100)
    database = open_database(f"sqlite:///{tmp_path}/planner.db")

    with pytest.raises(Unavailable, match=r"app\.error\.broken"), database.reading() as session:
        session.execute(text("SELECT 1 FROM district"))

    database.close()


def test_file_closed_for_writing_is_told(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "planner.db"
    shutil.copy(sqlite_template, tmp_path / "planner.db")
    database = open_database(f"sqlite:///{path}")
    database.close()
    reading_only = open_database(f"sqlite:///file:{path}?mode=ro&uri=true")

    with pytest.raises(Unavailable, match=r"app\.error\.read_only"), reading_only.transaction() as session:
        session.add(District(name="Северный"))

    reading_only.close()


WRITER = """
import sys
from planner.database import open_database
from planner.domain.models import District

database = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(60):
    with database.transaction() as session:
        session.add(District(name=f"{sys.argv[2]} {number}"))
database.close()
"""


def test_two_processes_write_into_one_file_and_lose_nothing(tmp_path: Path, sqlite_template: Path) -> None:
    address = f"sqlite:///{tmp_path}/planner.db"
    shutil.copy(sqlite_template, tmp_path / "planner.db")
    database = open_database(address)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, address, name], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True, cwd=ROOT
        )
        for name in ("north", "south")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"

    for writer in writers:  # both wait for this line, and so begin together
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    failures = [writer.communicate()[1] for writer in writers]

    with database.reading() as session:
        written = {district.name for district in session.exec(select(District))}
    database.close()
    assert failures == ["", ""]
    assert written == {f"{name} {number}" for name in ("north", "south") for number in range(60)}
