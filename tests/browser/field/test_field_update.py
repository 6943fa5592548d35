"""A new version of the page: the old one delivers what it holds, both tours open without a network after the change."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import expect_received, open_field, own_rows, report
from tests.browser.field.proxy import Weather, spoilt_network
from tests.browser.screens import wait_until
from tests.browser.servers import ROOT, start_server

NEW_STYLE = "\nbody { --page-is: new; }\n"


def test_tablet_with_two_tours_survives_a_new_version_of_the_page(
    new_page: Callable[..., Page], tmp_path: Path
) -> None:
    server = start_server(tmp_path / "run")
    database = server.open_database()
    rides = [ride_at_first_stop(server, database) for _ in range(2)]
    with spoilt_network(server.port) as network:
        page, t = new_page(), rides[0].t
        for ride in rides:
            open_field(page, network.url, ride)
        network.turn(Weather.CUT)
        for ride in rides:
            page.goto(f"{network.url}/field/{ride.code}")
            report(page, t, "Дорога", text=f"Яма {ride.tour_id}")
        server.stop()
        server = start_server(tmp_path / "run", port=server.port, root=_new_version(tmp_path / "new"))
        network.turn(Weather.FINE)

        page.evaluate("() => navigator.serviceWorker.getRegistration().then((known) => known.update())")
        expect_received(page, t, 1)  # by the old page
        wait_until(page, "() => navigator.serviceWorker.getRegistration().then((known) => Boolean(known?.waiting))")
        page.goto(f"{network.url}/healthz")  # the old page is closed: the new worker takes over
        wait_until(
            page,
            "() => navigator.serviceWorker.getRegistration('/field/page')"
            ".then((known) => !known.waiting && known.active.state === 'activated')",
        )
        page.goto(f"{network.url}/field/{rides[0].code}")
        page.wait_for_function("() => getComputedStyle(document.body).getPropertyValue('--page-is') === 'new'")
        network.turn(Weather.CUT)
        for ride in rides:
            page.goto(f"{network.url}/field/{ride.code}")
            expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
            expect(own_rows(page, t)).to_have_count(1)
        network.turn(Weather.FINE)
        for ride in rides:
            page.goto(f"{network.url}/field/{ride.code}")
            expect_received(page, t, 1)

    assert [[issue.text for issue in ride.issues()] for ride in rides] == [[f"Яма {ride.tour_id}"] for ride in rides]
    server.stop()
    database.close()


def _new_version(root: Path) -> Path:
    """A copy of the product with one more line in the page's style sheet."""
    for name in ("planner", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "data").symlink_to(ROOT / "data")
    shutil.copy(ROOT / "streamlit_app.py", root)
    sheet = root / "planner" / "web" / "assets" / "field" / "field.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + NEW_STYLE, encoding="utf-8")
    return root
