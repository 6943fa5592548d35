"""What the tests of the page on the bus share: a ride, a network that can be spoilt in front of it, a tablet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from planner.database import Database
from planner.services.ride.ride import arrive, start_ride
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.field.proxy import Proxy, spoilt_network
from tests.browser.field.tablet import Tablet, tablet_on
from tests.browser.ride.ride_story import Ride, make_ride
from tests.browser.servers import Server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    """The server's own database."""
    database = server.open_database()
    yield database
    database.close()


@pytest.fixture
def ride(server: Server, database: Database) -> Ride:
    """A ride with the bus at its first stop."""
    return ride_at_first_stop(server, database)


@pytest.fixture
def network(server: Server) -> Iterator[Proxy]:
    """The network between the tablets and the server."""
    with spoilt_network(server.port) as proxy:
        yield proxy


@pytest.fixture
def tablet(browser: Browser, tmp_path: Path, browser_path: str) -> Iterator[Tablet]:
    """A tablet that is switched off yet."""
    with tablet_on(browser.browser_type, browser_path, [*QUIET, NOTHING_OUTSIDE], tmp_path / "profile") as one:
        yield one


def ride_at_first_stop(server: Server, database: Database) -> Ride:
    """A tour of its own whose bus stands at the first of two stops."""
    ride = make_ride(server, database, "ru")
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
    return ride
