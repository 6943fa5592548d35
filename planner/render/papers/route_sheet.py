"""The driver's route sheet: which bus, when, where to, how far; a map, and the turns where streets are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from planner.i18n import Translator
from planner.render.files.navigators import NavigatorLink, part_words
from planner.render.files.qr import qr_png
from planner.render.files.tour_route import ESTIMATE, TourRoute
from planner.render.papers.map import Ground, draw_route_map
from planner.render.papers.paper import Paper, PaperHead, new_paper

_WIDTHS = (9, 16, 18, 84, 28, 25)
_ALIGNS = ("CENTER", "CENTER", "CENTER", "LEFT", "RIGHT", "LEFT")
_CODE = 40.0
_CODES_IN_ROW = 4
_TURN_WIDTHS = (62, 94, 24)


@dataclass(frozen=True)
class Contact:
    """Whom to ring, and what for."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True)
class Turn:
    """One line of the turn list: do `kind`, then ride `metres` along `street` (may be empty) until the next line.

    `kind` is one of TURN_KINDS; "start" opens each ride, "arrive" ends it, at the stop with the number `stop`, or at the
    place of return where that is None. "unknown" stands for a whole ride to there of which no turns are known. `exit` counts
    the ways out of a roundabout from 1.
    """

    kind: str
    street: str
    metres: float
    stop: int | None = None
    exit: int | None = None


TURN_KINDS = ("start", "left", "right", "straight", "u_turn", "roundabout", "arrive", "unknown")


@dataclass(frozen=True)
class RouteSheet:
    """Everything on the sheet. `ground` is what the map is drawn on; `navigator` links to the
    parts of the route. An event that needs no bus says nothing of one unless it has one."""

    head: PaperHead
    route: TourRoute
    bus_name: str
    bus_plate: str
    seats: int | None
    note: str
    contacts: Sequence[Contact]
    ground: Ground = Ground()
    turns: Sequence[Turn] = ()
    navigator: Sequence[NavigatorLink] = ()
    needs_bus: bool = True


def route_sheet_pdf(sheet: RouteSheet, t: Translator) -> bytes:
    """The sheet as PDF, A4, fit for a black-and-white printer; the same sheet gives the same bytes."""
    paper = new_paper(sheet.head, t("papers.sheet.title"), t)
    _write_top(paper, sheet)
    _write_stops(paper, sheet)
    if sheet.route.points:
        _draw_map(paper, sheet)
    if sheet.turns:
        _write_turns(paper, sheet.turns)
    return paper.finished()


def _write_top(paper: Paper, sheet: RouteSheet) -> None:
    t, route = paper.t, sheet.route
    paper.say(t("papers.sheet.title"), 20, bold=True)
    paper.say(sheet.head.title, 14, bold=True)
    paper.ln(1)
    paper.say(t("papers.when", day=t.weekday(route.starts_at), time=t.time(route.starts_at)), 13)
    bus = ", ".join(filter(None, [sheet.bus_name, t("papers.seats", n=sheet.seats) if sheet.seats else ""]))
    vehicle = [
        (t("papers.sheet.bus"), bus or t("papers.not_given")),
        (t("papers.sheet.plate"), sheet.bus_plate or t("papers.not_given")),
    ]
    facts = [
        *(vehicle if sheet.needs_bus or bus or sheet.bus_plate else []),
        *((contact.role, ", ".join(filter(None, [contact.name, contact.phone]))) for contact in sheet.contacts),
        *([(t("papers.sheet.note"), sheet.note)] if sheet.note.strip() else []),
    ]
    paper.ln(2)
    for name, value in facts:
        paper.keep_together(7)
        top = paper.get_y()
        paper.type(11)
        paper.cell(42, 5.4, name)
        paper.set_xy(paper.l_margin + 42, top)
        paper.type(12, bold=True)
        paper.multi_cell(paper.epw - 42, 5.7, paper.legible(value), align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)


def _write_stops(paper: Paper, sheet: RouteSheet) -> None:
    t, route = paper.t, sheet.route
    heads = [t(f"papers.sheet.column.{name}") for name in ("number", "arrival", "departure", "stop", "leg", "place")]
    with paper.grid(_WIDTHS, heads, _ALIGNS, 10) as table:
        start = route.start
        paper.add_row(
            table,
            ["", "", _clock(t, start.at), _named(t, "papers.sheet.start", start.name), "", _place(start.point)],
            bold=[2],
            size=12,
        )
        for stop in route.stops:
            times = [_clock(t, stop.arrival), _clock(t, stop.departure)]
            marks = [] if stop.must else [t("papers.sheet.may")]
            if stop.skipped:
                times, marks = ["", ""], [t("papers.sheet.skipped")]
            text = "\n".join([stop.name, *filter(None, [stop.address]), *marks])
            leg = "" if stop.skipped else _leg(t, stop.km, stop.minutes, _mark(t, route, stop.source))
            paper.add_row(table, [str(stop.number), *times, text, leg, _place(stop.point)], bold=[0, 1], size=12)
        end = route.end
        paper.add_row(
            table,
            [
                "",
                _clock(t, end.at),
                "",
                _named(t, "papers.sheet.end", end.name),
                _leg(t, route.back_km, route.back_minutes, _mark(t, route, route.back_source))
                if route.end.point
                else "",
                _place(end.point),
            ],
            bold=[1],
            size=12,
        )
    paper.keep_together(15)
    paper.say(t("papers.sheet.total", km=t.number(round(route.km, 1)), n=len(route.driven)), 12, bold=True)
    if route.is_estimate or route.is_partly_estimate:
        paper.say(t("papers.estimate" if route.is_estimate else "papers.partly"), 11)


def _draw_map(paper: Paper, sheet: RouteSheet) -> None:
    height = 165.0
    paper.keep_together(height + 14)
    if paper.get_y() > 40:
        paper.heading(paper.t("papers.sheet.map"), room=height + 14)
    else:
        paper.say(paper.t("papers.sheet.map"), 14, bold=True)
        paper.ln(1)
    draw_route_map(paper, sheet.route, sheet.ground, y=paper.get_y(), height=height)
    paper.set_y(paper.get_y() + height + 3)
    if sheet.navigator:
        _draw_codes(paper, sheet)


def _draw_codes(paper: Paper, sheet: RouteSheet) -> None:
    """The way in the navigator as codes, four in a row, each with the stops that it leads from and to."""
    paper.keep_together(_CODE + 22)
    paper.say(paper.t("papers.sheet.navigator", n=len(sheet.navigator)), 11)
    step = paper.epw / _CODES_IN_ROW
    for at, link in enumerate(sheet.navigator):
        if at % _CODES_IN_ROW == 0:
            paper.keep_together(_CODE + 8)
            top = paper.get_y() + 1
        x = paper.l_margin + (at % _CODES_IN_ROW) * step
        paper.image(BytesIO(qr_png(link.address)), x, top, _CODE, _CODE)
        paper.set_xy(x, top + _CODE)
        paper.type(10, bold=True)
        paper.cell(_CODE, 5, part_words(sheet.route, link, paper.t), align="C")
        paper.set_y(top + _CODE + 6)


def _write_turns(paper: Paper, turns: Sequence[Turn]) -> None:
    t = paper.t
    paper.add_page()
    paper.say(t("papers.sheet.turns"), 14, bold=True)
    paper.ln(1)
    heads = [t(f"papers.turns.{name}") for name in ("what", "street", "ride")]
    with paper.grid(_TURN_WIDTHS, heads, ("LEFT", "LEFT", "RIGHT"), 11) as table:
        for turn in turns:
            row = [_what(t, turn), turn.street, distance_words(t, turn.metres)]
            paper.add_row(table, row, bold=[0] if turn.kind == "arrive" else [])


def _what(t: Translator, turn: Turn) -> str:
    if turn.kind == "arrive" and turn.stop is not None:
        return t("papers.turn.stop", number=turn.stop)
    if turn.kind == "unknown" and turn.stop is not None:
        return t("papers.turn.no_way", number=turn.stop)
    if turn.kind == "roundabout" and turn.exit is not None:
        return t("papers.turn.exit", exit=turn.exit)
    return t(f"papers.turn.{turn.kind if turn.kind in TURN_KINDS else 'straight'}")


def distance_words(t: Translator, metres: float) -> str:
    """350 м, 1,2 км; nothing for no way at all. Metres are rounded to ten, as nobody drives to the metre."""
    if metres < 5:
        return ""
    if metres < 995:
        return t("papers.metres", metres=max(10, round(metres / 10) * 10))
    return t("papers.kilometres", km=t.number(round(metres / 1000, 1)))


def _clock(t: Translator, moment: Any) -> str:
    return "–" if moment is None else t.time(moment)


def _named(t: Translator, key: str, name: str) -> str:
    return f"{t(key)}: {name}" if name else t(key)


def _place(point: Any) -> str:
    return "" if point is None else f"{point.lat:.5f}\n{point.lon:.5f}"


def _leg(t: Translator, km: float | None, minutes: int | None, mark: str) -> str:
    if km is None or minutes is None:
        return "–"
    figures = [t("papers.kilometres", km=t.number(round(km, 1))), t("papers.minutes", minutes=minutes)]
    return "\n".join(filter(None, [*figures, mark]))


def _mark(t: Translator, route: TourRoute, source: str) -> str:
    """A word beside a ride that was computed otherwise than most."""
    return t("papers.straight") if route.is_partly_estimate and source == ESTIMATE else ""
