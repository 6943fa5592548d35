"""Photos in pieces: whole when the last one has come, whoever sends them at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Invalid, NotAllowed, Unavailable
from planner.domain.words import Role
from planner.services.field.files import Come, come_of, take_piece
from planner.storage.folder import FolderStore
from planner.storage.parts import Parts
from tests.services.field.outbox_story import hash_of
from tests.services.issue_story import jpeg

PYOTR = Actor("Pyotr", frozenset({Role.PARTICIPANT}), tour_id=1, participant_id=1)
PAVEL = Actor("Pavel", frozenset({Role.PARTICIPANT}), tour_id=2, participant_id=2)
DATA = jpeg()
HASH = hash_of(DATA)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path / "parts")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files")


def test_file_that_somebody_else_has_sent_is_whole_for_everybody(store: FolderStore, parts: Parts) -> None:
    store.put(DATA)

    assert come_of(PYOTR, store, parts, HASH) == Come(len(DATA), whole=True)
    assert take_piece(PYOTR, store, parts, HASH, data=b"x", offset=0, length=99) == Come(len(DATA), whole=True)


def test_last_piece_that_was_lost_before_it_was_verified_is_made_up_for(store: FolderStore, parts: Parts) -> None:
    with parts.alone(PYOTR.supporter, HASH) as path:
        parts.append(path, DATA, at=0)

    come = take_piece(PYOTR, store, parts, HASH, data=b"", offset=len(DATA), length=len(DATA))

    assert (come, store.get(HASH), parts.size(PYOTR.supporter, HASH)) == (Come(len(DATA), whole=True), DATA, 0)


def test_pieces_that_come_twice_at_once_make_one_whole_file(store: FolderStore, parts: Parts) -> None:
    def send(sender: Actor) -> Come:
        come = come_of(sender, store, parts, HASH)
        while not come.whole:
            piece = DATA[come.offset : come.offset + 100]
            come = take_piece(sender, store, parts, HASH, data=piece, offset=come.offset, length=len(DATA))
        return come

    with ThreadPoolExecutor(6) as pool:
        come = list(pool.map(send, [PYOTR, PYOTR, PYOTR, PAVEL, PAVEL, PYOTR]))

    assert come == [Come(len(DATA), whole=True)] * 6
    assert store.get(HASH) == DATA


def test_file_that_is_not_what_its_address_says_is_gone(store: FolderStore, parts: Parts) -> None:
    take_piece(PYOTR, store, parts, HASH, data=b"\xff\xd8\xff", offset=0, length=5)

    with pytest.raises(Invalid, match=r"photos\.error\.broken"):
        take_piece(PYOTR, store, parts, HASH, data=b"xx", offset=3, length=5)

    assert come_of(PYOTR, store, parts, HASH) == Come(0)


def test_full_disk_of_the_store_keeps_the_pieces(
    store: FolderStore, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(data: bytes) -> str:
        raise OSError(28, "full")

    monkeypatch.setattr(store, "put", full)
    with pytest.raises(Unavailable, match=r"app\.error\.full"):
        take_piece(PYOTR, store, parts, HASH, data=DATA, offset=0, length=len(DATA))

    assert come_of(PYOTR, store, parts, HASH) == Come(len(DATA))


def test_stranger_sends_nothing(store: FolderStore, parts: Parts) -> None:
    with pytest.raises(NotAllowed):
        come_of(STRANGER, store, parts, HASH)
    with pytest.raises(NotAllowed):
        take_piece(STRANGER, store, parts, HASH, data=b"x", offset=0, length=1)
