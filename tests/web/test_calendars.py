"""A tour as a calendar file: for whoever may see it, and for nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session, select
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Person, PersonRole, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Role, TourState
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.services.guests.invitations import invite_person
from planner.services.tours.calendar_links import make_calendar_link, revoke_calendar_link
from tests.services.control_story import DUE, an_instruction, an_issue, make_town


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
            session.add(PersonRole(person_id=id_of(person), role=role))
            found[name] = open_sign_in_for(session, person, now=datetime.now(tz=now.tzinfo))
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


@pytest.fixture
def address(own_database: Database, tokens: dict[str, str], now: datetime) -> str:
    """The address of Boris's calendar."""
    with own_database.transaction() as session:
        boris = find_actor(session, tokens["Boris"], now=datetime.now(UTC))
        return f"/calendar/{make_calendar_link(session, boris, now=now)}.ics"


def summaries(body: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")]


def recent(session: Session) -> None:
    """Moves the tours to today, by the clock that the door reads."""
    for tour in session.exec(select(Tour)).all():
        tour.starts_at, tour.ends_at = datetime.now(UTC), datetime.now(UTC) + timedelta(hours=3)


def test_secret_address_needs_no_sign_in_and_holds_what_its_owner_may_see(
    site: TestClient, address: str, own_database: Database
) -> None:
    with own_database.transaction() as session:
        recent(session)
    site.cookies.clear()

    answer = site.get(address, headers={"Accept": "*/*"})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert summaries(answer.content) == ["Объезд; центр, берег"]
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "set-cookie" not in answer.headers


def test_secret_address_does_not_look_at_who_is_signed_in(
    site: TestClient, address: str, tokens: dict[str, str], own_database: Database
) -> None:
    with own_database.transaction() as session:
        recent(session)
    site.cookies.set(SIGN_IN_COOKIE, tokens["Olga"])

    assert summaries(site.get(address).content) == ["Объезд; центр, берег"]


def test_calendar_that_is_known_is_not_sent_again_until_a_tour_changes(
    site: TestClient, address: str, own_database: Database
) -> None:
    with own_database.transaction() as session:
        recent(session)
    first = site.get(address)
    asked = {"If-None-Match": f'"other", {first.headers["etag"]}'}

    again = site.get(address, headers=asked)
    with own_database.transaction() as session:
        session.exec(select(Tour).where(Tour.id == 1)).one().title = "Объезд берега"
    changed = site.get(address, headers=asked)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (changed.status_code, summaries(changed.content)) == (200, ["Объезд берега"])
    assert changed.headers["etag"] != first.headers["etag"]


def test_revoked_address_is_not_found(
    site: TestClient, address: str, tokens: dict[str, str], own_database: Database
) -> None:
    assert site.get(address).status_code == 200
    with own_database.transaction() as session:
        revoke_calendar_link(session, find_actor(session, tokens["Boris"], now=datetime.now(UTC)))

    assert [site.get(path).status_code for path in (address, "/calendar/guess.ics", "/calendar/.ics")] == [
        404,
        404,
        404,
    ]


def test_own_invitation_is_a_file_for_the_invited_and_for_those_who_invite(
    site: TestClient, tokens: dict[str, str], own_database: Database, now: datetime
) -> None:
    with own_database.transaction() as session:
        olga, boris = (find_actor(session, tokens[name], now=datetime.now(UTC)) for name in ("Olga", "Boris"))
        oksana = Person(name="Oksana")
        session.add(oksana)
        session.flush()
        session.add(PersonRole(person_id=id_of(oksana), role=Role.OFFICIAL))
        other = open_sign_in_for(session, oksana, now=datetime.now(UTC))
        invite_person(session, olga, 1, boris.person_id or 0, now=now)

    statuses = [get(site, "/invitation/1.ics", token)[0] for token in (tokens["Boris"], tokens["Olga"], other, None)]
    _, _, text = get(site, "/invitation/1.ics", tokens["Boris"])

    assert statuses == [200, 200, 403, 303]
    assert "PARTSTAT=NEEDS-ACTION" in text
    assert "URL:http://testserver/invitations?tour=1\r\n" in text


def test_personal_calendar_has_the_dates_of_ones_agencys_work(
    site: TestClient, own_database: Database, now: datetime
) -> None:
    with own_database.transaction() as session:
        town = make_town(session)
        given = an_instruction(session, town, an_issue(session, town, address="Зейская, 1"), text="Заделать; яму")
        token = make_calendar_link(session, town.oksana, now=now)
        uid, issue_id = given.uid, given.issue_id

    status, _, first = get(site, f"/calendar/{token}.ics", None)
    _, _, second = get(site, f"/calendar/{token}.ics", None)

    (entry,) = Calendar.from_ical(first).walk("VEVENT")
    assert (status, first == second) == (200, True)
    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "URL", "TRANSP")} == {
        "UID": f"instruction-{uid}@planner",
        "SUMMARY": f"Срок: замечание № {issue_id}. Заделать; яму",
        "DESCRIPTION": "Зейская, 1\nЗаделать; яму",
        "URL": f"http://testserver/issue?id={issue_id}",
        "TRANSP": "TRANSPARENT",
    }
    assert [entry.decoded(name) for name in ("DTSTART", "DTEND")] == [DUE, DUE + timedelta(days=1)]
