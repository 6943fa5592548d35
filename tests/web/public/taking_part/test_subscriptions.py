"""Subscribing over plain HTTP, and ending it from a mail."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Mail, Subscriber
from tests.services.issue_story import NOW
from tests.services.public_story import OpenScene
from tests.services.vote_story import follow


@pytest.fixture
def database_url(sqlite_only: str) -> str:
    """Pages are no matter of SQL."""
    return sqlite_only


def followers(database: Database) -> list[str]:
    """The addresses that are kept."""
    with database.reading() as session:
        return list(session.exec(select(Subscriber.address)))


def test_resident_follows_a_topic_by_a_letter(site: TestClient, own_database: Database, open_town: OpenScene) -> None:
    topic = open_town.scene.town.potholes
    form = {"topic": str(topic), "email": "anna@city.example", "consent": "1"}

    filled_in = site.get(f"/open/subscribe?topic={topic}")
    sent = site.post("/open/subscribe?lang=en", data=form)
    with own_database.reading() as session:
        way = "/open" + session.exec(select(Mail)).one().letter["parts"][0]["link"].partition("/open")[2]
    pages = [site.get(way), site.get(way), site.post(way), site.get(way)]

    assert (f'value="{topic}" selected' in filled_in.text, sent.status_code) == (True, 200)
    assert ["<form" in page.text for page in pages] == [True, True, False, False]
    assert {page.headers["cache-control"] for page in pages} == {"no-store"}


def test_what_is_wrong_is_said_beside_each_field_and_nothing_typed_is_lost(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    empty = site.post("/open/subscribe", data={})
    wrong = site.post("/open/subscribe", data={"district": "99", "email": "anna@city.example", "consent": "1"})

    assert [re.findall(r'id="problem-(\w+)"', page.text) for page in (empty, wrong)] == [
        ["email", "consent"],
        ["district"],
    ]
    assert ('value="anna@city.example"' in wrong.text, followers(own_database)) == (True, [])


def test_program_that_fills_in_every_field_gets_no_letter(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    form = {"email": "anna@city.example", "consent": "1", "website": "x"}

    answer = site.post("/open/subscribe", data=form)

    assert (answer.status_code, followers(own_database)) == (200, [])


def test_mail_program_ends_all_with_one_click_without_saying_where_it_comes_from(
    site: TestClient, own_database: Database, open_town: OpenScene
) -> None:
    with own_database.transaction() as session:
        follow(session, "anna@city.example", now=NOW)
        token = session.exec(select(Subscriber.token)).one()
    site.headers.pop("Origin")

    looked = site.get(f"/open/subscribe/end/{token}")
    kept = followers(own_database)
    ended = site.post(f"/open/subscribe/end/{token}", data={"List-Unsubscribe": "One-Click"})
    foreign = site.post("/open/subscribe", data={"email": "a@city.example"})

    assert (looked.status_code, kept) == (200, ["anna@city.example"])
    assert (ended.status_code, followers(own_database), foreign.status_code) == (200, [], 403)


def test_link_that_nobody_has_says_so(site: TestClient, open_town: OpenScene) -> None:
    ways = ("/open/subscribe/confirm/none", "/open/subscribe/end/none")

    assert [site.get(way).status_code for way in ways] == [404, 404]
