"""Every view of the page on the bus by the rules of axe-core: nothing serious is wrong for whoever cannot see or point."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from planner.database import Database
from tests.browser.field.field_views import views_of_a_rider, views_of_who_leads
from tests.browser.ride.ride_story import make_ride
from tests.browser.screens import DESKTOP, PHONE, TABLET
from tests.browser.serious_faults import serious_faults
from tests.browser.servers import Server


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["390", "768", "1280"])
def test_no_view_has_a_serious_fault(
    new_page: Callable[..., Page], server: Server, database: Database, size: ViewportSize
) -> None:
    ride = make_ride(server, database, "ru")
    rider, leader = (new_page(viewport=size, has_touch=size is not DESKTOP) for _ in range(2))

    found = [(name, fault) for name in views_of_a_rider(rider, ride) for fault in serious_faults(rider)]
    found += [(name, fault) for name in views_of_who_leads(leader, ride) for fault in serious_faults(leader)]

    assert found == []
