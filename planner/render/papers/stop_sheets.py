"""Stop sheets, which are filled in by hand where tablets fail: what is known at a stop to tick, blank forms for new issues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import cast

from fpdf.enums import MethodReturnValue

from planner.i18n import Translator
from planner.render.files.qr import qr_png
from planner.render.papers.paper import SIDE, WIDTH, Paper, PaperHead

FORMS_ON_PAGE = 4
_CODE, _CODE_ROOM = 34.0, 44.0
_BOX = 3.8
_ROW = 8.2
"""A line that one can write on in a bus."""
_FORM, _FORM_GAP = 58.5, 2.0
_TOPICS = 64.0
_MOST_LINES = 3


@dataclass(frozen=True)
class SheetPromise:
    """«Горсвет, до 30 ноября 2026 · просрочено на 2 дня»; `is_late`: that is to be seen at once."""

    line: str
    is_late: bool


@dataclass(frozen=True)
class SheetIssue:
    """A known issue: its number with what it is, where it is, and who promised to mend it until when."""

    title: str
    place: str
    promises: Sequence[SheetPromise]


@dataclass(frozen=True)
class StopSheet:
    """One stop with its planned times (aware, or None); `made_for` and `near` are what is known there, `topics` what is likely.

    `link` opens the report form of this stop on a tablet; empty where the tour has no link.
    """

    number: int
    name: str
    address: str
    arrival: datetime | None
    departure: datetime | None
    made_for: Sequence[SheetIssue]
    near: Sequence[SheetIssue]
    topics: Sequence[str]
    link: str


@dataclass(frozen=True)
class StopSheets:
    """All of them; `starts_at` gives the day, `no_code` says why there is no QR code, where that is worth saying."""

    head: PaperHead
    starts_at: datetime
    sheets: Sequence[StopSheet]
    no_code: str


def stop_sheets_pdf(made: StopSheets, t: Translator) -> bytes:
    """The sheets as PDF, A4, fit for a black-and-white printer; the same input gives the same bytes.

    Each stop begins on the front of a leaf, also when they are printed on both sides: what is known, as many pages as that
    takes, then four blank forms on a page, and four more where the back of the last leaf would be empty. Without any stop,
    one page that says so.
    """
    paper = Paper(made.head, t("papers.stops.title"), t)
    if not made.sheets:
        paper.add_page()
        paper.say(t("papers.posters.none"), 14)
    for sheet in made.sheets:
        paper.name = t("papers.stops.one", number=sheet.number)  # at the top of each of its pages
        paper.add_page()
        first = paper.page_no()
        _write_front(paper, made, sheet)
        _write_forms(paper, made, sheet)
        if (paper.page_no() - first) % 2 == 0:
            _write_forms(paper, made, sheet)
    return paper.finished()


def _write_front(paper: Paper, made: StopSheets, sheet: StopSheet) -> None:
    t = paper.t
    _write_head(paper, made, sheet)
    _write_blanks(paper, [t(f"papers.stops.{name}") for name in ("arrived", "left", "heads")])
    for title, issues in (("made_for", sheet.made_for), ("near", sheet.near)):
        if issues:
            paper.heading(t(f"papers.stops.{title}"), 12, room=40)
        for issue in issues:
            _write_issue(paper, issue)
    if not sheet.made_for and not sheet.near:
        paper.ln(2)
        paper.say(t("papers.stops.nothing"), 11)
    paper.rule_notes(t("papers.folder.notes"))


def _write_head(paper: Paper, made: StopSheets, sheet: StopSheet) -> None:
    """What stop this is, beside the code that opens its form."""
    t, top = paper.t, paper.get_y()
    room = paper.epw - (_CODE_ROOM if sheet.link else 0)
    for text, size, bold in (
        (f"{sheet.number}. {sheet.name}", 18, True),
        (sheet.address, 12, False),
        (made.head.title, 11, False),
        (t.weekday(made.starts_at), 12, True),
        (_planned(t, sheet), 12, False),
        ("" if sheet.link else made.no_code, 9, False),
    ):
        if not text:
            continue
        for line in _lines(paper, text, size, room, bold=bold):
            paper.cell(room, size * 0.476, line, new_x="LMARGIN", new_y="NEXT")
    if sheet.link:
        left = WIDTH - SIDE - _CODE_ROOM + 4
        paper.image(BytesIO(qr_png(sheet.link)), left + 3, top, _CODE, _CODE)
        below = top + _CODE
        for line in _lines(paper, t("papers.stops.scan"), 8, _CODE_ROOM - 4, most=4):
            paper.set_xy(left, below)
            paper.cell(_CODE_ROOM - 4, 3.6, line, align="C")
            below += 3.6
        paper.set_xy(SIDE, max(paper.get_y(), below))
    paper.set_y(max(paper.get_y(), top + 20))


def _planned(t: Translator, sheet: StopSheet) -> str:
    if sheet.arrival is None or sheet.departure is None:
        return ""
    return t("papers.stops.planned", arrival=t.time(sheet.arrival), departure=t.time(sheet.departure))


def _write_blanks(paper: Paper, names: Sequence[str]) -> None:
    """A row of what is to be written down, each with its line."""
    paper.ln(2)
    y, step = paper.get_y(), paper.epw / len(names)
    for at, name in enumerate(names):
        _rule(paper, name, SIDE + paper.c_margin + at * step, y, step - 5, size=11)
    paper.set_xy(SIDE, y + _ROW)


def _write_issue(paper: Paper, issue: SheetIssue) -> None:
    """What it is, the three boxes, and a line; a block that is not torn apart unless it is very long."""
    lines = len(_lines(paper, issue.title, 11, paper.epw, bold=True))
    paper.keep_together(17 + 5.3 * lines + 5 * len(issue.promises))
    paper.say(issue.title, 11, bold=True)
    if issue.place:
        paper.say(issue.place, 10)
    for promise in issue.promises:
        paper.say(f"{'! ' if promise.is_late else ''}{promise.line}", 10, bold=promise.is_late)
    paper.keep_together(_ROW + 4)
    paper.ln(0.5)
    y, x = paper.get_y(), SIDE + paper.c_margin
    for name in ("there", "mended", "worse"):
        x += _tick(paper, paper.t(f"papers.stops.{name}"), x, y) + 5
    _rule(paper, paper.t("papers.stops.remark"), x, y, WIDTH - SIDE - x)
    paper.set_xy(SIDE, y + _ROW + 2)


def _write_forms(paper: Paper, made: StopSheets, sheet: StopSheet) -> None:
    """A page of blank forms that says itself to which stop of which day it belongs, as leaves come apart."""
    t = paper.t
    paper.add_page()
    paper.say(t("papers.stops.forms"), 13, bold=True)
    paper.type(10)
    which = t("papers.stops.of", number=sheet.number, day=t.weekday(made.starts_at), name=paper.one_line(sheet.name))
    paper.cell(paper.epw, 5, paper.shortened(which, paper.epw), new_x="LMARGIN", new_y="NEXT")
    top = paper.get_y() + 2
    for at in range(FORMS_ON_PAGE):
        _write_form(paper, sheet.topics, top + at * (_FORM + _FORM_GAP))


def _write_form(paper: Paper, topics: Sequence[str], y: float) -> None:
    """The topics on the left, what is to be written on the right."""
    t = paper.t
    paper.set_line_width(0.3)
    paper.rect(SIDE, y, paper.epw, _FORM)
    left, right = SIDE + 2.5, SIDE + _TOPICS + 4
    width = WIDTH - SIDE - 3 - right
    rows = _rows(y)
    for topic in topics:
        _tick(paper, topic, left, next(rows), width=_TOPICS - 2)
    _rule(paper, t("papers.stops.other"), left, next(rows), _TOPICS - 3)
    rows = _rows(y)
    _rule(paper, t("papers.stops.what"), right, next(rows), width)
    _rule(paper, "", right, next(rows), width)
    _rule(paper, "", right, next(rows), width)
    _rule(paper, t("papers.stops.where"), right, next(rows), width)
    _rule(paper, t("papers.stops.by"), right, next(rows), width)
    row, x = next(rows), right
    for severity in ("low", "normal", "danger"):
        x += _tick(paper, t(f"words.severity.{severity}"), x, row) + 6
    row = next(rows)
    taken = _tick(paper, t("papers.stops.photo"), right, row)
    _rule(paper, "", right + taken + 1, row, 16)
    logged = right + taken + 22
    _rule(paper, t("papers.stops.logged"), logged, row, right + width - logged)


def _rows(y: float) -> Iterator[float]:
    """The tops of the rows of a form."""
    row = y
    while True:
        yield row
        row += _ROW


def _tick(paper: Paper, text: str, x: float, y: float, *, width: float | None = None) -> float:
    """A box to tick with its words, which take two smaller lines where one is too narrow; returns the width of it all."""
    paper.set_line_width(0.3)
    paper.rect(x, y + 2.8, _BOX, _BOX)
    paper.type(10)
    words, room = paper.one_line(text), (width or paper.epw) - _BOX - 2
    if paper.get_string_width(words) <= room:
        paper.set_xy(x + _BOX + 0.5, y + 2.2)
        paper.cell(room, 5, words)
        return _BOX + 2 + paper.get_string_width(words)
    for at, line in enumerate(_lines(paper, words, 8, room, most=2)):
        paper.set_xy(x + _BOX + 0.5, y + 1.3 + at * 3.3)
        paper.cell(room, 3.3, line)
    return width or paper.epw


def _rule(paper: Paper, label: str, x: float, y: float, width: float, *, size: float = 9) -> None:
    """A line to write on, `width` with its label."""
    paper.type(size)
    begin = x
    if label:
        paper.set_xy(x - paper.c_margin, y + 2.4)
        paper.cell(width, 5, paper.one_line(label))
        begin += paper.get_string_width(label) + 1.5
    paper.set_line_width(0.15)
    paper.line(begin, y + _ROW - 1.2, x + width, y + _ROW - 1.2)


def _lines(
    paper: Paper, text: str, size: float, width: float, *, bold: bool = False, most: int = _MOST_LINES
) -> list[str]:
    """At most so many lines of that width in letters of that size; the last ends with an ellipsis where more was said."""
    paper.type(size, bold=bold)
    words = paper.one_line(text)
    if not words:
        return []
    lines = cast(
        "list[str]", paper.multi_cell(width, 5, words, dry_run=True, output=MethodReturnValue.LINES, align="L")
    )
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], paper.shortened(f"{lines[most - 1]} …", width - 2 * paper.c_margin)]
