"""What comes back from an archive is what went into it, to the last row; what cannot come back whole does not come at all."""

import shutil
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from planner.database import Database, open_database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, Invalid, NotAllowed, PlannerError, Unavailable
from planner.domain.models import Category, District
from planner.services.backup.backup import make_backup
from planner.services.backup.restore import restore_backup
from planner.storage import FolderStore
from tests.prepare.alone import alone, folder_of_the_run
from tests.services.backup_story import NOW, all_rows, set_city
from tests.services.control_story import make_town

YOUNG = timedelta(0)


@pytest.fixture(scope="session")
def backed_up(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A folder with the demo city on SQLite, its files and an archive of it: made once for all processes of a run."""
    folder = folder_of_the_run(tmp_path_factory) / "backed-up"
    with alone(folder.with_suffix(".lock")):
        if not (folder / "city.tar").exists():
            folder.mkdir(exist_ok=True)
            database = open_database(f"sqlite:///{shutil.copy(sqlite_template, folder / 'planner.db')}")
            make_backup(database, KEEPER, set_city(database, folder / "files"), folder / "city.tar", now=NOW)
            database.close()
    return folder


@pytest.fixture(scope="module")
def city(backed_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, FolderStore]]:
    """The demo city on SQLite."""
    copy = shutil.copy(backed_up / "planner.db", tmp_path_factory.mktemp("city"))
    database = open_database(f"sqlite:///{copy}")
    yield database, FolderStore(backed_up / "files")
    database.close()


@pytest.fixture(scope="module")
def archive(backed_up: Path) -> Path:
    """An archive of it."""
    return backed_up / "city.tar"


@pytest.fixture
def blank(blank_database_url: str) -> Iterator[Database]:
    database = open_database(blank_database_url)
    yield database
    database.close()


def test_city_is_the_same_elsewhere_and_back_again(
    city: tuple[Database, FolderStore], archive: Path, blank: Database, tmp_path: Path
) -> None:
    there, here = FolderStore(tmp_path / "there"), FolderStore(tmp_path / "here")
    again = open_database(f"sqlite:///{tmp_path / 'again.db'}")

    restore_backup(blank, KEEPER, there, archive)
    make_backup(blank, KEEPER, there, tmp_path / "second.tar", now=NOW)
    restore_backup(again, KEEPER, here, tmp_path / "second.tar")

    rows = all_rows(city[0])
    assert [name for name, each in rows.items() if not each] == []
    assert all_rows(blank) == rows
    assert all_rows(again) == rows
    files = set(city[1].hashes(older_than=YOUNG))
    assert (set(there.hashes(older_than=YOUNG)), set(here.hashes(older_than=YOUNG))) == (files, files)
    again.close()


def test_every_file_that_any_row_names_is_in_the_archive(city: tuple[Database, FolderStore], archive: Path) -> None:
    files = set(city[1].hashes(older_than=YOUNG))
    named = {
        cell for rows in all_rows(city[0]).values() for row in rows for cell in row if isinstance(cell, str)
    } & files

    with tarfile.open(archive) as entries:
        held = {name.removeprefix("files/") for name in entries.getnames() if name.startswith("files/")}

    assert (held, len(named) > 100) == (named, True)


def test_numbers_go_on_where_they_were(database: Database, blank: Database, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    with database.transaction() as session:
        make_town(session)
        gone = District(name="Gone")
        session.add(gone)
        session.flush()
        last = max(gone.id or 0, 0)
        if session.get_bind().dialect.name == "postgresql":
            session.delete(gone)
    make_backup(database, KEEPER, store, tmp_path / "a.tar", now=NOW)

    restore_backup(blank, KEEPER, store, tmp_path / "a.tar")

    with blank.transaction() as session:
        new = District(name="New")
        session.add(new)
        session.flush()
        number = new.id
    is_kept = "postgresql" in (database.engine.dialect.name, blank.engine.dialect.name)
    assert number == last + 1 or (is_kept and blank.engine.dialect.name == "sqlite")


def test_row_of_a_thing_that_is_not_there_is_refused_and_nothing_is_changed(blank: Database, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    database = open_database(f"sqlite:///{tmp_path / 'spoilt.db'}")
    for each in (database, blank):
        each.migrate()
    with database.alone() as connection:
        row = "INSERT INTO place (name, kind, address, lat, lon, source, archived, district_id) VALUES "
        connection.execute(text(f"{row} ('a', '', '', 1, 1, '', 0, 99)"))
    make_backup(database, KEEPER, store, tmp_path / "a.tar", now=NOW)
    database.close()

    with pytest.raises(Invalid, match="backup.error.keys"):
        restore_backup(blank, KEEPER, store, tmp_path / "a.tar")

    blank.check_writable()
    assert all_rows(blank)["place"] == []


def test_archive_of_an_older_release_is_brought_up_to_date(blank: Database, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    old = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    old.migrate("0010")
    with old.transaction() as session:
        session.execute(
            text("INSERT INTO category (name, name_en, icon, days, position, archived) VALUES ('Ямы', '', '', 5, 0, 0)")
        )
    make_backup(old, KEEPER, store, tmp_path / "old.tar", now=NOW)
    old.close()

    about = restore_backup(blank, KEEPER, store, tmp_path / "old.tar")

    assert about.revision == "0010"
    with blank.reading() as session:
        assert list(session.exec(select(Category.name))) == ["Ямы"]
    blank.migrate()
    assert all_rows(blank)["instruction"] == []


def test_archive_of_a_newer_release_is_refused(database: Database, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    make_backup(database, KEEPER, store, tmp_path / "new.tar", now=NOW)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")

    with pytest.raises(Unavailable, match="backup.error.newer"):
        restore_backup(other, KEEPER, store, tmp_path / "new.tar")

    assert other.engine.connect().execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    other.close()


def test_used_database_is_replaced_only_when_told(archive: Path, database: Database, tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    with database.transaction() as session:
        make_town(session)
    before = all_rows(database)

    with pytest.raises(Conflict, match="backup.error.not_empty"):
        restore_backup(database, KEEPER, store, archive)
    kept = all_rows(database)
    restore_backup(database, KEEPER, store, archive, replace=True)

    assert kept == before
    assert (len(all_rows(database)["issue"]) > 10, list(store.hashes(older_than=YOUNG)) != []) == (True, True)


def test_database_of_another_program_is_left_alone(archive: Path, blank: Database, tmp_path: Path) -> None:
    with blank.transaction() as session:
        session.execute(text("CREATE TABLE city (id integer)"))
        session.execute(text("INSERT INTO city VALUES (5)"))

    with pytest.raises(Conflict, match="backup.error.foreign"):
        restore_backup(blank, KEEPER, FolderStore(tmp_path / "files"), archive, replace=True)

    with blank.reading() as session:
        assert session.execute(text("SELECT id FROM city")).scalar() == 5


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.9999, 1.0])
def test_cut_archive_is_refused_before_anything_is_written(archive: Path, tmp_path: Path, share: float) -> None:
    whole = archive.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(whole[: int(len(whole) * share)] if share < 1 else whole[:-1])

    assert _refused(cut, tmp_path) == ("backup.error.damaged", [])


@pytest.mark.parametrize("at", [0, 700, 200_000, -11_000, -9_000, -1])
def test_changed_archive_is_refused_before_anything_is_written(archive: Path, tmp_path: Path, at: int) -> None:
    whole = bytearray(archive.read_bytes())
    whole[at] ^= 1
    (tmp_path / "changed.tar").write_bytes(whole)

    assert _refused(tmp_path / "changed.tar", tmp_path) == ("backup.error.damaged", [])


@pytest.mark.parametrize("content", [b"", b"no archive", b"\0" * 20_480])
def test_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(content)

    assert _refused(tmp_path / "a.tar", tmp_path) == ("backup.error.damaged", [])


def _refused(path: Path, folder: Path) -> tuple[str, list[str]]:
    """Why an archive was refused, and what was written all the same."""
    database, store = open_database(f"sqlite:///{folder / 'target.db'}"), FolderStore(folder / "files")
    with pytest.raises(PlannerError) as refused:
        restore_backup(database, KEEPER, store, path)
    with database.reading() as session:
        tables = list(session.execute(text("SELECT name FROM sqlite_master")).scalars())
    database.close()
    return refused.value.key, [*tables, *store.hashes(older_than=YOUNG)]


def test_restoring_is_for_administrators(archive: Path, database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        town = make_town(session)

    with pytest.raises(NotAllowed):
        restore_backup(database, town.olga, FolderStore(tmp_path / "files"), archive, replace=True)
