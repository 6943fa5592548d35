"""The picture that stands beside a link to a public page where people share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from font_roboto import Roboto, RobotoMedium
from PIL import Image, ImageDraw, ImageFont, ImageOps

from planner.render.colours import rgb

WIDTH, HEIGHT = 1200, 630
PICTURE_WIDTH = 540
_EDGE = 56
_MOST_LINES = 5


@dataclass(frozen=True)
class ShareCard:
    """What it says: whose site, what, where, and how that stands, in a colour of the palette."""

    site: str
    title: str
    where: str = ""
    state: str = ""
    colour: str = "blue"


def draw_share_card(card: ShareCard, picture: bytes | None = None) -> bytes:
    """As PNG, 1200 × 630; `picture` (JPEG or PNG) fills its right side, what does not fit of it is cut off."""
    image = Image.new("RGB", (WIDTH, HEIGHT), rgb("white"))
    pen = ImageDraw.Draw(image)
    width = WIDTH - 2 * _EDGE - (PICTURE_WIDTH if picture else 0)
    if picture:
        with Image.open(BytesIO(picture)) as given:
            image.paste(ImageOps.fit(given.convert("RGB"), (PICTURE_WIDTH, HEIGHT)), (WIDTH - PICTURE_WIDTH, 0))
    pen.rectangle((0, 0, 14, HEIGHT), fill=rgb(card.colour))
    y = _EDGE
    y = _write(pen, y, _lines(card.site, _font(Roboto, 28), width, 2), _font(Roboto, 28), "gray-text") + 24
    size = 56 if len(card.title) < 60 else 46
    bold = _font(RobotoMedium, size)
    y = _write(pen, y, _lines(card.title, bold, width, _MOST_LINES), bold, "text") + 24
    plain = _font(Roboto, 32)
    _write(pen, y, _lines(card.where, plain, width, 4), plain, "gray-text")
    if card.state:
        _draw_state(pen, card, width)
    out = BytesIO()
    image.quantize(256).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _draw_state(pen: ImageDraw.ImageDraw, card: ShareCard, width: int) -> None:
    font = _font(RobotoMedium, 34)
    [said] = _lines(card.state, font, width - 48, 1)
    bottom = HEIGHT - _EDGE
    right = _EDGE + 48 + font.getlength(said)
    pen.rounded_rectangle((_EDGE, bottom - 64, right, bottom), radius=16, fill=rgb(card.colour))
    pen.text((_EDGE + 24, bottom - 32), said, fill=rgb("white"), font=font, anchor="lm")


def _write(pen: ImageDraw.ImageDraw, y: int, lines: Sequence[str], font: ImageFont.FreeTypeFont, colour: str) -> int:
    """Writes the lines from `y` on, and says where they end."""
    height = round(font.size * 1.22)
    for line in lines:
        pen.text((_EDGE, y), line, fill=rgb(colour), font=font)
        y += height
    return y


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> Sequence[str]:
    """The text in lines that fit, with a mark where more of it would follow; a word too long for a line is cut."""
    lines, words = [""], text.split()
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] += " …" if number < len(words) else ""
            break
    return [_cut(line, font, width) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(line) <= width:
        return line
    line = line.removesuffix(" …")
    while line and font.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


@lru_cache(maxsize=16)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)
