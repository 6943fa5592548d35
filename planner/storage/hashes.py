"""The name of a stored file: the sha256 of its content."""

import hashlib
import re

from planner.domain.errors import NotFound

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def hash_of(data: bytes) -> str:
    """The name under which `data` is kept: sha256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def is_hash(text: str) -> bool:
    """Whether `text` has the shape of a name, so that nothing else ever becomes part of a path or an address."""
    return _HASH.fullmatch(text) is not None


def name_of(file_hash: str) -> str:
    """Where a store keeps the file, below its root: `ab/cd/<hash>`; raises NotFound for what is not a hash."""
    if not is_hash(file_hash):
        raise no_such_file()
    return f"{file_hash[:2]}/{file_hash[2:4]}/{file_hash}"


def no_such_file() -> NotFound:
    """The one answer for a missing file and for a name that cannot be one."""
    return NotFound("files.error.not_found")
