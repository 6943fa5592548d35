"""HEIC pictures decoded in a process of their own, since a forged one can bring the decoder down, and its process with it.

Run as a script it is that process: HEIC on standard input, PNG on standard output. It imports nothing of the planner.
"""

import io
import os
import subprocess
import sys
from importlib import import_module

import pi_heif
from PIL import Image, ImageOps

_TOO_MANY_PIXELS = 3
_SECONDS = 30
_MOST_MEMORY = 640 * 1024**2
"""Of addresses: a picture of 46 megapixels needs 412 MB, of which 338 are ever in memory, with one heap for all threads."""
_ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}
"""Each thread would have a heap of its own, and the addresses of all of them would be 1.3 GB."""


def heic_as_png(data: bytes, *, max_pixels: int, side: int) -> bytes:
    """The primary picture as a PNG of at most `side` pixels a side, upright, with the EXIF and the colour profile.

    Takes about a fifth of a second to start. Raises ValueError for a file that cannot be decoded, within 30 seconds too,
    and Image.DecompressionBombError for a picture of more than `max_pixels`.
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
        raise Image.DecompressionBombError("HEIC: too many pixels")
    if child.returncode != 0:
        raise ValueError(f"HEIC: decoder ended with {child.returncode}: {child.stderr[-200:].decode(errors='replace')}")
    return child.stdout


def _decode(data: bytes, max_pixels: int, side: int) -> bytes:
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    image = Image.open(io.BytesIO(data), formats=("HEIF",))
    if image.width * image.height > max_pixels:
        sys.exit(_TOO_MANY_PIXELS)
    kept = {name: image.info[name] for name in ("exif", "icc_profile") if image.info.get(name)}
    # Of several pictures in one file each load() decodes anew: what is smaller has to be a picture of its own.
    fitting = image if max(image.size) <= side else ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    fitting.save(out, format="PNG", compress_level=0, **kept)
    return out.getvalue()


def _bound_memory() -> None:
    """What a forged file wants beyond this ends its process, not the machine."""
    if os.name == "posix":
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _bound_memory()
    sys.stdout.buffer.write(_decode(sys.stdin.buffer.read(), *map(int, sys.argv[1:])))
