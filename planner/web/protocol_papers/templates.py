"""Word templates to take along: the one in use, which is where a city begins its own."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.domain.permissions import Action, require
from planner.render.papers.word.fill import DOCX, own_template
from planner.render.papers.word.papers import PAPERS
from planner.services.papers.templates import template_in_use
from planner.web.door import visitor
from planner.web.papers import disposition, name_of_file, paper_response


def show_template(request: Request) -> Response:
    """The template of a paper as a Word document: the city's own, with `?own=1` the one that comes with the planner."""
    visit, paper = visitor(request), request.path_params["paper"]
    require(visit.actor, Action.PLAN_TOUR)
    if paper not in PAPERS:
        raise NotFound("templates.error.unknown")
    with visit.database.reading() as session:
        template = template_in_use(session, visit.actor, paper)
    if template is None or request.query_params.get("own"):
        template = own_template(paper, visit.t.language)
    name = name_of_file(visit.t(f"templates.paper.{paper}"), "docx")
    return paper_response(template, DOCX, disposition("attachment", name, f"{paper}.docx"))


ROUTES = [Route(links.PAPER_TEMPLATE.pattern, show_template)]
