"""The page behind an invitation's link: looking answers nothing, one POST does, and codes are not to be guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Participant, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, TourState
from planner.services.guests.answer_links import FREE_GUESSES

CODE = "abcdefgh23456789"


@pytest.fixture
def code(own_database: Database) -> str:
    """Ivanova is invited to a published tour with one stop tomorrow."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    with own_database.transaction() as session:
        tour = Tour(
            title="Объезд <дворов>", state=TourState.PUBLISHED, starts_at=start, ends_at=start, created_at=start
        )
        tour.ends_at, tour.start_name = start + timedelta(hours=2), "Ленина, 133"
        session.add(tour)
        session.flush()
        session.add(Stop(tour_id=id_of(tour), position=1, name="Двор", address="Мира, 5", lat=50.26, lon=127.53))
        session.add(Participant(tour_id=id_of(tour), name="Иванова Анна", invited_at=start, answer_code=CODE))
    return CODE


def the_answer(database: Database, name: str = "Иванова Анна") -> Answer:
    with database.reading() as session:
        return session.exec(select(Participant).where(Participant.name == name)).one().answer


def test_page_shows_the_programme_and_answers_nothing(site: TestClient, own_database: Database, code: str) -> None:
    page = site.get(f"/answer/{code}")

    assert [page.text.count(each) for each in ("Объезд &lt;дворов&gt;", "Двор, Мира, 5", "Ждём вашего ответа")] == [
        2,
        1,
        1,
    ]
    assert (page.status_code, page.headers["X-Robots-Tag"], page.headers["Referrer-Policy"]) == (
        200,
        "noindex, nofollow",
        "same-origin",
    )
    assert the_answer(own_database) is Answer.INVITED


def test_buttons_answer_and_change_the_answer(site: TestClient, own_database: Database, code: str) -> None:
    said = []
    for given in ({"answer": "yes"}, {"answer": "no"}, {"answer": "delegated", "delegate_name": "Сидоров"}):
        led = site.post(f"/answer/{code}", data=given)
        page = site.get(led.headers["location"])
        said.append((led.status_code, page.text.partition('role="status">')[2].partition("<")[0]))

    assert said == [
        (303, "Ваш ответ записан: вы приедете, место за вами."),
        (303, "Ваш ответ записан: вы не приедете."),
        (303, "Ваш ответ записан: вместо вас приедет Сидоров."),
    ]
    assert the_answer(own_database, "Сидоров") is Answer.YES


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"answer": "delegated"}, "Имя"),
        ({"answer": "delegated", "delegate_name": "Сидоров", "delegate_phone": "12"}, "телефон"),
        ({"answer": "delegated", "delegate_name": "Сидоров", "delegate_email": "почта"}, "почт"),
        ({"answer": "waiting"}, "Выберите ответ"),
        ({"answer": "maybe"}, "Выберите ответ"),
        ({}, "Выберите ответ"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_typed_is_lost(
    site: TestClient, own_database: Database, code: str, given: dict[str, str], sentence: str
) -> None:
    page = site.post(f"/answer/{code}", data=given)

    problem = page.text.partition('class="problem"')[2].partition("</p>")[0]
    assert (page.status_code, sentence.lower() in problem.lower()) == (400, True)
    assert page.text.count('value="Сидоров"') == ("delegate_name" in given)
    assert the_answer(own_database) is Answer.INVITED


def test_page_is_english_where_it_is_asked_for(site: TestClient, code: str) -> None:
    site.get("/language/en", params={"next": f"/answer/{code}"})

    page = site.get(f"/answer/{code}")

    assert page.text.count("We are waiting for your answer.") == 1


def test_calendar_has_the_programme_and_the_way_back(site: TestClient, code: str) -> None:
    answer = site.get(f"/answer/{code}/tour.ics")

    text = answer.text.replace("\r\n ", "")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert [text.count(each) for each in ("BEGIN:VEVENT", "Двор", f"/answer/{code}", "Иванова Анна")] == [1, 1, 1, 1]


def test_answer_from_another_site_is_refused(site: TestClient, own_database: Database, code: str) -> None:
    page = site.post(f"/answer/{code}", data={"answer": "yes"}, headers={"Origin": "https://evil.example"})

    assert (page.status_code, the_answer(own_database)) == (403, Answer.INVITED)


def test_cancelled_tour_takes_no_answer_and_says_why(site: TestClient, own_database: Database, code: str) -> None:
    with own_database.transaction() as session:
        tour = session.exec(select(Tour)).one()
        tour.state, tour.cancel_reason = TourState.CANCELLED, "Метель"

    page = site.get(f"/answer/{code}")
    answer = site.post(f"/answer/{code}", data={"answer": "yes"})

    assert (page.status_code, page.text.count("Выезд отменён. Метель"), page.text.count("<form")) == (200, 1, 0)
    assert (answer.status_code, the_answer(own_database)) == (409, Answer.INVITED)


def test_guessing_is_slowed_for_good_codes_too(site: TestClient, code: str) -> None:
    wrong = [site.get(f"/answer/wrong{number}").status_code for number in range(FREE_GUESSES)]

    late = [site.get(f"/answer/{code}"), site.post(f"/answer/{code}", data={"answer": "yes"})]

    assert (set(wrong), [each.status_code for each in late]) == ({404}, [429, 429])
