"""A tablet without room: it says so, calls nothing saved that is not, loses nothing, and goes on once there is room again."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.i18n import Translator
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.field.field_steps import (
    add_photo,
    begin_report,
    black_out,
    choose_topic,
    expect_received,
    noise_photo,
    open_field,
    own_rows,
    report,
    save,
)
from tests.browser.field.proxy import Proxy, Weather
from tests.browser.field.tablet import Tablet, tablet_on
from tests.browser.ride.ride_story import Ride
from tests.browser.servers import Server

DISK = "64m"
"""Enough for the browser's own files, and for some photos."""
TOLD_MS = 30_000
"""A full disk does not answer; the page waits for it and tries once more before it says so."""

LONG = "Нет места. " * 300 + "Конец"
"""So many words that they do not fit into what is left at the end of a file."""
NO_ROOM_TO_OPEN = """(() => {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    if (!window.hasRoom) throw new DOMException("Internal error opening backing store", "UnknownError");
    return open.apply(this, given);
  };
})()"""
"""What Chromium says on a full disk, now and then: whether it finds room for its own files is not for a test to choose."""


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; only root may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"A full disk needs a small one, and none can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def tablet(browser: Browser, disk: Path, browser_path: str) -> Iterator[Tablet]:
    """A tablet whose storage is the small disk."""
    with tablet_on(browser.browser_type, browser_path, [*QUIET, NOTHING_OUTSIDE], disk / "profile") as one:
        yield one


def test_full_disk_is_told_and_what_was_typed_is_saved_once_there_is_room(
    tablet: Tablet, network: Proxy, ride: Ride, disk: Path
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="До того")
    begin_report(page, t)
    choose_topic(page, "Освещение")

    _type_until_told(page, t, disk)
    _fill(disk)  # the browser puts its files in order meanwhile, and has some room then
    page.get_by_role("button", name=t("tablet.report.save"), exact=True).click()
    page.wait_for_timeout(1000)
    _expect_trouble(page, t)
    expect(page.locator(".report")).to_be_visible()
    _fill(disk)
    page.get_by_role("button", name=t("tablet.report.close"), exact=True).click()
    page.wait_for_timeout(1000)
    expect(page.get_by_label(t("tablet.report.text"), exact=True)).to_have_value(LONG)
    _make_room(disk)
    save(page, t)

    expect(page.locator(".connection.alarm")).to_have_count(0)
    expect(own_rows(page, t)).to_have_count(2)
    network.turn(Weather.FINE)
    expect_received(page, t, 2)
    assert sorted(issue.text for issue in ride.issues()) == ["До того", LONG]


def test_photo_without_room_is_refused_and_the_others_arrive(
    tablet: Tablet, network: Proxy, ride: Ride, disk: Path
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="До того")
    begin_report(page, t)
    choose_topic(page, "Освещение")
    page.wait_for_timeout(500)
    _fill(disk)

    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=t("tablet.report.choose"), exact=True).click()
    chosen.value.set_files([noise_photo(side=2000, seed=1)])
    expect(page.locator(".picture.refused")).to_have_count(1, timeout=TOLD_MS)
    assert page.locator(".picture.refused figcaption").inner_text() in _sentences(t)
    _make_room(disk)
    page.get_by_role("button", name=t("tablet.report.drop_photo", number=1), exact=True).click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name=t("tablet.report.choose"), exact=True).click()
    chosen.value.set_files([noise_photo(seed=2)])
    expect(page.locator(".picture figcaption")).to_have_text(t("tablet.report.ready"), timeout=TOLD_MS)
    save(page, t)

    network.turn(Weather.FINE)
    expect_received(page, t, 2)


def test_what_was_blacked_out_without_room_is_not_shown_as_if_it_was(
    tablet: Tablet, network: Proxy, ride: Ride, disk: Path
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    begin_report(page, t)
    add_photo(page, t, noise_photo())
    before = page.locator(".picture img").get_attribute("src")
    black_out(page, t)
    _fill(disk)

    page.get_by_role("button", name=t("tablet.marks.done"), exact=True).click()

    _expect_trouble(page, t)
    assert page.locator(".picture img").get_attribute("src") == before


def test_what_was_sent_while_the_tablet_was_full_is_there_once_and_noted_once_there_is_room(
    tablet: Tablet, network: Proxy, ride: Ride, disk: Path
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="До того")
    begin_report(page, t)
    _type_until_told(page, t, disk)
    network.turn(Weather.FINE)
    page.wait_for_timeout(3000)

    _expect_trouble(page, t)
    _make_room(disk)

    page.get_by_role("button", name=t("tablet.report.close"), exact=True).click()
    expect_received(page, t, 1)
    expect(page.locator(".connection.alarm")).to_have_count(0)
    assert [issue.text for issue in ride.issues()] == ["До того"]


def test_tablet_that_was_full_and_killed_still_has_what_was_saved(
    tablet: Tablet, network: Proxy, ride: Ride, disk: Path
) -> None:
    page, t = tablet.begin(), ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", noise_photo(), text="До того")
    begin_report(page, t)
    _type_until_told(page, t, disk)
    tablet.kill()
    _make_room(disk)
    page = tablet.begin()
    page.goto(f"{network.url}/field/{ride.code}")

    expect(own_rows(page, t)).to_have_count(2)  # and the draft
    network.turn(Weather.FINE)
    expect_received(page, t, 1)
    assert [issue.text for issue in ride.issues()] == ["До того"]


def test_page_that_cannot_read_a_full_tablet_says_so_and_opens_once_there_is_room(
    page: Page, network: Proxy, ride: Ride
) -> None:
    t = ride.t
    open_field(page, network.url, ride)
    network.turn(Weather.CUT)
    report(page, t, "Дорога", text="До того")
    page.add_init_script(NO_ROOM_TO_OPEN)

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(t("tablet.error.unread"), timeout=TOLD_MS)
    page.evaluate("() => { window.hasRoom = true; }")

    expect(own_rows(page, t)).to_have_count(1, timeout=TOLD_MS)
    expect(page.locator(".connection.alarm")).to_have_count(0)


def _sentences(t: Translator) -> tuple[str, ...]:
    return (t("tablet.error.full"), t("tablet.error.not_kept"), t("tablet.error.photo_not_kept"))


def _expect_trouble(page: Page, t: Translator) -> None:
    """The line above everything says that it could not be kept, or that a full tablet does not even open what it has."""
    alarm = page.locator(".connection.alarm")
    expect(alarm).to_be_visible(timeout=TOLD_MS)
    assert alarm.inner_text().strip() in (*_sentences(t), t("tablet.error.unread"))


def _type_until_told(page: Page, t: Translator, disk: Path) -> None:
    """Types, while whatever the browser frees is taken at once, until the line says that it was not kept."""
    for number in range(20):
        _fill(disk)
        page.get_by_label(t("tablet.report.text"), exact=True).fill(f"{number} {LONG}")
        page.wait_for_timeout(1000)
        if page.locator(".connection.alarm").count():
            break
    page.get_by_label(t("tablet.report.text"), exact=True).fill(LONG)
    _expect_trouble(page, t)


def _fill(disk: Path) -> None:
    """Takes all the room that is left."""
    descriptor = os.open(disk / "ballast", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    with contextlib.suppress(OSError):
        while True:
            os.write(descriptor, b"x" * 4096)
    os.close(descriptor)


def _make_room(disk: Path) -> None:
    (disk / "ballast").unlink()
