"""An issue's page and «Моя работа» in a real browser: nothing typed is lost, and what was typed stays text."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import Dialog, FilePayload, Page, expect

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.geo import distance_m
from planner.domain.models import Instruction, Issue, Person
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, PhotoPhase
from planner.i18n import translator
from planner.services.access.sign_in import open_sign_in_for
from tests.browser.screens import PHONE, pick, press, type_into, visit, wait_idle
from tests.browser.servers import Server
from tests.browser.whole.screen_faults import small_targets
from tests.services.control_story import Town, a_photo, an_instruction, an_issue, make_town
from tests.services.issue_story import HOSTILE

T = translator("ru", "Asia/Yakutsk")
WORD_JOINER = "\u2060"
"""Stands unseen in typed addresses, so that they do not become links (`planner/ui/text.py`)."""


@dataclass
class City:
    """A running server with the town of the control tests, and a hole that Oksana's agency is to fill."""

    server: Server
    database: Database
    town: Town
    hole: int
    instruction: int
    new_page: Callable[..., Page]

    def browser_of(self, actor: Actor, **options: object) -> Page:
        """A browser in which this person is signed in."""
        page = self.new_page(**options)
        with self.database.transaction() as session:
            person = session.get_one(Person, actor.person_id)
            token = open_sign_in_for(session, person, now=datetime.now(UTC))
        page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": self.server.url}])
        return page

    def open_issue(self, actor: Actor, number: int | None = None, **options: object) -> Page:
        """The issue's page as this person sees it."""
        page = self.browser_of(actor, **options)
        visit(page, f"{self.server.url}/issue?id={number or self.hole}")
        return page


@pytest.fixture(scope="module")
def town_and_database(server: Server) -> Iterator[tuple[Town, Database]]:
    """The people, once for the tests of this file."""
    database = server.open_database()
    with database.transaction() as session:
        town = make_town(session)
    yield town, database
    database.close()


@pytest.fixture
def city(server: Server, town_and_database: tuple[Town, Database], new_page: Callable[..., Page]) -> City:
    """The running city with a new hole for each test."""
    town, database = town_and_database
    now = datetime.now(UTC)
    with database.transaction() as session:
        hole = an_issue(session, town, text="Яма у школы", address="Ленина, 1", created_at=now)
        due = now.date() + timedelta(days=30)
        instruction = an_instruction(session, town, hole, text="Засыпать", due_on=due, today=now.date(), now=now)
        return City(server, database, town, id_of(hole), id_of(instruction), new_page)


def photo() -> FilePayload:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(data, "JPEG")
    return FilePayload(name="after.jpg", mimeType="image/jpeg", buffer=data.getvalue())


def test_report_that_lacks_a_photo_keeps_what_was_typed(city: City) -> None:
    page = city.open_issue(city.town.oksana)
    press(page, T("instructions.step.report"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, T("instructions.ask.text.report"), "Яма засыпана")

    press(dialog, T("instructions.step.report"))

    expect(dialog.get_by_text(T("instructions.error.needs_photo"))).to_be_visible()
    expect(dialog.get_by_label(T("instructions.ask.text.report"))).to_have_value("Яма засыпана")

    dialog.locator("input[type=file]").set_input_files([photo()])
    wait_idle(page)  # the button is held back until the photo has arrived
    press(dialog, T("instructions.step.report"))

    expect(page.get_by_text(T("instructions.done.report", number=city.hole))).to_be_visible()
    with city.database.reading() as session:
        assert session.get_one(Instruction, city.instruction).state is InstructionState.REPORTED


def test_before_and_after_are_compared_by_a_slider_and_by_keys(city: City) -> None:
    with city.database.transaction() as session:
        issue = session.get_one(Issue, city.hole)
        for phase in PhotoPhase:
            a_photo(session, issue, phase=phase)
    page = city.open_issue(city.town.kira)
    pair, slider = page.locator(".pair"), page.get_by_role("slider", name=T("issue_page.pair"))
    expect(slider).to_have_value("50")

    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(slider).to_have_value("60")
    expect(pair.locator(".after")).to_have_css("clip-path", "inset(0px 0px 0px 60%)")


@pytest.mark.parametrize("has_clipboard", [True, False], ids=["clipboard", "plain HTTP"])
def test_link_of_the_issue_is_copied_by_a_tap(city: City, has_clipboard: bool) -> None:
    page = city.open_issue(city.town.kira, permissions=["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not here')); }")
    page.evaluate("navigator.clipboard.write([new ClipboardItem({'text/plain': 'before'})])")

    page.get_by_role("button", name=T("app.copy"), exact=True).click()

    expect(page.get_by_role("button", name=T("app.copied"), exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{city.server.url}/issue?id={city.hole}"
    expect(page.get_by_role("button", name=T("app.copy"), exact=True)).to_be_visible(timeout=5_000)


def test_place_is_corrected_by_a_tap_on_the_map(city: City) -> None:
    page = city.open_issue(city.town.kira)
    with city.database.reading() as session:
        before = session.get_one(Issue, city.hole).point
    press(page, T("issue_page.move"))
    dialog = page.get_by_role("dialog")
    press(dialog, T("issue_page.edit.save"))
    expect(dialog.get_by_text(T("issue_page.move.tap"))).to_be_visible()

    dialog.frame_locator("iframe").locator(".leaflet-container").click(position={"x": 120, "y": 60})
    expect(dialog.get_by_text(T("issue_dialog.map_tapped"))).to_be_visible()
    wait_idle(page)
    press(dialog, T("issue_page.edit.save"))

    expect(dialog).to_have_count(0)
    with city.database.reading() as session:
        metres = distance_m(before, session.get_one(Issue, city.hole).point)
    assert 50 < metres < 2000


def test_what_was_typed_is_text_everywhere_on_the_page(city: City) -> None:
    hostile = " ".join(HOSTILE)
    with city.database.transaction() as session:
        issue = an_issue(session, city.town, text=hostile, address=hostile, raised_by=hostile)
        an_instruction(session, city.town, issue, text=hostile, agency_id=city.town.parks, due_on=date(2099, 1, 1))
    alerts: list[str] = []
    page = city.browser_of(city.town.olga)

    def note(alert: Dialog) -> None:
        alerts.append(alert.message)
        alert.dismiss()

    page.on("dialog", note)

    visit(page, f"{city.server.url}/issue?id={issue.id}")
    type_into(page, T("issue_page.comment"), hostile)
    press(page, T("issue_page.send"))

    shown = page.locator("[data-testid=stMain]").inner_text().replace(WORD_JOINER, "")
    assert alerts == []
    assert page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert page.locator("[data-testid=stMain] a[href*='example.com']").count() == 0
    # The text in full, the address, the instruction and its move, the comment; and the names of who raised it.
    assert shown.count("${подстановка}") >= 6
    assert shown.count('=HYPERLINK("http://example.com";"x")') >= 5


def test_internal_issue_of_another_agency_is_not_told_of(city: City) -> None:
    with city.database.transaction() as session:
        session.get_one(Issue, city.hole).internal = True
    hers = city.open_issue(city.town.oksana)
    expect(hers.get_by_role("heading", level=1)).to_contain_text("Яма у школы")

    his = city.open_issue(city.town.boris)

    expect(his.get_by_text(T("issues.error.unknown", number=city.hole))).to_be_visible()
    assert his.get_by_text("Яма у школы").count() == 0


def test_issue_is_merged_with_the_one_whose_number_is_typed(city: City) -> None:
    with city.database.transaction() as session:
        double = id_of(an_issue(session, city.town, text="Та же яма", lat=51.0))
    page = city.open_issue(city.town.olga, double)
    press(page, T("instructions.step.merge"))
    dialog = page.get_by_role("dialog")
    press(dialog, T("instructions.step.merge"))
    expect(dialog.get_by_text(T("instructions.error.needs_duplicate_of"))).to_be_visible()
    number = dialog.get_by_role("combobox", name=T("merge.other"))
    number.fill(str(city.hole))
    number.press("Enter")
    wait_idle(page)

    press(dialog, T("instructions.step.merge"))

    expect(page.get_by_text(T("merge.done", number=city.hole))).to_be_visible()
    with city.database.reading() as session:
        issue = session.get_one(Issue, double)
        assert (issue.state, issue.duplicate_of_id) == (IssueState.CLOSED, city.hole)


def test_instruction_is_corrected_and_handed_over_by_those_whose_right_it_is(city: City) -> None:
    page = city.open_issue(city.town.sonya)
    press(page, T("instructions.step.correct"))
    dialog = page.get_by_role("dialog")
    type_into(dialog, T("instruct.text"), "Засыпать обе ямы")
    press(dialog, T("instructions.correct_save"))
    expect(page.get_by_text(T("instructions.done.correct", number=city.hole))).to_be_visible()

    page = city.open_issue(city.town.oksana)
    press(page, T("instructions.step.ask_hand_over"))
    dialog = page.get_by_role("dialog")
    pick(dialog, T("instructions.ask.agency"), "Parks")
    type_into(dialog, T("instructions.ask.text.ask_hand_over"), "Яма в парке")
    press(dialog, T("instructions.step.ask_hand_over"))
    expect(page.get_by_text(T("instructions.done.ask_hand_over", number=city.hole))).to_be_visible()

    page = city.open_issue(city.town.boris)
    press(page, T("instructions.step.hand_over"))
    press(page.get_by_role("dialog"), T("instructions.step.hand_over"))
    expect(page.get_by_text(T("instructions.done.hand_over", number=city.hole))).to_be_visible()

    with city.database.reading() as session:
        given = session.get_one(Instruction, city.instruction)
        assert (given.text, given.agency_id, given.hand_overs) == ("Засыпать обе ямы", city.town.parks, 1)


def test_address_without_a_number_leads_to_the_list(city: City) -> None:
    page = city.browser_of(city.town.olga)

    visit(page, f"{city.server.url}/issue?id=%3Cb%3E")

    expect(page.get_by_text(T("issue_page.no_number"))).to_be_visible()


@pytest.mark.parametrize("screen", ["issue", "work"])
@pytest.mark.parametrize("viewport", [None, PHONE])
def test_everything_to_tap_is_large_enough(city: City, screen: str, viewport: dict[str, int] | None) -> None:
    page = city.browser_of(city.town.both, **({"viewport": viewport} if viewport else {}))

    visit(page, f"{city.server.url}/{screen}?id={city.hole}")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert small_targets(page.main_frame) == []
