"""Tablets: shared by several people, turned off, and emptied by a file where nothing else works."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from planner.database import Database
from planner.domain.models import Participant, Person, PersonRole
from planner.domain.models.types import id_of
from planner.domain.words import Role
from planner.services.access.sharing import revoke_link
from planner.services.access.sign_in import open_sign_in_for
from planner.services.access.tablets import list_tablets, turn_tablet_off, turn_tablet_on
from tests.browser.field.conftest import ride_at_first_stop
from tests.browser.field.field_steps import (
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
from tests.browser.ride.ride_story import Ride, sign_in
from tests.browser.screens import press, screenshot, visit, wait_idle
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


def organizer(ride: Ride) -> str:
    """The token of somebody who plans tours."""
    with ride.database.transaction() as session:
        person = Person(name="Ольга Петрова", language=ride.t.language)
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=id_of(person), role=Role.ORGANIZER))
        return open_sign_in_for(session, person, now=datetime.now(UTC))


def test_file_of_a_tablet_is_taken_on_the_tour_s_page_once(
    new_page: Callable[..., Page], ride: Ride, tmp_path: Path
) -> None:
    page, olga, t = new_page(), new_page(), ride.t
    open_field(page, ride.server.url, ride)
    page.context.set_offline(True)
    report(page, t, "Дорога", noise_photo(), text="Яма без сети")
    ride.do(lambda session, oksana, now: revoke_link(session, oksana, ride.tour_id))
    page.get_by_role("link", name=t("tablet.connection.offline", n=1)).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=t("tablet.outbox.export"), exact=True).click()
    saved.value.save_as(tmp_path / "outbox.zip")
    sign_in(olga, ride, organizer(ride))

    said = [_bring(olga, ride, tmp_path / "outbox.zip") for _ in range(2)]

    tour = "Объезд Центрального района"
    assert said[0] == t("field.outbox.taken", n=2, tour=tour)
    assert said[1] == f"{t('field.outbox.taken', n=0, tour=tour)} {t('field.outbox.there', n=2)}"
    assert [(issue.text, issue.raised_by) for issue in ride.issues()] == [("Яма без сети", "Пётр Орлов")]


def test_file_that_is_none_is_refused_beside_the_field(
    new_page: Callable[..., Page], ride: Ride, tmp_path: Path
) -> None:
    olga, t = new_page(), ride.t
    sign_in(olga, ride, organizer(ride))
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    dialog = _open(olga, ride)
    dialog.locator("input[type=file]").set_input_files(tmp_path / "x.zip")
    wait_idle(olga)

    press(dialog, t("outbox_dialog.take"))

    expect(dialog.get_by_text(t("field.error.outbox"))).to_be_visible()


def _open(page: Page, ride: Ride) -> Locator:
    visit(page, f"{ride.server.url}/tour?id={ride.tour_id}")
    press(page.get_by_test_id("stMain"), ride.t("tours.more"))
    page.get_by_text(ride.t("outbox_dialog.menu"), exact=True).click()
    wait_idle(page)
    return page.get_by_role("dialog")


def _bring(page: Page, ride: Ride, file: Path) -> str:
    dialog = _open(page, ride)
    dialog.locator("input[type=file]").set_input_files(file)
    wait_idle(page)
    press(dialog, ride.t("outbox_dialog.take"))
    said: str = dialog.get_by_test_id("stAlertContentSuccess").inner_text()
    screenshot(page, "outbox-taken-768")
    press(dialog, ride.t("app.close"))
    return said.removeprefix("check_circle").strip()
