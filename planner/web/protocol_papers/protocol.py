"""The protocol of a tour over HTTP: as PDF, and as a Word document."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.phrases.protocol.protocol import protocol_in_words
from planner.render.papers.paper import PaperHead
from planner.render.papers.protocol import ProtocolPaper, protocol_pdf
from planner.render.papers.word.fill import DOCX
from planner.services.access.visit import Visit
from planner.services.protocol.editions import Protocol, edition_of, protocol_of
from planner.web.door import visitor
from planner.web.papers import PDF, disposition, file_name, how_shown, on_paper, paper_response
from planner.web.protocol_papers.words import word_paper


def protocol_as_pdf(request: Request) -> Response:
    """The protocol as it stands, or with `?edition=2` as it was confirmed; `?short=1` leaves out what was spoken."""
    visit, protocol, words = _asked_for(request)
    head = PaperHead(protocol.tour.title, protocol.tour.state, visit.now)
    return _answer(visit, protocol, protocol_pdf(words, head, visit.t), PDF, "pdf")


def protocol_as_word(request: Request) -> Response:
    """The same as a Word document."""
    visit, protocol, words = _asked_for(request)
    return _answer(visit, protocol, word_paper(visit, "protocol", words), DOCX, "docx")


def _asked_for(request: Request) -> tuple[Visit, Protocol, ProtocolPaper]:
    visit, tour_id = on_paper(visitor(request)), int(request.path_params["tour_id"])
    asked, is_short = request.query_params.get("edition", ""), request.query_params.get("short") == "1"
    with visit.database.reading() as session:
        if asked.isdecimal() and len(asked) < 10:
            protocol = edition_of(session, visit.actor, tour_id, int(asked))
        else:
            protocol = protocol_of(session, visit.actor, tour_id)
    return visit, protocol, protocol_in_words(visit.t, protocol, is_short=is_short)


def _answer(visit: Visit, protocol: Protocol, paper: bytes, kind: str, ending: str) -> Response:
    name = file_name(visit.t("protocol.paper", number=protocol.tour.id), protocol.tour, visit, ending)
    return paper_response(paper, kind, disposition(how_shown(kind), name, f"tour-{protocol.tour.id}-protocol.{ending}"))


ROUTES = [
    Route(links.PROTOCOL_PDF.pattern, protocol_as_pdf),
    Route(links.PROTOCOL_DOCX.pattern, protocol_as_word),
]
