"""The controller's queue decided on together and taken back, and an instruction that is withdrawn: in two screens."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Instruction, Move
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, Step
from planner.i18n import translator
from tests.browser.issues.control_steps import open_pile
from tests.browser.screens import press, screenshot, type_into, visit
from tests.browser.servers import Server
from tests.services.control_story import an_instruction
from tests.services.issue_story import log, set_scene
from tests.web.issue_visitors import sign_everybody_in

t = translator("ru", "Asia/Yakutsk")


@pytest.fixture
def numbers(page: Page, server: Server) -> list[int]:
    """Three issues with work that was reported, and Kira, who verifies, at the screen."""
    now = datetime.now(UTC)
    database = server.open_database()
    with database.transaction() as session:
        scene, issues = set_scene(session), []
        for at in range(3):
            issue = log(session, scene, text=f"Яма {at}", lon=127.515 + at / 100, now=now)
            due = now.date() + timedelta(days=7)
            given = an_instruction(session, scene.town, issue, now=now, today=now.date(), due_on=due)
            given.state, given.reported_at, given.reported_on = InstructionState.REPORTED, now, now.date()
            given.reported_by_id = scene.town.oksana.person_id
            issues.append(id_of(issue))
        token = sign_everybody_in(session, scene)["kira"]
    database.close()
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": server.url}])
    return issues


def states(database: Database) -> list[InstructionState]:
    with database.reading() as session:
        return [each.state for each in session.exec(select(Instruction).order_by(col(Instruction.id)))]


def test_queue_is_accepted_together_taken_back_and_an_instruction_withdrawn(
    page: Page, server: Server, numbers: list[int]
) -> None:
    database = server.open_database()
    open_pile(page, server, t, "to_verify")
    page.get_by_text(t("bulk.choose"), exact=True).click()
    press(page, t("bulk.choose_page", number=3))
    press(page, t("bulk.do.accept", number=3))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(t("bulk.all_will", number=3))).to_be_visible()
    screenshot(page, "bulk-accept-768")
    press(dialog, t("bulk.do.accept", number=3))
    expect(page.get_by_text(t("bulk.done.accept", number=3)).first).to_be_visible()
    accepted = states(database)
    press(page, t("bulk.take_back"))
    expect(page.get_by_text(t("bulk.taken_back", number=3))).to_be_visible()
    taken_back = states(database)

    visit(page, f"{server.url}/issue?id={numbers[0]}")
    press(page, t("instructions.step.cancel"))
    dialog = page.get_by_role("dialog")
    press(dialog, t("instructions.step.cancel"))
    expect(dialog.get_by_role("alert")).to_be_visible()
    type_into(dialog, t("instructions.ask.text.cancel"), "Дано дважды")
    press(dialog, t("instructions.step.cancel"))
    expect(page.get_by_text(t("instructions.done.cancel", number=numbers[0]), exact=True)).to_be_visible()

    with database.reading() as session:
        said = session.exec(select(Move.text).where(Move.step == Step.CANCEL)).all()
    reported = InstructionState.REPORTED
    assert (accepted, taken_back) == ([InstructionState.CLOSED] * 3, [reported] * 3)
    assert (states(database), said) == ([InstructionState.CANCELLED, reported, reported], ["Дано дважды"])
    database.close()
