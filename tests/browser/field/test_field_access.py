"""Every view of the page on the bus by the rules of axe-core: nothing serious is wrong for whoever cannot see or point."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from planner.database import Database
from tests.browser.field.field_views import views_of_a_rider, views_of_who_leads
from tests.browser.ride.ride_story import make_ride
from tests.browser.screens import DESKTOP, PHONE, TABLET
from tests.browser.servers import Server

pytest.importorskip(
    "axe_playwright_python", reason="axe-core comes with axe-playwright-python of tests/requirements.txt"
)
SERIOUS = ("serious", "critical")


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

    found = [(name, fault) for name in views_of_a_rider(rider, ride) for fault in _faults(rider)]
    found += [(name, fault) for name in views_of_who_leads(leader, ride) for fault in _faults(leader)]

    assert found == []


def _faults(page: Page) -> list[str]:
    """What axe-core finds in what is shown now; evaluated, because the page runs no script but its own."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in result["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
