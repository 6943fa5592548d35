"""Planning in a real browser: a map that stays where it is, taps that come back, typed text that stays text, two planners."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, ViewportSize, expect
from sqlmodel import Session, select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import Agency, Participant, Person, PersonRole, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, Role
from planner.i18n import Translator, translator
from planner.services.access.sign_in import open_sign_in_for
from planner.services.guests.invitations import invite_agency
from planner.services.tours.stops import AgendaEntry, add_stop, edit_stop, remove_stop, set_agenda
from planner.services.tours.tours import create_tour, edit_tour, publish_tour
from tests.browser.screens import DESKTOP, PHONE, TABLET, badge, choose, press, visit, wait_idle
from tests.browser.servers import Server
from tests.browser.tours.plan_steps import open_stop
from tests.browser.whole.screen_faults import small_targets

NASTY = "Двор <img src=x onerror='window.hacked=1'> **жир** `x` ${1} </script>"
WHERE = "() => [window.mark, map_div.getZoom(), map_div.getCenter().lat, map_div.getCenter().lng]"

HIDES_NOTHING = """() => {
  const word = document.querySelector(".flag").getBoundingClientRect();
  return word.width > 50 && [...document.querySelectorAll(".stop-pin")].map((each) => each.getBoundingClientRect()).filter((pin) =>
    pin.left < word.right && pin.right > word.left && pin.top < word.bottom && pin.bottom > word.top
  ).length === 0;
}"""
"""Whether no stop lies on the word of the start."""


@dataclass
class Planning:
    """A draft of Olga's with three stops, and Oksana's invited agency."""

    server: Server
    database: Database
    tour_id: int
    stop_ids: list[int]
    olga: Actor
    oksana: Actor
    tokens: dict[str, str]
    t: Translator

    def do(self, change: Callable[[Session, Actor], object]) -> None:
        """Olga's colleague changes something on another screen."""
        with self.database.transaction() as session:
            change(session, self.olga)

    def stops(self) -> list[str]:
        """The names of the stops in order."""
        with self.database.reading() as session:
            stops = session.exec(select(Stop).where(Stop.tour_id == self.tour_id)).all()
        return [stop.name for stop in sorted(stops, key=lambda stop: stop.position)]

    def point_of(self, number: int) -> Point:
        """Where the stop lies that was added so many stops after the first."""
        with self.database.reading() as session:
            return session.get_one(Stop, self.stop_ids[number]).point

    def open(self, page: Page, path: str, *, who: str = "olga") -> None:
        """Opens a screen as somebody."""
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": self.tokens[who], "url": self.server.url}])
        visit(page, f"{self.server.url}{path}")

    def open_plan(self, page: Page) -> Frame:
        """Opens the plan and returns its map when it is drawn."""
        self.open(page, f"/tour?id={self.tour_id}")
        page.frame_locator("iframe[src*='streamlit_folium']").locator(".plan-pin").first.wait_for()
        wait_idle(page)
        return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture(scope="module")
def database(server: Server) -> Database:
    """The server's own database."""
    return server.open_database()


@pytest.fixture
def planning(server: Server, database: Database) -> Planning:
    """A tour of tomorrow of its own for each test."""
    now = datetime.now(UTC)
    with database.transaction() as session:
        known = session.exec(select(Agency).where(Agency.name == "Управление дорог")).first()
        roads = known or Agency(name="Управление дорог", short_name="Дороги")
        olga, oksana = Person(name="Ольга Ким"), Person(name="Оксана Белова")
        session.add_all([roads, olga, oksana])
        session.flush()
        oksana.agency_id = roads.id
        actors = {}
        for name, person, role in (("olga", olga, Role.ORGANIZER), ("oksana", oksana, Role.OFFICIAL)):
            session.add(PersonRole(person_id=id_of(person), role=role))
            actors[name] = Actor(person.name, frozenset({role}), id_of(person), person.agency_id)
        start = now + timedelta(days=1)
        ends: dict[str, Any] = {"start_lat": 50.26, "start_lon": 127.53, "end_lat": 50.26, "end_lon": 127.53}
        tour = create_tour(
            session,
            actors["olga"],
            now=now,
            title="Объезд Центра",
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            seats=1,
            **ends,
        )
        stops = [
            add_stop(session, actors["olga"], id_of(tour), name=name, lat=50.26 + number / 200, lon=127.53)
            for number, name in enumerate(("Рынок", "Школа № 5", "Набережная"))
        ]
        invite_agency(session, actors["olga"], id_of(tour), id_of(roads), now=now)
        return Planning(
            server=server,
            database=database,
            tour_id=id_of(tour),
            stop_ids=[id_of(stop) for stop in stops],
            olga=actors["olga"],
            oksana=actors["oksana"],
            tokens={
                name: open_sign_in_for(session, session.get_one(Person, actor.person_id), now=now)
                for name, actor in actors.items()
            },
            t=translator("ru", "Asia/Yakutsk"),
        )


def pins(page: Page) -> Locator:
    """The numbered stops on the map."""
    return page.frame_locator("iframe[src*='streamlit_folium']").locator(".plan-pin")


def test_panning_asks_the_server_nothing(new_page: Callable[..., Page], planning: Planning) -> None:
    page = new_page(viewport=DESKTOP)
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    plan = planning.open_plan(page)
    before, asked = plan.evaluate(WHERE), len(sent)
    assert asked > 0

    box = page.locator("iframe[src*='streamlit_folium']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 120, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 220, steps=6)
    page.mouse.up()
    page.wait_for_timeout(1_500)

    assert plan.evaluate(WHERE) != before
    assert len(sent) == asked


def test_change_of_the_plan_keeps_the_map_and_its_view(new_page: Callable[..., Page], planning: Planning) -> None:
    page = new_page(viewport=DESKTOP)
    plan = planning.open_plan(page)
    plan.evaluate("() => { window.mark = 7; map_div.setView([50.3, 127.5], 12, {animate: false}); }")
    before = plan.evaluate(WHERE)

    page.get_by_role("button", name=planning.t("plan.down", number=1)).click()
    wait_idle(page)

    assert planning.stops() == ["Школа № 5", "Рынок", "Набережная"]
    assert plan.evaluate(WHERE) == before
    expect(pins(page)).to_have_count(3)


def test_stop_is_opened_by_a_tap_on_the_map_as_often_as_one_likes(page: Page, planning: Planning) -> None:
    planning.open_plan(page)
    dialog = page.get_by_role("dialog")

    for _ in range(2):
        pins(page).nth(1).click()
        expect(dialog).to_contain_text(planning.t("stops.one", number=2))
        press(dialog, planning.t("app.cancel"))
        expect(dialog).to_have_count(0)


def test_typed_name_stays_text_on_card_and_map(page: Page, planning: Planning) -> None:
    planning.do(lambda session, olga: edit_stop(session, olga, planning.stop_ids[0], name=NASTY, address=NASTY))

    plan = planning.open_plan(page)

    expect(page.locator("[data-testid=stMain] strong").first).to_contain_text(NASTY)
    assert NASTY in (pins(page).first.get_attribute("title") or "")
    assert [frame.evaluate("() => window.hacked ?? null") for frame in (page.main_frame, plan)] == [None, None]


def test_removed_stop_comes_back(page: Page, planning: Planning) -> None:
    t = planning.t
    planning.open_plan(page)
    open_stop(page, t, 2)
    press(page.get_by_role("dialog"), t("stops.remove"))
    expect(pins(page)).to_have_count(2)
    without = planning.stops()

    press(page, t("plan.undo"))

    expect(pins(page)).to_have_count(3)
    assert (without, planning.stops()) == (["Рынок", "Набережная"], ["Рынок", "Школа № 5", "Набережная"])


def test_second_planner_is_told_and_loses_nothing_typed(page: Page, planning: Planning) -> None:
    t = planning.t
    planning.open_plan(page)
    open_stop(page, t, 1)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("stops.name"), exact=True).fill("Рынок, второй вход")
    first = planning.stop_ids[0]
    planning.do(lambda session, olga: edit_stop(session, olga, first, name="Рынок у моста", address="Ленина, 9"))

    press(dialog, t("app.save"))
    expect(dialog).to_contain_text(t("app.changed_to", what=t("stops.name"), value="Рынок у моста"))
    refused = planning.stops()
    expect(dialog.get_by_label(t("stops.name"), exact=True)).to_have_value("Рынок, второй вход")
    press(dialog, t("app.save"))

    expect(dialog).to_have_count(0)
    assert refused == ["Рынок у моста", "Школа № 5", "Набережная"]
    assert planning.stops() == ["Рынок, второй вход", "Школа № 5", "Набережная"]
    with planning.database.reading() as session:
        assert session.get_one(Stop, first).address == "Ленина, 9"


def test_why_a_tap_did_nothing_stays_until_the_next_tap(page: Page, planning: Planning) -> None:
    t = planning.t
    planning.open_plan(page)
    taras = Actor("Тарасенко", planning.olga.roles)
    planning.do(lambda session, olga: remove_stop(session, taras, planning.stop_ids[1]))

    page.get_by_role("button", name=t("plan.up", number=2)).click()
    expect(pins(page)).to_have_count(2)
    said = page.get_by_text(t("stops.error.unknown"))
    expect(said).to_contain_text(t("tours.changed_by", by="Тарасенко", at="|").partition("|")[0])
    page.wait_for_timeout(3000)
    expect(said).to_be_visible()
    wait_idle(page)
    choose(page, t("plan.add.issues"))

    expect(said).to_have_count(0)


IN_VIEW = """() => {
  const seen = (e) => { const b = e.getBoundingClientRect(), foot = document.querySelector("[data-testid=stBottom]")
    .getBoundingClientRect().top, ground = document.querySelector(".st-key-plan_ground").getBoundingClientRect();
    const under = innerWidth < 1100 ? ground.bottom : 0;
    return b.height > 0 && b.top >= Math.max(0, under - 1) && b.bottom <= foot; };
  return [...document.querySelectorAll("[class*=st-key-plan_stop_]")].filter(seen).length;
}"""
"""How many cards of stops are seen whole, under no other part of the screen."""


@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 6), (TABLET, 3)], ids=["desktop", "tablet"])
def test_stops_search_map_and_the_main_action_are_in_view_together(
    new_page: Callable[..., Page], planning: Planning, size: ViewportSize, least: int
) -> None:
    page, t = new_page(viewport=size), planning.t
    planning.do(lambda session, olga: break_twice(session, olga, planning))

    planning.open_plan(page)

    assert page.locator("[class*=st-key-warning_line_]").count() == 2
    assert page.evaluate(IN_VIEW) >= least
    for part in (page.get_by_label(t("plan.add.find"), exact=True), page.locator(".st-key-publish button"), pins(page)):
        expect(part.first).to_be_in_viewport(ratio=1)
    page.mouse.move(size["width"] - 120, size["height"] - 160)
    page.mouse.wheel(0, 1000)
    expect(page.get_by_label(t("plan.add.find"), exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("iframe[src*='streamlit_folium']")).to_be_in_viewport(ratio=1)


def break_twice(session: Session, olga: Actor, planning: Planning) -> None:
    """Six stops, of which one has too long an agenda, and the return is late."""
    for name in ("Больница", "Университет", "Конечная"):
        add_stop(session, olga, planning.tour_id, name=name, address="ул. Горького, 1", lat=50.281, lon=127.53)
    tour = session.get_one(Tour, planning.tour_id)
    set_agenda(session, olga, planning.stop_ids[0], [AgendaEntry("Свет", minutes=20)])
    edit_tour(session, olga, planning.tour_id, now=datetime.now(UTC), ends_at=tour.starts_at + timedelta(minutes=90))


def test_stops_change_places_by_dragging_and_by_keys(new_page: Callable[..., Page], planning: Planning) -> None:
    page = new_page(viewport=DESKTOP)
    planning.open_plan(page)
    number, target = (page.locator(".plan-number").nth(at) for at in (0, 2))

    start, end = number.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 30, steps=5)
    page.mouse.up()
    wait_idle(page)
    dragged = planning.stops()
    page.locator(".plan-number").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    wait_idle(page)

    assert dragged == ["Школа № 5", "Набережная", "Рынок"]
    assert planning.stops() == ["Набережная", "Школа № 5", "Рынок"]


def test_pin_that_is_dragged_moves_its_stop_until_it_is_taken_back(
    new_page: Callable[..., Page], planning: Planning
) -> None:
    page, t = new_page(viewport=DESKTOP), planning.t
    planning.open_plan(page)
    before, pin = planning.point_of(0), pins(page).first.bounding_box()
    assert pin is not None

    page.mouse.move(pin["x"] + 22, pin["y"] + 22)
    page.mouse.down()
    page.mouse.move(pin["x"] + 90, pin["y"] + 22, steps=5)
    page.mouse.up()
    page.locator(".st-key-plan_undo").wait_for()
    wait_idle(page)
    moved = planning.point_of(0)
    press(page, re.compile(t("plan.undo")))

    assert abs(moved.lat - before.lat) < 0.001
    assert moved.lon > before.lon + 0.001
    assert planning.point_of(0) == before


@pytest.mark.parametrize("size", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_word_of_the_start_is_hidden_by_no_stop(
    new_page: Callable[..., Page], planning: Planning, size: ViewportSize
) -> None:
    ground = planning.open_plan(new_page(viewport=size))

    ground.wait_for_function(HIDES_NOTHING)  # though the first stop is where the bus starts
    for _ in range(2):
        zoom = ground.evaluate("() => map_div.getZoom()")
        ground.locator(".leaflet-control-zoom-in").click()
        ground.wait_for_function(f"() => map_div.getZoom() > {zoom} && !map_div._animatingZoom")
        ground.wait_for_function(HIDES_NOTHING)


def test_official_answers_for_the_agency(page: Page, planning: Planning) -> None:
    t = planning.t
    planning.do(lambda session, olga: publish_tour(session, olga, planning.tour_id, now=datetime.now(UTC)))
    planning.open(page, f"/invitations?tour={planning.tour_id}", who="oksana")

    press(page, t("invitations.i_come"))

    expect(badge(page, t("words.answer.yes"))).to_be_visible()
    expect(page.get_by_text(t("invitations.of", taken=1, limit=1), exact=True)).to_be_visible()
    with planning.database.reading() as session:
        row = session.exec(select(Participant).where(Participant.tour_id == planning.tour_id)).one()
        assert (row.name, row.answer) == ("Оксана Белова", Answer.YES)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
def test_targets_are_large_enough_for_a_finger(
    new_page: Callable[..., Page], planning: Planning, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)

    planning.open_plan(page)
    small = small_targets(page.main_frame)
    for path in ("/tours", "/tour_edit", f"/invitations?tour={planning.tour_id}"):
        planning.open(page, path)
        small += small_targets(page.main_frame)

    assert small == []
    with planning.database.reading() as session:
        assert session.get_one(Tour, planning.tour_id).title == "Объезд Центра"
