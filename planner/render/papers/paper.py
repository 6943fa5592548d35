"""A sheet of paper: A4 PDF in Roboto, with the tour's name, its state, the page number and the time of printing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import font_roboto
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace, TTFFont
from fpdf.table import Table

from planner.config import ROOT
from planner.domain.words import TourState
from planner.i18n import Translator
from planner.render.colours import rgb

UNKNOWN_SIGN = "\ufffd"
"""What stands for a character that no font here can draw, an emoji for example: a reader sees that something stood there."""
_IN_LETTERS = {"→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "✓": "v", "✔": "v", "★": "*", "☆": "*"}
"""Signs that letters can stand for."""
_HAN = ROOT / "data" / "fonts" / "DroidSansFallback-Han.ttf"
"""Chinese signs, which Roboto has none of; loaded for a paper that needs them."""
_HAN_SIGNS = (range(0x4E00, 0x9FA6), range(0x3000, 0x3100), range(0xFF01, 0xFF5F))

SIDE = 15.0
WIDTH, HEIGHT = 210.0, 297.0
LINE = 1.35
"""Line height in heights of the letters."""

_TOP, _BOTTOM = 22.0, 18.0
_PAGES = "\ue000\ue001\ue002"  # stands for the number of pages; `legible` lets no such character in from outside
_FONTS = Path(font_roboto.font_directory)
_MM = 25.4 / 72
_LONG_DOUBLE_WORD = re.compile(r"(?<=\w{5})-(?=\w{4})")
_STAMPS = {
    TourState.DRAFT: "papers.state.draft",
    TourState.PUBLISHED: "",
    TourState.RIDING: "",
    TourState.CLOSED: "",
    TourState.CANCELLED: "papers.state.cancelled",
    TourState.DELETED: "papers.state.deleted",
}


@dataclass(frozen=True)
class PaperHead:
    """What every page says: which paper of which tour, how far the tour is, and when it was printed (aware)."""

    title: str
    state: TourState
    printed_at: datetime


class Paper(FPDF):
    """One document. All text goes through `legible`; the same input gives the same bytes."""

    def __init__(self, head: PaperHead, name: str, t: Translator) -> None:
        super().__init__(format="A4")
        self.head, self.name, self.t = head, name, t
        self.add_font("roboto", "", _FONTS / "Roboto-Regular.ttf")
        self.add_font("roboto", "B", _FONTS / "Roboto-Bold.ttf")
        letters = (font.cmap for font in self.fonts.values() if isinstance(font, TTFFont))
        self._drawn = frozenset.intersection(*map(frozenset[int], letters))
        self.alias_nb_pages(_PAGES)
        self.set_margins(SIDE, _TOP, SIDE)
        self.set_auto_page_break(True, _BOTTOM)
        self.set_creation_date(t.local(head.printed_at))
        self.set_title(self.legible(f"{name}: {head.title}"))
        self.set_lang(t.language)
        self.type(11)

    def legible(self, text: str) -> str:
        """The text as it can be printed: composed letters, no control characters, UNKNOWN_SIGN for what has no glyph.

        Line ends stay. A sequence that makes up one emoji becomes one sign.
        """
        lines = unicodedata.normalize("NFC", text).replace("\t", " ").splitlines()
        return "\n".join(self._legible_line(line) for line in lines)

    def _draws_as_han(self, sign: int) -> bool:
        """Whether the font of Chinese signs draws it; from the first one on it stands in for Roboto, upright where the rest is bold."""
        if not any(sign in signs for signs in _HAN_SIGNS):
            return False
        if "han" not in self.fonts:
            self.add_font("han", "", _HAN)
            self.set_fallback_fonts(["han"], exact_match=False)
        font = self.fonts["han"]
        return isinstance(font, TTFFont) and sign in font.cmap

    def one_line(self, text: str) -> str:
        """The same without line ends."""
        return " ".join(self.legible(text).split())

    def type(self, size: float, *, bold: bool = False) -> None:
        """Chooses the letters that follow, in points."""
        self.set_font("roboto", "B" if bold else "", size)

    def say(self, text: str, size: float = 11, *, bold: bool = False, indent: float = 0.0, align: str = "L") -> None:
        """A paragraph over the whole width."""
        self.type(size, bold=bold)
        self.set_x(SIDE + indent)
        width = WIDTH - 2 * SIDE - indent
        self.multi_cell(width, size * _MM * LINE, self.legible(text), align=align, new_x="LMARGIN", new_y="NEXT")

    def heading(self, text: str, size: float = 14, *, room: float = 25.0) -> None:
        """A heading that is not left alone at the foot of a page: `room` millimetres stay with it."""
        self.keep_together(room)
        self.ln(2)
        self.say(text, size, bold=True)
        self.ln(1)

    def keep_together(self, height: float) -> None:
        """A new page unless `height` millimetres are left on this one."""
        if self.get_y() + height > HEIGHT - _BOTTOM:
            self.add_page()

    def shortened(self, text: str, width: float) -> str:
        """One line of at most `width` millimetres in the present letters; a longer one ends with an ellipsis."""
        line = self.one_line(text)
        if self.get_string_width(line) <= width:
            return line
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.get_string_width(f"{line[:middle].rstrip()}…") <= width
            low, high = (middle, high) if fits else (low, middle - 1)
        return f"{line[:low].rstrip()}…"

    def rule_notes(self, title: str) -> None:
        """Lines to write on under a title, as far as the page has room."""
        room = HEIGHT - 20 - self.get_y()
        if room < 32:
            return
        self.ln(3)
        self.say(title, 11, bold=True)
        self.set_line_width(0.15)
        y = self.get_y() + 8
        while y < min(HEIGHT - 20, self.get_y() + 70):
            self.line(SIDE, y, self.w - SIDE, y)
            y += 9

    @contextmanager
    def grid(
        self, widths: Sequence[float], heads: Sequence[str], aligns: Sequence[str], size: float, *, air: float = 1.2
    ) -> Iterator[Table]:
        """A ruled table over the whole width whose head comes again on each page; a row is not torn apart.

        `air` millimetres are left above and below each text.
        """
        self.type(size)
        self.set_line_width(0.2)
        with self.table(
            col_widths=tuple(widths),
            text_align=tuple(aligns),
            line_height=size * _MM * LINE,
            padding=(air, 1.5),
            borders_layout=TableBordersLayout.ALL,
            headings_style=FontFace(emphasis="BOLD", fill_color=rgb("paper-head")),
            v_align="T",
        ) as table:
            self._row(table, heads)
            yield table
        self.ln(3)

    def _row(self, table: Table, cells: Sequence[str]) -> None:
        row = table.row()
        for cell in cells:
            row.cell(self.legible(cell))

    def add_row(
        self, table: Table, cells: Sequence[str], *, bold: Sequence[int] = (), size: float | None = None
    ) -> None:
        """A row of a `grid`; the columns numbered in `bold` are bold, and of another `size` if one is given."""
        row = table.row()
        for at, cell in enumerate(cells):
            row.cell(
                _breakable(self.legible(cell)), style=FontFace(emphasis="BOLD", size_pt=size) if at in bold else None
            )

    def header(self) -> None:
        """The tour and what this paper is, beside the stamp."""
        room = WIDTH - 2 * SIDE - self.stamp()
        self.type(9)
        self.set_xy(SIDE, 9)
        self.cell(room, 5, self.shortened(f"{self.name} · {self.head.title}", room))
        self.line(SIDE, 17.5, WIDTH - SIDE, 17.5)
        self.set_xy(SIDE, _TOP)

    def stamp(self) -> float:
        """Frames on each page, in capitals, that the tour is a draft or cancelled; returns the millimetres that it took."""
        key = _STAMPS[self.head.state]
        if not key:
            return 0.0
        self.type(13, bold=True)
        word = self.t(key).upper()
        width = self.get_string_width(word) + 8
        self.set_line_width(0.7)
        self.rect(WIDTH - SIDE - width, 8, width, 8)
        self.set_xy(WIDTH - SIDE - width, 8)
        self.cell(width, 8, word, align="C")
        self.set_line_width(0.2)
        return width + 4

    def footer(self) -> None:
        """When it was printed, and which page of how many this is."""
        self.set_line_width(0.2)
        self.line(SIDE, HEIGHT - 14, WIDTH - SIDE, HEIGHT - 14)
        self.type(9)
        self.set_xy(SIDE, HEIGHT - 13)
        local = self.t.local(self.head.printed_at)
        printed = self.t("papers.printed", day=self.t.short_date(local), time=self.t.time(local))
        self.cell(120, 5, printed)
        self.set_xy(WIDTH - SIDE - 40, HEIGHT - 13)
        self.cell(40, 5, self.t("papers.page", page=self.page_no(), pages=_PAGES), align="R")

    def finished(self) -> bytes:
        """The document."""
        return bytes(self.output())

    def _legible_line(self, line: str) -> str:
        shown: list[str] = []
        for character in line:
            category = unicodedata.category(character)
            if character in ("\u200d", "\ufe0e", "\ufe0f") or 0x1F3FB <= ord(character) <= 0x1F3FF:
                continue  # parts of an emoji that draw nothing by themselves
            if category in ("Cc", "Cf", "Zl", "Zp"):
                shown.append(" " if category == "Cc" else "")
            elif ord(character) in self._drawn and category != "Co" or self._draws_as_han(ord(character)):
                shown.append(character)
            elif character in _IN_LETTERS:
                shown.append(_IN_LETTERS[character])
            elif shown[-1:] != [UNKNOWN_SIGN]:
                shown.append(UNKNOWN_SIGN)
        return "".join(shown)


def _breakable(text: str) -> str:
    """The text with a place to break, which shows nothing, after the hyphen of a long double word."""
    return _LONG_DOUBLE_WORD.sub("-\u200b", text)


class Placard(Paper):
    """A page to hang on a wall: the stamp at its top, and nothing else around what it says."""

    def header(self) -> None:
        """Only the stamp."""
        self.stamp()
        self.set_xy(SIDE, _TOP)

    def footer(self) -> None:
        """Nothing."""


def new_paper(head: PaperHead, name: str, t: Translator) -> Paper:
    """A document with its first page open."""
    paper = Paper(head, name, t)
    paper.add_page()
    return paper
