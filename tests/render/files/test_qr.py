"""QR codes, read back by a reader of another make."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from planner.render.files.qr import SIDE_PX, qr_png, qr_svg

LINK = "https://tours.example.ru/join/k7Qm2xW9-ЖЁ?lang=ru&tour=12"


def picture_of(svg: str) -> Image.Image:
    """Draw the strokes of the code's one path, ten pixels a module."""
    [side] = re.findall(r'viewBox="0 0 (\d+) \1"', svg)
    [strokes] = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    image = Image.new("L", (int(side) * 10,) * 2, 255)
    x = y = 0.0
    for move, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", strokes):
        if move == "h":
            image.paste(0, (int(x * 10), int((y - 0.5) * 10), int((x + float(first)) * 10), int((y + 0.5) * 10)))
            x += float(first)
        elif move == "m":
            x, y = x + float(first), y + float(second)
        else:
            x, y = float(first), float(second)
    return image


def test_qr_png_reads_as_the_text() -> None:
    image = Image.open(io.BytesIO(qr_png(LINK)))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [LINK]


def test_qr_svg_reads_as_the_text() -> None:
    image = picture_of(qr_svg(LINK))

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


def test_qr_svg_has_the_asked_size_on_white_ground() -> None:
    svg = qr_svg("https://example.ru/j/1", side_px=480)

    assert svg.startswith('<svg width="480" height="480" ')
    assert 'viewBox="0 0 33 33"' in svg
    assert '<path fill="#fff" d="M0 0h33v33h-33z"/>' in svg
    assert svg.endswith("</svg>")


def test_qr_svg_is_twelve_centimetres_on_a_screen_unless_asked() -> None:
    assert qr_svg("x").startswith(f'<svg width="{SIDE_PX}" height="{SIDE_PX}" ')


def test_qr_stays_readable_with_a_tenth_of_it_hidden() -> None:
    image = Image.open(io.BytesIO(qr_png(LINK))).convert("L")
    image.paste(255, (image.width // 2, image.height // 2, int(image.width * 0.7), int(image.height * 0.7)))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [LINK]


def test_qr_text_is_never_markup() -> None:
    assert "script" not in qr_svg("<script>alert(1)</script>")


@pytest.mark.parametrize("draw", [qr_svg, qr_png])
def test_qr_of_a_text_that_is_too_long_is_refused(draw: object) -> None:
    with pytest.raises(ValueError):
        draw("x" * 3000)  # type: ignore[operator]
