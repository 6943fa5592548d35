"""Every public page of the demo city by the rules of axe-core, at three sizes; found by the links that lead from page to page."""

from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page
from starlette.routing import Match

from planner.web.public.routes import ROUTES
from tests.browser.screens import DESKTOP, PHONE, TABLET
from tests.browser.serious_faults import serious_faults
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import TOO_WIDE

EMBEDS = ("/embed/issues", "/embed/map")


def test_no_public_page_has_a_serious_fault_or_is_wider_than_its_screen(
    new_page: Callable[..., Page], demo: Server
) -> None:
    page, found = new_page(), []

    walked = list(_walk(page, demo.url))
    for address in walked:
        page.goto(demo.url + address)
        for size in (PHONE, TABLET, DESKTOP):
            page.set_viewport_size(size)
            found += [(address, size["width"], fault) for fault in serious_faults(page)]
            found += [(address, size["width"], "too wide")] if page.evaluate(TOO_WIDE) > 0 else []

    assert len(walked) > 15
    assert found == []


def _walk(page: Page, url: str) -> Iterator[str]:
    """One page of each route that links lead to from the start, and those that no link leads to."""
    known: set[str] = set()
    waiting = ["/open", *EMBEDS]
    while waiting:
        address = waiting.pop(0)
        route = _route(urlsplit(address).path)
        if not route or route in known:
            continue
        known.add(route)
        answer = page.request.get(url + address)
        if "text/html" not in answer.headers["content-type"]:
            continue
        yield address
        page.goto(url + address)
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        waiting += [urljoin(address, each.removeprefix(url)) for each in links if each.startswith(url)]


def _route(path: str) -> str:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return next((getattr(each, "path", "") for each in ROUTES if each.matches(scope)[0] is Match.FULL), "")
