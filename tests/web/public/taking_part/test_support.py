"""«Я тоже это вижу»: one voice for each browser, few for a network, none about what is closed or not public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Issue, Support
from planner.domain.models.types import id_of
from planner.domain.words import IssueState
from planner.services.residents.support import VOICES_IN_A_ROW, VOICES_OF_NETWORK, support_publicly
from tests.services.public_story import OpenScene, log, publish
from tests.services.residents.resident_story import listening_scene


@pytest.fixture
def city(own_database: Database) -> OpenScene:
    with own_database.transaction() as session:
        return listening_scene(session)


@pytest.fixture
def number(own_database: Database, city: OpenScene) -> int:
    with own_database.transaction() as session:
        issue = log(session, city.scene)
        publish(session, city, issue)
        return id_of(issue)


def voices(database: Database, number: int) -> tuple[int, int]:
    with database.reading() as session:
        rows = session.exec(select(Support).where(Support.issue_id == number)).all()
        return len(rows), session.get_one(Issue, number).supporters


def test_browser_has_one_voice_and_the_page_counts_it(site: TestClient, own_database: Database, number: int) -> None:
    address = f"/open/issues/{number}/support"

    looked = voices(own_database, number) if site.get(address).status_code == 200 else None
    first, again = site.post(address), site.post(address)

    assert (looked, voices(own_database, number)) == ((0, 0), (1, 1))
    assert ["голос учтён" in first.text, "уже учтён" in again.text] == [True, True]
    cookie = first.headers["set-cookie"]
    assert all(part in cookie for part in ("planner_reader=", "HttpOnly", "SameSite=lax", "Path=/open"))


def test_who_throws_the_cookie_away_has_few_voices_all_the_same(
    site: TestClient, own_database: Database, number: int
) -> None:
    for _ in range(VOICES_OF_NETWORK + 4):
        site.cookies.clear()
        site.post(f"/open/issues/{number}/support")

    assert voices(own_database, number) == (VOICES_OF_NETWORK, VOICES_OF_NETWORK)


def test_who_goes_on_and_on_has_to_wait(site: TestClient, own_database: Database, number: int) -> None:
    answers = [site.post(f"/open/issues/{number}/support").status_code for _ in range(VOICES_IN_A_ROW + 1)]

    assert answers == [200] * VOICES_IN_A_ROW + [429]


def test_closed_and_unknown_issues_take_no_voice(
    site: TestClient, own_database: Database, city: OpenScene, number: int
) -> None:
    with own_database.transaction() as session:
        hidden = id_of(log(session, city.scene))
        session.get_one(Issue, number).state = IssueState.CLOSED

    answers = [site.post(f"/open/issues/{each}/support").status_code for each in (number, hidden, 999)]

    assert (answers, voices(own_database, number), voices(own_database, hidden)) == ([409, 404, 404], (0, 0), (0, 0))


def test_voices_that_come_at_once_are_counted_each_once(own_database: Database, number: int) -> None:
    def say(turn: int) -> None:
        with own_database.transaction() as session:
            about = {"browser": f"browser {turn % 3}", "network": f"network {turn % 3}"}
            support_publicly(session, number, **about, now=datetime.now(UTC))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say, range(9)))

    assert voices(own_database, number) == (3, 3)
