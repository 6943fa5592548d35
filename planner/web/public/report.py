"""The report of the press office as everybody reads it, the list behind each of its numbers, and the same for the office as Word."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.domain.open_filter import asked_page
from planner.domain.press_report import ReportFigure, span_asked
from planner.phrases.names import city_name
from planner.phrases.press import report as words
from planner.render.papers.word.fill import DOCX
from planner.services.access.visit import Visit
from planner.services.press.open_report import open_report, open_report_list
from planner.services.press.report import report_figures
from planner.web.door import visitor
from planner.web.papers import disposition, name_of_file, on_paper, paper_response
from planner.web.protocol_papers.words import word_paper
from planner.web.public.answers import open_page


def show_report(request: Request) -> Response:
    """The report of the latest days, or the one that is asked for."""
    number = request.path_params.get("report_id")

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"report": open_report(session, number, now=visit.now)}

    return open_page(request, "report.html", tell, section="news", words=words)


def show_figure(request: Request) -> Response:
    """What one number of it counts."""
    asked = request.path_params["figure"]
    if asked not in set(ReportFigure):
        raise NotFound("app.unknown_page")

    def tell(visit: Visit) -> Mapping[str, Any]:
        number, page = request.path_params["report_id"], asked_page(request.query_params)
        with visit.reading() as session:
            report, found = open_report_list(session, number, ReportFigure(asked), now=visit.now, page=page)
            return {"report": report, "page": found, "figure": asked}

    return open_page(request, "report_list.html", tell, section="news", words=words)


def report_as_word(request: Request) -> Response:
    """The report of any days for the press office."""
    visit = on_paper(visitor(request))
    t, span = visit.t, span_asked(request.query_params, today_in(visit.city.timezone, visit.now))
    with visit.reading() as session:
        now = report_figures(session, visit.actor, span, now=visit.now)
        before = report_figures(session, visit.actor, span.year_before, now=visit.now)
    paper = words.report_paper(t, city_name(t, visit.city), now, before)
    shown_as = disposition("attachment", name_of_file(paper.title, "docx"), "report.docx")
    return paper_response(word_paper(visit, "report", paper), DOCX, shown_as)


ROUTES = [
    Route(links.OPEN_REPORT.pattern, show_report),
    Route(links.OPEN_REPORT_OF.pattern, show_report),
    Route(links.OPEN_REPORT_LIST.pattern, show_figure),
]
WORD_ROUTES = [Route(links.REPORT_DOCX.pattern, report_as_word)]
"""For those who are signed in."""
