"""Posters for the stops: one A4 page each, which says when the bus comes and leads by a QR code to its present time."""

from dataclasses import dataclass
from io import BytesIO

from planner.i18n import Translator
from planner.render.files.qr import qr_png
from planner.render.files.tour_route import RouteStop, TourRoute
from planner.render.papers.paper import HEIGHT, Paper, PaperHead, Placard

_QR_SIDE = 120.0


@dataclass(frozen=True)
class StopPosters:
    """The posters of all stops; `city` is its name, which may be empty."""

    head: PaperHead
    route: TourRoute
    city: str


def stop_posters_pdf(posters: StopPosters, t: Translator) -> bytes:
    """A page for each stop that is driven to; a stop without a public link has no code. Same input, same bytes.

    Without any stop, one page that says so.
    """
    paper = Placard(posters.head, t("papers.posters.title"), t)
    paper.add_page()
    if not posters.route.driven:
        paper.say(t("papers.posters.none"), 14)
    for index, stop in enumerate(posters.route.driven):
        if index:
            paper.add_page()
        _write_poster(paper, posters, stop)
    return paper.finished()


def _write_poster(paper: Paper, posters: StopPosters, stop: RouteStop) -> None:
    t = paper.t
    if posters.city:
        paper.say(posters.city, 16, align="C")
    paper.ln(2)
    paper.say(t("papers.posters.here"), 32, bold=True, align="C")
    paper.ln(2)
    paper.say(t.weekday(stop.arrival or posters.route.starts_at), 24, align="C")
    if stop.arrival is not None:
        paper.say(t("papers.posters.at", time=t.time(stop.arrival)), 56, bold=True, align="C")
    paper.ln(1)
    paper.type(22, bold=True)
    paper.say(paper.shortened(stop.name, paper.epw * 2.6), 22, bold=True, align="C")
    if stop.address:
        paper.type(16)
        paper.say(paper.shortened(stop.address, paper.epw * 1.8), 16, align="C")
    if not stop.public_link:
        return
    side = min(_QR_SIDE, HEIGHT - 20 - 30 - paper.get_y())
    paper.ln(4)
    top = paper.get_y()
    paper.image(BytesIO(qr_png(stop.public_link, side_px=1200)), (paper.w - side) / 2, top, side, side)
    paper.set_y(top + side + 2)
    paper.say(t("papers.posters.scan"), 15, align="C")
    paper.say(stop.public_link.partition("://")[2], 12, align="C")
