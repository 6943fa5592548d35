"""Where faces and number plates may be in a picture: OpenCV suggests where somebody has installed it, people decide."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO

import numpy as np
from PIL import Image

LONGEST_SIDE = 1280
"""A picture is looked at in this size: half a second of work, and a face in the second row is still found."""
_SHAPES = ("haarcascade_frontalface_default.xml", "haarcascade_russian_plate_number.xml")
"""What OpenCV 4 brings; version 5 has them no more."""


def can_suggest() -> bool:
    """Whether `opencv-python-headless` of version 4 is installed beside the planner."""
    return find_spec("cv2") is not None


def suggested_boxes(clean: bytes) -> Sequence[Sequence[float]]:
    """Boxes as `black_out` takes them, one for each that may be a face or a plate: some are neither, and some are missed.

    `clean`: a copy of ours, which is JPEG. ModuleNotFoundError where OpenCV is not installed.
    """
    cv2 = import_module("cv2")
    with Image.open(BytesIO(clean), formats=("JPEG",)) as image:
        grey = image.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels, (width, height) = np.asarray(grey), grey.size
    # An object of OpenCV is no matter for two threads, so that each look has its own.
    shapes = [cv2.CascadeClassifier(cv2.data.haarcascades + name) for name in _SHAPES]
    found = [box for shape in shapes for box in shape.detectMultiScale(pixels, scaleFactor=1.1, minNeighbors=5)]
    return [
        [float(x / width), float(y / height), float((x + wide) / width), float((y + high) / height)]
        for x, y, wide, high in found
    ]
