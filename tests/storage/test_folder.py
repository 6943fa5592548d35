"""Files in a folder: whole, durable, one for each content."""

import hashlib
import os
from pathlib import Path

import pytest

from planner.domain.errors import NotFound
from planner.storage.folder import FolderStore


def files_below(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_put_lays_the_file_two_levels_deep(tmp_path: Path) -> None:
    file_hash = FolderStore(tmp_path).put(b"kerb")

    assert files_below(tmp_path) == [f"{file_hash[:2]}/{file_hash[2:4]}/{file_hash}"]


def test_put_of_the_same_content_is_one_file_written_once(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    path = store.path_of(store.put(b"kerb"))
    first = path.stat()

    store.put(b"kerb")

    assert len(files_below(tmp_path)) == 1
    assert path.stat().st_ino == first.st_ino
    assert path.stat().st_mtime_ns > first.st_mtime_ns  # young again, so that the cleaner leaves it


def test_put_mends_a_file_that_was_cut_short(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    file_hash = store.put(b"kerb")
    store.path_of(file_hash).write_bytes(b"ke")

    store.put(b"kerb")

    assert store.get(file_hash) == b"kerb"


def test_put_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.path_of(hashlib.sha256(b"kerb").hexdigest()).mkdir(parents=True)

    with pytest.raises(OSError):
        store.put(b"kerb")

    assert files_below(tmp_path) == []


def test_put_syncs_the_content_before_the_name_and_the_folders_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[object] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        steps.append(os.fstat(handle).st_ino)
        fsync(handle)

    def noted_replace(source: str, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    store = FolderStore(tmp_path)

    path = store.path_of(store.put(b"kerb"))

    folders = [path.parent, path.parent.parent, tmp_path]
    assert steps == [path.stat().st_ino, "rename", *(folder.stat().st_ino for folder in folders)]


def test_a_file_outside_the_folder_is_out_of_reach(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    store = FolderStore(tmp_path / "files")

    for name in ("../secret", "../../secret", "../../../secret", str(secret)):
        with pytest.raises(NotFound):
            store.get(name)


def test_a_second_store_in_the_same_folder_finds_the_files(tmp_path: Path) -> None:
    file_hash = FolderStore(tmp_path / "deep" / "files").put(b"kerb")

    assert FolderStore(tmp_path / "deep" / "files").get(file_hash) == b"kerb"
