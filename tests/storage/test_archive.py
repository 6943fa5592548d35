"""An archive has what was put into it, in that order; how many entries there are is not felt in memory."""

import tracemalloc
from pathlib import Path

import pytest

from planner.domain.errors import Conflict, Invalid, NotFound
from planner.storage.archive import ArchiveReader, ArchiveWriter

LONG = "д" * 300


def test_entries_come_back_in_their_order(tmp_path: Path) -> None:
    given = [("tables/a", b"1"), ("files/b", b""), (LONG, b"\0" * 5_000), ("files/b", b"again")]

    with ArchiveWriter(tmp_path / "a.tar") as archive:
        for name, data in given:
            archive.add_bytes(name, data)

    with ArchiveReader(tmp_path / "a.tar") as read:
        twice = [[(name, content.read()) for name, content in read.entries()] for _ in range(2)]
    assert twice == [given, given]


def test_archive_of_many_entries_needs_no_more_memory_than_one_of_few(tmp_path: Path) -> None:
    tracemalloc.start()
    with ArchiveWriter(tmp_path / "a.tar") as archive:
        for number in range(5_000):
            archive.add_bytes(f"files/{number:064}", b"x")
    with ArchiveReader(tmp_path / "a.tar") as read:
        total = sum(1 for _ in read.entries())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (total, peak < 4 * 1024**2) == (5_000, True)


def test_archive_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no more"), ArchiveWriter(tmp_path / "a.tar") as archive:
        archive.add_bytes("a", b"1")
        raise ValueError("no more")

    assert list(tmp_path.iterdir()) == []


def test_archive_is_not_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"older")

    with pytest.raises(Conflict, match="backup.error.exists"), ArchiveWriter(tmp_path / "a.tar"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]


def test_every_single_changed_byte_is_found(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path / "a.tar") as archive:
        archive.add_bytes("a", b"kerb")
    whole = (tmp_path / "a.tar").read_bytes()
    unseen = []

    for at in range(0, len(whole), 7):
        (tmp_path / "b.tar").write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        try:
            ArchiveReader(tmp_path / "b.tar").__exit__(None, None, None)
            unseen.append(at)
        except Invalid:
            pass

    assert unseen == []


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="backup.error.no_file"):
        ArchiveReader(tmp_path / "none.tar")
