"""What one is told: at the bell, in a letter, and an invitation that is read before it goes out; with a real mail server."""

import re
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Agency, City, Participant, Person, Tour
from planner.domain.words import TourState
from planner.i18n import translator
from planner.services.access.sign_in import open_sign_in_for
from tests.browser.screens import press, screenshot, visit
from tests.browser.servers import Server
from tests.services.control_story import an_instruction
from tests.services.notices.notice_story import Office, set_office, the_issue
from tests.worker.mail_story import PostOffice, mail_settings, post_office

t = translator("ru", "Asia/Yakutsk")
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def letters() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture(scope="module")
def told(start: Callable[..., Server], letters: PostOffice) -> Iterator[Server]:
    """A server that sends letters, under the address by which the browser comes."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    variables = {**mail_settings(letters.port), "PLANNER_PUBLIC_URL": f"http://localhost:{port}"}
    server = start(variables=variables, port=port)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def database(told: Server) -> Iterator[Database]:
    database = told.open_database()
    yield database
    database.close()


@pytest.fixture(scope="module")
def office(database: Database) -> Office:
    """The roads and the parks, with a published tour."""
    now = datetime.now(UTC)
    with database.transaction() as session:
        session.add(City(id=1, name="Город"))
        office = set_office(session)
        tour = session.get_one(Tour, office.tour)
        tour.state, tour.starts_at, tour.ends_at = TourState.PUBLISHED, now + timedelta(days=2), now + timedelta(days=3)
        session.get_one(Agency, office.town.parks).email = "parks@city.ru"
        session.add(Participant(tour_id=office.tour, name="", agency_id=office.town.parks, invited_at=now))
        session.add(Participant(tour_id=office.tour, name="Житель", invited_at=now))
    return office


def sign_in(page: Page, database: Database, told: Server, person_id: int | None) -> None:
    with database.transaction() as session:
        token = open_sign_in_for(session, session.get_one(Person, person_id), now=datetime.now(UTC))
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": told.url}])


def letter_to(letters: PostOffice, address: str) -> str:
    """The plain text of the letter that has come for an address."""
    end = time.monotonic() + 60
    while not (found := [each for each in letters.arrived if each["To"] == address]):
        assert time.monotonic() < end
        time.sleep(0.1)
    body = found[0].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_official_is_told_at_the_bell_and_by_a_letter_until_that_is_stopped(
    new_page: Callable[..., Page], told: Server, database: Database, office: Office, letters: PostOffice
) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, database, told, office.town.oksana.person_id)
    now = datetime.now(UTC)
    with database.transaction() as session:
        due = now.date() + timedelta(days=7)
        given = an_instruction(
            session, office.town, the_issue(session, office), now=now, today=now.date(), due_on=due, text="Заделать яму"
        )
        issue_id = given.issue_id

    letter = letter_to(letters, "oksana@city.ru")
    visit(page, f"{told.url}/issues")
    bell = page.locator(".st-key-bell").get_by_role("link")
    expect(bell).to_have_accessible_name(re.compile("Уведомления: 1 непрочитанное"))
    bell.click()
    page.wait_for_url("**/notices")
    headline = t("notices.said.instructed", issue=issue_id, due=t.full_date(due))
    expect(page.get_by_text(headline, exact=True)).to_be_visible()
    screenshot(page, "notices")
    press(page, t("notices.open"))
    page.wait_for_url(f"**/issue?id={issue_id}")
    expect(bell).to_have_accessible_name(re.compile("Уведомления$"))

    (stop,) = re.findall(r"http://localhost:\d+/mail/stop/\S+", letter)
    page.goto(stop)
    page.get_by_role("button", name=t("mails.stop.go"), exact=True).click()
    expect(page.get_by_text(t("mails.stop.done"), exact=True)).to_be_visible()
    visit(page, f"{told.url}/account")
    expect(page.get_by_role("switch", name=t("notices.by_mail"), exact=True)).not_to_be_checked()
    assert letter.count("Поручение: Заделать яму") == 1


def test_invitation_is_read_before_it_is_sent(
    new_page: Callable[..., Page], told: Server, database: Database, office: Office, letters: PostOffice
) -> None:
    page = new_page()
    sign_in(page, database, told, office.town.olga.person_id)
    visit(page, f"{told.url}/invitations?tour={office.tour}")
    page.get_by_text(t("invitations.text_title"), exact=True).click()
    press(page, t("invitations.mail.open"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(t("invitations.mail.unreached", names="Житель"), exact=True)).to_be_visible()
    preview = dialog.locator(".to-copy pre").inner_text()
    screenshot(page, "invitation-mail")
    before = [message["To"] for message in letters.arrived]
    press(dialog, t("invitations.mail.send", n=1))
    expect(dialog).to_have_count(0)

    letter = letter_to(letters, "parks@city.ru")
    assert before.count("parks@city.ru") == 0
    assert letter.split() == preview.split()
    assert letter.count(f"{told.url}/invitations?tour={office.tour}") == 1


def test_choice_of_letters_is_kept(
    new_page: Callable[..., Page], told: Server, database: Database, office: Office
) -> None:
    page = new_page()
    sign_in(page, database, told, office.town.boris.person_id)
    visit(page, f"{told.url}/account")
    form = page.locator(".st-key-kept-notices")
    reminders = form.get_by_role("radiogroup", name=t("words.notice_topic.reminders"), exact=True)
    reminders.get_by_role("radio", name=t("words.delivery.none"), exact=True).click()
    press(form, t("app.save"))
    expect(page.get_by_text(t("app.saved"), exact=True)).to_be_visible()
    visit(page, f"{told.url}/account")

    chosen = reminders.get_by_role("radio", name=t("words.delivery.none"), exact=True)
    expect(chosen).to_have_attribute("aria-checked", "true")
