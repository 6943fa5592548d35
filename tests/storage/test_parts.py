"""Pieces of files: appended in order, durable, each sender's for themselves, within bounds."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.errors import NotFound, Unavailable
from planner.storage.parts import Parts

HASH, OTHER = "a" * 64, "b" * 64
PYOTR = "participant:1"


def append(parts: Parts, data: bytes, *, at: int, sender: str = PYOTR, file_hash: str = HASH) -> int:
    with parts.alone(sender, file_hash) as path:
        return parts.append(path, data, at=at)


def test_pieces_follow_one_another(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "parts")

    sizes = [parts.size(PYOTR, HASH), append(parts, b"ab", at=0), append(parts, b"c", at=2), parts.size(PYOTR, HASH)]

    with parts.alone(PYOTR, HASH) as path:
        assert (sizes, path.read_bytes()) == ([0, 2, 3, 3], b"abc")


def test_piece_that_does_not_follow_is_not_written(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    append(parts, b"ab", at=0)

    assert [append(parts, b"x", at=0), append(parts, b"x", at=5), parts.size(PYOTR, HASH)] == [2, 2, 2]


def test_pieces_of_two_senders_do_not_meet(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    append(parts, b"ab", at=0)

    assert append(parts, b"xyz", at=0, sender="person:1") == 3
    assert parts.size(PYOTR, HASH) == 2


def test_one_piece_at_once_is_written_once(tmp_path: Path) -> None:
    parts = Parts(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append(parts, bytes([number]) * 1000, at=0), range(8)))

    with parts.alone(PYOTR, HASH) as path:
        assert (len(path.read_bytes()), len(set(path.read_bytes()))) == (1000, 1)


def test_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts, write = Parts(tmp_path), os.write
    append(parts, b"ab", at=0)

    def full(handle: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "full")
        return write(handle, data[:60])

    monkeypatch.setattr("planner.storage.parts.os.write", full)
    with pytest.raises(OSError, match="full"):
        append(parts, bytes(100), at=2)

    assert parts.size(PYOTR, HASH) == 2


def test_room_for_one_and_for_all_is_bounded(tmp_path: Path) -> None:
    parts = Parts(tmp_path, most=25, most_of_one=15)
    append(parts, bytes(10), at=0)

    with pytest.raises(Unavailable, match=r"field\.error\.no_room"):
        append(parts, bytes(10), at=0, file_hash=OTHER)
    append(parts, bytes(10), at=0, sender="person:1")
    with pytest.raises(Unavailable, match=r"field\.error\.no_room"):
        append(parts, bytes(10), at=0, sender="person:2")


def test_pieces_without_a_new_one_for_long_go(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    for file_hash in (HASH, OTHER):
        append(parts, b"x", at=0, file_hash=file_hash)
    with parts.alone(PYOTR, HASH) as path:
        os.utime(path, (0, 0))

    assert parts.remove_old(older_than=timedelta(days=7)) == 1
    assert [parts.size(PYOTR, each) for each in (HASH, OTHER)] == [0, 1]


@pytest.mark.parametrize("name", ["", "../x", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_name_that_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        Parts(tmp_path).size(PYOTR, name)
