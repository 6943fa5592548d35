"""Faces and number plates are suggested: found in a picture that was drawn for it, by OpenCV itself."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from planner.render.photos import suggested
from planner.render.photos.suggested import can_suggest, suggested_boxes

FACE, PLATE = (140, 157, 360, 443), (520, 520, 760, 572)
"""Where they are, in pixels of a picture of 1280 by 960."""


def street(*, face: bool = False, plate: bool = False) -> bytes:
    """A grey street, with a head at the left and a car's plate in the middle."""
    picture = Image.new("L", (1280, 960), 120)
    pen = ImageDraw.Draw(picture)
    for y in range(0, 960, 4):
        pen.line((0, y, 1280, y), fill=100 + (y * 37) % 40)
    pen.rectangle((400, 300, 880, 640), fill=60)
    if face:
        _draw_face(pen)
    if plate:
        _draw_plate(pen)
    file = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(2)).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def _draw_face(pen: ImageDraw.ImageDraw) -> None:
    x, y = 250, 300
    pen.rectangle((x - 220, y - 220, x + 220, y + 220), fill=90)
    pen.ellipse(FACE, fill=200)
    pen.pieslice((x - 116, y - 154, x + 116, y + 99), 180, 360, fill=50)
    pen.ellipse((x - 100, y - 99, x + 100, y + 137), fill=200)
    for eye in (x - 42, x + 42):
        pen.ellipse((eye - 24, y - 36, eye + 24, y - 8), fill=90)
        pen.rectangle((eye - 30, y - 58, eye + 30, y - 48), fill=70)
        pen.ellipse((eye - 10, y - 32, eye + 10, y - 12), fill=20)
    pen.polygon([(x, y - 10), (x - 18, y + 38), (x + 18, y + 38)], fill=170)
    pen.ellipse((x - 42, y + 58, x + 42, y + 82), fill=110)


def _draw_plate(pen: ImageDraw.ImageDraw) -> None:
    left, top, right, bottom = PLATE
    pen.rectangle((left - 3, top - 3, right + 3, bottom + 3), fill=10)
    pen.rectangle(PLATE, fill=245)
    pen.text((left + 10, top + 2), "A123BC", font=ImageFont.load_default(44), fill=10, stroke_width=1)
    pen.line((left + 186, top, left + 186, bottom), fill=10, width=3)
    pen.text((left + 192, top + 4), "28", font=ImageFont.load_default(34), fill=10, stroke_width=1)


def covers(box: Sequence[float], place: tuple[int, int, int, int]) -> bool:
    """Whether a box holds the middle of a place, and is not three times as wide."""
    left, top, right, bottom = box[0] * 1280, box[1] * 960, box[2] * 1280, box[3] * 960
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return left < x < right and top < y < bottom and right - left < 3 * (place[2] - place[0])


@pytest.mark.parametrize(("face", "plate"), [(True, False), (False, True), (True, True), (False, False)])
def test_each_face_and_each_plate_is_suggested(face: bool, plate: bool) -> None:
    boxes = suggested_boxes(street(face=face, plate=plate))

    assert [any(covers(box, place) for box in boxes) for place in (FACE, PLATE)] == [face, plate]
    assert all(0 <= side <= 1 for box in boxes for side in box)


def test_whether_there_is_something_that_looks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = can_suggest()
    monkeypatch.setattr(suggested, "find_spec", lambda name: None)

    assert (there, can_suggest()) == (True, False)
