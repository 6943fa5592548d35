"""What is read from EXIF that cameras write, and from what nobody should."""

import io
import struct
from datetime import datetime

import pytest
from PIL import Image

from planner.domain.geo import Point
from planner.render.photos.exif import CameraFacts, read_camera_facts

WRITTEN = "2026:05:14 10:31:07"
TAKEN_AT = datetime.fromisoformat("2026-05-14T10:31:07")
GPS = {1: "N", 2: (50.0, 17.0, 27.24), 3: "E", 4: (127.0, 31.0, 38.28)}


def facts_of(exif: Image.Exif | bytes) -> CameraFacts:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format="JPEG", exif=exif)
    return read_camera_facts(Image.open(out))


def exif_with(*, orientation: int = 1, written: str = WRITTEN, gps: dict[int, object] | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0x9003] = written
    exif.get_ifd(0x8825).update(GPS if gps is None else gps)
    return exif


def test_read_camera_facts_of_a_phone() -> None:
    facts = facts_of(exif_with(orientation=6))

    assert facts == CameraFacts(Image.Transpose.ROTATE_270, TAKEN_AT, Point(50.2909, 127.5273))


def test_read_camera_facts_without_exif_are_none() -> None:
    assert facts_of(b"") == CameraFacts(None, None, None)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0", b"Exif\0\0XX*\0\x08\0\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff"]
)
def test_read_camera_facts_of_damaged_exif_are_none(exif: bytes) -> None:
    assert facts_of(exif) == CameraFacts(None, None, None)


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({1: "S", 2: (10.0, 30.0, 0.0), 3: "W", 4: (20.0, 0.0, 36.0)}, Point(-10.5, -20.01)),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (20.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (50.0, 0.0), 3: "E", 4: (20.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (50.0, 0.0, 0.0)}, None),
        ({2: (50.0, 0.0, 0.0), 4: (20.0, 0.0, 0.0)}, None),
        ({}, None),
    ],
)
def test_read_camera_facts_have_a_position_only_if_it_can_be_one(
    gps: dict[int, object], expected: Point | None
) -> None:
    facts = facts_of(exif_with(gps=gps))

    assert facts == CameraFacts(None, TAKEN_AT, expected)


def test_read_camera_facts_have_no_position_from_a_division_by_zero() -> None:
    whole = exif_with().tobytes()
    forged = whole.replace(struct.pack(">LL", 17, 1), struct.pack(">LL", 17, 0))
    assert forged != whole

    assert facts_of(forged) == CameraFacts(None, TAKEN_AT, None)


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", "2026:13:45 10:00:00", "", "2026:05:14"]
)
def test_read_camera_facts_have_no_time_from_what_is_none(written: str) -> None:
    facts = facts_of(exif_with(written=written))

    assert facts == CameraFacts(None, None, Point(50.2909, 127.5273))


def test_read_camera_facts_take_the_time_of_the_file_if_the_camera_gave_no_other() -> None:
    exif = Image.Exif()
    exif[0x0132] = WRITTEN

    assert facts_of(exif) == CameraFacts(None, TAKEN_AT, None)


def test_read_camera_facts_drop_a_zone_that_does_not_belong() -> None:
    facts = facts_of(exif_with(written=f"{WRITTEN}+09:00"))

    assert facts.taken_at == TAKEN_AT
