"""What counts as a recorded voice: by its first bytes alone."""

import pytest

from planner.domain.sounds import sound_type

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (WEBM + bytes(100), "audio/webm"),
        (b"\x1aE\xdf\xa3" + bytes(20) + b"matroska" + bytes(100), None),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(50), "audio/ogg"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01vorbis" + bytes(50), None),
        (b"\x00\x00\x00\x1cftypiso5" + bytes(50), "audio/mp4"),
        (b"\x00\x00\x00\x1cftypheic" + bytes(50), None),
        (b"\xff\xd8\xff\xe0" + bytes(50), None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg> webm", None),
        (b"", None),
    ],
)
def test_sound_is_known_by_its_beginning(data: bytes, told: str | None) -> None:
    assert sound_type(data) == told
