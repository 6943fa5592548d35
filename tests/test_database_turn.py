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
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from planner.config import ROOT
from planner.database import Database, hold_all, open_database
from planner.domain.errors import Unavailable
from planner.domain.models import District
from planner.turn import Turn


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that writes and does not end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


class TooLate(Exception):
    pass


def test_turn_is_first_come_first_served() -> None:
    turn, order, threads = Turn(10, TooLate), [], []

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
    turn, told = Turn(0.05, TooLate), []

    def wait() -> None:
        try:
            with turn.taken():
                told.append("came")
        except TooLate:
            told.append("too late")

    with turn.taken():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
    wait()

    assert told == ["too late", "came"]


def test_turn_inside_a_turn_is_refused_at_once() -> None:
    turn = Turn(10, TooLate)

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


@pytest.mark.parametrize("what", ["a row", "a table"])
def test_lock_held_by_another_process_is_told_in_time(database: Database, database_url: str, what: str) -> None:
    def hold(session: Session) -> None:
        if what == "a row":
            session.exec(select(District).with_for_update()).one()
        else:
            hold_all(session, District)
            session.exec(select(District)).one()

    with database.transaction() as session:
        session.add(District(name="Северный"))
    other = open_database(database_url, patience_s=0.2)
    began = time.monotonic()

    with database.transaction() as session:
        hold(session)
        with pytest.raises(Unavailable, match=r"app\.error\.busy"), other.transaction() as late:
            hold(late)

    assert time.monotonic() - began < 5
    with other.transaction() as session:
        hold(session)
    other.close()


def test_what_changes_tables_waits_for_locks_without_an_end(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows no such time")

    with database.alone() as connection:
        alone = connection.scalar(text("SHOW lock_timeout"))
    with database.transaction() as session:
        usual = session.scalar(text("SHOW lock_timeout"))

    assert (alone, usual) == ("0", "10s")


def test_connection_that_falls_silent_is_given_up_unless_the_address_says_else(database_url: str) -> None:
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite is a file")
    told = []
    for address in (database_url, f"{database_url}{'&' if '?' in database_url else '?'}tcp_user_timeout=7000"):
        database = open_database(address)
        with database.reading() as session:
            raw: Any = session.connection().connection.driver_connection
            told.append(raw.info.get_parameters())
        database.close()

    assert [each["tcp_user_timeout"] for each in told] == ["30000", "7000"]
    assert [each["keepalives_idle"] for each in told] == ["30", "30"]


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
