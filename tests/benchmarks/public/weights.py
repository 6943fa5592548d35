"""What a public page weighs and how long it takes on a slow line: `python -m tests.benchmarks.public.weights`.

The demo city on a real server, and a real Chromium with nothing in its cache, whose network is slowed down by the browser
itself. Prints for each page when something was drawn, when all of it stood there, bytes over the line with and without
pictures, and the number of requests.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.field.page import Wire
from tests.browser.conftest import QUIET
from tests.browser.find_browser import find_browser
from tests.browser.screens import PHONE
from tests.browser.servers import DEMO, start_server

PAGES = (
    *("/open", "/open/tours", "/open/issues", "/open/districts", "/open/agencies", "/open/news", "/open/vote"),
    *("/open/data", "/open/report-problem"),
)
FIRST_OF = {
    "/open/tours": ".tours a.name",
    "/open/issues": ".cards a.name",
    "/open/districts": "main a[href*=districts]",
}
LINE = "1.6 Mbit/s, 150 ms"
ROUNDS = 3
DRAWN = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
READY = "() => { const n = performance.getEntriesByType('navigation')[0]; return [n.domContentLoadedEventEnd, n.loadEventEnd]; }"


def visit(browser: Browser, url: str) -> tuple[float, float, float, float, float, int]:
    """Milliseconds until something is drawn, all words stand there, all pictures too; bytes without and with them; requests."""
    context = browser.new_context(viewport=PHONE, locale="ru-RU")
    try:
        page = context.new_page()
        wire = Wire(page, LINE)
        page.goto(url, wait_until="load")
        ready, loaded = page.evaluate(READY)
        return (
            float(page.wait_for_function(DRAWN).json_value()),
            ready,
            loaded,
            wire.received - wire.pictures,
            wire.received,
            wire.requests,
        )
    finally:
        context.close()


def pages_of(browser: Browser, url: str) -> list[str]:
    """The lists, and the first that each leads to."""
    page, found = browser.new_page(), list(PAGES)
    for address, link in FIRST_OF.items():
        page.goto(url + address)
        found.append(str(page.locator(link).first.get_attribute("href")))
    page.close()
    return found


def main() -> None:
    """Starts a server and a browser of its own."""
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    path = find_browser(os.environ)
    with tempfile.TemporaryDirectory(prefix="planner-weights-") as name, sync_playwright() as playwright:
        server = start_server(Path(name), command=DEMO, seconds=300)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            pages = pages_of(browser, server.url)
            print(f"{LINE:24} drawn ms  words ms  all ms  kB without pictures  kB in all  requests")
            for address in pages:
                visit(browser, server.url + address)
                rounds = [
                    sorted(each)
                    for each in zip(*(visit(browser, server.url + address) for _ in range(ROUNDS)), strict=True)
                ]
                drawn, ready, loaded, light, heavy, requests = (each[ROUNDS // 2] for each in rounds)
                print(
                    f"{address:24} {drawn:8.0f} {ready:9.0f} {loaded:7.0f} {light / 1000:20.0f} {heavy / 1000:10.0f} {requests:9.0f}",
                    flush=True,
                )
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
