"""Files in a folder of the server's own disk, two levels deep."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from planner.storage.hashes import hash_of, is_hash, name_of, no_such_file


class FolderStore:
    """A FileStore in `root`; the folder is made if it is missing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep `data`; when this returns, content and directory entries have been synced to the disk."""
        file_hash = hash_of(data)
        path = self._root / name_of(file_hash)
        path.parent.mkdir(parents=True, exist_ok=True)
        if _is_whole(path, len(data)):
            with contextlib.suppress(FileNotFoundError):
                os.utime(path)  # wanted again just now: the cleaner leaves it
        if not _is_whole(path, len(data)):
            _write_whole(path, data)
        # Synced also for a known file: the request that wrote it a moment ago may not have come to this line yet.
        for folder in (path.parent, path.parent.parent, self._root):
            sync_folder(folder)
        return file_hash

    def get(self, file_hash: str) -> bytes:
        """The whole content; raises NotFound."""
        with self.open_stream(file_hash) as stream:
            return stream.read()

    def open_stream(self, file_hash: str) -> BinaryIO:
        """The file opened for reading; raises NotFound."""
        try:
            return self.path_of(file_hash).open("rb")
        except FileNotFoundError:
            raise no_such_file() from None

    def renew(self, file_hash: str) -> int | None:
        """How many bytes the file has, None where there is none; it counts as put just now."""
        path = self.path_of(file_hash)
        try:
            os.utime(path)
            return path.stat().st_size
        except FileNotFoundError:
            return None

    def hashes(self, *, older_than: timedelta) -> Iterator[str]:
        """The names of all files that nobody has put for so long."""
        for path in self._root.glob("??/??/*"):
            if is_hash(path.name) and _is_older(path, older_than):
                yield path.name

    def remove(self, file_hash: str, *, older_than: timedelta) -> bool:
        """Deletes a file unless somebody has put it meanwhile; whether it is gone now. A missing file is gone."""
        path = self.path_of(file_hash)
        if path.exists() and not _is_older(path, older_than):
            return False
        path.unlink(missing_ok=True)
        return True

    def remove_parts(self, *, older_than: timedelta) -> int:
        """Deletes what writing that was cut off has left behind; how many there were."""
        parts = [path for path in self._root.glob("??/??/.part-*") if _is_older(path, older_than)]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def path_of(self, file_hash: str) -> Path:
        """Where the file lies or would lie; raises NotFound for what is not a hash."""
        return self._root / name_of(file_hash)


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except FileNotFoundError:
        return False


def _is_older(path: Path, age: timedelta) -> bool:
    try:
        return path.stat().st_mtime < time.time() - age.total_seconds()
    except FileNotFoundError:
        return False


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the place and rename, so that a reader or a power cut never meets half a file."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def sync_folder(folder: Path) -> None:
    """When this returns, which files the folder has is on the disk too."""
    # Windows has no handle for a folder; there the rename itself is journalled.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
