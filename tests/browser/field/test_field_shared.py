"""One tablet for several people, and a tablet that is turned off: who speaks is chosen without a network too."""

import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from planner.database import Database
from planner.domain.models import Participant
from planner.domain.models.types import id_of
from planner.services.access.tablets import list_tablets, turn_tablet_off, turn_tablet_on
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import (
    begin_report,
    choose_topic,
    expect_all_sent,
    expect_received,
    open_field,
    own_rows,
    report,
    save,
)
from tests.browser.ride.ride_story import Ride, sign_in
from tests.browser.screens import press, visit, wait_idle
from tests.browser.servers import Server


@pytest.fixture(scope="module")
def server(common_server: Server) -> Server:
    """Shared with other files: each test here makes a tour of its own."""
    return common_server


@pytest.fixture
def ride(server: Server, database: Database) -> Ride:
    return ride_at_first_stop(server, database)


def add_person(page: Page, ride: Ride, name: str) -> None:
    page.get_by_role("button", name=ride.t("tablet.speakers.add"), exact=True).click()
    page.get_by_label(ride.t("join.name"), exact=True).fill(name)
    page.get_by_role("button", name=ride.t("tablet.speakers.go"), exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")


def test_report_says_who_spoke_also_when_chosen_without_a_network(new_page: Callable[..., Page], ride: Ride) -> None:
    page, t = new_page(), ride.t
    open_field(page, ride.server.url, ride)
    add_person(page, ride, "Анна Ким")
    page.context.set_offline(True)

    report(page, t, "Дорога", text="Яма от Анны")
    page.get_by_role("button", name="Пётр Орлов", exact=True).click()
    expect(own_rows(page, t)).to_have_count(0)
    report(page, t, "Дорога", text="Яма от Петра")
    begin_report(page, t)
    page.locator(".report").get_by_role("button", name="Анна Ким", exact=True).click()
    choose_topic(page, "Освещение")
    page.get_by_label(t("tablet.report.text"), exact=True).fill("Лампа от Анны")
    save(page, t)
    expect(own_rows(page, t)).to_have_count(1)
    page.context.set_offline(False)
    expect_all_sent(page, t)
    expect_received(page, t, 1)
    page.get_by_role("button", name="Анна Ким", exact=True).click()

    expect(own_rows(page, t)).to_have_count(2)
    assert {issue.text: issue.raised_by for issue in ride.issues()} == {
        **{"Яма от Анны": "Анна Ким", "Лампа от Анны": "Анна Ким"},
        **{"Яма от Петра": "Пётр Орлов"},
    }
    with ride.database.reading() as session:
        assert session.get_one(Participant, ride.issues()[0].raised_by_participant_id).tour_id == ride.tour_id


def test_tablet_that_is_turned_off_says_why_and_its_outbox_can_be_saved(
    new_page: Callable[..., Page], ride: Ride
) -> None:
    page, other, t = new_page(), new_page(), ride.t
    open_field(page, ride.server.url, ride)
    open_field(other, ride.server.url, ride, name="Борис Ли")
    page.context.set_offline(True)
    report(page, t, "Дорога", text="Яма без связи")
    ride.do(
        lambda session, oksana, now: [
            turn_tablet_off(session, oksana, ride.tour_id, id_of(row.tablet), now=now)
            for row in list_tablets(session, oksana, ride.tour_id)
            if row.people == ["Пётр Орлов"]
        ]
    )

    page.context.set_offline(False)
    page.reload()

    expect(page.get_by_role("heading", name=t("permissions.tablet_off"))).to_be_visible()
    page.get_by_role("button", name=t("tablet.outbox.open"), exact=True).click()
    expect(page.locator(".card").filter(has_text="Яма без связи")).to_contain_text(t("permissions.tablet_off"))
    with page.expect_download() as saved:
        page.get_by_role("button", name=t("tablet.outbox.export"), exact=True).click()
    with ZipFile(saved.value.path()) as archive:
        assert [item["text"] for item in json.loads(archive.read("outbox.json"))["items"]] == ["Яма без связи"]
    report(other, t, "Дорога", text="Яма соседа")
    expect_received(other, t, 1)
    assert [issue.text for issue in ride.issues()] == ["Яма соседа"]

    ride.do(
        lambda session, oksana, now: [
            turn_tablet_on(session, oksana, ride.tour_id, id_of(row.tablet))
            for row in list_tablets(session, oksana, ride.tour_id)
        ]
    )
    page.goto(f"{ride.server.url}/field/{ride.code}")
    page.reload()
    expect_received(page, t, 1)
    assert sorted(issue.text for issue in ride.issues()) == ["Яма без связи", "Яма соседа"]


def test_organizer_turns_a_tablet_off_beside_its_link(new_page: Callable[..., Page], ride: Ride) -> None:
    page, leader, t = new_page(), new_page(), ride.t
    open_field(page, ride.server.url, ride)
    sign_in(leader, ride, ride.token)
    visit(leader, f"{ride.server.url}/ride?tour={ride.tour_id}")
    press(leader, t("ride.tablets"))
    dialog = leader.get_by_role("dialog")
    expect(dialog.get_by_text("Пётр Орлов · Linux")).to_be_visible()

    dialog.get_by_role("button", name=t("sharing.turn_off"), exact=True).click()
    wait_idle(leader)

    expect(dialog.get_by_role("button", name=t("sharing.turn_on"), exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=t("permissions.tablet_off"))).to_be_visible()
