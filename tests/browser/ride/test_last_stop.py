"""From the last stop to a confirmed protocol, on the secretary's tablet and on the chair's."""

from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlmodel import select

from planner.database import Database
from planner.domain.instruction_number import instruction_number
from planner.domain.models import Instruction, Issue, ProtocolEdition
from planner.domain.words import IssueState
from tests.browser.ride import ride_steps
from tests.browser.ride.protocol_story import ISSUES, PIN, LastStop, make_last_stop
from tests.browser.ride.ride_story import sign_in
from tests.browser.screens import TABLET, badge, pick, press, screenshot, type_into, wait_idle
from tests.browser.servers import Server


@pytest.fixture
def last_stop(common_server: Server) -> LastStop:
    """On a server that other files share."""
    return make_last_stop(common_server, common_server.open_database())


def test_last_stop_ends_in_a_confirmed_protocol(new_page: Callable[..., Page], last_stop: LastStop) -> None:
    ride, t = last_stop.ride, last_stop.ride.t
    sonya, oksana = new_page(viewport=TABLET), new_page(viewport=TABLET)
    sign_in(sonya, ride, last_stop.sonya)
    sign_in(oksana, ride, ride.token)
    ride_steps.open_ride(sonya, ride.server, ride.tour_id)

    ride_steps.leave(sonya, t)
    press(sonya, t("ride.tap.close"))
    dialog = sonya.get_by_role("dialog")
    expect(dialog.get_by_text(t("ride.undecided", n=3))).to_be_visible()
    screenshot(sonya, "last_stop_undecided")
    dialog.get_by_role("button", name=t("ride.undecided.next_tour")).first.click()
    wait_idle(sonya)
    expect(dialog.get_by_text(t("ride.undecided", n=2))).to_be_visible()
    dialog.get_by_role("button", name=t("ride.undecided.no_action")).first.click()
    wait_idle(sonya)
    type_into(sonya.get_by_role("dialog"), t("ride.undecided.why"), "Уже сделано")
    press(sonya.get_by_role("dialog"), t("ride.undecided.no_action"))
    expect(dialog.get_by_text(t("ride.undecided", n=1))).to_be_visible()
    dialog.get_by_role("button", name=t("ride.instruct"), exact=True).first.click()
    wait_idle(sonya)
    type_into(sonya.get_by_role("dialog"), t("instruct.text"), "Засыпать")
    pick(sonya.get_by_role("dialog"), t("instruct.agency"), "Горсвет")
    press(sonya.get_by_role("dialog"), t("instruct.save"))
    expect(dialog.get_by_text(t("ride.close.explain"))).to_be_visible()
    press(sonya.get_by_role("dialog"), t("ride.tap.close"))
    expect(dialog).to_have_count(0)
    sonya.get_by_role("link", name=t("protocol.screen"), exact=True).click()
    wait_idle(sonya)
    expect(sonya.get_by_text(t("protocol.confirm.who", name="Оксана Белова"))).to_be_visible()
    oksana.goto(f"{ride.server.url}/protocol?tour={ride.tour_id}")
    wait_idle(oksana)
    screenshot(oksana, "last_stop_protocol")
    press(oksana, t("protocol.confirm"))
    type_into(oksana.get_by_role("dialog"), t("protocol.confirm.pin"), "111222")
    press(oksana.get_by_role("dialog"), t("protocol.confirm"))
    expect(oksana.get_by_text(t("protocol.confirm.wrong"))).to_be_visible()
    oksana.get_by_role("dialog").get_by_label(t("protocol.confirm.pin"), exact=True).fill(PIN)
    oksana.get_by_role("dialog").get_by_role("button", name="Показать пароль").click()
    wait_idle(oksana)
    press(oksana.get_by_role("dialog"), t("protocol.confirm"))
    expect(oksana.get_by_role("dialog")).to_have_count(0)
    expect(badge(oksana, t("protocol.state.confirmed"))).to_be_visible()
    screenshot(oksana, "last_stop_confirmed")

    paper = oksana.request.get(f"{ride.server.url}/tours/{ride.tour_id}/protocol.pdf?edition=1").body()
    said = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
    _check(ride.server.open_database(), last_stop, said)


def _check(database: Database, last_stop: LastStop, said: str) -> None:
    """Everything is decided, the text is kept with its seal, and the paper has every point."""
    tour_id = last_stop.ride.tour_id
    with database.reading() as session:
        edition = session.exec(select(ProtocolEdition).where(ProtocolEdition.tour_id == tour_id)).one()
        states = [session.get_one(Issue, number).state for number in last_stop.undecided]
        given = session.exec(select(Instruction).where(Instruction.tour_id == tour_id)).all()
        numbers = [instruction_number(each) for each in given]
    assert states.count(IssueState.CLOSED) == 1
    assert len(given) == ISSUES - 2
    assert edition.seal[:16] in said.replace(" ", "")
    assert [number for number in numbers if number not in said] == []
