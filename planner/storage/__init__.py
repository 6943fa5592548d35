"""Photos and files by content hash: in a folder by default, in an S3-compatible store by address."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from planner.config import settings
from planner.storage.folder import FolderStore
from planner.storage.s3 import S3Store, is_s3_address

__all__ = ["FileStore", "FolderStore", "S3Store", "is_s3_address", "open_store", "the_store"]


class FileStore(Protocol):
    """Keeps bytes under the sha256 of their content (64 lower-case hex digits); safe to share between threads.

    Whatever is not such a hash names no file: NotFound("files.error.not_found").
    """

    def put(self, data: bytes) -> str:
        """Keep `data` and return its hash, after the bytes are durable; the same content twice is one file."""
        ...

    def get(self, file_hash: str) -> bytes:
        """The whole content; raises NotFound."""
        ...

    def open_stream(self, file_hash: str) -> BinaryIO:
        """The content as a stream that the caller reads and closes; raises NotFound at once, not at the first read."""
        ...

    def renew(self, file_hash: str) -> int | None:
        """How many bytes the file has, None where there is none; it is young again, so that nothing cleans it away."""
        ...

    def hashes(self, *, older_than: timedelta) -> Iterator[str]:
        """The names of all files that nobody has put for so long."""
        ...

    def remove(self, file_hash: str, *, older_than: timedelta) -> bool:
        """Deletes a file unless somebody has put it meanwhile; whether it is gone now. A missing file is gone."""
        ...

    def remove_parts(self, *, older_than: timedelta) -> int:
        """Deletes what writing that was cut off has left behind; how many there were."""
        ...


def open_store(address: str | Path) -> FileStore:
    """The store at `address`: a folder (made if it is missing), or `s3://KEY:SECRET@host/bucket?region=…`.

    Raises ValueError with a sentence for the administrator when an s3 address lacks a part, or boto3 is not installed.
    """
    if is_s3_address(str(address)):
        return S3Store.at(str(address))
    return FolderStore(Path(address))


@lru_cache(maxsize=1)
def the_store() -> FileStore:
    """The store of this process, opened once from its settings; only the doors ask for it."""
    return open_store(settings().files_url)
