"""Photos as cameras, phones and ill-wishers send them."""

import io
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from planner.config import ROOT
from planner.domain.errors import Invalid
from planner.domain.geo import Point
from planner.render.photos import photos
from planner.render.photos.photos import MAX_PHOTO_BYTES, check_photo, prepare_photo

RED, BLUE = (200, 30, 30), (30, 30, 200)
SAMPLES = Path(__file__).parent / "samples"
HEIC = (SAMPLES / "turned.heic").read_bytes()
"""96×64, red on the left and blue on the right, to be turned a quarter clockwise; with EXIF time and position."""


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return out.getvalue()


def red_and_blue(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def camera_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:14 10:31:07"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 17.0, 27.24), 3: "E", 4: (127.0, 31.0, 38.28)})
    return exif


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def nearest(pixel: tuple[int, ...]) -> str:
    named = {"red": RED, "blue": BLUE, "white": (255, 255, 255), "black": (0, 0, 0), "grey": (128, 128, 128)}
    return min(named, key=lambda name: sum(abs(a - b) for a, b in zip(named[name], pixel, strict=True)))


def corners(data: bytes) -> list[str]:
    """Top left, top right, bottom left, bottom right."""
    image = opened(data)
    right, bottom = image.width - 4, image.height - 4
    return [nearest(colour(image, at)) for at in ((3, 3), (right, 3), (3, bottom), (right, bottom))]


def colour(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel


def segments(jpeg: bytes) -> list[int]:
    """The markers before the first scan."""
    markers, at = [], 2
    while jpeg[at + 1] != 0xDA:
        markers.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return markers


def refusal_of(data: bytes) -> tuple[str, str | None, dict[str, object]]:
    with pytest.raises(Invalid) as refusal:
        prepare_photo(data)
    return refusal.value.key, refusal.value.field, dict(refusal.value.values)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_prepare_photo_takes_each_kind_by_its_content(kind: str) -> None:
    photo = prepare_photo(encoded(red_and_blue(), kind))

    assert (photo.kind, photo.width, photo.height) == (kind.lower(), 96, 64)
    assert (photo.taken_at, photo.position) == (None, None)
    assert [opened(data).format for data in (photo.clean, photo.thumbnail)] == ["JPEG", "JPEG"]
    assert corners(photo.clean) == ["red", "blue", "red", "blue"]
    assert corners(photo.thumbnail) == ["red", "blue", "red", "blue"]


def test_prepare_photo_takes_heic_of_a_phone_turned_once() -> None:
    photo = prepare_photo(HEIC)

    assert (photo.kind, photo.width, photo.height) == ("heic", 64, 96)
    assert corners(photo.clean) == ["red", "red", "blue", "blue"]
    assert photo.taken_at == datetime.fromisoformat("2026-05-14T10:31:07")
    assert photo.position == Point(50.2909, 127.5273)


def test_prepare_photo_takes_the_first_picture_of_a_jpeg_that_holds_several() -> None:
    several = encoded(red_and_blue(), "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64), "white")])

    photo = prepare_photo(several)

    assert (photo.kind, corners(photo.clean)) == ("jpeg", ["red", "blue", "red", "blue"])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_prepare_photo_takes_the_first_frame_of_an_animation(kind: str) -> None:
    animation = encoded(red_and_blue(), kind, save_all=True, append_images=[Image.new("RGB", (96, 64), "white")] * 3)

    assert corners(prepare_photo(animation).clean) == ["red", "blue", "red", "blue"]


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, ["red", "blue", "white", "black"]),
        (2, ["blue", "red", "black", "white"]),
        (3, ["black", "white", "blue", "red"]),
        (4, ["white", "black", "red", "blue"]),
        (5, ["red", "white", "blue", "black"]),
        (6, ["white", "red", "black", "blue"]),
        (7, ["black", "blue", "white", "red"]),
        (8, ["blue", "black", "red", "white"]),
        (0, ["red", "blue", "white", "black"]),
        (99, ["red", "blue", "white", "black"]),
    ],
)
def test_prepare_photo_turns_the_picture_upright(orientation: int, expected: list[str]) -> None:
    image = red_and_blue(96, 64)
    image.paste((255, 255, 255), (0, 32, 48, 64))
    image.paste((0, 0, 0), (48, 32, 96, 64))

    photo = prepare_photo(encoded(image, exif=camera_exif(orientation)))

    assert (photo.width, photo.height) == ((64, 96) if orientation in range(5, 9) else (96, 64))
    assert corners(photo.clean) == expected
    assert corners(photo.thumbnail) == expected


@pytest.mark.parametrize(
    ("size", "clean", "thumbnail"),
    [
        ((4000, 3000), (2560, 1920), (480, 360)),
        ((3000, 4000), (1920, 2560), (360, 480)),
        ((2560, 1000), (2560, 1000), (480, 188)),
        ((300, 200), (300, 200), (300, 200)),
        ((5200, 2), (2560, 1), (480, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_prepare_photo_bounds_the_sides_and_never_enlarges(
    kind: str, size: tuple[int, int], clean: tuple[int, int], thumbnail: tuple[int, int]
) -> None:
    photo = prepare_photo(encoded(Image.new("RGB", size, RED), kind))

    assert (photo.width, photo.height) == clean
    assert (opened(photo.clean).size, opened(photo.thumbnail).size) == (clean, thumbnail)


def test_prepare_photo_tells_when_and_where_it_was_taken() -> None:
    photo = prepare_photo(encoded(red_and_blue(), exif=camera_exif()))

    assert photo.taken_at == datetime.fromisoformat("2026-05-14T10:31:07")
    assert photo.position == Point(50.2909, 127.5273)


def srgb_profile() -> bytes:
    """The profile without the moment it was made (bytes 24 to 35), so that pictures are the same in every run."""
    made_now = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made_now[:24] + bytes(12) + made_now[36:]


def everything_written() -> dict[str, bytes]:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SecretComment")
    text.add_itxt("XML:com.adobe.xmp", "<x>SecretXmp</x>")
    common: dict[str, Any] = {"exif": camera_exif(6), "icc_profile": srgb_profile(), "dpi": (300, 300)}
    image = red_and_blue()
    return {
        "jpeg": encoded(image, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>", **common),
        "png": encoded(image, "PNG", pnginfo=text, **common),
        "webp": encoded(image, "WEBP", xmp=b"<x>SecretXmp</x>", **common),
        "heic": HEIC,
    }


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_prepare_photo_leaves_nothing_of_what_the_camera_wrote(kind: str) -> None:
    original = everything_written()[kind]
    assert b"SecretCamera" in original

    photo = prepare_photo(original)

    for data in (photo.clean, photo.thumbnail):
        # JFIF, tables, one frame of one scan: no other application segment and no comment.
        assert set(segments(data)) == {0xE0, 0xDB, 0xC0, 0xC4}
        assert segments(data).count(0xE0) == 1
        assert dict(opened(data).getexif()) == {}
        assert [word for word in (b"Secret", b"Exif", b"ICC", b"2026:05") if word in data] == []


def swapped_profile() -> bytes:
    """An RGB profile in which red and blue have changed places."""
    return srgb_profile().replace(b"rXYZ", b"tmp!").replace(b"bXYZ", b"rXYZ").replace(b"tmp!", b"bXYZ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_prepare_photo_turns_the_colours_of_a_profile_into_srgb(kind: str) -> None:
    photo = prepare_photo(encoded(red_and_blue(), kind, icc_profile=swapped_profile()))

    assert corners(photo.clean) == ["blue", "red", "blue", "red"]


@pytest.mark.parametrize("profile", [b"no profile at all", swapped_profile()[:200], b"\0" * 128])
def test_prepare_photo_ignores_a_damaged_profile(profile: bytes) -> None:
    photo = prepare_photo(encoded(red_and_blue(), icc_profile=profile))

    assert corners(photo.clean) == ["red", "blue", "red", "blue"]


def test_prepare_photo_ignores_a_profile_of_another_mode() -> None:
    photo = prepare_photo(encoded(red_and_blue(mode="CMYK"), icc_profile=swapped_profile()))

    assert corners(photo.clean) == ["red", "blue", "red", "blue"]


def palette_with_transparency() -> Image.Image:
    image = Image.new("P", (96, 64), 0)
    image.putpalette([0, 0, 0, *BLUE])
    image.paste(1, (48, 0, 96, 64))
    image.info["transparency"] = 0
    return image


def half_transparent(mode: str) -> Image.Image:
    image = Image.new("RGBA", (96, 64), (0, 0, 0, 0))
    image.paste((*BLUE, 255), (48, 0, 96, 64))
    return image.convert(mode)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (encoded(half_transparent("RGBA"), "PNG"), "blue"),
        (encoded(half_transparent("RGBA"), "WEBP", lossless=True), "blue"),
        (encoded(half_transparent("LA"), "PNG"), "black"),
        (encoded(palette_with_transparency(), "PNG", transparency=0), "blue"),
        (encoded(half_transparent("RGB"), "PNG", transparency=(0, 0, 0)), "blue"),
        (encoded(half_transparent("RGB").convert("L"), "PNG", transparency=0), "black"),
    ],
    ids=["rgba", "webp", "la", "palette", "rgb-key", "grey-key"],
)
def test_prepare_photo_puts_transparency_on_white(data: bytes, expected: str) -> None:
    assert corners(prepare_photo(data).clean) == ["white", expected, "white", expected]


def grey_ramp() -> Image.Image:
    image = Image.new("I;16", (96, 64))
    image.putdata([65535 if x >= 48 else 32768 for _ in range(64) for x in range(96)])
    return image


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (encoded(red_and_blue(mode="CMYK")), ["red", "blue"]),
        (encoded(Image.new("L", (96, 64), 128)), ["grey", "grey"]),
        (encoded(red_and_blue(mode="P"), "PNG"), ["red", "blue"]),
        (encoded(Image.new("1", (96, 64), 1), "PNG"), ["white", "white"]),
        (encoded(grey_ramp(), "PNG"), ["grey", "white"]),
    ],
    ids=["cmyk", "grey", "palette", "bilevel", "16-bit"],
)
def test_prepare_photo_takes_every_colour_mode(data: bytes, expected: list[str]) -> None:
    photo = prepare_photo(data)

    assert (opened(photo.clean).mode, corners(photo.clean)) == ("RGB", expected * 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7 " * 20,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0\0\0\x1cftypavif" + b"\0" * 100,
        b"RIFF\x24\0\0\0WAVEfmt ",
        encoded(red_and_blue(), "BMP"),
        encoded(red_and_blue(), "TIFF"),
        encoded(red_and_blue(), "GIF"),
    ],
)
def test_prepare_photo_refuses_another_kind_of_file(data: bytes) -> None:
    assert refusal_of(data) == ("photos.error.kind", "photo", {})


def test_prepare_photo_refuses_a_file_over_the_limit_and_takes_one_at_it() -> None:
    data = encoded(red_and_blue())
    at_limit = data + b"\0" * (MAX_PHOTO_BYTES - len(data))

    photo = prepare_photo(at_limit)

    assert (photo.width, photo.height) == (96, 64)
    assert refusal_of(at_limit + b"\0") == ("photos.error.too_large", "photo", {"megabytes": 20})


def png_of(width: int, height: int) -> bytes:
    """A header that promises so many pixels, and almost no data."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(7_747, 7_747), (10_000, 10_000), (50_000, 50_000), (2**31 - 1, 1)])
def test_prepare_photo_refuses_a_picture_of_too_many_pixels(size: tuple[int, int]) -> None:
    assert refusal_of(png_of(*size)) == ("photos.error.too_many_pixels", "photo", {"megapixels": 24})


def test_prepare_photo_takes_a_picture_of_fifty_megapixels() -> None:
    photo = prepare_photo(encoded(Image.new("L", (8192, 6144), 128)))

    assert (photo.width, photo.height) == (2560, 1920)


def noisy() -> Image.Image:
    return Image.effect_noise((200, 150), 60).convert("RGB")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(
    "data",
    [encoded(noisy()), encoded(noisy(), progressive=True), encoded(noisy(), "PNG"), encoded(noisy(), "WEBP"), HEIC],
    ids=["jpeg", "progressive", "png", "webp", "heic"],
)
def test_prepare_photo_refuses_a_file_that_is_cut_short(data: bytes, share: float) -> None:
    prepare_photo(data)

    assert refusal_of(data[: int(len(data) * share)]) == ("photos.error.broken", "photo", {})


@pytest.mark.parametrize("between", [b"", b"\xff", b"\xff\x01", b"\xff\xd0"])
def test_prepare_photo_refuses_a_jpeg_of_endless_scans(between: bytes) -> None:
    data = encoded(red_and_blue(), progressive=True)
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    prepare_photo(data[:-2] + last_scan * 10 + data[-2:])

    endless = data[:-2] + (between + last_scan) * 1000 + data[-2:]

    assert refusal_of(endless) == ("photos.error.broken", "photo", {})


def test_prepare_photo_takes_a_jpeg_with_a_film_behind_it() -> None:
    film = b"\xff\xda\x00\x02" * 1000

    assert corners(prepare_photo(encoded(red_and_blue()) + film).clean) == ["red", "blue", "red", "blue"]


def test_prepare_photo_lets_nothing_through_that_hides_in_a_picture() -> None:
    hidden = b"<script>alert(1)</script><?php system('id') ?>PK\x03\x04"
    polyglot = encoded(red_and_blue(), comment=hidden) + hidden

    photo = prepare_photo(polyglot)

    assert [b"script" in data or b"php" in data or b"PK" in data for data in (photo.clean, photo.thumbnail)] == [
        False
    ] * 2


def damaged_copy(original: bytes, draw: Callable[[st.SearchStrategy[int]], int]) -> bytes:
    damaged = bytearray(original)
    for _ in range(draw(st.integers(1, 8))):
        damaged[draw(st.integers(0, len(damaged) - 1))] = draw(st.integers(0, 255))
    return bytes(damaged)


OUTCOMES = {"photo", "photos.error.kind", "photos.error.broken", "photos.error.too_many_pixels"}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_prepare_photo_of_damaged_bytes_is_a_photo_or_a_clear_refusal(kind: str, data: st.DataObject) -> None:
    assert outcome(damaged_copy(everything_written()[kind], data.draw)) in OUTCOMES


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_prepare_photo_of_a_damaged_heic_is_a_photo_or_a_clear_refusal(data: st.DataObject) -> None:
    assert outcome(damaged_copy(HEIC, data.draw)) in OUTCOMES


def test_prepare_photo_survives_a_heic_that_brings_its_decoder_down() -> None:
    """This one byte ends libheif 1.23.0 with a segmentation fault; a later version may well read the picture."""
    fatal = HEIC[:179] + b"\xf6" + HEIC[180:]

    assert outcome(fatal) in {"photo", "photos.error.broken"}


def outcome(data: bytes) -> str:
    try:
        prepare_photo(data)
    except Invalid as refusal:
        return refusal.key
    return "photo"


def test_prepare_photo_gives_the_same_in_many_threads() -> None:
    originals = [*everything_written().values(), encoded(noisy())] * 6

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(prepare_photo, originals))

    assert together == [prepare_photo(original) for original in originals]


@pytest.mark.parametrize(("form", "megapixels"), [("WEBP", 14), ("PNG", 24)])
def test_small_file_of_a_huge_picture_is_refused_unopened(form: str, megapixels: int) -> None:
    picture = Image.new("RGBA", (5000, 4801))
    out = io.BytesIO()
    picture.save(out, form)

    with pytest.raises(Invalid, match=r"photos\.error\.too_many_pixels") as refused:
        prepare_photo(out.getvalue())

    assert len(out.getvalue()) < 1_000_000
    assert refused.value.values == {"megapixels": megapixels}


@pytest.mark.parametrize(
    ("form", "mode", "size", "more"),
    [
        ("WEBP", "RGBA", (3741, 3742), {}),
        ("PNG", "RGBA", (4899, 4898), {}),
        ("PNG", "P", (4899, 4898), {"transparency": 0}),
        ("JPEG", "RGB", (7745, 7745), {}),
        ("JPEG", "L", (7745, 7745), {"progressive": True}),
        ("JPEG", "RGB", (5000, 5000), {"progressive": True, "subsampling": 0}),
        ("JPEG", "RGB", (6123, 6124), {"progressive": True, "subsampling": 2}),
        ("JPEG", "CMYK", (4330, 4330), {"progressive": True}),
    ],
)
def test_largest_picture_that_is_taken_needs_less_than_300_megabytes(
    form: str, mode: str, size: tuple[int, int], more: dict[str, Any]
) -> None:
    picture = Image.new(mode, size)
    out = io.BytesIO()
    picture.save(out, form, **more)
    # Linux hands what the parent has needed at most on to `ru_maxrss` of its child, so that it is read from /proc.
    script = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from planner.render.photos.photos import prepare_photo\n"
        "def peak(): return int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "before = peak()\n"
        "prepare_photo(sys.stdin.buffer.read())\n"
        "print(peak() - before)\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", script], input=out.getvalue(), cwd=ROOT, capture_output=True, check=True
    )

    assert 10 < int(told.stdout) / 1024 < 300


def test_two_pictures_are_decoded_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [0], [0]
    decode = photos._prepare

    def counted(data: bytes, kind: photos.PhotoKind) -> photos.PreparedPhoto:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.05)
        try:
            return decode(data, kind)
        finally:
            running[0] -= 1

    monkeypatch.setattr(photos, "_prepare", counted)
    data = io.BytesIO()
    Image.new("RGB", (64, 48)).save(data, "JPEG")
    with ThreadPoolExecutor(8) as pool:
        prepared = list(pool.map(prepare_photo, [data.getvalue()] * 16))

    assert (len(prepared), most[0]) == (16, photos.AT_ONCE)


@pytest.mark.parametrize(
    ("mode", "size", "more", "megapixels"),
    [
        ("RGB", (5712, 4284), {"subsampling": 0}, None),  # what a phone of 24 megapixels takes
        ("RGB", (7071, 5303), {"subsampling": 2}, None),
        ("RGB", (5001, 5000), {"subsampling": 0}, 25),
        ("RGB", (7072, 5304), {"subsampling": 2}, 37),
        ("CMYK", (4331, 4331), {}, 18),
    ],
)
def test_picture_of_several_scans_is_taken_by_what_it_keeps_of_a_pixel(
    mode: str, size: tuple[int, int], more: dict[str, Any], megapixels: int | None
) -> None:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "JPEG", progressive=True, **more)

    if megapixels is None:
        assert check_photo(out.getvalue()) == "jpeg"
    else:
        refused = ("photos.error.too_many_pixels", "photo", {"megapixels": megapixels})
        assert refusal_of(out.getvalue()) == refused


def test_broken_picture_gives_its_place_back() -> None:
    for _ in range(photos.AT_ONCE + 1):
        with pytest.raises(Invalid, match=r"photos\.error\.broken"):
            prepare_photo(b"\xff\xd8\xff broken")


def jpeg_of(width: int, height: int, **more: Any) -> bytes:
    """A grey picture of so many pixels, in a few hundred kilobytes."""
    out = io.BytesIO()
    Image.new("L", (width, height), 128).save(out, "JPEG", **more)
    return out.getvalue()


def test_prepare_photo_takes_a_picture_of_the_largest_cameras() -> None:
    photo = prepare_photo(jpeg_of(16_320, 12_240))

    assert (photo.width, photo.height) == (2560, 1920)


def test_picture_of_several_scans_has_fewer_pixels() -> None:
    small, large = jpeg_of(8_000, 6_000, progressive=True), jpeg_of(9_000, 7_000, progressive=True)

    assert check_photo(small) == "jpeg"
    assert refusal_of(large) == ("photos.error.too_many_pixels", "photo", {"megapixels": 60})
    with pytest.raises(Invalid, match=r"photos\.error\.too_many_pixels"):
        check_photo(large)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "kind"),
        (b"%PDF-1.7", "kind"),
        (b"\xff\xd8\xff", "broken"),
        (bytes(MAX_PHOTO_BYTES + 1), "too_large"),
        (png_of(10_000, 10_000), "too_many_pixels"),
    ],
)
def test_check_photo_refuses_by_the_beginning(data: bytes, key: str) -> None:
    with pytest.raises(Invalid, match=rf"photos\.error\.{key}"):
        check_photo(data)


def test_check_photo_leaves_what_only_decoding_shows() -> None:
    whole = jpeg_of(400, 300)

    assert check_photo(whole[:-2]) == "jpeg"
    assert refusal_of(whole[: len(whole) // 2])[0] == "photos.error.broken"
    assert check_photo(whole[: len(whole) // 2]) == "jpeg"
