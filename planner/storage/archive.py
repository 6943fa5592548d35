"""One file that holds many: a tar with the sha256 of everything before it as its last entry, so that a cut or a changed one
is found before anything in it is used.

Neither side keeps the names of what it has written or read: an archive of a million photos needs no more memory than one of ten.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, cast

from planner.domain.errors import Conflict, Invalid, NotFound
from planner.storage.folder import sync_folder

_CHECKSUM = "checksum.txt"
_DIGEST = 64
_PIECE = 1024 * 1024
# What the standard library raises on archives that are damaged or were never any.
_DAMAGE = (tarfile.TarError, EOFError, ValueError, OverflowError, UnicodeError)


class ArchiveWriter(AbstractContextManager["ArchiveWriter"]):
    """Writes an archive at `path`: beside it first, and under its name only when it is whole and on the disk.

    Nobody but the owner of the process may read it. Conflict("backup.error.exists") where there is a file already.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise Conflict("backup.error.exists", path=path)
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = _Hashing(os.fdopen(handle, "wb"))
        self._tar = tarfile.open(fileobj=cast(IO[bytes], self._file), mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def add(self, name: str, stream: BinaryIO, size: int) -> None:
        """The next entry: `size` bytes of the stream."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, stream)
        _forget(self._tar)

    def add_bytes(self, name: str, data: bytes) -> None:
        """The next entry, from memory."""
        self.add(name, io.BytesIO(data), len(data))

    @property
    def folder(self) -> Path:
        """Where there is room for what has to be written before it can be added."""
        return self._path.parent

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        finally:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _finish(self) -> None:
        self.add_bytes(_CHECKSUM, self._file.digest().encode())
        self._tar.close()
        self._file.sync()
        os.replace(self._part, self._path)
        sync_folder(self._path.parent)


class ArchiveReader(AbstractContextManager["ArchiveReader"]):
    """Reads an archive that was found whole and unchanged; else Invalid("backup.error.damaged"), before anything is read.

    NotFound("backup.error.no_file") where there is none.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise NotFound("backup.error.no_file", path=path) from None
        try:
            self._end = self._checked()
        except (*_DAMAGE, OSError) as error:
            self._file.close()
            raise Invalid("backup.error.damaged", path=path) from error
        except BaseException:
            self._file.close()
            raise

    def entries(self) -> Iterator[tuple[str, BinaryIO]]:
        """Each entry in the order in which it was added: its name, and its bytes until the next one is asked for."""
        tar = self._opened()
        while (entry := tar.next()) is not None and entry.offset < self._end:
            content = tar.extractfile(entry)
            _forget(tar)
            if content is not None:
                yield entry.name, cast(BinaryIO, content)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _opened(self) -> tarfile.TarFile:
        self._file.seek(0)
        return tarfile.open(fileobj=self._file, mode="r:")  # noqa: SIM115

    def _checked(self) -> int:
        """Where the checksum begins, after everything before it was found to be what it says."""
        tar, last = self._opened(), None
        while (entry := tar.next()) is not None:
            last = entry
            _forget(tar)
        if last is None or last.name != _CHECKSUM or last.size != _DIGEST:
            raise EOFError
        self._file.seek(last.offset_data)
        said = self._file.read(_DIGEST).decode()
        if not self._ends_as_written(last.offset_data + _DIGEST) or self._hash_until(last.offset) != said:
            raise EOFError
        return last.offset

    def _ends_as_written(self, end: int) -> bool:
        """Behind the last entry a tar has its block filled up and two empty ones, up to a whole record, and no more."""
        blocks = -(-end // tarfile.BLOCKSIZE) + 2
        records = -(-blocks * tarfile.BLOCKSIZE // tarfile.RECORDSIZE)
        self._file.seek(end)
        rest = self._file.read(2 * tarfile.RECORDSIZE + 1)
        return end + len(rest) == records * tarfile.RECORDSIZE and not any(rest)

    def _hash_until(self, end: int) -> str:
        self._file.seek(0)
        counted = hashlib.sha256()
        while end > 0:
            piece = self._file.read(min(_PIECE, end))
            if not piece:
                raise EOFError
            counted.update(piece)
            end -= len(piece)
        return counted.hexdigest()


def _forget(tar: tarfile.TarFile) -> None:
    """Lets go of the names of the entries so far."""
    tar.__dict__["members"].clear()


class _Hashing:
    """A file that is written from its beginning to its end, and knows the hash of what it holds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._counted, self._at = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._counted.update(data)
        self._at += len(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self._at

    def digest(self) -> str:
        return self._counted.hexdigest()

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()
