"""The page on the bus and a bad network: whatever happens to it, what was saved arrives once, and nothing else is shown."""

import json
import re
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from planner.domain.actor import KEEPER
from planner.services.access.sharing import revoke_link
from planner.services.field.outbox import import_outbox
from planner.services.ride.ride import close_ride
from planner.storage import open_store
from tests.browser.field.field_steps import (
    add_photo,
    begin_report,
    choose_topic,
    expect_all_sent,
    expect_received,
    noise_photo,
    open_field,
    own_rows,
    report,
    save,
)
from tests.browser.field.proxy import Proxy, Weather
from tests.browser.ride.ride_story import Ride
from tests.browser.servers import Server

FLAPPING_S = 15
PIECE = 128 * 1024
SILENT_S = 25
"""Longer than the page waits for an answer."""


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


def arrived(ride: Ride, photos: int = 0) -> dict[str, int]:
    """The texts of what was raised on the ride and how often each came, once so many photos can be seen."""
    assert len(ride.photos(photos)) == photos
    texts = [issue.text for issue in ride.issues()]
    return {text: texts.count(text) for text in texts}


def test_page_works_without_a_network_after_one_visit_and_sends_when_it_is_back(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)

    page.reload()
    expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    report(page, t, "Дорога", noise_photo(), noise_photo(seed=1), text="Яма у ворот")
    expect(page.locator("#connection")).to_contain_text(t("tablet.connection.offline", n=1))
    expect(own_rows(page, t).first).to_contain_text(t("tablet.state.waiting"))
    before = ride.issues()
    network.turn(Weather.FINE)

    expect_received(page, t, 1)
    assert (before, arrived(ride, photos=2)) == ([], {"Яма у ворот": 1})


def test_photos_go_on_where_a_cut_network_stopped_them(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    begin_report(page, t)
    add_photo(page, t, *(noise_photo(seed=seed, side=2000) for seed in range(3)))
    choose_topic(page, "Дорога")
    network.bytes_per_s = 400_000
    save(page, t)

    expect(own_rows(page, t).first).to_contain_text(re.compile(r"[45]\d %"), timeout=60_000)
    network.turn(Weather.CUT)
    expect(page.locator("#connection")).to_contain_text(t("tablet.connection.offline", n=1))
    network.bytes_per_s = 0
    network.turn(Weather.FINE)

    expect_received(page, t, 1)
    assert arrived(ride, photos=3) == {"": 1}


def test_quick_line_takes_more_at_a_time_and_a_slow_one_little(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    begun: list[int] = []
    page.on("request", lambda asked: begun.append(int(asked.headers["upload-offset"])) if is_piece(asked) else None)
    open_field(page, network.url, ride)
    network.bytes_per_s = 60_000  # two seconds for a piece
    report(page, t, "Дорога", noise_photo(side=700), text="Медленно")
    expect_received(page, t, 1)
    slow = list(begun)
    begun.clear()
    network.bytes_per_s = 0

    report(page, t, "Дорога", noise_photo(side=2000, seed=1), text="Быстро")
    expect_received(page, t, 2)

    assert len(slow) > 1
    assert slow == [number * PIECE for number in range(len(slow))]
    assert len(begun) > 2
    assert begun == [(2**number - 1) * PIECE for number in range(len(begun))]
    assert arrived(ride, photos=2) == {"Быстро": 1, "Медленно": 1}


def is_piece(asked: Request) -> bool:
    return asked.method == "PATCH"


def test_nothing_is_lost_or_doubled_while_the_network_comes_and_goes(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    until, number = time.monotonic() + FLAPPING_S, 0

    while time.monotonic() < until:
        network.turn(Weather.CUT if number % 2 else Weather.FINE)
        report(page, t, "Дорога", noise_photo(seed=number), text=f"Яма {number}")
        number += 1
    network.turn(Weather.FINE)

    expect_received(page, t, number)
    assert arrived(ride, photos=number) == {f"Яма {each}": 1 for each in range(number)}


def test_silent_network_is_told_and_what_was_sent_into_it_arrives_once(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.SILENT)

    report(page, t, "Дорога", noise_photo(), text="Яма")
    expect(page.locator("#connection")).to_contain_text(t("tablet.connection.offline", n=1), timeout=1000 * SILENT_S)
    network.turn(Weather.FINE)

    expect_received(page, t, 1)
    assert arrived(ride, photos=1) == {"Яма": 1}


@pytest.mark.parametrize("path", ["/items", "/files/"])
def test_answer_that_was_lost_is_asked_for_again_and_nothing_is_doubled(
    new_page: Callable[..., Page], network: Proxy, ride: Ride, path: str
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.lose_next_answer(path)

    report(page, t, "Дорога", noise_photo(), text="Яма")

    expect_received(page, t, 1)
    assert network.answers_to_lose == 0
    assert arrived(ride, photos=1) == {"Яма": 1}


def test_portal_that_answers_everything_changes_nothing(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.PORTAL)

    report(page, t, "Дорога", noise_photo(), text="Яма")
    page.wait_for_timeout(3000)
    page.reload()
    expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    expect(own_rows(page, t).first).to_contain_text(t("tablet.state.waiting"))
    network.turn(Weather.FINE)

    expect_received(page, t, 1)
    page.reload()
    expect(page.get_by_role("heading", name="Рынок", exact=True)).to_be_visible()
    assert arrived(ride, photos=1) == {"Яма": 1}


def test_two_tabs_of_one_tablet_send_everything_once(new_page: Callable[..., Page], network: Proxy, ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    other = page.context.new_page()
    open_field(other, network.url, ride)
    network.turn(Weather.CUT)
    for number in range(3):
        report(page, t, "Дорога", text=f"Первая {number}")
        report(other, t, "Дорога", text=f"Вторая {number}")

    network.turn(Weather.FINE)

    expect_received(page, t, 6)
    expect_received(other, t, 6)
    assert arrived(ride) == {f"{tab} {number}": 1 for tab in ("Первая", "Вторая") for number in range(3)}


def test_report_is_changed_while_it_waits(new_page: Callable[..., Page], network: Proxy, ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", text="Яма")

    own_rows(page, t).first.click()
    page.get_by_label(t("tablet.report.text"), exact=True).fill("Яма и бордюр")
    save(page, t)
    expect(own_rows(page, t)).to_have_count(1)
    network.turn(Weather.FINE)

    expect_received(page, t, 1)
    assert arrived(ride) == {"Яма и бордюр": 1}


def test_revoked_link_shows_nothing_of_the_tour_and_the_outbox_is_saved_as_a_file_and_imported(
    new_page: Callable[..., Page], network: Proxy, ride: Ride, tmp_path: Path
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="Яма у ворот")
    ride.do(lambda session, oksana, now: revoke_link(session, oksana, ride.tour_id))
    network.turn(Weather.FINE)
    page.reload()

    expect(page.get_by_role("heading", name=t("join.error.link"))).to_be_visible()
    assert page.get_by_text("Рынок").count() == 0
    page.get_by_role("button", name=t("tablet.outbox.open"), exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=t("tablet.outbox.export"), exact=True).click()
    saved.value.save_as(tmp_path / "outbox.zip")

    with zipfile.ZipFile(tmp_path / "outbox.zip") as archive:
        assert archive.testzip() is None
        outbox = json.loads(archive.read("outbox.json"))
        [photo] = [item for item in outbox["items"] if item["kind"] == "photo"]
        assert f"files/{photo['hash']}" in archive.namelist()
    assert [item["text"] for item in outbox["items"] if item["kind"] == "report"] == ["Яма у ворот"]
    assert ride.issues() == []
    store = open_store(ride.server.data / "files")
    with (tmp_path / "outbox.zip").open("rb") as file:
        import_outbox(ride.database, KEEPER, store, file, now=datetime.now(UTC))
    assert arrived(ride, photos=1) == {"Яма у ворот": 1}


def test_closed_ride_takes_what_was_made_during_it(new_page: Callable[..., Page], network: Proxy, ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="Яма")
    ride.do(lambda session, oksana, now: close_ride(session, oksana, ride.tour_id, now=now))

    network.turn(Weather.FINE)

    expect_all_sent(page, t)
    assert arrived(ride, photos=1) == {"Яма": 1}


def test_what_is_said_at_a_stop_is_noted_without_a_network(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, other, t = new_page(), new_page(), ride.t
    open_field(page, network.url, ride)
    open_field(other, network.url, ride, name="Борис Ли")
    network.turn(Weather.CUT)

    field = page.get_by_label(t("tablet.talk.yours"), exact=True)
    field.fill("Жители просят фонарь")
    page.reload()  # half-typed
    expect(field).to_have_value("Жители просят фонарь")
    page.get_by_role("button", name=t("tablet.talk.say"), exact=True).click()
    said = page.locator(".said li")
    expect(said).to_contain_text(["Жители просят фонарь"])
    expect(said).to_contain_text([t("tablet.talk.waits")])
    expect(field).to_have_value("")
    network.turn(Weather.FINE)
    expect_all_sent(page, t)
    other.reload()

    expect(other.locator(".said li")).to_contain_text(["Жители просят фонарь"])
    expect(other.locator(".said li")).to_contain_text(["П. О."])


def test_slow_network_keeps_nobody_waiting_and_takes_everything(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    open_field(page, network.url, ride)
    network.bytes_per_s, network.delay_s = 400_000 / 8, 0.4

    page.reload()
    report(page, t, "Дорога", noise_photo(side=800), text="Первая")
    report(page, t, "Дорога", text="Вторая")
    unsent = page.locator("#connection").inner_text()  # saved, long before the photo is through
    begin_report(page, t)
    page.get_by_role("button", name=t("tablet.report.close"), exact=True).click()

    expect_received(page, t, 2)
    assert t("tablet.connection.sent") not in unsent
    assert arrived(ride, photos=1) == {"Первая": 1, "Вторая": 1}


def test_tablet_that_has_slept_for_an_hour_goes_on_where_it_was(
    new_page: Callable[..., Page], network: Proxy, ride: Ride
) -> None:
    page, t = new_page(), ride.t
    page.clock.install(time=datetime.now(UTC))
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="Яма до сна")
    begin_report(page, t)
    page.get_by_label(t("tablet.report.text"), exact=True).fill("Начато до сна")
    expect(page.locator(".report [role=status]").first).not_to_be_empty()

    sleep_for_an_hour(page, network)

    expect(page.get_by_label(t("tablet.report.text"), exact=True)).to_have_value("Начато до сна")
    choose_topic(page, "Освещение")
    save(page, t)
    expect_received(page, t, 2)
    assert arrived(ride, photos=1) == {"Яма до сна": 1, "Начато до сна": 1}
    made = {issue.text: issue.created_at for issue in ride.issues()}
    assert made["Начато до сна"] - made["Яма до сна"] < timedelta(minutes=2)  # both begun before it fell asleep


def sleep_for_an_hour(page: Page, network: Proxy) -> None:
    """The system freezes the page, the hour passes, the network is there when somebody wakes it."""
    system = page.context.new_cdp_session(page)
    system.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.clock.fast_forward("01:00:00")
    network.turn(Weather.FINE)
    system.send("Page.setWebLifecycleState", {"state": "active"})
