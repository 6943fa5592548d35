"""The link in every letter to the media that ends the letters: a page that asks, and one POST that does it."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.errors import NotFound
from planner.services.press.media import reader_of_news, stop_news
from planner.web.door import form_route, page, visitor


def ask_to_stop(request: Request) -> Response:
    """Asks first: programs that look into mails open every link in them."""
    visit = visitor(request)
    try:
        with visit.database.reading() as session:
            reader_of_news(session, request.path_params["token"])
    except NotFound:
        return _answer(request, "unknown", status=404)
    return _answer(request, "ask")


def stop(request: Request, form: FormData) -> Response:
    """Ends the letters; a mail program says the same by `List-Unsubscribe=One-Click` (RFC 8058)."""
    visit = visitor(request)
    try:
        with visit.database.transaction() as session:
            stop_news(session, request.path_params["token"])
    except NotFound:
        return _answer(request, "unknown", status=404)
    return _answer(request, "done")


def _answer(request: Request, state: str, *, status: int = 200) -> Response:
    answer = page(request, visitor(request), "stop_news.html", status=status, state=state)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "same-origin"  # else a browser's POST would not say that it is from here
    return answer


ROUTES = [
    Route(links.STOP_NEWS.pattern, ask_to_stop),
    Route(links.STOP_NEWS.pattern, form_route(stop), methods=["POST"]),
]
