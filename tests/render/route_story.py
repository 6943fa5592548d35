"""A tour on paper that the tests of papers share, and a reader of PDF of another make."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from pypdf import PdfReader

from planner.domain.geo import Point
from planner.domain.words import TourState
from planner.i18n import Translator, translator
from planner.render.files.tour_route import RouteEnd, RouteStop, TourRoute
from planner.render.papers.paper import PaperHead

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
START = NOW + timedelta(hours=1)
CENTRE = Point(50.2907, 127.5272)
HEAD = PaperHead("Объезд Центра", TourState.PUBLISHED, NOW)
HOSTILE = (
    "{nb} {{ 7 * 7 }} %s \\n",
    "<script>alert(1)</script> & <b>",
    "(скобка \\) BT /F1 Tf ET endstream",
    "**жирно** __подчёркнуто__ --",
    "с\x00луж\x07ебные\u2028знаки\u202eзадом\ud800",
    "слово" * 60,
    "",
    "👩‍👩‍👧 🇷🇺 日本 ‮ א",
)


def russian() -> Translator:
    """Words as an official in Blagoveshchensk reads them."""
    return translator("ru", "Asia/Yakutsk")


def a_stop(number: int = 1, **fields: object) -> RouteStop:
    """A stop 20 minutes after the one before, a little further to the north-east each time."""
    arrival = START + timedelta(minutes=20 * number)
    made = RouteStop(
        number=number,
        name=f"Двор {number}",
        address=f"ул. Ленина, {number}",
        point=Point(50.27 + 0.004 * number, 127.51 + 0.003 * number),
        arrival=arrival,
        departure=arrival + timedelta(minutes=15),
        km=1.25,
        minutes=5,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def a_route(stops: Sequence[RouteStop] = (a_stop(1), a_stop(2)), **fields: object) -> TourRoute:
    """From the centre through the stops and back, by the estimate."""
    made = TourRoute(
        title="Объезд Центра",
        starts_at=START,
        start=RouteEnd("Администрация города", CENTRE, START),
        end=RouteEnd("Гараж", Point(50.30, 127.53), START + timedelta(hours=3)),
        stops=stops,
        line=[CENTRE, *(stop.point for stop in stops if not stop.skipped), Point(50.30, 127.53)],
        km=12.34,
        back_km=3.2,
        back_minutes=9,
        engine="estimate",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, runs of space as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """The text of the whole document."""
    return " ".join(pages_of(pdf))
