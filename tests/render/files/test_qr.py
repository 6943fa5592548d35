"""QR codes, read back by a reader of another make."""

import io

import pytest
import zxingcpp
from PIL import Image

from planner.render.files.qr import qr_png

LINK = "https://tours.example.ru/join/k7Qm2xW9-ЖЁ?lang=ru&tour=12"


def test_qr_png_reads_as_the_text() -> None:
    image = Image.open(io.BytesIO(qr_png(LINK)))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [LINK]


def test_qr_png_is_a_little_under_the_asked_side_with_four_white_modules_around() -> None:
    image = Image.open(io.BytesIO(qr_png("https://example.ru/j/1"))).convert("L")
    module = image.width // 33

    assert image.size == (19 * 33, 19 * 33)
    assert image.getextrema() == (0, 255)
    assert Image.eval(image, lambda value: 255 - value).getbbox() == (
        4 * module,
        4 * module,
        image.width - 4 * module,
        image.height - 4 * module,
    )


def test_qr_png_with_less_room_than_modules_has_one_pixel_a_module() -> None:
    image = Image.open(io.BytesIO(qr_png("https://example.ru/j/1", side_px=10)))

    assert image.size == (33, 33)


def test_qr_stays_readable_with_a_tenth_of_it_hidden() -> None:
    image = Image.open(io.BytesIO(qr_png(LINK))).convert("L")
    image.paste(255, (image.width // 2, image.height // 2, int(image.width * 0.7), int(image.height * 0.7)))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [LINK]


def test_qr_of_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError):
        qr_png("x" * 3000)
