"""A report from the bus in a real browser: three taps, its place, its photos, what is known already."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect
from sqlmodel import Session, select

from planner.domain.models import Comment, Stop, TrackPoint
from planner.domain.models.types import id_of
from planner.services.ride.ride import leave
from tests.browser.field.field_steps import (
    add_photo,
    begin_report,
    black_out,
    choose_topic,
    expect_all_sent,
    expect_received,
    noise_photo,
    open_field,
    own_rows,
    report,
    save,
)
from tests.browser.ride.ride_story import LAT, Ride
from tests.browser.screens import PHONE, TABLET, screenshot
from tests.browser.servers import Server


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


def test_report_with_a_photo_takes_three_taps(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(viewport=PHONE, has_touch=True), ride.t
    open_field(page, ride.server.url, ride)

    with page.expect_file_chooser() as camera:  # opens by itself with the first tap
        page.get_by_role("button", name=t("ride.new_issue"), exact=True).tap()
    camera.value.set_files([noise_photo()])
    expect(page.get_by_role("button", name=t("tablet.report.save"), exact=True)).to_be_in_viewport(ratio=1)
    page.locator(".tile", has_text="Дорога").tap()
    page.get_by_role("button", name=t("tablet.report.save"), exact=True).tap()

    expect_received(page, t, 1)
    [issue] = ride.issues()
    expect(own_rows(page, t).first).to_contain_text(t("issues.number", number=issue.id))
    assert (issue.stop_id, issue.raised_by, issue.address) == (ride.stop_ids[0], "Пётр Орлов", "ул. Горького, 151")
    assert len(ride.photos(1)) == 1


def test_photo_is_shrunk_on_the_tablet_and_what_was_blacked_out_never_leaves_it(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    add_photo(page, t, noise_photo(side=4000))

    black_out(page, t)
    page.get_by_role("button", name=t("tablet.marks.done"), exact=True).click()
    choose_topic(page, "Дорога")
    save(page, t)

    expect_received(page, t, 1)
    [photo] = ride.photos(1)
    files = ride.server.data / "files"
    sent = next(files.rglob(photo.original)).read_bytes()
    with Image.open(BytesIO(sent)) as picture:
        middle = picture.resize((3, 3)).getpixel((1, 1))
        assert (max(picture.size), middle) == (2048, (0, 0, 0))


def test_place_is_the_tablet_beside_the_stop_the_stop_else_and_on_the_way_the_tablet(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    lon = _lon_of(ride)
    near = {"latitude": LAT + 0.001, "longitude": lon, "accuracy": 12}
    page, t = new_page(geolocation=near, permissions=["geolocation"]), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    expect(page.locator(".place")).to_contain_text(t("tablet.place.accuracy", metres=12))
    choose_topic(page, "Дорога")
    save(page, t)

    page.context.set_geolocation({"latitude": LAT + 0.01, "longitude": lon, "accuracy": 12})
    page.wait_for_timeout(500)
    begin_report(page, t)
    expect(page.locator(".place")).to_contain_text("Рынок")
    choose_topic(page, "Дорога")
    save(page, t)
    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))
    page.reload()
    expect(page.locator(".head")).to_be_visible()
    expect(page.get_by_text(t("tablet.driving"), exact=True)).to_be_visible()
    page.context.set_geolocation({"latitude": LAT + 0.006, "longitude": lon, "accuracy": 40})
    page.wait_for_timeout(500)
    report(page, t, "Дорога")

    expect_received(page, t, 3)
    places = [(round(issue.lat, 4), issue.stop_id) for issue in sorted(ride.issues(), key=id_of)]
    assert places == [(50.261, ride.stop_ids[0]), (50.26, ride.stop_ids[0]), (50.266, None)]


def test_place_is_open_on_the_way_without_a_position_and_can_be_corrected_on_the_map(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    report(page, t, "Дорога")
    begin_report(page, t)
    expect(page.locator(".place")).to_contain_text(t("tablet.place.open"))

    page.get_by_role("button", name=t("tablet.place.correct"), exact=True).click()
    page.locator("dialog .map").hover()
    page.mouse.down()
    page.mouse.move(500, 500, steps=4)
    page.mouse.up()
    page.get_by_role("button", name=t("tablet.map.take"), exact=True).click()
    expect(page.locator(".place")).to_contain_text(t("tablet.place.map"))
    choose_topic(page, "Дорога")
    save(page, t)

    expect_received(page, t, 2)
    guessed, corrected = sorted(ride.issues(), key=id_of)
    assert (guessed.placed, corrected.placed) == (False, True)
    assert corrected.point != guessed.point


def test_known_issue_is_supported_with_ones_own_photo_and_words_and_never_ones_own(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    first, t = new_page(), ride.t
    open_field(first, ride.server.url, ride, name="Светлана Гук")
    report(first, t, "Дорога", text="Яма у ворот")
    expect_received(first, t, 1)
    second = new_page()
    open_field(second, ride.server.url, ride)
    begin_report(second, t)
    add_photo(second, t, noise_photo())
    second.get_by_label(t("tablet.report.text"), exact=True).fill("Колесо пробил")
    choose_topic(second, "Дорога")

    expect(second.locator(".hint")).to_contain_text("Яма у ворот")
    second.get_by_role("button", name=t("tablet.hint.support"), exact=True).click()
    expect_all_sent(second, t)
    expect(second.locator(".hint")).to_have_count(0)
    begin_report(first, t)
    choose_topic(first, "Дорога")
    expect(first.locator(".tile[aria-pressed=true]")).to_have_count(1)

    assert first.locator(".hint").count() == 0  # one's own is no hint
    [issue] = ride.issues()
    with ride.database.reading() as session:
        said = [row.text for row in session.exec(select(Comment).where(Comment.issue_id == issue.id))]
    assert (issue.supporters, len(ride.photos(1)), said) == (1, 1, ["Колесо пробил"])


def test_file_that_is_no_photo_is_named_on_its_picture_and_the_report_goes_without_it(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=t("tablet.report.choose"), exact=True).click()
    letter: FilePayload = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": b"Dear Sir"}
    chosen.value.set_files([letter, noise_photo()])

    expect(page.locator(".picture.refused")).to_contain_text(t("tablet.error.no_picture"))
    choose_topic(page, "Дорога")
    save(page, t)

    expect_received(page, t, 1)
    assert len(ride.photos(1)) == 1


def test_report_without_a_topic_stays_a_draft_and_says_what_is_missing(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    page.get_by_label(t("tablet.report.text"), exact=True).fill("Качели скрипят")

    page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
    expect(page.get_by_role("alert")).to_have_text(t("tablet.report.no_topic"))
    page.get_by_role("button", name=t("tablet.report.close"), exact=True).click()

    expect(own_rows(page, t).first).to_contain_text(t("tablet.state.draft_topic"))
    page.get_by_role("button", name=t("tablet.draft.resume"), exact=True).click()
    expect(page.get_by_label(t("tablet.report.text"), exact=True)).to_have_value("Качели скрипят")
    assert ride.issues() == []


def test_who_goes_elsewhere_while_a_report_closes_stays_there(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    outbox = page.get_by_role("heading", name=t("tablet.outbox.title"), exact=True)

    page.get_by_role("button", name=t("tablet.report.close"), exact=True).evaluate(
        "button => { button.click(); document.querySelector('#connection a').click(); }"
    )

    expect(outbox).to_be_visible()
    expect(page.locator("main p.empty")).to_be_visible()  # the empty draft is gone
    page.wait_for_timeout(500)
    expect(outbox).to_be_visible()


def test_keys_of_a_report_are_for_the_report(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    choose_topic(page, "Дорога")
    page.locator("#connection a").click()
    outbox = page.get_by_role("heading", name=t("tablet.outbox.title"), exact=True)
    expect(outbox).to_be_visible()

    for keys in ("Escape", "Control+Enter"):
        page.keyboard.press(keys)
    page.wait_for_timeout(500)
    expect(outbox).to_be_visible()
    expect(page.locator(".cards").get_by_text(t("tablet.state.draft"), exact=True)).to_be_visible()
    page.get_by_role("button", name=t("tablet.back"), exact=True).click()
    page.get_by_role("button", name=t("tablet.draft.resume"), exact=True).click()
    expect(page.locator(".report")).to_be_visible()
    page.keyboard.press("Control+Enter")

    expect_received(page, t, 1)
    assert len(ride.issues()) == 1


def test_code_on_the_sheet_of_a_stop_begins_a_report_there(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)

    page.goto(f"{ride.server.url}/field/{ride.code}#new/{ride.stop_ids[1]}")
    expect(page.locator(".place")).to_contain_text("Школа № 5")
    choose_topic(page, "Дорога")
    save(page, t)

    expect_received(page, t, 1)
    assert [issue.stop_id for issue in ride.issues()] == [ride.stop_ids[1]]


def test_own_report_can_be_changed_and_withdrawn(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    report(page, t, "Дорога", text="Яма")
    expect_received(page, t, 1)
    page.reload()
    own_rows(page, t).first.click()

    page.get_by_role("button", name=t("tablet.issue.edit")).click()
    page.get_by_label(t("tablet.report.text"), exact=True).fill("Яма глубокая")
    save(page, t)
    expect_all_sent(page, t)
    changed = ride.issues()[0].text
    page.reload()
    expect(page.locator(".head")).to_be_visible()
    page.goto(f"{ride.server.url}/field/{ride.code}#issue/{ride.issues()[0].id}")
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response("**/items"):
        page.get_by_role("button", name=t("tablet.issue.withdraw"), exact=True).click()
    expect_all_sent(page, t)

    assert (changed, [issue.deleted for issue in ride.issues()]) == ("Яма глубокая", [True])


@pytest.mark.parametrize("viewport", [PHONE, TABLET], ids=["phone", "tablet"])
def test_everything_can_be_tapped_and_nothing_is_wider_than_the_screen(
    new_page: Callable[..., Page], ride: Ride, viewport: dict[str, int]
) -> None:
    page, t = new_page(viewport=viewport), ride.t
    open_field(page, ride.server.url, ride)
    found: dict[str, object] = {}
    begin_report(page, t)
    add_photo(page, t, noise_photo())
    found["report"] = page.evaluate(_FAULTS)
    screenshot(page, f"field-report-{viewport['width']}")
    choose_topic(page, "Освещение")
    save(page, t)
    expect_received(page, t, 1)

    found["ride"] = page.evaluate(_FAULTS)
    screenshot(page, f"field-ride-{viewport['width']}")
    page.locator("#connection a").click()
    found["outbox"] = page.evaluate(_FAULTS)
    screenshot(page, f"field-outbox-{viewport['width']}")

    assert found == {"report": [], "ride": [], "outbox": []}


_FAULTS = """() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ["wider than the screen"] : [];
  const small = [...document.querySelectorAll("button, a, summary, select, input:not(.unseen)")].filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return each.checkVisibility() && (width < 44 || height < 44);
  });
  return [...wide, ...small.map((each) => each.outerHTML.slice(0, 120))];
}"""


def _lon_of(ride: Ride) -> float:
    with ride.database.reading() as session:
        return session.get_one(Stop, ride.stop_ids[0]).lon


def test_side_of_the_road_is_chosen_while_the_bus_moves(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    ride.do(lambda session, oksana, now: leave(session, oksana, ride.stop_ids[0], now=now))
    ride.do(lambda session, oksana, now: drive_north(session, ride, now))
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    choose_topic(page, "Дорога")

    page.get_by_role("button", name=t("tablet.place.left"), exact=True).click()
    page.get_by_role("button", name=t("tablet.place.right"), exact=True).click()
    expect(page.get_by_role("button", name=t("tablet.place.left"), exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    screenshot(page, "field-side-768")
    save(page, t)
    expect_received(page, t, 1)

    [issue] = ride.issues()
    assert (issue.placed, round((issue.lon - STREET_LON) * 71_000)) == (True, 8)


STREET_LON = 127.0


def drive_north(session: Session, ride: Ride, now: datetime) -> None:
    """The bus has gone along a street up to this moment."""
    for seconds in range(-60, 120, 5):
        at, lat = now + timedelta(seconds=seconds), LAT + (60 + seconds) / 100_000
        session.add(TrackPoint(tour_id=ride.tour_id, at=at, lat=lat, lon=STREET_LON, accuracy_m=5))
