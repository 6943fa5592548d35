"""What a camera wrote into its file: which way is up, when, and where."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from PIL import ExifTags, Image

from planner.domain.geo import Point, is_on_earth

# Everything Pillow and the arithmetic below were seen to raise on EXIF that is damaged or forged.
_MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error)

_Fact = TypeVar("_Fact")


@dataclass(frozen=True)
class CameraFacts:
    """The EXIF that staff may see. `taken_at` is the camera's own wall clock, without a zone; any part may be None."""

    turn: Image.Transpose | None
    taken_at: datetime | None
    position: Point | None


def read_camera_facts(image: Image.Image) -> CameraFacts:
    """The facts of an opened image; a fact that is absent, damaged or impossible is None, never an error."""
    return CameraFacts(
        turn=_fact(image, lambda exif: _TURNS.get(exif.get(ExifTags.Base.Orientation, 1))),
        taken_at=_fact(image, _taken_at),
        position=_fact(image, lambda exif: _position(exif.get_ifd(ExifTags.IFD.GPSInfo))),
    )


def _fact(image: Image.Image, read: Callable[[Image.Exif], _Fact | None]) -> _Fact | None:
    try:
        return read(image.getexif())
    except _MALFORMED:
        return None


# EXIF 2.32, tag 274: what to do to the stored pixels so that they stand upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _taken_at(exif: Image.Exif) -> datetime | None:
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    text = detail.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    if text is None:
        return None
    day, clock = str(text)[:19].split(" ")
    return datetime.fromisoformat(f"{day.replace(':', '-')} {clock}")


def _position(gps: Mapping[int, Any]) -> Point | None:
    lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
    lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    # Cameras without a fix write zeros.
    if not is_on_earth(lat, lon) or (lat, lon) == (0, 0):
        return None
    return Point(lat, lon)


def _degrees(parts: tuple[float, float, float], reference: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if reference.strip("\0 ").upper() == negative else value
