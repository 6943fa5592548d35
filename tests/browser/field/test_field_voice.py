"""Voice notes: recorded without a network, kept, sent like photos; with words of its own where there is no microphone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from planner.database import Database
from planner.domain.models import FieldVoice, PersonRole
from planner.domain.sounds import sound_type
from planner.domain.words import Role
from planner.storage import open_store
from tests.browser.conftest import NOTHING_OUTSIDE, QUIET
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import (
    begin_report,
    choose_topic,
    expect_all_sent,
    expect_received,
    open_field,
    save,
)
from tests.browser.ride.ride_story import Ride, sign_in
from tests.browser.screens import TABLET, screenshot, visit
from tests.browser.servers import Server

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture
def ride(server: Server, database: Database) -> Ride:
    return ride_at_first_stop(server, database)


@pytest.fixture
def speaking(browser: Browser, browser_path: str) -> Iterator[BrowserContext]:
    """A tablet with a microphone that hums."""
    arguments = [*QUIET, NOTHING_OUTSIDE, *MICROPHONE]
    other = browser.browser_type.launch(executable_path=browser_path, args=arguments)
    yield other.new_context(viewport=TABLET, locale="ru-RU", timezone_id="Asia/Yakutsk", permissions=["microphone"])
    other.close()


def test_voice_is_recorded_without_a_network_and_heard_on_the_issue_s_page(
    speaking: BrowserContext, new_page: Callable[..., Page], ride: Ride
) -> None:
    page, t = speaking.new_page(), ride.t
    open_field(page, ride.server.url, ride)
    speaking.set_offline(True)

    begin_report(page, t)
    choose_topic(page, "Дорога")
    page.get_by_role("button", name=t("tablet.voice.record"), exact=True).click()
    expect(page.locator(".recording")).to_have_text(t("tablet.voice.stop", time="0:02"), timeout=10_000)
    page.locator(".recording").click()
    expect(page.get_by_role("button", name=t("tablet.voice.play"), exact=True)).to_be_visible()
    told = page.locator(".voice span").inner_text()
    screenshot(page, "field-voice-768")
    page.get_by_role("button", name=t("tablet.voice.play"), exact=True).click()
    page.wait_for_function("() => document.querySelector('.voice audio')?.currentTime > 0")
    save(page, t)
    speaking.set_offline(False)
    expect_all_sent(page, t)
    expect_received(page, t, 1)

    with ride.database.reading() as session:
        [voice] = session.exec(select(FieldVoice).where(FieldVoice.issue_id == ride.issues()[0].id)).all()
    assert (voice.said_by, voice.media) == ("Пётр Орлов", "audio/webm")
    # Another second may have passed between the look at the clock and the tap.
    assert voice.seconds >= 2
    assert told == t("tablet.voice.kept", time=f"0:0{voice.seconds}")
    assert sound_type(open_store(ride.server.data / "files").get(voice.file)) == "audio/webm"
    expect_heard(new_page(), ride, voice)


def test_form_is_left_in_the_middle_of_a_recording_and_nothing_is_lost(speaking: BrowserContext, ride: Ride) -> None:
    page, t = speaking.new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)
    choose_topic(page, "Дорога")
    page.get_by_role("button", name=t("tablet.voice.record"), exact=True).click()
    expect(page.locator(".recording")).to_contain_text(re.compile(r"0:0[2-9]"))  # something was said by then

    save(page, t)
    expect_all_sent(page, t)
    expect_received(page, t, 1)

    with ride.database.reading() as session:
        assert len(session.exec(select(FieldVoice).where(FieldVoice.issue_id == ride.issues()[0].id)).all()) == 1


def test_form_says_where_there_is_no_microphone(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    begin_report(page, t)

    page.get_by_role("button", name=t("tablet.voice.record"), exact=True).click()

    alert = page.locator(".voice .problem")
    expect(alert).to_be_visible()
    assert alert.inner_text() in (t("tablet.voice.none"), t("tablet.voice.denied"))
    expect(page.get_by_role("button", name=t("tablet.voice.record"), exact=True)).to_be_enabled()


def expect_heard(page: Page, ride: Ride, voice: FieldVoice) -> None:
    """A secretary opens the issue and plays it."""
    with ride.database.transaction() as session:
        assert ride.oksana.person_id is not None
        session.add(PersonRole(person_id=ride.oksana.person_id, role=Role.SECRETARY))
    sign_in(page, ride, ride.token)
    visit(page, f"{ride.server.url}/issue?id={voice.issue_id}")
    player = page.locator("audio")
    expect(player).to_have_attribute("src", f"/voice/{voice.uid}")
    player.evaluate("player => player.play()")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
    screenshot(page, "issue-voice-768")
