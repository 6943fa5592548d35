"""Files that no photo names go, all others stay; also beside somebody who stores the same picture again."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import NotAllowed
from planner.domain.models import FieldPhoto
from planner.domain.models.types import id_of
from planner.domain.words import PhotoPhase
from planner.services.issues.orphans import remove_orphans
from planner.services.issues.photos import add_photo, keep_photo
from planner.services.issues.voices import add_voice
from planner.storage import FolderStore
from tests.domain.test_sounds import WEBM
from tests.services.issue_story import NOW, Scene, jpeg, log, set_scene, uid

TWO_DAYS = 2 * 24 * 3600


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        return set_scene(session)


def grow_old(store: FolderStore) -> None:
    """As if two days had passed since the last file was stored."""
    before = time.time() - TWO_DAYS
    for path in store.path_of("0" * 64).parents[2].rglob("*"):
        os.utime(path, (before, before))


def files_of(store: FolderStore) -> int:
    return sum(path.is_file() for path in store.path_of("0" * 64).parents[2].rglob("*"))


def test_file_of_a_voice_stays(database: Database, store: FolderStore, scene: Scene) -> None:
    with database.transaction() as session:
        issue_id, name = id_of(log(session, scene, scene.pyotr)), store.put(WEBM)
        add_voice(session, scene.pyotr, store, uid=uid(), issue_id=issue_id, file_hash=name, seconds=1, now=NOW)
    grow_old(store)

    with database.reading() as session:
        removed = remove_orphans(session, KEEPER, store)

    assert (removed, store.get(name)) == (0, WEBM)


def test_orphans_go_and_photos_stay(database: Database, store: FolderStore, scene: Scene) -> None:
    with database.transaction() as session:
        issue = log(session, scene)
        data = jpeg()
        photo = add_photo(
            session,
            scene.town.olga,
            uid=uid(),
            issue_id=id_of(issue),
            data=keep_photo(scene.town.olga, store, data=data),
            phase=PhotoPhase.BEFORE,
            now=NOW,
        )
        keep_photo(scene.town.olga, store, data=jpeg(colour="red"))
        (store.path_of(photo.original).parent / ".part-abc").write_bytes(b"cut off")
    grow_old(store)

    with database.reading() as session:
        removed = remove_orphans(session, KEEPER, store)

    names = {photo.original, photo.clean, photo.thumbnail}
    assert (removed, files_of(store), set(store.hashes(older_than=timedelta(0)))) == (4, 3, names)


def test_young_file_waits_for_its_row(database: Database, store: FolderStore, scene: Scene) -> None:
    with database.reading() as session:
        keep_photo(scene.town.olga, store, data=jpeg())

        removed = remove_orphans(session, KEEPER, store)

    assert (removed, files_of(store)) == (0, 3)


def test_file_that_is_stored_again_is_young(database: Database, store: FolderStore, scene: Scene) -> None:
    with database.reading() as session:
        keep_photo(scene.town.olga, store, data=jpeg())
        grow_old(store)
        keep_photo(scene.town.olga, store, data=jpeg())

        removed = remove_orphans(session, KEEPER, store)

    assert (removed, files_of(store)) == (0, 3)


def test_cleaning_is_for_administrators(database: Database, store: FolderStore, scene: Scene) -> None:
    with database.reading() as session, pytest.raises(NotAllowed):
        remove_orphans(session, scene.town.oksana, store, grace=timedelta(0))


def test_photo_that_waits_to_be_shown_keeps_its_file(database: Database, store: FolderStore, scene: Scene) -> None:
    kept, orphan = store.put(b"kept"), store.put(b"orphan")
    with database.transaction() as session:
        issue_id = id_of(log(session, scene))
        about: Any = {"issue_id": issue_id, "original": kept, "by": "person:1", "taken_by": "Olga", "added_at": NOW}
        session.add(FieldPhoto(uid=uid(), **about))
    grow_old(store)

    with database.reading() as session:
        removed = remove_orphans(session, KEEPER, store)

    assert (removed, [each for each in (kept, orphan) if store.renew(each) is not None]) == (1, [kept])
