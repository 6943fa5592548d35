"""What the plan of a tour with 20 stops costs: `python -m tests.benchmarks.plan_screen`.

A real server and a real Chromium with nothing in its cache on one machine, whose network is slowed down by the browser
itself. Prints for each line the time until the last of the stops' cards is drawn, the bytes and the requests until then; and
for a tap on ↓ the processor time of the server and the time until the screen has followed.
"""

import argparse
import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, Page

from planner.config import SIGN_IN_COOKIE
from planner.domain.actor import Actor
from planner.domain.models import Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.access.sign_in import open_sign_in_for
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour
from tests.benchmarks.field.page import LINES, Wire, browser_beside_a_ride
from tests.benchmarks.first_load import DESK
from tests.benchmarks.sessions import seconds_of_work
from tests.browser.ride.ride_story import Ride
from tests.browser.screens import WATCH, wait_idle

STOPS = 20
LAST_CARD = ".plan-card[data-number='20']"


def write_plan(ride: Ride) -> tuple[str, int]:
    """A draft of 20 stops in a spiral around the centre; the token of who plans it, and its number."""
    now = datetime.now(UTC)
    with ride.database.transaction() as session:
        person = Person(name="Ольга Ким")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.ORGANIZER))
        olga = Actor(person.name, frozenset({Role.ORGANIZER}), id_of(person))
        ends: dict[str, Any] = {"start_lat": 50.26, "start_lon": 127.53, "end_lat": 50.26, "end_lon": 127.53}
        start = now + timedelta(days=1)
        tour = create_tour(
            session, olga, now=now, title="Двадцать", starts_at=start, ends_at=start + timedelta(hours=8), **ends
        )
        for number in range(STOPS):
            lat, lon = 50.26 + (number % 5) * 0.006, 127.50 + (number // 5) * 0.012
            add_stop(session, olga, id_of(tour), name=f"Двор {number + 1}", address="ул. Горького", lat=lat, lon=lon)
        return open_sign_in_for(session, person, now=now), id_of(tour)


def open_plan(browser: Browser, ride: Ride, line: str, token: str, tour_id: int) -> tuple[Page, Wire]:
    """The plan in a browser that was never here, drawn to its last card."""
    context = browser.new_context(viewport=DESK, locale="ru-RU", timezone_id="Asia/Yakutsk")
    context.add_init_script(WATCH)
    context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": ride.server.url}])
    page = context.new_page()
    page.set_default_timeout(180_000)
    wire = Wire(page, line)
    page.goto(f"{ride.server.url}/tour?id={tour_id}", wait_until="commit")
    page.locator(LAST_CARD).wait_for()
    return page, wire


def move(ride: Ride, page: Page) -> tuple[float, float]:
    """Milliseconds of the server's processor for a tap on ↓, and until the screen has followed."""
    worked, began = seconds_of_work(ride.server.process.pid), time.monotonic()
    page.locator("[class*=st-key-down_] button").first.click()
    wait_idle(page)
    waited = time.monotonic() - began
    return (seconds_of_work(ride.server.process.pid) - worked) * 1000, waited * 1000


def main() -> None:
    """Starts a server and a browser of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--taps", type=int, default=20)
    chosen = parser.parse_args()
    with browser_beside_a_ride() as (browser, ride):
        token, tour_id = write_plan(ride)
        page, _ = open_plan(browser, ride, "LAN", token, tour_id)
        wait_idle(page)
        move(ride, page)
        taps = [move(ride, page) for _ in range(chosen.taps)]
        page.context.close()
        work, waited = map(statistics.median, zip(*taps, strict=True))
        print(f"a tap on ↓, {STOPS} stops: {work:.0f} ms of the server, {waited:.0f} ms until all is quiet", flush=True)
        print(f"{'line':20} last card ms      kB  requests")
        for line in LINES:
            rows = []
            for _ in range(chosen.rounds):
                page, wire = open_plan(browser, ride, line, token, tour_id)
                drawn = float(page.evaluate("() => performance.now()"))
                rows.append((drawn, wire.received, wire.requests))
                page.context.close()
            drawn, received, requests = map(statistics.median, zip(*rows, strict=True))
            print(f"{line:20} {drawn:12.0f} {received / 1000:7.0f} {requests:9.0f}", flush=True)


if __name__ == "__main__":
    main()
