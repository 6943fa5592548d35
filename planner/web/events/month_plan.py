"""The plan of a month for the media as Word."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.deadlines import today_in
from planner.phrases.press.letters import month_paper
from planner.render.papers.word.fill import DOCX
from planner.services.press.mailing import tours_to_announce
from planner.web.door import visitor
from planner.web.papers import disposition, name_of_file, on_paper, paper_response
from planner.web.protocol_papers.words import word_paper

_YEARS = 10


def month_as_word(request: Request) -> Response:
    """The plan of the month that is asked for ("2026-12"), else of this one; for the press office."""
    visit = on_paper(visitor(request))
    month = _month_asked(request.query_params.get("month", ""), today_in(visit.city.timezone, visit.now))
    with visit.reading() as session:
        tours = tours_to_announce(session, visit.actor, month)
    paper = month_paper(visit.t, visit.city, month, tours)
    shown_as = disposition("attachment", name_of_file(paper.title, "docx"), "month-plan.docx")
    return paper_response(word_paper(visit, "month", paper), DOCX, shown_as)


def _month_asked(typed: str, today: date) -> date:
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return today.replace(day=1)
    return month if abs(month.year - today.year) <= _YEARS else today.replace(day=1)


ROUTES = [Route(links.MONTH_DOCX.pattern, month_as_word)]
