"""The papers of an event over HTTP, and those of the press approach on a bus tour."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.models import Tour
from planner.phrases.events.papers import announcement_of, event_paper
from planner.render.papers.event_papers import (
    EventPaper,
    accreditation_pdf,
    announcement_pdf,
    event_poster_pdf,
    programme_pdf,
)
from planner.render.papers.word.fill import DOCX
from planner.services.access.visit import Visit
from planner.services.events.events import event_of
from planner.services.events.media import list_media
from planner.web.door import visitor
from planner.web.papers import PDF, disposition, file_name, how_shown, on_paper, paper_response
from planner.web.protocol_papers.words import word_paper

Draw = Callable[[Visit, EventPaper], bytes]


def _programme(visit: Visit, paper: EventPaper) -> bytes:
    return programme_pdf(paper, visit.t)


def _accreditation(visit: Visit, paper: EventPaper) -> bytes:
    return accreditation_pdf(paper, visit.t)


def _announcement(visit: Visit, paper: EventPaper) -> bytes:
    return announcement_pdf(paper, announcement_of(visit.t, paper), visit.t)


def _announcement_word(visit: Visit, paper: EventPaper) -> bytes:
    return word_paper(visit, "announcement", announcement_of(visit.t, paper))


def _poster(visit: Visit, paper: EventPaper) -> bytes:
    return event_poster_pdf(paper, visit.t)


def _gather(visit: Visit, tour_id: int, *, of_media: bool) -> tuple[Tour, EventPaper]:
    with visit.database.reading() as session:
        if of_media:
            list_media(session, visit.actor, tour_id)  # whoever may not read it has no list to print
        event = event_of(session, visit.actor, tour_id)
    return event.tour, event_paper(visit.t, event, visit.city, printed_at=visit.now)


def _route(path: links.Path, title: str, draw: Draw, *, of_media: bool = False) -> Route:
    plain = path.pattern.rpartition("/")[2]
    ending = plain.rpartition(".")[2]
    kind = PDF if ending == "pdf" else DOCX

    def show(request: Request) -> Response:
        visit, tour_id = on_paper(visitor(request)), int(request.path_params["tour_id"])
        tour, paper = _gather(visit, tour_id, of_media=of_media)
        name = file_name(visit.t(title), tour, visit, ending)
        return paper_response(draw(visit, paper), kind, disposition(how_shown(kind), name, f"tour-{tour_id}-{plain}"))

    return Route(path.pattern, show)


ROUTES = [
    _route(links.PROGRAMME, "event_papers.programme", _programme),
    _route(links.ACCREDITATION, "event_papers.accreditation", _accreditation, of_media=True),
    _route(links.ANNOUNCEMENT_PDF, "event_papers.announcement", _announcement),
    _route(links.ANNOUNCEMENT_DOCX, "event_papers.announcement", _announcement_word),
    _route(links.EVENT_POSTER, "event_papers.poster", _poster),
]
