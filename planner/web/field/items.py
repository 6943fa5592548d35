"""POST …/items: what was made on a tablet, taken one by one."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.i18n import Translator
from planner.phrases.changes import say_beside
from planner.services.field.items import MOST_ITEMS, Answered, State, take_items, tour_of_code
from planner.services.field.sent import Fields, ms_of
from planner.storage import the_store
from planner.web.door import visitor
from planner.web.field.answers import answered_with_body

MOST_BYTES = 1024 * 1024


def take(request: Request, given: dict[str, Any]) -> Response:
    """An answer for each item, in the order in which they came."""
    visit = visitor(request)
    with visit.reading() as session:
        tour_id = tour_of_code(session, request.path_params["code"])
    items = given.get("items")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise Invalid("field.error.items", field="items", most=MOST_ITEMS)
    tablet_now = Fields(given).ms("tablet_now")
    answers = take_items(visit.database, visit.actor, the_store(), tour_id, items, tablet_now=tablet_now, now=visit.now)
    told = [_told(visit.t, visit.actor, answer) for answer in answers]
    return JSONResponse({"now": ms_of(visit.now), "answers": told})


def _told(t: Translator, reader: Actor, answered: Answered) -> dict[str, Any]:
    told: dict[str, Any] = {"uid": answered.uid, "state": answered.state.value}
    error, kept = answered.error, answered.answer
    if answered.failure:
        return told | {"error": t("app.failure", number=answered.failure)}
    if error is not None:
        told["error"] = t(error.key, **error.values)
        return told | ({"key": error.key, "field": error.field} if answered.state is State.REFUSED else {})
    if "issue" in kept:
        told["issue"] = kept["issue"]
    if "beside" in kept:
        told["beside"] = [say_beside(t, reader, kept["beside"]["fields"], by=kept["beside"]["by"])]
    return told


ROUTES = [Route(links.FIELD_ITEMS.pattern, answered_with_body(take, most_bytes=MOST_BYTES), methods=["POST"])]
