"""Printed invitations: a page for each, with the programme and the code by which one answers on the phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from planner.i18n import Translator
from planner.render.files.qr import qr_png
from planner.render.papers.paper import HEIGHT, SIDE, WIDTH, Paper, PaperHead, new_paper

_QR_SIDE = 42.0
_FOOT = 18.0


@dataclass(frozen=True)
class PrintedInvitation:
    """One page: whom it greets, what it says, the programme by lines, the address by which one answers, if there is one."""

    greeting: str
    text: Sequence[str]
    programme: Sequence[str]
    address: str


@dataclass(frozen=True)
class PrintedInvitations:
    """All pages, in the order of the list; `city` is who invites."""

    head: PaperHead
    city: str
    pages: Sequence[PrintedInvitation]


def invitations_pdf(printed: PrintedInvitations, t: Translator) -> bytes:
    """The invitations as PDF, A4; with nobody on the list one page that says so. The same give the same bytes."""
    paper = new_paper(printed.head, t("papers.invitation.title"), t)
    if not printed.pages:
        paper.say(t("papers.invitation.nobody"), 13)
    for number, each in enumerate(printed.pages):
        if number:
            paper.add_page()
        _write(paper, printed, each)
    return paper.finished()


def _write(paper: Paper, printed: PrintedInvitations, each: PrintedInvitation) -> None:
    t = paper.t
    if printed.city:
        paper.say(printed.city, 12, align="C")
    paper.say(t("papers.invitation.title"), 22, bold=True, align="C")
    paper.ln(4)
    if each.greeting:
        paper.say(each.greeting, 14)
        paper.ln(1)
    for line in each.text:
        paper.say(line, 13)
    if each.programme:
        paper.heading(t("answer.programme"), 13)
        for number, line in enumerate(each.programme, 1):
            paper.say(f"{number}. {line}", 12, indent=3)
    if each.address:
        _write_code(paper, each.address)


def _write_code(paper: Paper, address: str) -> None:
    """The code beside the words, kept together on one page."""
    paper.keep_together(_QR_SIDE + 8)
    paper.ln(5)
    top = min(paper.get_y(), HEIGHT - _FOOT - _QR_SIDE)
    paper.image(BytesIO(qr_png(address, side_px=600)), SIDE, top, _QR_SIDE, _QR_SIDE)
    left = SIDE + _QR_SIDE + 6
    for number, (text, size) in enumerate(((paper.t("papers.invitation.answer"), 13), (_shown(address), 11))):
        paper.type(size, bold=number == 0)
        paper.set_xy(left, top + 6 if number == 0 else paper.get_y() + 2)
        paper.multi_cell(WIDTH - SIDE - left, size * 0.48, paper.legible(text), align="L", new_x="LEFT", new_y="NEXT")
    paper.set_y(top + _QR_SIDE)


def _shown(address: str) -> str:
    return address.partition("://")[2]
