"""Two lives from beginning to end: a tour becomes a release that everybody reads, a resident's report becomes a public issue."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.models import Person, ResidentReport, Stop, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Role, TourState
from planner.services.issues.issues import add_comment
from planner.services.ride import ride
from tests.browser.screens import DESKTOP, PHONE, choose, press, type_into, unfold, visit
from tests.browser.servers import DEMO, Server

SAID, SENT, MENDED = "Двор приведём в порядок до зимы", "Яма, её видел Семён Крючков из 45-й", "Яма у подъезда"


@pytest.fixture(scope="module")
def city(start: Callable[..., Server], demo_data: Path) -> Iterator[Server]:
    """The demo city, which believes that its mails go out."""
    mail = {
        "PLANNER_MAIL_URL": "smtp://127.0.0.1:1",
        "PLANNER_MAIL_FROM": "city@example.org",
        "PLANNER_PUBLIC_URL": "http://localhost",
    }
    server = start(data=demo_data, command=DEMO, variables=mail)
    yield server
    server.stop()


def actor_called(session: Session, email: str, role: Role) -> Actor:
    person = session.exec(select(Person).where(Person.email == email)).one()
    return Actor(name=person.name, roles=frozenset({role}), person_id=person.id)


def end_the_tour(server: Server) -> str:
    """The tour that comes next was ridden this morning, and its secretary has said something at the first stop; the tour's title."""
    now, database = datetime.now(UTC), server.open_database()
    with database.transaction() as session:
        natalya = actor_called(session, "natalya@example.org", Role.SECRETARY)
        tour = session.exec(select(Tour).where(Tour.state == TourState.PUBLISHED)).one()
        tour.starts_at, tour.ends_at = now - timedelta(hours=4), now - timedelta(hours=1)
        number, title = id_of(tour), tour.title
        stop = session.exec(select(Stop).where(Stop.tour_id == number, Stop.position == 1)).one()
        ride.start_ride(session, natalya, number, now=now - timedelta(hours=4))
        ride.arrive(session, natalya, id_of(stop), now=now - timedelta(hours=3))
        add_comment(session, natalya, uid=new_id(), text=SAID, stop_id=stop.id, now=now - timedelta(hours=3))
        ride.close_ride(session, natalya, number, now=now - timedelta(minutes=10))
    database.close()
    return title


def signed_in(server: Server, new_page: Callable[..., Page], role: str) -> Page:
    page = new_page(viewport=DESKTOP)
    visit(page, server.links()[role])
    return page


def test_tour_becomes_a_release_that_everybody_reads(city: Server, new_page: Callable[..., Page]) -> None:
    title = end_the_tour(city)
    press_office, natalya = (signed_in(city, new_page, role) for role in ("press", "secretary"))
    visit(press_office, f"{city.url}/press")
    untold = press_office.locator("[class*=st-key-untold_]").filter(has_text=title)
    press(untold, "Подготовить пресс-релиз")
    unfold(press_office.locator("summary").filter(has_text="Можно процитировать"))
    press(press_office, "Взять в релиз")
    draft = press_office.url

    visit(natalya, f"{city.url}/quotes")
    press(natalya.locator("[class*=st-key-quote_]").filter(has_text=SAID), "Согласовать")
    visit(press_office, draft)
    press(press_office, "Готов к публикации")
    press(press_office, "Опубликовать")

    name = press_office.get_by_role("heading", level=1).inner_text()
    reader = new_page(viewport=PHONE)
    reader.goto(f"{city.url}/open/news")
    told = reader.locator("a[href^='/open/news/']").filter(has_text=name)
    way = told.get_attribute("href")
    told.click()
    expect(reader.get_by_text(SAID)).to_be_visible()
    expect(press_office.get_by_text(re.compile(r"От конца объезда до публикации: \d+ минут"))).to_be_visible()
    assert f'{way}"' in reader.request.get(f"{city.url}/open/feed.atom").text()


def test_report_becomes_a_public_issue_in_words_that_were_mended(city: Server, new_page: Callable[..., Page]) -> None:
    resident, moderator = new_page(viewport=PHONE), signed_in(city, new_page, "press")
    resident.goto(f"{city.url}/open/report-problem")
    resident.get_by_label("Тема").select_option("Дворы")
    resident.get_by_label("Где это").fill("ул. Зейская, у школы")
    resident.get_by_label("Что не так").fill(SENT)
    resident.get_by_label("Электронная почта для ответа").fill("resident@example.org")
    resident.get_by_role("checkbox").check()
    resident.get_by_role("button", name="Отправить").click()
    expect(resident.get_by_text("На вашу почту отправлено письмо")).to_be_visible()
    followed, report = resident.url, report_sent(city)

    resident.goto(f"{city.url}/open/confirm/{report.confirm_code}")
    resident.get_by_role("button", name="Подтвердить адрес").click()
    visit(moderator, f"{city.url}/publicity")
    choose(moderator, "Сообщения")
    row = moderator.locator(f".st-key-report_row_{report.id}")
    press(row, "Изменить…")
    type_into(moderator.get_by_role("dialog"), "Что не так", MENDED)
    press(moderator.get_by_role("dialog"), "Сохранить")
    press(row, "Принять и сразу опубликовать")

    resident.goto(followed)
    expect(resident.get_by_text("Принято: замечание №")).to_be_visible()
    resident.get_by_role("link", name="Открыть замечание").click()
    expect(resident.get_by_role("heading", level=1)).to_have_text(MENDED)
    assert resident.get_by_text("Крючков").count() == 0


def report_sent(server: Server) -> ResidentReport:
    """What the resident has sent, with the code that is in the letter."""
    database = server.open_database()
    with database.reading() as session:
        found = session.exec(select(ResidentReport).where(ResidentReport.text == SENT)).one()
        session.expunge(found)
    database.close()
    return found
