"""Photos and voice notes that come in pieces: appended, verified by their address when they are whole, and put into the store."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from planner.config import settings
from planner.database import disk_failure
from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.permissions import Action, Subject, require
from planner.domain.sounds import MAX_SOUND_BYTES, sound_type
from planner.render.photos.photos import MAX_PHOTO_BYTES, check_photo
from planner.storage import FileStore
from planner.storage.hashes import hash_of
from planner.storage.parts import Parts

LARGEST_PIECE = 1024 * 1024
KEPT_FOR = timedelta(days=7)
"""So long pieces wait for the next one."""


@dataclass(frozen=True)
class Come:
    """How much of a file is here; `at_odds`: what was sent does not follow what is here."""

    offset: int
    whole: bool = False
    at_odds: bool = False


def come_of(actor: Actor, store: FileStore, parts: Parts, file_hash: str) -> Come:
    """How much of a file has come of this sender, or that it is in the store whoever sent it."""
    require(actor, Action.COMMENT, Subject())
    size = store.renew(file_hash)
    return Come(size, whole=True) if size is not None else Come(parts.size(actor.supporter, file_hash))


def take_piece(
    actor: Actor, store: FileStore, parts: Parts, file_hash: str, *, data: bytes, offset: int, length: int
) -> Come:
    """Appends a piece at `offset` of a file of `length` bytes; it is on the disk when this returns.

    The last one makes the file whole: it is verified, looked at and put into the store; what is neither a photo nor a voice note, or not what its
    address says, is Invalid on "photo", and its pieces are gone. Unavailable for a full disk.
    """
    require(actor, Action.COMMENT, Subject())
    if length > MAX_PHOTO_BYTES:
        raise Invalid("photos.error.too_large", field="photo", megabytes=MAX_PHOTO_BYTES // 1024**2)
    if offset < 0 or length <= 0 or offset + len(data) > length or len(data) > LARGEST_PIECE:
        raise Invalid("field.error.piece")
    with parts.alone(actor.supporter, file_hash) as path:
        come = come_of(actor, store, parts, file_hash)
        if come.whole:
            return come
        if come.offset != offset:
            return Come(come.offset, at_odds=True)
        try:
            reached = parts.append(path, data, at=offset) if data else offset
            if reached != offset + len(data):
                return Come(reached, at_odds=True)
            if reached < length:
                return Come(reached)
            whole = path.read_bytes()
            try:
                _check_whole(whole, file_hash)
                store.put(whole)
            except Invalid:
                parts.remove(path)
                raise
            parts.remove(path)
        except OSError as error:
            raise disk_failure(error) or error from error
    return Come(length, whole=True)


@lru_cache(maxsize=1)
def the_parts() -> Parts:
    """The pieces of this process's installation; only the doors ask for them."""
    return Parts(settings().data / "parts")


def check_file(data: bytes) -> None:
    """Looks at the beginning of a file, by content: Invalid for what is neither a photo nor a voice note, or too large."""
    if sound_type(data) is None:
        check_photo(data)
    elif len(data) > MAX_SOUND_BYTES:
        raise Invalid("voice.error.too_large", field="voice", megabytes=MAX_SOUND_BYTES // 1024**2)


def _check_whole(data: bytes, file_hash: str) -> None:
    if hash_of(data) != file_hash:
        raise Invalid("photos.error.broken", field="photo")
    check_file(data)
