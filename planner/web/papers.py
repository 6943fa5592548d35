"""The papers and files of a tour over HTTP: PDF to look at and print, GPX and GeoJSON to take away."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.models import Tour
from planner.phrases.papers import (
    folder_in_words,
    passengers_in_words,
    posters_in_words,
    sheet_in_words,
    stop_sheets_in_words,
)
from planner.phrases.tour_route import route_of
from planner.render.files.gpx import tour_gpx
from planner.render.files.route_geojson import tour_geojson
from planner.render.papers.leader_folder import leader_folder_pdf
from planner.render.papers.passenger_list import passenger_list_pdf
from planner.render.papers.route_sheet import route_sheet_pdf
from planner.render.papers.stop_posters import stop_posters_pdf
from planner.render.papers.stop_sheets import stop_sheets_pdf
from planner.render.papers.word.fill import DOCX
from planner.services.access.visit import Visit
from planner.services.papers import papers
from planner.services.papers.stop_sheets import stop_sheets
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import get_tour
from planner.storage import the_store
from planner.web.door import visitor
from planner.web.files import XLSX

PDF = "application/pdf"
_PACKED = (PDF, DOCX, XLSX)
"""Kinds whose parts are compressed already."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')

Draw = Callable[[], bytes]
Gather = Callable[[Visit, int], Draw]


def _route_sheet(visit: Visit, tour_id: int) -> Draw:
    facts = visit.look_up(lambda session: papers.route_sheet(session, visit.actor, tour_id, now=visit.now))
    return lambda: route_sheet_pdf(sheet_in_words(visit.t, facts, printed_at=visit.now), visit.t)


def _leader_folder(visit: Visit, tour_id: int) -> Draw:
    facts = visit.look_up(
        lambda session: papers.leader_folder(session, visit.actor, the_store(), tour_id, now=visit.now)
    )
    return lambda: leader_folder_pdf(folder_in_words(visit.t, facts, printed_at=visit.now), visit.t)


def _passengers(visit: Visit, tour_id: int) -> Draw:
    with visit.database.reading() as session:
        facts = papers.passenger_list(session, visit.actor, tour_id)
    return lambda: passenger_list_pdf(passengers_in_words(facts, printed_at=visit.now), visit.t)


def _posters(visit: Visit, tour_id: int) -> Draw:
    facts = visit.look_up(lambda session: papers.stop_posters(session, visit.actor, tour_id, now=visit.now))
    return lambda: stop_posters_pdf(posters_in_words(visit.t, facts, printed_at=visit.now, site=visit.site), visit.t)


def _stop_sheets(visit: Visit, tour_id: int) -> Draw:
    facts = visit.look_up(lambda session: stop_sheets(session, visit.actor, tour_id, now=visit.now))
    return lambda: stop_sheets_pdf(stop_sheets_in_words(visit.t, facts, printed_at=visit.now, site=visit.site), visit.t)


def _gpx(visit: Visit, tour_id: int) -> Draw:
    plan = visit.look_up(lambda session: plan_of(session, visit.actor, tour_id, now=visit.now))
    link = visit.site.url(links.screen("tour", id=tour_id))
    return lambda: tour_gpx(route_of(plan), visit.t, made_at=visit.now, link=link)


def _geojson(visit: Visit, tour_id: int) -> Draw:
    plan = visit.look_up(lambda session: plan_of(session, visit.actor, tour_id, now=visit.now))
    return lambda: tour_geojson(route_of(plan))


def file_name(title: str, tour: Tour, visit: Visit, ending: str) -> str:
    """«Маршрутный лист 2026-11-27 Объезд Центра.pdf», without what some file system refuses, at most 120 characters."""
    return name_of_file(f"{title} {visit.t.local(tour.starts_at).date().isoformat()} {tour.title}", ending)


def name_of_file(title: str, ending: str) -> str:
    """The same for a paper that is called `title`."""
    return f"{' '.join(_NOT_IN_NAMES.sub(' ', title).split())[:115].strip(' .')}.{ending}"


def disposition(how: str, name: str, plain: str) -> str:
    """A Content-Disposition with the name in UTF-8 (RFC 6266), and a plain one for old clients."""
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def how_shown(kind: str) -> str:
    """A PDF is looked at, anything else is saved."""
    return "inline" if kind == PDF else "attachment"


def on_paper(visit: Visit) -> Visit:
    """The visit in whose words papers are written: they are kept longer than a year, so that each date has its year."""
    return replace(visit, t=visit.t.on_paper())


def _route(path: links.Path, kind: str, title: str, gather: Gather) -> Route:
    plain = path.pattern.rpartition("/")[2]
    ending = plain.rpartition(".")[2]
    how = how_shown(kind)

    def show(request: Request) -> Response:
        visit, tour_id = on_paper(visitor(request)), int(request.path_params["tour_id"])
        draw = gather(visit, tour_id)
        with visit.database.reading() as session:
            name = file_name(visit.t(title), get_tour(session, visit.actor, tour_id), visit, ending)
        return paper_response(draw(), kind, disposition(how, name, f"tour-{tour_id}-{plain}"))

    return Route(path.pattern, show)


def paper_response(paper: bytes, kind: str, shown_as: str) -> Response:
    """The answer to who asked for a paper just now; nothing keeps it. `shown_as` is its Content-Disposition."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": shown_as,
        "X-Content-Type-Options": "nosniff",
    }
    if kind in _PACKED:
        headers["Content-Encoding"] = "identity"
    return Response(paper, media_type=kind, headers=headers)


ROUTES = [
    _route(links.ROUTE_SHEET, PDF, "papers.sheet.title", _route_sheet),
    _route(links.LEADER_FOLDER, PDF, "papers.folder.title", _leader_folder),
    _route(links.PASSENGERS, PDF, "papers.passengers.title", _passengers),
    _route(links.STOP_POSTERS, PDF, "papers.posters.title", _posters),
    _route(links.STOP_SHEETS, PDF, "papers.stops.title", _stop_sheets),
    _route(links.ROUTE_GPX, "application/gpx+xml", "papers.route.title", _gpx),
    _route(links.ROUTE_GEOJSON, "application/geo+json", "papers.route.title", _geojson),
]
