"""HEIC decoded in a process of its own."""

import io
import os
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageChops, ImageStat

from planner.render.photos import heic
from planner.render.photos.heic import TooManyPixels, heic_as_png

ROOT = Path(__file__).parents[3]
HEIC = (Path(__file__).parent / "samples" / "turned.heic").read_bytes()
"""64×96 once it stands upright."""


def test_heic_as_png_is_upright_and_keeps_the_exif() -> None:
    image = Image.open(io.BytesIO(heic_as_png(HEIC, max_pixels=64 * 96, side=96)))

    assert (image.format, image.size) == ("PNG", (64, 96))
    assert (image.getexif()[0x010F], image.getexif()[0x0112]) == ("SecretCamera", 1)


def test_heic_as_png_is_no_larger_than_asked() -> None:
    image = Image.open(io.BytesIO(heic_as_png(HEIC, max_pixels=64 * 96, side=48)))

    assert image.size == (32, 48)


def test_heic_as_png_refuses_too_many_pixels() -> None:
    with pytest.raises(TooManyPixels) as refused:
        heic_as_png(HEIC, max_pixels=64 * 96 - 1, side=96)

    assert refused.value.most == 64 * 96 - 1


def test_heic_as_png_refuses_what_is_damaged() -> None:
    with pytest.raises(ValueError, match="decoder ended with 1"):
        heic_as_png(HEIC[:-1], max_pixels=64 * 96, side=96)


def test_heic_as_png_takes_no_other_kind() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format="JPEG")

    with pytest.raises(ValueError, match="decoder ended with 1"):
        heic_as_png(out.getvalue(), max_pixels=64, side=8)


def box(kind: bytes, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    return struct.pack(">I4s", len(inside) + 8, kind) + inside


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def grid_of_grids(columns: int, rows: int, across: int, down: int, *, one_picture: bool = True) -> bytes:
    """A picture of so many grids, each of so many tiles, all of them the one of the sample: small, however large it is drawn.

    Its parts can be pictures themselves, so that the file has several.
    """
    tiles, grids = range(1, columns * rows + 1), range(columns * rows + 1, columns * rows + across * down + 1)
    top, (wide, high) = grids[-1] + 1, (96 * columns, 64 * rows)
    tile, known = HEIC[0x1C5 : 0x1C5 + 0x84], HEIC[211:386]  # its stream; how it is coded, coloured and how large it is
    grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, wide, high)
    whole = struct.pack(">BBBBHH", 0, 0, down - 1, across - 1, wide * across, high * down)

    def meta(at: int) -> bytes:
        places = [(item, at, len(tile)) for item in tiles]
        places += [(item, at + len(tile), len(grid)) for item in grids]
        places += [(top, at + len(tile) + len(grid), len(whole))]
        count = struct.pack(">H", len(places))
        names = (
            full_box(
                b"infe",
                struct.pack(">HH", item, 0) + (b"hvc1" if item in tiles else b"grid") + b"\0",
                version=2,
                flags=int(one_picture and item != top),  # hidden
            )
            for item, _, _ in places
        )
        sizes = [full_box(b"ispe", struct.pack(">II", *size)) for size in ((wide, high), (wide * across, high * down))]
        has = [struct.pack(">HB4B", item, 4, 0x81, 2, 3, 4) for item in tiles]
        has += [struct.pack(">HB3B", item, 3, 6 if item == top else 5, 2, 4) for item in (*grids, top)]
        made_of = [(item, tiles) for item in grids] + [(top, grids)]
        return full_box(
            b"meta",
            HEIC[40:73],
            full_box(b"iloc", b"\x44\x40", count, *(struct.pack(">HHIHII", i, 0, a, 1, 0, n) for i, a, n in places)),
            full_box(b"iinf", count, *names),
            full_box(b"pitm", struct.pack(">H", top)),
            box(b"iprp", box(b"ipco", known, *sizes), full_box(b"ipma", struct.pack(">I", len(has)), *has)),
            full_box(
                b"iref",
                *(box(b"dimg", struct.pack(f">HH{len(parts)}H", item, len(parts), *parts)) for item, parts in made_of),
            ),
        )

    return HEIC[:28] + meta(28 + len(meta(0)) + 8) + box(b"mdat", tile, grid, whole)


def test_heic_of_a_large_camera_has_the_memory_that_it_needs() -> None:
    large = grid_of_grids(27, 20, 2, 7)

    image = Image.open(io.BytesIO(heic_as_png(large, max_pixels=50_000_000, side=2560)))

    assert (len(large) < 50_000, image.size) == (True, (1481, 2560))


def test_large_picture_takes_less_than_a_visitor_may() -> None:
    script = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from planner.render.photos.heic import _decode\n"
        "png = _decode(sys.stdin.buffer.read(), 50_000_000, 2560)\n"
        "print(len(png), re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", script],
        input=grid_of_grids(27, 20, 2, 7),
        env={**os.environ, **heic._ONE_HEAP},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    drawn, kilobytes = map(int, told.stdout.split())
    assert drawn > 10_000_000
    assert kilobytes / 1024 < 300


@pytest.mark.parametrize(
    ("mode", "size"), [("RGB", (700, 1000)), ("RGB", (1001, 257)), ("RGBA", (500, 300)), ("L", (90, 600))]
)
@pytest.mark.parametrize("side", [480, 64, 2000])
def test_picture_made_smaller_row_by_row_is_the_same(mode: str, size: tuple[int, int], side: int) -> None:
    whole = Image.effect_noise(size, 90).convert(mode)
    stride = size[0] * len(mode) + 5
    lines = [whole.crop((0, row, size[0], row + 1)).tobytes() + b"\xff" * 5 for row in range(size[1])]
    picture = SimpleNamespace(data=memoryview(b"".join(lines)), stride=stride, mode=mode, size=size)

    small = heic._fitting(picture, side)

    fitting = whole.resize(small.size, Image.Resampling.LANCZOS)
    assert max(small.size) == min(side, max(size))
    assert max(most for _, most in ImageStat.Stat(ImageChops.difference(small, fitting)).extrema) <= 1


@pytest.mark.parametrize(
    ("mode", "bits", "most"), [("RGB", 8, 600), ("L", 8, 600), ("RGBA", 8, 450), ("RGB", 10, 300), ("RGBA", 10, 225)]
)
def test_picture_of_more_bytes_may_have_fewer_pixels(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mode: str, bits: int, most: int
) -> None:
    picture = SimpleNamespace(mode=mode, size=(most + 1, 1), info={"bit_depth": bits})

    class File(list[SimpleNamespace]):
        primary_index = 0

    monkeypatch.setattr("pi_heif.open_heif", lambda *_, **__: File([picture]))

    with pytest.raises(SystemExit) as ended:
        heic._decode(b"", 600, 10)

    assert (ended.value.code, capsys.readouterr().out) == (3, str(most))


def test_first_of_several_pictures_in_one_heic_is_taken() -> None:
    several = grid_of_grids(2, 1, 1, 2, one_picture=False)

    sizes = [Image.open(io.BytesIO(heic_as_png(several, max_pixels=10**6, side=side))).size for side in (200, 96)]

    assert sizes == [(192, 128), (96, 64)]


def test_heic_that_wants_more_memory_ends_its_process_alone() -> None:
    huge = grid_of_grids(27, 20, 10, 6)

    with pytest.raises(ValueError, match="HEIC"):
        heic_as_png(huge, max_pixels=10**9, side=2560)
