"""The link in every mail that ends the mails: a page that asks, and one POST that does it, from mail programs too."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.services.notices.choices import reader_of_mails, stop_mails
from planner.web.door import form_route, page, visitor

_Act = Callable[[Any, str], object]


def stop_routes(path: links.Path, reader_of: _Act, stop: _Act, template: str) -> Sequence[Route]:
    """Both routes of such a link: `reader_of` finds whose it is, `stop` ends what comes there; NotFound of a token of nobody."""

    def ask_to_stop(request: Request) -> Response:
        """Asks first: programs that look into mails open every link in them."""
        return _answered(request, template, "ask", visitor(request).database.reading(), reader_of)

    def stop_them(request: Request, form: FormData) -> Response:
        """Ends them; a mail program says the same by `List-Unsubscribe=One-Click` (RFC 8058)."""
        return _answered(request, template, "done", visitor(request).database.transaction(), stop)

    return [Route(path.pattern, ask_to_stop), Route(path.pattern, form_route(stop_them), methods=["POST"])]


def _answered(request: Request, template: str, state: str, opened: AbstractContextManager[Any], act: _Act) -> Response:
    """The page in this state, once the token was used; that it is nobody's, where it is."""
    status = 200
    try:
        with opened as session:
            act(session, request.path_params["token"])
    except NotFound:
        state, status = "unknown", 404
    answer = page(request, visitor(request), template, status=status, state=state)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = (
        "same-origin"  # without any, a browser's POST would not say that it is from here
    )
    return answer


ROUTES = stop_routes(links.STOP_MAILS, reader_of_mails, stop_mails, "stop_mails.html")
