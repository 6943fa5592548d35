"""Joining a tour from the page on the bus."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from planner import links
from planner.config import SIGN_IN_COOKIE
from planner.services.access.join import join_beside, join_tour
from planner.services.access.sign_in import find_actor
from planner.services.access.visit import Visit
from planner.web.door import network_of, set_sign_in, visitor
from planner.web.field.answers import answered_with_body


def join(request: Request, given: dict[str, Any]) -> Response:
    """Signs the tablet in by a cookie and says who it is; the same `uid` again is answered the same.

    `beside`: somebody more speaks on a tablet that is signed in already, and stays so.
    """
    visit, code = visitor(request), request.path_params["code"]
    texts = {name: str(given.get(name) or "") for name in ("uid", "name")}
    if given.get("beside") is True:
        return _join_beside(request, visit, code, given)
    with visit.database.transaction() as session:
        token = join_tour(
            session,
            code,
            **texts,
            agency_name=str(given.get("agency") or ""),
            again=given.get("again") is True,
            network=network_of(request),
            now=visit.now,
            device=request.headers.get("user-agent", ""),
            before=request.cookies.get(SIGN_IN_COOKIE, ""),
        )
        key = find_actor(session, token, now=visit.now).supporter
    answer = JSONResponse({"joined": True, "key": key})
    set_sign_in(answer, token)
    return answer


def _join_beside(request: Request, visit: Visit, code: str, given: dict[str, Any]) -> Response:
    with visit.database.transaction() as session:
        somebody = join_beside(
            session,
            visit.actor,
            code,
            name=str(given.get("name") or ""),
            agency_name=str(given.get("agency") or ""),
            again=given.get("again") is True,
            network=network_of(request),
            now=visit.now,
        )
        key = f"participant:{somebody.id}"
    return JSONResponse({"joined": True, "key": key})


ROUTES = [Route(links.FIELD_JOIN.pattern, answered_with_body(join), methods=["POST"])]
