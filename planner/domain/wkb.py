"""Geometries in the figures of a database (WKB, also with the number of a system before them), as its exports hold them."""

import re
import struct
from typing import Any

_HEX = re.compile(r"\s*(?:\\x)?(0[01](?:[0-9a-f]{2}){8,})\s*", re.IGNORECASE)
_KINDS = {1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}
_COLLECTION = 7
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000
_MOST = 1_000_000
_DEEPEST = 8


def shape_of_wkb(text: str) -> dict[str, Any] | None:
    """The geometry (RFC 7946), unchecked; None for a text that is none."""
    found = _HEX.fullmatch(text)
    if found is None:
        return None
    try:
        return _Reader(bytes.fromhex(found[1])).shape(0)
    except (struct.error, ValueError, KeyError):
        return None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._order = data, 0, "<"

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(self._order + form, self._data, self._at)
        self._at += struct.calcsize(self._order + form)
        return values

    def _count(self) -> int:
        (count,) = self._take("I")
        if count > _MOST or count > len(self._data):
            raise ValueError(count)
        return int(count)

    def shape(self, depth: int) -> dict[str, Any]:
        """The geometry that begins here."""
        if depth > _DEEPEST:
            raise ValueError(depth)
        self._order = "<" if self._take("B")[0] else ">"
        (code,) = self._take("I")
        if code & _SRID:
            self._take("I")
        plain = code & 0x0FFFFFFF
        more = bool(code & _Z) + bool(code & _M) + {0: 0, 1: 1, 2: 1, 3: 2}[plain // 1000]
        kind = plain % 1000
        if kind == _COLLECTION:
            return {
                "type": "GeometryCollection",
                "geometries": [self.shape(depth + 1) for _ in range(self._count())],
            }
        name = _KINDS[kind]
        if name == "Point":
            return {"type": name, "coordinates": self._corner(more)}
        if name == "LineString":
            return {"type": name, "coordinates": self._line(more)}
        if name == "Polygon":
            return {"type": name, "coordinates": [self._line(more) for _ in range(self._count())]}
        return {"type": name, "coordinates": [self.shape(depth + 1)["coordinates"] for _ in range(self._count())]}

    def _corner(self, more: int) -> list[float]:
        return list(self._take("d" * (2 + more))[:2])

    def _line(self, more: int) -> list[list[float]]:
        return [self._corner(more) for _ in range(self._count())]
