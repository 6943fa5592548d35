"""The news: what the press office has let out, and what tours that are over have brought."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planner import links
from planner.domain.open_filter import asked_page
from planner.phrases.press import news as words
from planner.services.access.visit import Visit
from planner.services.issues.columns import columns_of
from planner.services.press.open_news import list_open_news, open_news
from planner.services.press.open_report import is_any_report_out
from planner.services.public.tours import list_open_tours
from planner.web.public.answers import open_page


def show_news(request: Request) -> Response:
    """The releases that are out, the latest first, and the outcomes of tours below the first page of them."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            page = list_open_news(session, now=visit.now, page=asked_page(request.query_params))
            tours = list_open_tours(session, columns_of(visit.database), now=visit.now).past if page.page == 1 else ()
            out = is_any_report_out(session)
            return {
                "page": page,
                "report_is_out": out,
                "tours": tours,
            }

    return open_page(request, "news.html", tell, section="news", words=words)


def show_news_item(request: Request) -> Response:
    """One release with its quotes."""

    def tell(visit: Visit) -> Mapping[str, Any]:
        with visit.reading() as session:
            return {"news": open_news(session, request.path_params["news_id"], now=visit.now)}

    return open_page(request, "news_item.html", tell, section="news", words=words)


ROUTES = [
    Route(links.OPEN_NEWS.pattern, show_news),
    Route(links.OPEN_NEWS_ITEM.pattern, show_news_item),
]
