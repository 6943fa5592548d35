"""Files that have not come whole yet: each visitor's pieces in order, in a folder of the server's own disk."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock

from planner.domain.errors import Unavailable
from planner.storage.folder import sync_folder
from planner.storage.hashes import is_hash, no_such_file

MOST_BYTES = 2 * 1024**3
MOST_OF_ONE = 300 * 1024**2


class Parts:
    """What has come of each file, by who sends it and by its hash; safe in threads."""

    def __init__(self, root: Path, *, most: int = MOST_BYTES, most_of_one: int = MOST_OF_ONE) -> None:
        """In the folder `root`, made with the first piece: at most `most` bytes, and `most_of_one` of one sender."""
        self._root = root
        self._most, self._most_of_one = most, most_of_one
        self._guard = Lock()
        self._locks: dict[Path, tuple[Lock, int]] = {}

    def size(self, sender: str, file_hash: str) -> int:
        """How many bytes there are; none are 0."""
        return _size(self._path(sender, file_hash))

    @contextmanager
    def alone(self, sender: str, file_hash: str) -> Iterator[Path]:
        """Nobody else in this process touches the pieces of this file meanwhile; their path."""
        path = self._path(sender, file_hash)
        with self._guard:
            lock, users = self._locks.get(path, (Lock(), 0))
            self._locks[path] = (lock, users + 1)
        try:
            with lock:
                yield path
        finally:
            with self._guard:
                lock, users = self._locks.pop(path)
                if users > 1:
                    self._locks[path] = (lock, users - 1)

    def append(self, path: Path, data: bytes, *, at: int) -> int:
        """Writes a piece behind the `at` bytes that are there, durably, and returns how many there are now.

        Where others have written meanwhile nothing is written, and the answer is what there is. Unavailable where there is no
        room for more pieces; an OSError of the disk leaves what was there.
        """
        self._check_room(path, len(data))
        is_new = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if os.fstat(handle).st_size != at:
                return os.fstat(handle).st_size
            _write_all(handle, data, at)
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            for folder in (path.parent, self._root):
                sync_folder(folder)
        return at + len(data)

    def remove(self, path: Path) -> None:
        """The pieces are needed no more."""
        path.unlink(missing_ok=True)

    def remove_old(self, *, older_than: timedelta) -> int:
        """Deletes what got no new piece for so long; how many files that were."""
        before = time.time() - older_than.total_seconds()
        old = [path for path in self._root.glob("*/*") if _changed(path) < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, sender: str, file_hash: str) -> Path:
        if not is_hash(file_hash):
            raise no_such_file()
        return self._root / sender.replace(":", "-") / file_hash

    def _check_room(self, path: Path, more: int) -> None:
        mine = sum(map(_size, path.parent.glob("*"))) + more
        if mine > self._most_of_one or sum(map(_size, self._root.glob("*/*"))) + more > self._most:
            raise Unavailable("field.error.no_room")


def _write_all(handle: int, data: bytes, at: int) -> None:
    """All of it, or none: what a full disk took is cut off again."""
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    except OSError:
        os.ftruncate(handle, at)
        raise


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
