"""Choosing on the way in a real browser: a tap on a ready choice, its undo, and the page for strangers at the stop."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Geolocation, Page, expect
from sqlmodel import Session, select

from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import AgendaItem, BusPosition, Category, Issue, Stop, StopIssue
from planner.domain.models.types import id_of
from planner.services.ride.changes import last_change
from planner.services.ride.ride import arrive, leave, start_ride
from tests.browser.ride.ride_story import Ride, make_ride
from tests.browser.screens import DESKTOP, PHONE, TABLET, press, screenshot, visit, wait_idle
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import small_targets

CATCHING_UP_MS = 25_000


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture(scope="module")
def database(server: Server) -> Database:
    """The server's own database."""
    return server.open_database()


@pytest.fixture
def ride(server: Server, database: Database) -> Ride:
    """People wait at the second stop until three minutes after the planned arrival; the bus leaves ten minutes late."""
    ride = make_ride(server, database, "ru")
    with database.transaction() as session:
        stop = session.get_one(Stop, ride.stop_ids[1])
        assert stop.planned_arrival is not None
        stop.window_to = stop.planned_arrival + timedelta(minutes=3)
    return ride


def talks(ride: Ride) -> list[tuple[int, int]]:
    """The minutes of talk of the plan of record, and those that are really meant."""
    with ride.database.reading() as session:
        stops = [session.get_one(Stop, stop_id) for stop_id in ride.stop_ids]
        return [(stop.minutes_talk, stop.talk) for stop in stops]


def test_late_ride_offers_choices_and_one_tap_takes_one_and_another_takes_it_back(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t, leader, tablet = ride.t, new_page(viewport=TABLET), new_page()
    _sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")
    press(leader, t("ride.tap.start"))
    box = leader.locator(".st-key-way_out_box")
    expect(box.get_by_text("Остановка 2 «Школа № 5»: опаздываем на")).to_be_visible()
    expect(box.get_by_text(t("ride_changes.mends")).first).to_be_visible()
    _sign_in(tablet, ride, ride.visitor("Пётр Орлов"))
    visit(tablet, f"{ride.server.url}/ride?tour={ride.tour_id}")

    box.get_by_role("button", name="Сократить разговор на остановке 1").first.click()
    expect(box).to_have_count(0)
    wait_idle(leader)
    screenshot(leader, "ride-choice-taken-768x1024")
    cut = talks(ride)
    press(leader, _undo(leader))
    expect(box).to_be_visible()

    assert cut[0][0] == 15
    assert 5 <= cut[0][1] <= 9
    assert cut[1] == (15, 15)
    assert talks(ride) == [(15, 15), (15, 15)]
    expect(tablet.locator(".st-key-way_out_box")).to_have_count(0)
    expect(tablet.get_by_role("button", name=t("ride.tap.arrive"))).to_have_count(0)


@pytest.mark.parametrize(("viewport", "size"), [(TABLET, "768x1024"), (DESKTOP, "1280x800"), (PHONE, "390x844")])
def test_choices_are_large_enough_to_tap(
    new_page: Callable[..., Page], ride: Ride, viewport: dict[str, int], size: str
) -> None:
    leader = new_page(viewport=viewport)
    _sign_in(leader, ride, ride.token)
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))

    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")
    leader.locator(".st-key-way_out_box").scroll_into_view_if_needed()
    screenshot(leader, f"ride-choices-{size}")

    assert small_targets(leader.main_frame) == []
    boxes = leader.locator("[class*=st-key-choice_box] button").all()
    assert min(box.evaluate("e => e.offsetHeight") for box in boxes if box.is_visible()) >= 56
    assert leader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_stop_skipped_from_the_menu_stands_in_the_history(new_page: Callable[..., Page], ride: Ride) -> None:
    t, leader = ride.t, new_page()
    _sign_in(leader, ride, ride.token)
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")

    press(leader, t("ride.menu"))
    leader.get_by_role("menuitem", name=t("ride.menu.skip", name="Рынок")).click()
    wait_idle(leader)
    leader.get_by_text(t("ride_changes.history"), exact=True).click()

    expect(leader.get_by_text("Оксана Белова: не заезжать на остановку 1").last).to_be_visible()
    with ride.database.reading() as session:
        assert last_change(session, ride.oksana, ride.tour_id) > 0
        assert session.get_one(Stop, ride.stop_ids[0]).skipped


def test_card_of_the_next_stop_comes_up_for_everybody_on_board(new_page: Callable[..., Page], ride: Ride) -> None:
    t, tablet = ride.t, new_page()
    with ride.database.transaction() as session:
        row = AgendaItem(stop_id=ride.stop_ids[0], text="Свет во дворе", speaker="Крылова А. П.", minutes=7)
        category = session.exec(select(Category)).first()
        assert category is not None
        issue = Issue(
            lat=0.5, lon=0.5, category_id=id_of(category), text="Фонарь *не горит*", created_at=datetime.now(UTC)
        )
        session.add_all([row, issue])
        session.flush()
        session.add(StopIssue(stop_id=ride.stop_ids[0], issue_id=id_of(issue)))
    _sign_in(tablet, ride, ride.visitor("Пётр Орлов"))
    visit(tablet, f"{ride.server.url}/ride?tour={ride.tour_id}")
    card = tablet.locator(".st-key-stop_card")
    expect(card).to_have_count(0)

    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))

    expect(card).to_be_visible(timeout=CATCHING_UP_MS)
    expect(card.get_by_text("Крылова А. П.")).to_be_visible()
    expect(card.get_by_text("Фонарь *не горит*")).to_be_visible()
    expect(tablet.get_by_role("heading", name=t("ride.agenda"))).to_have_count(0)
    screenshot(tablet, "ride-stop-card-768x1024")


def test_stranger_at_the_stop_reads_when_the_bus_comes_without_a_script(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t, stranger = ride.t, new_page(viewport=PHONE, java_script_enabled=False)
    with ride.database.reading() as session:
        code = session.get_one(Stop, ride.stop_ids[0]).public_code
    url = f"{ride.server.url}/stop/{code}"
    seen = []
    taps: list[Callable[[Session, Actor, datetime], object]] = [
        lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now),
        lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now),
        lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now),
    ]

    stranger.goto(url)
    seen.append(stranger.get_by_role("heading").inner_text())
    for tap in taps:
        ride.do(tap)
        stranger.goto(url)
        seen.append(stranger.get_by_role("heading").inner_text())

    assert seen == [t(f"public_stop.{state}") for state in ("planned", "coming", "here", "been")]
    assert "Рынок" not in stranger.content()
    assert stranger.goto(f"{ride.server.url}/stop/nosuchcode").status == 404  # type: ignore[union-attr]


def _undo(page: Page) -> str:
    """The whole label of the way to take the choice back; `press` wants it exactly."""
    return page.locator("[class*=st-key-undo_choice] button").inner_text().split("\n")[-1]


def _sign_in(page: Page, ride: Ride, token: str) -> None:
    for name, value in ((SIGN_IN_COOKIE, token), (LANGUAGE_COOKIE, ride.t.language)):
        page.context.add_cookies([{"name": name, "value": value, "url": ride.server.url}])


def test_leaders_tablet_notes_the_arrival_by_its_position_until_it_is_switched_off(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t, spot = ride.t, Geolocation(latitude=50.26, longitude=127.0, accuracy=15)
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    with ride.database.reading() as session:
        stop = session.get_one(Stop, ride.stop_ids[0])
        spot |= {"latitude": stop.lat, "longitude": stop.lon}
    leader = new_page(geolocation=spot, permissions=["geolocation"])
    _sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")

    leader.get_by_text(t("bus_position.follow"), exact=True).click()

    left = leader.get_by_role("button", name=t("ride.tap.leave"), exact=True)
    for number in range(20):  # a real receiver measures anew; the browser's stand-in repeats its one fix
        leader.context.set_geolocation(Geolocation({**spot, "accuracy": 15 + number % 2}))
        leader.wait_for_timeout(3_000)
        if left.is_visible():
            break
    expect(left).to_be_visible()
    screenshot(leader, "ride-following-768x1024")
    with ride.database.reading() as session:
        assert session.get_one(Stop, ride.stop_ids[0]).arrived_at is not None
    leader.get_by_text(t("bus_position.follow"), exact=True).click()
    wait_idle(leader)
    last = _position(ride).at
    leader.wait_for_timeout(12_000)
    assert _position(ride).at == last


def test_refused_position_is_explained(new_page: Callable[..., Page], ride: Ride) -> None:
    t, leader = ride.t, new_page()
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    _sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")

    leader.get_by_text(t("bus_position.follow"), exact=True).click()

    expect(leader.get_by_text(t("bus_position.problem.denied"))).to_be_visible()


def _position(ride: Ride) -> BusPosition:
    with ride.database.reading() as session:
        return session.get_one(BusPosition, ride.tour_id)
