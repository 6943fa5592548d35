"""A street extract on disk: is it one, is it whole, and its parts one after another with the share that is done."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from planner.domain.errors import Invalid

MAX_BYTES = 1_000_000_000
_PART_BYTES = 4_000_000
_MAX_HEADER, _MAX_BLOB = 64 * 1024, 32 * 1024 * 1024  # limits of the format itself
_DATASIZE_FIELD = 0x18


class Part(NamedTuple):
    """Some of the file that stands for itself, header included, and the share of the file up to its end."""

    content: bytes
    share: float


def check_extract(path: Path) -> None:
    """Refuses with Invalid, field "file": an empty file, one that is too large, and one that is no `.osm.pbf`."""
    size = path.stat().st_size
    if size == 0:
        raise Invalid("extract.error.empty", field="file")
    if size > MAX_BYTES:
        raise Invalid("extract.error.too_large", field="file", megabytes=MAX_BYTES // 1_000_000)
    with path.open("rb") as file:
        if b"\x0a\x09OSMHeader" not in file.read(64):
            raise Invalid("extract.error.foreign", field="file")


def parts_of(path: Path) -> Iterator[Part]:
    """The file in parts of a few megabytes, in its order.

    Refuses with Invalid what `check_extract` refuses, and a file that is cut off or whose lengths make no sense.
    """
    check_extract(path)
    size = path.stat().st_size
    with path.open("rb") as file:
        header, _ = _next_blob(file, size)
        gathered = bytearray(header)
        while file.tell() < size:
            blob, is_data = _next_blob(file, size)
            if is_data:
                gathered += blob
            if len(gathered) >= _PART_BYTES:
                yield Part(bytes(gathered), file.tell() / size)
                gathered = bytearray(header)
        yield Part(bytes(gathered), 1.0)


def _next_blob(file: BinaryIO, size: int) -> tuple[bytes, bool]:
    """One blob with its header, and whether it holds map data; others are for other programs."""
    prefix = file.read(4)
    header_bytes = struct.unpack(">I", prefix)[0] if len(prefix) == 4 else _MAX_HEADER + 1
    if header_bytes > _MAX_HEADER:
        raise Invalid("extract.error.broken", field="file")
    header = file.read(header_bytes)
    blob_bytes = _data_size(header)
    if blob_bytes > min(_MAX_BLOB, size - file.tell()):
        raise Invalid("extract.error.broken", field="file")
    return prefix + header + file.read(blob_bytes), b"\x0a\x07OSMData" in header


def _data_size(header: bytes) -> int:
    """The length of the blob that follows: field 3 of a small protocol buffer whose other fields are skipped."""
    at = 0
    while at < len(header):
        tag = header[at]
        value, at = _varint(header, at + 1)
        if tag == _DATASIZE_FIELD:
            return value
        if tag & 7 == 2:  # bytes: the value was their number
            at += value
    return _MAX_BLOB + 1


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(content):
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    return _MAX_BLOB + 1, at
