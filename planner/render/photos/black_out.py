"""Blacking out parts of a picture for good: the new file holds nothing of what was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from planner.render.photos.photos import as_jpeg, thumbnail_of

PADDING_PX = 2
"""A box is drawn a little larger than it was put, because scaling had blurred its edge."""


@dataclass(frozen=True)
class BlackedOut:
    """A copy that may go out, and a small one."""

    picture: bytes
    thumbnail: bytes


def black_out(clean: bytes, boxes: Sequence[Sequence[float]]) -> BlackedOut:
    """The picture with each box filled; a box is left, top, right, bottom as shares of the width and the height."""
    with Image.open(BytesIO(clean), formats=("JPEG",)) as image:
        picture = image.convert("RGB")
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        corner = (int(left * picture.width) - PADDING_PX, int(top * picture.height) - PADDING_PX)
        other = (round(right * picture.width) + PADDING_PX, round(bottom * picture.height) + PADDING_PX)
        pen.rectangle((*corner, *other), fill="black")
    picture.info = {}  # Pillow writes a comment found here into the new file
    return BlackedOut(as_jpeg(picture, quality=85), as_jpeg(thumbnail_of(picture), quality=80))
