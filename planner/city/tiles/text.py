"""Writing the labels of one block of tiles onto its picture."""

import math
from collections.abc import Iterable
from functools import lru_cache

from PIL import Image, ImageDraw

from planner.city.tiles.canvas import TILE, Block
from planner.city.tiles.labels import Label, font_of
from planner.city.tiles.style import AREAS, HALO, TEXTS

_FINER = 2
_DOT = 3.0
_LEADING = 1.2


def write_labels(picture: Image.Image, block: Block, labels: Iterable[Label]) -> None:
    """Writes what lies in the block, also what only reaches into it."""
    draw = ImageDraw.Draw(picture)
    (width, height), left, top = picture.size, block.x * TILE, block.y * TILE
    for label in labels:
        x, y = label.x - left, label.y - top
        reach = label.reach
        if not (-reach < x < width + reach and -reach < y < height + reach):
            continue
        if label.angle:
            sprite = _turned(label.lines[0], label.style, label.size, round(math.degrees(label.angle), 1))
            picture.paste(sprite, (round(x - sprite.width / 2), round(y - sprite.height / 2)), sprite)
        elif label.style == "house":
            sprite = _small(label.lines[0], label.style, label.size)
            picture.paste(sprite, (round(x - sprite.width / 2), round(y - sprite.height / 2)), sprite)
        else:
            _write(draw, label, x, y)


def _write(draw: ImageDraw.ImageDraw, label: Label, x: float, y: float) -> None:
    style = TEXTS[label.style]
    font, step = font_of(style.cut, label.size), label.size * _LEADING
    if label.dot is not None:
        _put_dot(draw, label, x, y)
        y += 8 + len(label.lines) * label.size * 0.65
    first = y - step * (len(label.lines) - 1) / 2
    for number, line in enumerate(label.lines):
        at = (round(x), round(first + step * number))
        draw.text(at, line, style.colour, font, anchor="mm", stroke_width=2, stroke_fill=HALO)


def _put_dot(draw: ImageDraw.ImageDraw, label: Label, x: float, y: float) -> None:
    around = _DOT + 1.5
    draw.ellipse((x - around, y - around, x + around, y + around), HALO)
    draw.ellipse((x - _DOT, y - _DOT, x + _DOT, y + _DOT), label.dot)


@lru_cache(maxsize=4096)
def _small(text: str, style: str, size: int) -> Image.Image:
    """A house number with its halo: a city has the same few hundred of them many thousand times."""
    look = TEXTS[style]
    font = font_of(look.cut, size)
    image = Image.new("RGBA", (math.ceil(font.getlength(text)) + 4, size + 4), (*AREAS["building"].fill, 0))
    at = (image.width / 2, image.height / 2)
    halo = (*AREAS["building"].fill, 255)  # most numbers stand on their house
    ImageDraw.Draw(image).text(at, text, (*look.colour, 255), font, anchor="mm", stroke_width=1, stroke_fill=halo)
    return image


@lru_cache(maxsize=4096)
def _turned(text: str, style: str, size: int, degrees: float) -> Image.Image:
    """A text with its halo, turned; drawn larger first, so that it stays sharp."""
    look = TEXTS[style]
    font = font_of(look.cut, size * _FINER)
    width, height = math.ceil(font.getlength(text)) + 8 * _FINER, math.ceil(size * 1.6 * _FINER)
    image = Image.new("RGBA", (width, height), (*HALO, 0))
    ImageDraw.Draw(image).text(
        (width / 2, height / 2),
        text,
        (*look.colour, 255),
        font,
        anchor="mm",
        stroke_width=2 * _FINER,
        stroke_fill=(*HALO, 255),
    )
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(*HALO, 0))
    return turned.reduce(_FINER)
