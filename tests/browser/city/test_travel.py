"""Travel times in a real browser: minutes set by a tap on a leg, a street closed by taps on the map."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Closure, LegOverride, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.i18n import translator
from planner.services.access.sign_in import open_sign_in_for
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour
from tests.browser.screens import DESKTOP, TABLET, choose, press, type_into, visit, wait_idle
from tests.browser.servers import Server
from tests.browser.tours.plan_steps import open_stop

t = translator("ru", "Asia/Yakutsk")
MAP = "iframe[src*='streamlit_folium']"


@dataclass
class Planning:
    """Olga with a tour of two stops; `token` signs her in."""

    server: Server
    database: Database
    tour_id: int
    token: str

    def open(self, page: Page, path: str) -> None:
        """Opens a screen as Olga."""
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": self.token, "url": self.server.url}])
        visit(page, f"{self.server.url}{path}")


@pytest.fixture(scope="module")
def planning(server: Server) -> Planning:
    """A tour of tomorrow."""
    now, database = datetime.now(UTC), server.open_database()
    with database.transaction() as session:
        person = Person(name="Ольга Ким")
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.ORGANIZER))
        olga = Actor(person.name, frozenset({Role.ORGANIZER}), id_of(person))
        start = now + timedelta(days=1)
        tour = create_tour(session, olga, now=now, title="Объезд", starts_at=start, ends_at=start + timedelta(hours=3))
        for number, name in enumerate(("Рынок", "Школа № 5")):
            add_stop(session, olga, id_of(tour), name=name, lat=50.26 + number / 50, lon=127.53)
        return Planning(server, database, id_of(tour), open_sign_in_for(session, person, now=now))


@pytest.mark.parametrize("viewport", [TABLET, DESKTOP])
def test_minutes_of_a_leg_are_set_by_a_tap_and_taken_back(
    new_page: Callable[..., Page], planning: Planning, viewport: object
) -> None:
    page = new_page(viewport=viewport)
    planning.open(page, f"/tour?id={planning.tour_id}")
    expect(page.get_by_text("оценка по прямой")).to_have_count(1)
    leg = page.locator(".plan-facts", has_text="ехать")
    expect(leg).to_contain_text(re.compile(r"ехать (8|9|10) мин"))

    open_stop(page, t, 2, "leg")
    dialog = page.get_by_role("dialog")
    minutes = dialog.get_by_label(t("travel.leg.minutes"), exact=True)
    minutes.fill("47")
    minutes.press("Enter")  # Tab would open the calendar of the next field, over the button
    wait_idle(page)
    press(dialog, t("app.save"))
    expect(dialog).to_contain_text(t("travel.error.reason", most=200))
    type_into(dialog, t("travel.leg.reason"), "Ремонт моста")
    press(dialog, t("app.save"))

    expect(dialog).to_have_count(0)
    expect(leg).to_contain_text("47 мин")
    expect(leg).to_contain_text(t("travel.mark.by_hand"))
    planning.open(page, "/travel")
    choose(page, t("travel.tab.by_hand"))
    expect(page.get_by_text("Ремонт моста")).to_have_count(1)
    planning.open(page, f"/tour?id={planning.tour_id}")
    open_stop(page, t, 2, "leg")
    press(dialog, t("travel.leg.reset"))
    expect(leg).to_contain_text(re.compile(r"ехать (8|9|10) мин"))
    expect(leg).not_to_contain_text(t("travel.mark.by_hand"))
    with planning.database.reading() as session:
        assert [row.minutes for row in session.exec(select(LegOverride)) if row.removed_at is None] == []


def test_street_is_closed_by_taps_on_the_map_and_opened_again(
    new_page: Callable[..., Page], planning: Planning
) -> None:
    page = new_page(viewport=TABLET)
    planning.open(page, "/travel")
    frame = page.frame_locator(MAP)
    frame.locator(".leaflet-container").wait_for()
    for number, (x, y) in enumerate(((300, 200), (380, 220), (460, 240)), start=1):
        frame.locator(".leaflet-container").click(position={"x": x, "y": y})
        expect(frame.locator(".closure-point")).to_have_count(number)
        wait_idle(page)

    press(page, t("travel.closures.last_off"))
    expect(frame.locator(".closure-point")).to_have_count(2)
    type_into(page, t("travel.closures.name"), "ул. Ленина")
    press(page, t("travel.closures.close"))

    expect(page.get_by_role("button", name=t("travel.closures.open"), exact=True)).to_have_count(1)
    expect(frame.locator(".closure-point")).to_have_count(0)
    planning.open(page, f"/tour?id={planning.tour_id}")
    expect(page.get_by_text(t("travel.closed.unknown", names="ул. Ленина"))).to_have_count(1)
    planning.open(page, "/travel")
    press(page, t("travel.closures.open"))
    expect(page.get_by_text(t("travel.closures.none"))).to_have_count(1)
    press(page, t("travel.undo"))
    expect(page.get_by_role("button", name=t("travel.closures.open"), exact=True)).to_have_count(1)
    with planning.database.reading() as session:
        closures = session.exec(select(Closure)).all()
    assert [(each.name, len(each.points), each.is_area, each.removed_at) for each in closures] == [
        ("ул. Ленина", 2, False, None)
    ]
