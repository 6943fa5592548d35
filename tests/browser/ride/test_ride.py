"""The ride's screen in a real browser: the leader's taps, an issue in three of them, and screens that keep up."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlmodel import select

from planner.database import Database
from planner.domain.geo import distance_m
from planner.domain.models import (
    Agency,
    Category,
    Comment,
    Instruction,
    Photo,
    Stop,
    Tour,
)
from planner.i18n import Translator
from planner.services.ride.ride import arrive, leave, start_ride
from tests.browser.ride.ride_story import LAT, Ride, make_ride, sign_in
from tests.browser.screens import press, visit, wait_idle
from tests.browser.servers import ROOT, Server
from tests.browser.whole.screen_faults import small_targets

IN_BOTH_LANGUAGES = pytest.mark.parametrize("ride", ["ru", "en"], indirect=True)
SECRET = "Объезд тайных дворов"
HEIC = ROOT / "tests" / "render" / "photos" / "samples" / "turned.heic"


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture(scope="module")
def database(server: Server) -> Database:
    """The server's own database."""
    return server.open_database()


@pytest.fixture
def ride(request: pytest.FixtureRequest, server: Server, database: Database) -> Ride:
    """A tour of its own for each test; in Russian, or in the languages of IN_BOTH_LANGUAGES."""
    return make_ride(server, database, getattr(request, "param", "ru"))


@IN_BOTH_LANGUAGES
def test_issue_takes_three_taps_and_becomes_an_instruction_at_the_stop(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t, tablet, leader = ride.t, new_page(), new_page()
    sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")
    press(leader, t("ride.tap.start"))
    press(leader, t("ride.tap.arrive"))
    _open_as_visitor(tablet, ride, "Пётр Орлов")

    _press_big(tablet, t)
    _choose(tablet, ride, "Освещение")
    _upload(tablet, _picture("red"), {"name": "turned.heic", "mimeType": "image/heic", "buffer": HEIC.read_bytes()})
    _save(tablet, t)

    issue = ride.issues()[0]
    with ride.database.reading() as session:
        assert len(session.exec(select(Photo).where(Photo.issue_id == issue.id)).all()) == 2
    assert (issue.stop_id, issue.address, issue.raised_by) == (ride.stop_ids[0], "ул. Горького, 151", "Пётр Орлов")
    expect(tablet.get_by_role("heading", name=t("ride.own"))).to_be_visible()

    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")
    press(leader, t("ride.instruct"))
    leader.get_by_label(t("instruct.text")).fill("Заменить лампу")
    leader.get_by_role("dialog").get_by_role("button", name=t("instruct.save")).click()
    wait_idle(leader)

    with ride.database.reading() as session:
        given = session.exec(select(Instruction).where(Instruction.issue_id == issue.id)).one()
        assert (given.text, session.get_one(Agency, given.agency_id).name) == ("Заменить лампу", "Горсвет")


def test_tablet_sees_by_itself_that_the_bus_moved(new_page: Callable[..., Page], ride: Ride) -> None:
    t, tablet = ride.t, _tablet_at_first_stop(new_page(), ride)
    expect(tablet.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()

    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))

    expect(tablet.get_by_text(t("ride.driving"))).to_be_visible(timeout=20_000)
    expect(tablet.get_by_role("heading", name="Школа № 5", exact=True)).to_be_visible()


def test_open_dialog_keeps_what_was_typed_and_the_stop_while_the_bus_moves(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t, tablet = ride.t, _tablet_at_first_stop(new_page(), ride)
    _press_big(tablet, t)
    _choose(tablet, ride, "Дорога")
    tablet.get_by_label(t("issue_dialog.text")).fill("Яма у остановки")

    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))
    tablet.wait_for_timeout(17_000)
    _save(tablet, t)

    issue = ride.issues()[0]
    assert (issue.text, issue.stop_id) == ("Яма у остановки", ride.stop_ids[0])
    expect(tablet.get_by_text(t("ride.driving"))).to_be_visible(timeout=20_000)


def test_broken_photo_does_not_lose_the_issue(new_page: Callable[..., Page], ride: Ride) -> None:
    t, tablet = ride.t, _tablet_at_first_stop(new_page(), ride)
    _press_big(tablet, t)
    _choose(tablet, ride, "Дорога")
    _upload(tablet, {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"})

    _save(tablet, t)
    number = ride.issues()[0].id
    expect(tablet.get_by_role("dialog")).to_contain_text("broken.jpg")
    _upload(tablet, _picture("green"))
    _save(tablet, t)

    with ride.database.reading() as session:
        photos = session.exec(select(Photo).where(Photo.issue_id == number)).all()
    assert (len(ride.issues()), len(photos)) == (1, 1)


def test_known_issue_nearby_is_supported_instead_of_raised_twice(new_page: Callable[..., Page], ride: Ride) -> None:
    t = ride.t
    first, second = (_tablet_at_first_stop(new_page(), ride, name) for name in ("Пётр Орлов", "Светлана Гук"))
    _press_big(first, t)
    _choose(first, ride, "Дорога")
    _save(first, t)

    _press_big(second, t)
    _choose(second, ride, "Дорога")
    _upload(second, _picture("green"))
    dialog = second.get_by_role("dialog")
    dialog.get_by_label(t("issue_dialog.text"), exact=True).fill("Глубокая, у самого подъезда")
    expect(dialog.get_by_role("link")).to_have_attribute("href", f"/issue?id={ride.issues()[0].id}")
    dialog.get_by_role("button", name=t("issue_dialog.support_with_photo")).click()
    expect(dialog).to_have_count(0)
    wait_idle(second)

    (issue,) = ride.issues()
    with ride.database.reading() as session:
        photos = session.exec(select(Photo).where(Photo.issue_id == issue.id)).all()
        said = session.exec(select(Comment.text).where(Comment.issue_id == issue.id)).all()
    assert (issue.supporters, len(photos), said) == (1, 1, ["Глубокая, у самого подъезда"])
    _press_big(second, t)
    expect(second.get_by_role("dialog")).to_be_visible()
    wait_idle(second)
    expect(second.locator(".draft")).to_have_count(0)  # nothing of it is offered for the next issue


def test_photo_that_cannot_be_added_to_the_supported_issue_keeps_the_dialog(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    t = ride.t
    first, second = (_tablet_at_first_stop(new_page(), ride, name) for name in ("Пётр Орлов", "Светлана Гук"))
    _press_big(first, t)
    _choose(first, ride, "Дорога")
    _save(first, t)
    _press_big(second, t)
    _choose(second, ride, "Дорога")
    _upload(second, {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"})
    dialog = second.get_by_role("dialog")
    support = dialog.get_by_role("button", name=t("issue_dialog.support_with_photo"))
    support.click()
    wait_idle(second)
    expect(dialog.get_by_role("alert")).to_contain_text("broken.jpg")

    _upload(second, _picture("green"))
    dialog.get_by_role("button", name="broken.jpg").first.click()
    wait_idle(second)
    support.click()
    expect(dialog).to_have_count(0)

    with ride.database.reading() as session:
        photos = session.exec(select(Photo).where(Photo.issue_id == ride.issues()[0].id)).all()
    assert ([issue.supporters for issue in ride.issues()], len(photos)) == ([1], 1)


@pytest.mark.parametrize("allowed", ["allowed", "refused"])
def test_position_of_the_tablet_is_taken_or_the_refusal_is_said(
    new_page: Callable[..., Page], server: Server, database: Database, allowed: str
) -> None:
    ride = make_ride(server, database, "ru")
    here = {"latitude": LAT + 0.001, "longitude": 127.0003, "accuracy": 12}
    options = {"geolocation": here, "permissions": ["geolocation"]} if allowed == "allowed" else {}
    t, tablet = ride.t, _tablet_at_first_stop(new_page(**options), ride)
    _press_big(tablet, t)
    _choose(tablet, ride, "Дорога")

    tablet.get_by_role("dialog").get_by_text(t("issue_dialog.more")).click()
    tablet.get_by_role("dialog").get_by_text(t("issue_dialog.place.position")).click()

    if allowed == "refused":
        expect(tablet.get_by_text(t("position.problem.denied"))).to_be_visible()
        _save(tablet, t)
        expect(tablet.get_by_text(t("issue_dialog.error.place"))).to_be_visible()
        assert ride.issues() == []
    else:
        expect(tablet.get_by_text(t("position.found", n=12))).to_be_visible()
        wait_idle(tablet)
        _save(tablet, t)
        issue = ride.issues()[0]
        assert (issue.lat, issue.lon, issue.stop_id) == (here["latitude"], here["longitude"], ride.stop_ids[0])


def test_point_on_the_map_is_the_place(new_page: Callable[..., Page], server: Server, database: Database) -> None:
    ride = make_ride(server, database, "ru")
    t, tablet = ride.t, _tablet_at_first_stop(new_page(), ride)
    _press_big(tablet, t)
    _choose(tablet, ride, "Дорога")
    tablet.get_by_role("dialog").get_by_text(t("issue_dialog.more")).click()
    tablet.get_by_role("dialog").get_by_text(t("issue_dialog.place.map")).click()

    tablet.frame_locator("iframe").locator(".leaflet-container").click(position={"x": 200, "y": 60})
    expect(tablet.get_by_text(t("issue_dialog.map_tapped"))).to_be_visible()
    wait_idle(tablet)
    _save(tablet, t)

    issue = ride.issues()[0]
    with database.reading() as session:
        metres = distance_m(issue.point, session.get_one(Stop, ride.stop_ids[0]).point)
    assert 10 < metres < 5000


def test_tablet_of_one_tour_is_told_nothing_of_another(
    new_page: Callable[..., Page], server: Server, database: Database
) -> None:
    own, other = make_ride(server, database, "ru"), make_ride(server, database, "ru")
    with database.transaction() as session:
        session.get_one(Tour, other.tour_id).title = SECRET
        session.get_one(Stop, other.stop_ids[0]).name = SECRET
    tablet, leader = new_page(), new_page()
    sign_in(leader, other, other.token)
    visit(leader, f"{server.url}/ride?tour={other.tour_id}")
    expect(leader.get_by_role("heading", name=SECRET)).to_be_visible()  # there is something to leak

    sign_in(tablet, own, own.tablet("Пётр Орлов"))
    for screen in ("ride", "boarding"):
        tablet.goto(f"{server.url}/{screen}?tour={other.tour_id}")

        expect(tablet.get_by_role("heading", name="Объезд Центрального района")).to_be_visible()
        assert (tablet.url, SECRET in tablet.content()) == (f"{server.url}/field/{own.code}", False)


@IN_BOTH_LANGUAGES
def test_check_in_by_tapping_names_and_counting_heads(new_page: Callable[..., Page], ride: Ride) -> None:
    t, leader = ride.t, new_page()
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
    sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/boarding?tour={ride.tour_id}")

    leader.get_by_role("button", name="Анна Крылова").click()
    wait_idle(leader)
    press(leader, t("boarding.walk_in"))
    leader.get_by_label(t("boarding.name")).fill("Юрий Галкин")
    leader.get_by_role("dialog").get_by_role("button", name=t("boarding.add")).click()
    wait_idle(leader)
    leader.get_by_role("button", name=t("boarding.less")).click()
    wait_idle(leader)

    expect(leader.get_by_text(t("boarding.on_board", number=2))).to_be_visible()
    expect(leader.get_by_text(t("boarding.missing", n=1))).to_be_visible()


def test_on_a_narrow_screen_the_count_of_heads_stands_above_the_names(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
    above = {}

    for width in (390, 768, 920, 1280):
        leader = new_page(viewport={"width": width, "height": 900})
        sign_in(leader, ride, ride.token)
        visit(leader, f"{ride.server.url}/boarding?tour={ride.tour_id}")
        heads, names = (leader.locator(f"[class*='{key}']").first for key in ("st-key-counter", "st-key-person-"))
        above[width] = heads.evaluate("e => e.getBoundingClientRect().bottom") <= names.evaluate(
            "e => e.getBoundingClientRect().top"
        )

    assert above == {390: True, 768: True, 920: True, 1280: False}


@IN_BOTH_LANGUAGES
def test_fingers_find_every_target(new_page: Callable[..., Page], ride: Ride) -> None:
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    leader = new_page()
    sign_in(leader, ride, ride.token)
    found = {}

    for screen in ("ride", "boarding"):
        visit(leader, f"{ride.server.url}/{screen}?tour={ride.tour_id}")
        found[screen] = small_targets(leader.main_frame)

    assert found == {"ride": [], "boarding": []}


def _tablet_at_first_stop(page: Page, ride: Ride, name: str = "Пётр Орлов") -> Page:
    """The full view of somebody who does not lead, with the bus at the first stop."""
    ride.do(lambda session, oksana, now: start_ride(session, oksana, ride.tour_id, now=now))
    ride.do(lambda session, oksana, now: arrive(session, oksana, ride.stop_ids[0], now=now))
    _open_as_visitor(page, ride, name)
    return page


def _open_as_visitor(page: Page, ride: Ride, name: str) -> None:
    sign_in(page, ride, ride.visitor(name))
    visit(page, f"{ride.server.url}/ride?tour={ride.tour_id}")


def _press_big(page: Page, t: Translator) -> None:
    page.get_by_role("button", name=t("ride.new_issue")).click()
    wait_idle(page)


def _choose(page: Page, ride: Ride, category: str) -> None:
    with ride.database.reading() as session:
        name = session.exec(select(Category).where(Category.name == category)).one().name_in(ride.t.language)
    page.get_by_role("dialog").get_by_text(name, exact=True).click()
    wait_idle(page)


def _upload(page: Page, *files: dict[str, object]) -> None:
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]
    wait_idle(page)


def _save(page: Page, t: Translator) -> None:
    page.get_by_role("dialog").get_by_role("button", name=t("issue_dialog.save")).click()
    wait_idle(page)


def _picture(colour: str) -> dict[str, object]:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}
