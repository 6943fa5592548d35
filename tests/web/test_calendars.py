"""A tour as a calendar file: for whoever may see it, and for nobody else."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.models import Person, PersonRole, Tour
from planner.domain.words import Role, TourState
from planner.services.sign_in import open_sign_in_for


@pytest.fixture
def tokens(own_database: Database, now: datetime) -> dict[str, str]:
    """Olga plans; Boris is an official who leads nothing. Tour 1 is published, tour 2 a draft."""
    with own_database.transaction() as session:
        for title, state in (("Объезд; центр, берег", TourState.PUBLISHED), ("Тайный", TourState.DRAFT)):
            end = now + timedelta(hours=3)
            session.add(Tour(title=title, state=state, starts_at=now, ends_at=end, created_at=now))
        found = {}
        for name, role in (("Olga", Role.ORGANIZER), ("Boris", Role.OFFICIAL)):
            person = Person(name=name)
            session.add(person)
            session.flush()
            assert person.id is not None
            session.add(PersonRole(person_id=person.id, role=role))
            found[name] = open_sign_in_for(session, STRANGER, person, now=datetime.now(tz=now.tzinfo))
        return found


def get(site: TestClient, path: str, token: str | None) -> tuple[int, str, str]:
    site.cookies.clear()
    if token:
        site.cookies.set(SIGN_IN_COOKIE, token)
    answer = site.get(path)
    return answer.status_code, answer.headers.get("content-type", ""), answer.text


def test_calendar_file_names_the_tour_and_leads_back_to_its_plan(site: TestClient, tokens: dict[str, str]) -> None:
    status, kind, text = get(site, "/tour/1.ics", tokens["Boris"])

    assert (status, kind) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Объезд\\; центр\\, берег\r\n" in text
    assert "URL:http://testserver/tour?id=1\r\n" in text
    assert "DTSTART:20261123T000000Z\r\n" in text


def test_calendar_file_of_a_draft_is_for_planners_only(
    site: TestClient, tokens: dict[str, str], own_database: Database
) -> None:
    with own_database.reading() as session:
        assert session.exec(select(Tour).where(Tour.state == TourState.DRAFT)).one().id == 2

    statuses = [get(site, "/tour/2.ics", tokens.get(name))[0] for name in ("Olga", "Boris", "nobody")]

    assert statuses == [200, 404, 303]


def test_unknown_tour_has_no_calendar_file(site: TestClient, tokens: dict[str, str]) -> None:
    assert get(site, "/tour/99.ics", tokens["Olga"])[0] == 404
