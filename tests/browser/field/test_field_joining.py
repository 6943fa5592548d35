"""A whole bus opens the page within a minute: every tablet gets all of it, joins as somebody of its own and has the ride."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from planner.domain.models import Participant
from tests.browser.field.cold_join import Joined, join_cold
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


def _expect_everybody(ride: Ride, joined: list[Joined]) -> None:
    with ride.database.reading() as session:
        rows = session.exec(select(Participant).where(Participant.tour_id == ride.tour_id)).all()
    known = {f"participant:{row.id}": row.name for row in rows}
    assert [known[each.key] for each in joined] == [f"Гость {number}" for number in range(TABLETS)]
    assert {each.ride["me"]["key"] for each in joined} == {each.key for each in joined}
    assert [[stop["id"] for stop in each.ride["stops"]] for each in joined] == [ride.stop_ids] * TABLETS
