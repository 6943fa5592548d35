"""HEIC decoded in a process of its own."""

import io
from pathlib import Path

import pytest
from PIL import Image

from planner.render.photos.heic import heic_as_png

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
    with pytest.raises(Image.DecompressionBombError):
        heic_as_png(HEIC, max_pixels=64 * 96 - 1, side=96)


def test_heic_as_png_refuses_what_is_damaged() -> None:
    with pytest.raises(ValueError, match="decoder ended with 1"):
        heic_as_png(HEIC[:-1], max_pixels=64 * 96, side=96)


def test_heic_as_png_takes_no_other_kind() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, format="JPEG")

    with pytest.raises(ValueError, match="decoder ended with 1"):
        heic_as_png(out.getvalue(), max_pixels=64, side=8)
