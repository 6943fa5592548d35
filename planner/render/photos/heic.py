"""HEIC pictures decoded in a process of their own, since a forged one can bring the decoder down, and its process with it.

Run as a script it is that process: HEIC on standard input, PNG on standard output. It imports nothing of the planner.
"""

import io
import os
import subprocess
import sys
from importlib import import_module

import pi_heif
from PIL import Image

_TOO_MANY_PIXELS = 3
_SECONDS = 30
_MOST_MEMORY = 640 * 1024**2
"""Of addresses: a picture of 46 megapixels needs 410 MB on two cores, of which 230 are ever in memory, with one heap for all threads."""
_BYTES_OF_A_PIXEL = 3
"""Of a usual picture, drawn; `max_pixels` is meant for such."""
_ROWS = 256
_ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}
"""Each thread would have a heap of its own, and the addresses of all of them would be 1.3 GB."""


class TooManyPixels(Image.DecompressionBombError):
    """A picture has more than `most` pixels."""

    def __init__(self, most: int) -> None:
        super().__init__(f"HEIC: more than {most} pixels")
        self.most = most


def heic_as_png(data: bytes, *, max_pixels: int, side: int) -> bytes:
    """The primary picture as a PNG of at most `side` pixels a side, upright, with the EXIF and the colour profile.

    Takes about a fifth of a second to start. Raises ValueError for a file that cannot be decoded, within 30 seconds too,
    and TooManyPixels for a picture of more than `max_pixels`, or of more bytes: with transparency three quarters of them, with more
    than eight bits a colour half.
    """
    # -P: this folder must not stand on the child's path, where calendar.py would pass for the standard module.
    command = [sys.executable, "-P", __file__, str(max_pixels), str(side)]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, check=False, env={**os.environ, **_ONE_HEAP}
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError("HEIC: decoding took too long") from error
    if child.returncode == _TOO_MANY_PIXELS:
        raise TooManyPixels(int(child.stdout))
    if child.returncode != 0:
        raise ValueError(f"HEIC: decoder ended with {child.returncode}: {child.stderr[-200:].decode(errors='replace')}")
    return child.stdout


def _decode(data: bytes, max_pixels: int, side: int) -> bytes:
    for unwanted in ("THUMBNAILS", "DEPTH_IMAGES", "AUX_IMAGES"):
        setattr(pi_heif.options, unwanted, False)
    file = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    picture = file[file.primary_index]
    most = max_pixels * _BYTES_OF_A_PIXEL // _bytes_of_a_pixel(picture)
    if picture.size[0] * picture.size[1] > most:
        sys.stdout.write(str(most))
        sys.exit(_TOO_MANY_PIXELS)
    info = dict(picture.info)
    pi_heif.set_orientation(info)  # the decoder has turned it already
    kept = {name: info[name] for name in ("exif", "icc_profile") if info.get(name)}
    out = io.BytesIO()
    _fitting(picture, side).save(out, format="PNG", compress_level=0, **kept)
    return out.getvalue()


def _bytes_of_a_pixel(picture: pi_heif.HeifImage) -> int:
    return max(_BYTES_OF_A_PIXEL, len(picture.mode)) * (2 if picture.info["bit_depth"] > 8 else 1)


def _fitting(picture: pi_heif.HeifImage, side: int) -> Image.Image:
    """At most `side` pixels a side. Made narrower a few rows at a time: the whole in Pillow's form would be half as much again."""
    data, stride, mode, (width, height) = picture.data, picture.stride, picture.mode, picture.size
    scale = min(1.0, side / max(width, height))
    narrow, low = (max(1, round(each * scale)) for each in (width, height))
    whole = Image.new(mode, (narrow, height))
    for top in range(0, height, _ROWS):
        rows = min(_ROWS, height - top)
        strip = Image.frombytes(mode, (width, rows), data[top * stride : (top + rows) * stride], "raw", mode, stride)
        whole.paste(strip.resize((narrow, rows), Image.Resampling.LANCZOS), (0, top))
    return whole.resize((narrow, low), Image.Resampling.LANCZOS)


def _bound_memory() -> None:
    """What a forged file wants beyond this ends its process, not the machine."""
    if os.name == "posix":
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.buffer.write(_decode(sys.stdin.buffer.read(), *map(int, sys.argv[1:])))
