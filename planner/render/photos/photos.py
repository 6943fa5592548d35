"""Photos made safe to show: upright, of bounded size, and without anything the camera wrote about the place."""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from threading import BoundedSemaphore
from typing import Literal

from PIL import Image, ImageCms

from planner.domain.errors import Invalid, Unavailable
from planner.domain.geo import Point
from planner.render.photos.exif import read_camera_facts
from planner.render.photos.heic import TooManyPixels, heic_as_png
from planner.turn import one_of

MAX_PHOTO_BYTES = 20 * 1024 * 1024
MAX_PHOTO_PIXELS: Mapping[str, int] = {"jpeg": 210_000_000, "heic": 50_000_000, "png": 24_000_000, "webp": 14_000_000}
"""By kind: a JPEG is decoded at the size that is wanted, PNG and WebP only whole, four bytes for each pixel and more."""
MAX_SCANNED_PIXELS = 60_000_000
MAX_SCANNED_BYTES = 225_000_000
"""Of a JPEG of several scans, progressive ones above all: all its coefficients lie in memory until the last scan, two bytes for each
sample, beside the picture. A pixel has three samples, four of CMYK, and one and a half where colour is coarser, as phones write it.
"""
AT_ONCE = 2
"""How many pictures this process decodes at the same time."""
MOST_WAITING = 4
"""So many more of those whom nobody knows may wait for it, each with a file in memory."""
PATIENCE_S = 60.0
CLEAN_SIDE = 2560
THUMBNAIL_SIDE = 480

PhotoKind = Literal["jpeg", "png", "webp", "heic"]
Image.MAX_IMAGE_PIXELS = max(MAX_PHOTO_PIXELS.values())  # Pillow's own limit is lower; each kind has its own here
_decoding = BoundedSemaphore(AT_ONCE)
_places = BoundedSemaphore(AT_ONCE + MOST_WAITING)

# Cameras write about ten scans. A few kilobytes can hold thousands over a huge empty picture: minutes of decoding each.
_MAX_JPEG_SCANS = 50
_MOST_OF_A_PIXEL = 12
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
# Everything the decoders raise on damaged input; each has its own way of saying it.
_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, RuntimeError, struct.error, zlib.error)


@dataclass(frozen=True)
class PreparedPhoto:
    """A photo ready to keep. `width` and `height` are those of `clean`.

    `clean` and `thumbnail` are sRGB JPEGs without any metadata. `kind` is what the original was (`image/<kind>` is its
    media type). `taken_at` (the camera's wall clock, no zone) and `position` come from the original, for staff only.
    """

    clean: bytes
    thumbnail: bytes
    width: int
    height: int
    kind: PhotoKind
    taken_at: datetime | None
    position: Point | None


def prepare_photo(data: bytes) -> PreparedPhoto:
    """Decode a JPEG, PNG, WebP or HEIC, told by content, and encode it anew; of an animation, the first frame.

    Raises Invalid on the field "photo": `photos.error.too_large` over MAX_PHOTO_BYTES, `.kind` for another kind of file,
    `.too_many_pixels` over MAX_PHOTO_PIXELS of its kind, `.broken` for a file that is damaged or cut short.

    Safe in threads: AT_ONCE of them decode, the others wait, and get Unavailable after a minute.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise Invalid("photos.error.too_large", field="photo", megabytes=MAX_PHOTO_BYTES // 1024**2)
    kind = _kind_of(data)
    with one_of(_decoding, Unavailable("app.error.busy"), patience_s=PATIENCE_S):
        try:
            return _prepare(data, kind)
        except TooManyPixels as error:
            raise _too_many_pixels(error.most) from None
        except Image.DecompressionBombError:
            raise _too_many_pixels(MAX_PHOTO_PIXELS[kind]) from None
        except _DAMAGE as error:
            raise Invalid("photos.error.broken", field="photo") from error


@contextmanager
def one_of_few() -> Iterator[None]:
    """A place among strangers who have a picture decoded now. Unavailable at once where all are taken: no crowd may take every
    thread. To be taken before the file is read.
    """
    with one_of(_places, Unavailable("app.error.busy")):
        yield


def check_photo(data: bytes) -> PhotoKind:
    """Looks at the beginning of a file without decoding it: Invalid as `prepare_photo`, but for what only decoding shows.

    A JPEG that lacks its end passes, and so does damage in the middle. A HEIC is known by its first bytes alone.
    """
    if len(data) > MAX_PHOTO_BYTES:
        raise Invalid("photos.error.too_large", field="photo", megabytes=MAX_PHOTO_BYTES // 1024**2)
    kind = _kind_of(data)
    if kind == "heic":
        return kind
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            _check_pixels(image, kind, data)
    except Image.DecompressionBombError:
        raise _too_many_pixels(MAX_PHOTO_PIXELS[kind]) from None
    except _DAMAGE as error:
        raise Invalid("photos.error.broken", field="photo") from error
    return kind


def _kind_of(data: bytes) -> PhotoKind:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    raise Invalid("photos.error.kind", field="photo")


def _check_pixels(image: Image.Image, kind: PhotoKind, data: bytes) -> None:
    most, pixels = MAX_PHOTO_PIXELS[kind], image.width * image.height
    fewest = MAX_SCANNED_BYTES // _MOST_OF_A_PIXEL
    if kind == "jpeg" and pixels > fewest and (image.info.get("progressive") or _jpeg_scans(data) > 1):
        most = min(MAX_SCANNED_PIXELS, round(MAX_SCANNED_BYTES / _bytes_of_a_pixel(image)))
    if pixels > most:
        raise _too_many_pixels(most)


def _bytes_of_a_pixel(image: Image.Image) -> float:
    """What a JPEG of several scans needs for one, drawn and in coefficients: of a component that is coarser by two in both directions
    a quarter of one.
    """
    layers: list[tuple[int, int, int, int]] = getattr(image, "layer", [])
    across, down = (max((layer[side] for layer in layers), default=1) or 1 for side in (1, 2))
    return max(len(layers) + 2 * sum(layer[1] * layer[2] for layer in layers) / (across * down), 3)


def _too_many_pixels(most: int) -> Invalid:
    return Invalid("photos.error.too_many_pixels", field="photo", megapixels=most // 1_000_000)


def _prepare(data: bytes, kind: PhotoKind) -> PreparedPhoto:
    if kind == "jpeg" and _jpeg_scans(data) > _MAX_JPEG_SCANS:
        raise ValueError("too many scans")
    if kind == "heic":
        data = heic_as_png(data, max_pixels=MAX_PHOTO_PIXELS[kind], side=CLEAN_SIDE)
    with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
        _check_pixels(image, kind, data)
        facts = read_camera_facts(image)
        profile = image.info.get("icc_profile")
        picture = _in_srgb(_on_white(_scaled(image)), profile)
    if facts.turn is not None:
        picture = picture.transpose(facts.turn)
    picture.info = {}  # Pillow writes a comment found here into the new file
    return PreparedPhoto(
        clean=as_jpeg(picture, quality=85),
        thumbnail=as_jpeg(thumbnail_of(picture), quality=80),
        width=picture.width,
        height=picture.height,
        kind=kind,
        taken_at=facts.taken_at,
        position=facts.position,
    )


# Not those that no length follows: stuffing, TEM, restarts and fill bytes.
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA


def _jpeg_scans(data: bytes) -> int:
    """How many scans the first image of the file holds, found by its markers without decoding."""
    scans, at = 0, 2
    while found := _MARKER.search(data, at):
        at = found.end()
        if data[at - 1] == _END_OF_IMAGE:
            break
        scans += data[at - 1] == _START_OF_SCAN
        at += int.from_bytes(data[at : at + 2])
    return scans


def _scaled(image: Image.Image) -> Image.Image:
    """At most CLEAN_SIDE a side, decoded whole or not at all, in a mode that scales without artefacts."""
    if image.format != "JPEG":
        image.load()
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode not in {"RGB", "RGBA", "L", "LA", "CMYK"} or (
        image.has_transparency_data and image.mode in {"RGB", "L"}
    ):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # For a JPEG this also lets the decoder skip what the smaller picture would not show.
    image.thumbnail((CLEAN_SIDE, CLEAN_SIDE), Image.Resampling.LANCZOS, reducing_gap=1.5)
    image.load()
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA"}:
        return image
    opaque = Image.new("RGBA", image.size, "white")
    opaque.alpha_composite(image.convert("RGBA"))
    return opaque.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image if image.mode == "RGB" else image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A profile that is damaged or of another mode: slightly wrong colours beat a refused photo.
        return image.convert("RGB")
    return converted or image.convert("RGB")


def thumbnail_of(picture: Image.Image) -> Image.Image:
    """At most THUMBNAIL_SIDE a side. Drawn from a picture that was made coarser first: a third of the time, and nobody sees the difference."""
    smaller = min(1.0, THUMBNAIL_SIDE / max(picture.size))
    size = (max(round(picture.width * smaller), 1), max(round(picture.height * smaller), 1))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=1.5)


def as_jpeg(picture: Image.Image, *, quality: int) -> bytes:
    """A JPEG in one scan: several make it 2 % smaller and take three times as long, which a bus full of tablets waits for."""
    out = BytesIO()
    picture.save(out, format="JPEG", quality=quality, optimize=True)
    return out.getvalue()
