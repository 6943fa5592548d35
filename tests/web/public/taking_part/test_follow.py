"""The link of a report and the one in the mail: looking changes nothing, a button does, and a contact goes when one asks."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Notice, ResidentReport
from planner.services.residents.places import Place
from planner.services.residents.reporting import Checked, check_report, keep_report
from tests.services.issue_story import uid
from tests.services.notices.notice_story import tell_all
from tests.services.residents.resident_story import NO_MAP, filled, listening_scene

SEES = "Адрес подтверждён"


@pytest.fixture
def sent(own_database: Database) -> ResidentReport:
    """A report whose mail is on its way."""
    with own_database.transaction() as session:
        city = listening_scene(session)
        checked = check_report(session, filled(city), data=NO_MAP)
        return keep_report(session, checked, mails=True, now=datetime.now(UTC))


def test_link_in_the_mail_confirms_by_its_button_alone(
    site: TestClient, own_database: Database, sent: ResidentReport
) -> None:
    follow, link = f"/open/follow/{sent.follow_code}", f"/open/confirm/{sent.confirm_code}"

    looked = site.get(link)
    before = site.get(follow).text
    pressed = site.post(link)
    again = site.post(link)

    assert (looked.status_code, "отправлено письмо" in before, SEES in before) == (200, True, False)
    assert [(each.status_code, each.headers["location"]) for each in (pressed, again)] == [(303, follow)] * 2
    assert SEES in site.get(follow).text


def test_page_of_the_report_does_not_tell_the_code_of_the_mail(site: TestClient, sent: ResidentReport) -> None:
    page = site.get(f"/open/follow/{sent.follow_code}")

    assert (str(sent.confirm_code) in page.text, str(sent.email) in page.text) == (False, False)


def test_unknown_links_are_told_as_such(site: TestClient, own_database: Database, sent: ResidentReport) -> None:
    swapped = (f"/open/follow/{sent.confirm_code}", f"/open/confirm/{sent.follow_code}", "/open/follow/%20")

    answers = [site.request(method, each).status_code for each in swapped for method in ("GET", "POST")]

    assert answers == [404] * 6


def test_page_says_that_no_mail_was_sent_where_the_city_sends_none(
    site: TestClient, own_database: Database, sent: ResidentReport
) -> None:
    with own_database.transaction() as session:
        checked = Checked(uid(), sent.category_id, Place("Двор", None), "Яма", "anna@example.org")
        code = keep_report(session, checked, mails=False, now=datetime.now(UTC)).follow_code

    page = site.get(f"/open/follow/{code}").text

    assert ["Писем этот сайт сейчас не отправляет" in page, "отправлено письмо" in page] == [True, False]


def test_contact_is_forgotten_when_its_owner_asks(
    site: TestClient, own_database: Database, sent: ResidentReport
) -> None:
    with own_database.transaction() as session:
        tell_all(session)
        told = [notice.address for notice in session.exec(select(Notice))]

    site.post(f"/open/follow/{sent.follow_code}")

    with own_database.reading() as session:
        report = session.exec(select(ResidentReport)).one()
        assert (told, session.exec(select(Notice)).all()) == (["anna@example.org"], [])
        assert (report.email, report.name, report.phone, report.confirm_code) == ("", "", "", None)
    assert "Ваши контакты удалены" in site.get(f"/open/follow/{sent.follow_code}").text
