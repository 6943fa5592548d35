"""A whole bus opens the page within a minute: every tablet gets all of it, joins as somebody of its own and has the ride.

A tablet with two tours joins the first one again when it comes back to it.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, Route, expect
from sqlmodel import select

from planner.domain.models import Participant
from tests.browser.field.cold_join import Joined, join_cold
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import open_field
from tests.browser.ride.ride_story import Ride
from tests.browser.servers import Server

TABLETS = 20
WITHIN_S = 20.0
"""They come one after the other, and a third of the minute is enough."""


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


def test_twenty_tablets_join_within_a_minute(ride: Ride) -> None:
    def come(number: int) -> Joined:
        time.sleep(number * WITHIN_S / TABLETS)
        return join_cold(ride.server.url, ride.code, f"Гость {number}")

    with ThreadPoolExecutor(TABLETS) as bus:
        joined = list(bus.map(come, range(TABLETS)))

    _expect_everybody(ride, joined)


def test_twenty_tablets_join_in_the_same_second(ride: Ride) -> None:
    with ThreadPoolExecutor(TABLETS) as bus:
        joined = list(bus.map(lambda number: join_cold(ride.server.url, ride.code, f"Гость {number}"), range(TABLETS)))

    _expect_everybody(ride, joined)


@pytest.mark.parametrize("answer", ["no network", "no time"])
def test_tour_stays_on_the_tablet_when_joining_it_again_finds_no_server(
    new_page: Callable[..., Page], ride: Ride, answer: str
) -> None:
    page, base = new_page(), ride.server.url
    for each in (ride, ride_at_first_stop(ride.server, ride.database)):
        open_field(page, base, each)
    tries: list[str] = []

    def refuse(route: Route) -> None:
        tries.append(route.request.url)
        if answer == "no network":
            route.abort("connectionfailed")
        else:
            route.fulfill(status=503, json={"error": "Позже."}, headers={"X-Planner": "1"})

    page.route("**/join", refuse)
    with page.expect_event("requestfinished" if answer == "no time" else "requestfailed", lambda it: "/join" in it.url):
        page.goto(f"{base}/field/{ride.code}")  # this browser is signed in to the second tour
    page.wait_for_timeout(500)  # what it makes of that

    expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"{base}/field/{ride.code}")
    expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    page.context.set_offline(False)
    page.unroute("**/join")
    page.goto(f"{base}/field/{ride.code}")
    expect(page.locator(".head")).to_be_visible()
    assert tries


def _expect_everybody(ride: Ride, joined: list[Joined]) -> None:
    with ride.database.reading() as session:
        rows = session.exec(select(Participant).where(Participant.tour_id == ride.tour_id)).all()
    known = {f"participant:{row.id}": row.name for row in rows}
    assert [known[each.key] for each in joined] == [f"Гость {number}" for number in range(TABLETS)]
    assert {each.ride["me"]["key"] for each in joined} == {each.key for each in joined}
    assert [[stop["id"] for stop in each.ride["stops"]] for each in joined] == [ride.stop_ids] * TABLETS
