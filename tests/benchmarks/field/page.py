"""What a first visit to the page on the bus costs: `python -m tests.benchmarks.field.page`.

A real server and a real Chromium on one machine, whose network is slowed down by the browser itself. Prints bytes on the
wire, the time until the ride's first view is drawn, the time of opening without a network, the time from a chosen photo to
"saved" (work of the machine only), and the processor time of the server for each tablet that comes for the first time.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from planner.config import SIGN_IN_COOKIE
from planner.services.ride.ride import arrive, start_ride
from tests.benchmarks.sessions import seconds_of_work
from tests.browser.conftest import QUIET
from tests.browser.field.cold_join import join_cold
from tests.browser.field.field_steps import add_photo, begin_report, choose_topic, noise_photo
from tests.browser.field.proxy import spoilt_network
from tests.browser.find_browser import find_browser
from tests.browser.ride.ride_story import Ride, make_ride
from tests.browser.screens import TABLET
from tests.browser.servers import start_server

LINES: dict[str, tuple[float, float]] = {
    "LAN": (0, 0),
    "1.6 Mbit/s, 150 ms": (1.6e6 / 8, 150),
    "400 kbit/s, 400 ms": (400e3 / 8, 400),
}
"""Bytes a second and the time to and fro; 0: not slowed down."""
TABLETS = 20
DRAWN = "() => performance.getEntriesByName('first view')[0]?.startTime"
MARK = """addEventListener('DOMContentLoaded', () => new MutationObserver((_, watching) => {
  if (!document.querySelector('.head .steps')) return;
  performance.mark('first view');
  watching.disconnect();
}).observe(document.body, {subtree: true, childList: true}));
addEventListener('change', () => performance.mark('chosen'), true);
addEventListener('DOMContentLoaded', () => new MutationObserver((_, watching) => {
  if (!document.querySelector('.picture:not(.refused) img')) return;
  performance.mark('photo kept');
  watching.disconnect();
}).observe(document.body, {subtree: true, childList: true}));"""
KEPT = "() => performance.getEntriesByName('photo kept')[0].startTime - performance.getEntriesByName('chosen')[0].startTime"


class Wire:
    """What goes over the line for the page, as the browser's network log tells it; what the worker fetches later is not in it."""

    def __init__(self, page: Page, line: str) -> None:
        self.received, self.pictures, self.requests = 0.0, 0.0, 0
        self._images: set[str] = set()
        self._log = page.context.new_cdp_session(page)
        self._log.on("Network.responseReceived", self._note)
        self._log.on("Network.loadingFinished", self._add)
        self._log.send("Network.enable")
        rate, latency = LINES[line]
        slow = {"offline": False, "latency": latency, "downloadThroughput": rate or -1, "uploadThroughput": rate or -1}
        self._log.send("Network.emulateNetworkConditions", slow)

    def _note(self, answer: dict[str, Any]) -> None:
        if answer["type"] == "Image":
            self._images.add(answer["requestId"])

    def _add(self, finished: dict[str, Any]) -> None:
        self.received += finished["encodedDataLength"]
        if finished["requestId"] in self._images:
            self.pictures += finished["encodedDataLength"]
        self.requests += 1


@contextmanager
def tablet(browser: Browser, ride: Ride, name: str) -> Iterator[BrowserContext]:
    """A tablet that has joined, and has nothing of the page yet."""
    context = browser.new_context(viewport=TABLET, locale="ru-RU", timezone_id="Asia/Yakutsk")
    context.add_init_script(MARK)
    context.add_cookies([{"name": SIGN_IN_COOKIE, "value": ride.tablet(name), "url": ride.server.url}])
    try:
        yield context
    finally:
        context.close()


def visit(browser: Browser, ride: Ride, line: str, number: int) -> tuple[float, float, int, float]:
    """Milliseconds, bytes and requests until the first view, and milliseconds of opening it again without a network."""
    with tablet(browser, ride, f"Гость {line} {number}") as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        wire = Wire(page, line)
        page.goto(f"{ride.server.url}/field/{ride.code}", wait_until="commit")
        page.wait_for_function(DRAWN, polling=20)
        drawn, received, requests = float(page.evaluate(DRAWN)), wire.received, wire.requests
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        context.set_offline(True)
        page.reload(wait_until="commit")
        page.wait_for_function(DRAWN, polling=20)
        return drawn, received, requests, float(page.evaluate(DRAWN))


def whole_weight(browser: Browser, ride: Ride) -> int:
    """Bytes of a first visit until it works without a network, heads of answers and the worker's share too."""
    with spoilt_network(ride.server.port) as network, tablet(browser, ride, "Весы") as context:
        page = context.new_page()
        page.goto(f"{network.url}/field/{ride.code}")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return network.received


def save(browser: Browser, ride: Ride, line: str, number: int) -> tuple[float, float]:
    """Milliseconds from a chosen photo of 12 megapixels until it is ready, and from "save" until the ride is shown again."""
    t = ride.t
    with tablet(browser, ride, f"Фото {line} {number}") as context:
        page = context.new_page()
        Wire(page, line)
        page.goto(f"{ride.server.url}/field/{ride.code}")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=120_000)
        begin_report(page, t)
        add_photo(page, t, noise_photo(side=4000))
        choose_topic(page, "Дорога")
        pressed = time.perf_counter()
        page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
        page.locator(".head .steps").wait_for()
        return float(page.evaluate(KEPT)), 1000 * (time.perf_counter() - pressed)


def work_of_joining(ride: Ride) -> list[float]:
    """Milliseconds of the server's processor time for each tablet that comes, one after the other."""
    spent = []
    for number in range(TABLETS):
        before = seconds_of_work(ride.server.process.pid)
        join_cold(ride.server.url, ride.code, f"Холодный {number}")
        spent.append(1000 * (seconds_of_work(ride.server.process.pid) - before))
    return spent


def measure(browser: Browser, ride: Ride, rounds: int) -> None:
    """Prints everything."""
    print(f"first visit until it works without a network: {whole_weight(browser, ride) / 1000:.0f} kB")
    print(f"{'line':20} first view ms  kB until then  requests  offline open ms")
    for line in LINES:
        visits = [visit(browser, ride, line, number) for number in range(rounds)]
        view, received, requests, offline = (statistics.median(each) for each in zip(*visits, strict=True))
        print(f"{line:20} {view:13.0f} {received / 1000:14.0f} {requests:9.0f} {offline:16.0f}", flush=True)
    for line in ("LAN", "400 kbit/s, 400 ms"):
        ready, saved = zip(*(save(browser, ride, line, number) for number in range(rounds)), strict=True)
        both = f"{statistics.median(ready):.0f} ms until the photo is ready, {statistics.median(saved):.0f} ms from «Сохранить»"
        print(f"{line:20} {both} until it is saved", flush=True)
    spent = work_of_joining(ride)
    print(
        f"server's work for a tablet's first visit: median {statistics.median(spent):.0f} ms, most {max(spent):.0f} ms"
    )


@contextmanager
def browser_beside_a_ride() -> Iterator[tuple[Browser, Ride]]:
    """A server of its own with a ride on it, and a browser. Prints how busy the machine was before."""
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()))
    path = find_browser(os.environ)
    with tempfile.TemporaryDirectory(prefix="planner-benchmark-") as name, sync_playwright() as playwright:
        server = start_server(Path(name))
        database = server.open_database()
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser, make_ride(server, database, "ru")
        finally:
            browser.close()
            database.close()
            server.stop()


def main() -> None:
    """Starts a server and a browser of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with browser_beside_a_ride() as (browser, ride):
        ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
        ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
        measure(browser, ride, chosen.rounds)


if __name__ == "__main__":
    main()
