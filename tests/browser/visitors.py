"""Visitors of the browser tests. What a browser has read of Streamlit's scripts stays with it, everything else goes."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Request

from tests.browser.screens import WATCH

PLAIN = frozenset({"viewport", "locale", "timezone_id"})
"""What visitors may share: whoever comes with another option gets a window that nobody had before or has afterwards."""
LASTING = (
    *("add_init_script", "add_locator_handler", "emulate_media", "expose_binding", "expose_function"),
    *("new_cdp_session", "on", "once", "set_extra_http_headers", "set_geolocation"),
)
"""What a test does to a page or a context for as long as it lives."""
KEEPS_ITSELF = "/field/"
"""The page on the bus keeps itself in the browser, and works a while after it is closed."""
FORGET_TAB = "() => { try { sessionStorage.clear() } catch {} }"


class Visitor:
    """One visitor with one page, and all addresses that were asked for since the test began."""

    def __init__(self, context: BrowserContext, options: dict[str, Any]) -> None:
        self.context, self.options = context, options
        self.asked: list[str] = []
        self.is_used_up = not options.keys() <= PLAIN
        context.add_init_script(WATCH)
        context.on("request", self._note)
        context.on("page", lambda page: page.on("websocket", lambda socket: self.asked.append(socket.url)))
        context.on("close", self._end)
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        for whose in (context, self.page):
            for name in LASTING:
                if hasattr(whose, name):
                    setattr(whose, name, self._using_up(getattr(whose, name)))

    def forget(self) -> None:
        """Becomes somebody who was never here: one empty page, no cookie, nothing kept by any site."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.page.unroute_all()
        self.context.unroute_all()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.context.set_offline(False)
        self.page.evaluate(FORGET_TAB)
        self.page.goto("about:blank")
        self.page.set_viewport_size(self.options["viewport"])
        browser = type(self.context).new_cdp_session(self.context, self.page)
        for site in {f"http://{parts.netloc}" for parts in map(urlsplit, self.asked) if parts.scheme == "http"}:
            browser.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
        browser.detach()
        self.asked = []

    def _using_up(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def using_up(*args: Any, **options: Any) -> Any:
            self.is_used_up = True
            return act(*args, **options)

        return using_up

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)
        self.is_used_up |= KEEPS_ITSELF in request.url

    def _end(self, _context: BrowserContext) -> None:
        self.is_used_up = True


class Visitors:
    """Windows of a browser, each used by one test at a time and then by the next.

    In a new window a screen of Streamlit costs 3.3 s of processor time, where two megabytes of scripts are read and
    compiled; in one that knows them 1.5 s.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[Visitor]] = defaultdict(list)

    def take(self, **options: Any) -> Visitor:
        """Somebody who has never been here, in a window of these options."""
        idle = self._idle[_name(options)]
        return idle.pop() if idle else Visitor(self._browser.new_context(**options), options)

    def put_back(self, visitor: Visitor) -> None:
        """Whoever did nothing that lasts comes again, as somebody else; the others leave with all that they did."""
        if not visitor.is_used_up:
            try:
                visitor.forget()
            except Error:  # a page that hangs: the window goes with it
                visitor.is_used_up = True
            else:
                self._idle[_name(visitor.options)].append(visitor)
        if visitor.is_used_up:
            visitor.context.close()

    def close(self) -> None:
        """Ends all that are idle."""
        for visitor in (each for group in self._idle.values() for each in group):
            visitor.context.close()


def _name(options: dict[str, Any]) -> str:
    return repr(sorted(options.items()))
