"""POST …/protocol: the chair confirms the protocol with a PIN. It is never kept for later: what is confirmed has to be what was read."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import Invalid
from planner.services.access.passwords import is_right, one_of_few
from planner.services.field.items import tour_of_code
from planner.services.field.sent import Fields, ms_of
from planner.services.protocol.confirming import begin_confirmation, confirm_protocol
from planner.web.door import visitor
from planner.web.field.answers import answered_with_body


def confirm(request: Request, given: dict[str, Any]) -> Response:
    """Which edition it is now. The slow check stands between two short transactions."""
    visit, fields = visitor(request), Fields(given)
    with visit.database.transaction() as session:
        tour_id = tour_of_code(session, request.path_params["code"])
        right = begin_confirmation(session, visit.actor, tour_id, now=visit.now)
    with one_of_few():
        fits = is_right(fields.text("pin"), right.pin_hash)
    if not fits:
        raise Invalid("protocol.confirm.wrong", field="pin")
    with visit.database.transaction() as session:
        edition = confirm_protocol(session, visit.actor, tour_id, right, seal=fields.text("seal"), now=visit.now)
        number = edition.number
    saved = visit.t("protocol.confirm.saved", number=number)
    return JSONResponse({"now": ms_of(visit.now), "number": number, "words": saved})


ROUTES = [Route(links.FIELD_PROTOCOL.pattern, answered_with_body(confirm), methods=["POST"])]
