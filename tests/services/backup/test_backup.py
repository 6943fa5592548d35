"""An archive is one moment of the database, and it is there whole or not at all."""

import json
import os
import stat
import tarfile
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, NotAllowed
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase
from planner.services.backup.backup import make_backup
from planner.services.backup.restore import restore_backup
from planner.services.issues.photos import add_photo, keep_photo
from planner.storage import FolderStore
from tests.services.backup_story import NOW, all_rows
from tests.services.issue_story import Scene, jpeg, log, set_scene, uid


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        return set_scene(session)


def test_archive_says_what_is_in_it(database: Database, scene: Scene, store: FolderStore, tmp_path: Path) -> None:
    with database.transaction() as session:
        issue = log(session, scene)
        given: dict[str, Any] = {
            "uid": uid(),
            "issue_id": id_of(issue),
            "data": keep_photo(scene.town.olga, store, data=jpeg()),
            "phase": PhotoPhase.BEFORE,
            "now": NOW,
        }
        photo = add_photo(session, scene.town.olga, **given)
        store.path_of(photo.thumbnail).unlink()
    steps: list[str] = []

    about = make_backup(
        database, KEEPER, store, tmp_path / "a.tar", now=NOW, progress=lambda step, done, total: steps.append(step)
    )

    with tarfile.open(tmp_path / "a.tar") as entries:
        names = entries.getnames()
        said = json.load(entries.extractfile("about.json") or BytesIO())
    assert (about.rows["issue"], about.files, about.missing) == (1, 2, [photo.thumbnail])
    assert (said["rows"], said["missing"]) == (about.rows, about.missing)
    assert names[-2:] == ["about.json", "checksum.txt"]
    assert (steps[0], steps[-1]) == ("tables", "files")
    assert stat.S_IMODE((tmp_path / "a.tar").stat().st_mode) == 0o600


def test_what_others_write_meanwhile_is_in_it_whole_or_not_at_all(
    database: Database, scene: Scene, store: FolderStore, tmp_path: Path
) -> None:
    """Somebody logs issues, each with its step in the history, as fast as it goes while five archives are made."""
    over, written = Event(), Event()

    def write() -> None:
        while not over.is_set():
            with database.transaction() as session:
                log(session, scene)
            written.set()

    writer = Thread(target=write)
    writer.start()
    written.wait(10)
    for number in range(5):
        make_backup(database, KEEPER, store, tmp_path / f"{number}.tar", now=NOW)
    over.set()
    writer.join()

    last = all_rows(database)
    counts = []
    for number in range(5):
        restore_backup(database, KEEPER, store, tmp_path / f"{number}.tar", replace=True)
        rows = all_rows(database)
        counts.append(len(rows["issue"]))
        assert {row[1] for row in rows["move"]} == {row[0] for row in rows["issue"]}
        assert set(rows["issue"]) <= set(last["issue"])
    assert counts == sorted(counts)
    assert 0 < counts[0] <= counts[-1] <= len(last["issue"])


def test_backup_that_breaks_leaves_no_file(database: Database, scene: Scene, tmp_path: Path) -> None:
    class Broken(FolderStore):
        def get(self, file_hash: str) -> bytes:
            raise OSError(28, "No space left on device")

    store = Broken(tmp_path / "files")
    with database.transaction() as session:
        given: dict[str, Any] = {
            "uid": uid(),
            "issue_id": id_of(log(session, scene)),
            "data": keep_photo(scene.town.olga, store, data=jpeg()),
            "phase": PhotoPhase.BEFORE,
        }
        add_photo(session, scene.town.olga, now=NOW, **given)
    folder = tmp_path / "backups"
    folder.mkdir()

    with pytest.raises(OSError, match="No space left"):
        make_backup(database, KEEPER, store, folder / "a.tar", now=NOW)

    assert os.listdir(folder) == []


def test_file_that_is_there_is_not_overwritten(
    database: Database, scene: Scene, store: FolderStore, tmp_path: Path
) -> None:
    (tmp_path / "a.tar").write_bytes(b"older")

    with pytest.raises(Conflict, match="backup.error.exists"):
        make_backup(database, KEEPER, store, tmp_path / "a.tar", now=NOW)

    assert (tmp_path / "a.tar").read_bytes() == b"older"


def test_backup_is_for_administrators(database: Database, scene: Scene, store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        make_backup(database, scene.town.olga, store, tmp_path / "a.tar", now=NOW)

    assert not (tmp_path / "a.tar").exists()
