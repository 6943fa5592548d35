"""How long a screen of the office keeps a newcomer waiting: `python -m tests.benchmarks.first_load`.

A real server and a real Chromium with nothing in its cache on one machine, whose network is slowed down by the browser
itself. Prints for each line the time until something is drawn (the bus and «Загрузка…»), until the screen's own title
stands there, the bytes and the requests until then, and the number of answers that said "not found".
"""

import argparse
import statistics

from playwright.sync_api import Browser, Response, ViewportSize

from planner.config import SIGN_IN_COOKIE
from tests.benchmarks.field.page import LINES, Wire, browser_beside_a_ride
from tests.browser.ride.ride_story import Ride

DESK = ViewportSize(width=1280, height=800)
DRAWN = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def visit(browser: Browser, ride: Ride, line: str, path: str) -> tuple[float, float, float, int, int]:
    """Milliseconds until something is drawn and until the title stands, bytes, requests, and answers "not found"."""
    context = browser.new_context(viewport=DESK, locale="ru-RU", timezone_id="Asia/Yakutsk")
    context.add_cookies([{"name": SIGN_IN_COOKIE, "value": ride.visitor("Тарасенко"), "url": ride.server.url}])
    missing: list[str] = []
    try:
        page = context.new_page()
        page.set_default_timeout(180_000)
        wire = Wire(page, line)

        def note(response: Response) -> None:
            if response.status == 404:
                missing.append(response.url)

        page.on("response", note)
        page.goto(ride.server.url + path, wait_until="commit")
        page.locator("h1").first.wait_for()
        titled = float(page.evaluate("() => performance.now()"))
        drawn = float(page.evaluate(DRAWN))
        return drawn, titled, wire.received, wire.requests, len(missing)
    finally:
        context.close()


def main() -> None:
    """Starts a server and a browser of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--path", default="/issues")
    chosen = parser.parse_args()
    with browser_beside_a_ride() as (browser, ride):
        visit(browser, ride, "LAN", chosen.path)
        print(f"{'line':20} drawn ms  title ms      kB  requests  404s")
        for line in LINES:
            visits = [visit(browser, ride, line, chosen.path) for _ in range(chosen.rounds)]
            drawn, titled, received, requests, missing = map(statistics.median, zip(*visits, strict=True))
            print(
                f"{line:20} {drawn:8.0f} {titled:9.0f} {received / 1000:7.0f} {requests:9.0f} {missing:5.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
