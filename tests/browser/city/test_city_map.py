"""An administrator imports the city's map on screen, cancels an import, and an organizer plans on that map by addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner.config import SIGN_IN_COOKIE
from planner.database import open_database
from planner.domain.models.types import id_of
from planner.i18n import translator
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor
from planner.services.tours.tours import create_tour
from tests.browser.screens import press, screenshot, visit, wait_idle
from tests.browser.servers import Server
from tests.towns.block_town import write_town
from tests.towns.large_block_city import write_city

t = translator("ru", "Asia/Yakutsk")


@dataclass(frozen=True)
class City:
    """A running server of a city without a map, with a tour of Olga's."""

    server: Server
    tour_id: int
    token: str

    def sign_in(self, page: Page) -> None:
        """Makes the page Olga's, who is the administrator too."""
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": self.token, "url": self.server.url}])


@pytest.fixture(scope="module")
def city(start: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> City:
    folder, now = tmp_path_factory.mktemp("city"), datetime.now(UTC)
    database = open_database(f"sqlite:///{folder / 'planner.db'}")
    database.migrate()
    with database.transaction() as session:
        secret = "Ольга на площади"
        token = create_first_administrator(
            session, name="Ольга", email="o@example.org", password_hash=hash_password(secret), now=now
        )
        begins = now + timedelta(days=1)
        olga = find_actor(session, token, now=now)
        tour = create_tour(session, olga, now=now, title="Центр", starts_at=begins, ends_at=begins + timedelta(hours=3))
        tour_id = id_of(tour)
    database.close()
    return City(start(variables={"PLANNER_DATA": str(folder)}), tour_id, token)


def give_file(page: Page, path: Path) -> None:
    """Chooses a file and starts the import."""
    page.locator("input[type=file]").set_input_files(path)
    wait_idle(page)
    page.get_by_role("button", name=t("city_import.start"), exact=True).click()


def test_map_is_imported_and_then_planned_on(page: Page, city: City, tmp_path: Path) -> None:
    bad = tmp_path / "letter.osm.pbf"
    bad.write_bytes("Уважаемая Ольга!".encode())
    city.sign_in(page)
    visit(page, f"{city.server.url}/city_map")

    give_file(page, bad)
    expect(page.get_by_text(t("extract.error.foreign"))).to_be_visible(timeout=60_000)
    give_file(page, write_town(tmp_path / "town.osm.pbf"))
    expect(page.get_by_text("town.osm.pbf, 0 МБ")).to_be_visible(timeout=120_000)
    wait_idle(page)
    screenshot(page, "city_map")
    visit(page, f"{city.server.url}/tour?id={city.tour_id}")
    tiles = page.frame_locator("iframe[src*='st_folium']").locator("img.leaflet-tile-loaded[src^='/map/tiles/']")
    expect(tiles.first).to_be_visible(timeout=30_000)
    page.get_by_label(t("plan.add.find"), exact=True).fill("Горького 7")
    expect(page.get_by_text("дома № 7 на карте нет, это ближайший")).to_be_visible()
    wait_idle(page)
    press(page, t("plan.add.button"))
    dialog = page.get_by_role("dialog")

    expect(dialog.get_by_label(t("stops.address"), exact=True)).to_have_value("улица Горького, 6")
    screenshot(page, "stop_by_address")
    press(dialog, t("stops.add"))
    expect(page.get_by_text("улица Горького, 6").first).to_be_visible()


def test_import_is_cancelled_and_the_present_map_stays(page: Page, city: City, tmp_path: Path) -> None:
    city.sign_in(page)
    visit(page, f"{city.server.url}/city_map")
    give_file(page, write_town(tmp_path / "town.osm.pbf"))
    present = page.get_by_text("town.osm.pbf, 0 МБ")
    expect(present).to_be_visible(timeout=120_000)
    wait_idle(page)

    give_file(page, write_city(tmp_path / "large.osm.pbf"))
    expect(page.get_by_text(t("city_import.going", name="large.osm.pbf"))).to_be_visible(timeout=30_000)
    page.reload()
    page.get_by_role("button", name=t("city_import.cancel")).click(timeout=30_000)

    expect(page.get_by_text(t("city_import.cancelled"))).to_be_visible(timeout=120_000)
    expect(present).to_be_visible()
