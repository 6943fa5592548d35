"""Invitations on paper over HTTP: that of one on the list, or those of all."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.phrases.guests import invitations_in_words
from planner.render.papers.invitation import invitations_pdf
from planner.services.papers.invitations import printed_invitations
from planner.web.door import visitor
from planner.web.papers import PDF, disposition, file_name, how_shown, on_paper, paper_response


def show_invitations(request: Request) -> Response:
    """The PDF; `participant` in the query is whose it is, without it all who have not said no are printed."""
    visit, tour_id = on_paper(visitor(request)), int(request.path_params["tour_id"])
    wanted = request.query_params.get("participant")
    if wanted is not None and not (wanted.isascii() and wanted.isdigit()):
        raise NotFound("invitations.error.unknown")
    number = int(wanted) if wanted else None
    with visit.database.reading() as session:
        facts = printed_invitations(session, visit.actor, tour_id, participant_id=number)
    printed = invitations_in_words(visit.t, facts, printed_at=visit.now, site=visit.site)
    name = file_name(visit.t("papers.invitation.title"), facts.tour, visit, "pdf")
    shown_as = disposition(how_shown(PDF), name, f"tour-{tour_id}-invitations.pdf")
    return paper_response(invitations_pdf(printed, visit.t), PDF, shown_as)


ROUTES = [Route(links.INVITATIONS.pattern, show_invitations)]
