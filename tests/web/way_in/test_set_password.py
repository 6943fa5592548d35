"""The page behind the link to set a password: looked at often, used once, kept from others."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Person
from planner.domain.words import Role
from planner.services.access.new_password import make_password_link
from tests.web.way_in.steps import set_up

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = {"password": "синий забор у реки", "repeat": "синий забор у реки"}
KEEPER = Actor("Артём", frozenset({Role.ADMIN}))


@pytest.fixture
def link(site: TestClient, own_database: Database) -> str:
    """The path of Olga's link; nobody is signed in."""
    set_up(site)
    site.cookies.clear()
    with own_database.transaction() as session:
        olga = session.exec(select(Person.id)).one()
        return f"/set-password/{make_password_link(session, KEEPER, olga or 0, now=datetime.now(UTC))}"


def test_link_sets_the_password_and_signs_in(site: TestClient, link: str) -> None:
    form = [site.get(link) for _ in range(2)][-1]
    answer = site.post(link, data=NEW)

    assert (form.status_code, "Ольга Сергеевна, придумайте пароль" in form.text) == (200, True)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert site.get("/tours").text == "a screen"


def test_used_link_is_dead(site: TestClient, link: str) -> None:
    site.post(link, data=NEW)
    site.cookies.clear()

    answers = [site.get(link), site.post(link, data=NEW), site.get("/set-password/guessed")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "Ссылка уже использована или устарела." in answers[0].text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({**NEW, "repeat": "синий забор"}, "Пароли не совпали."),
        ({"password": "короткий", "repeat": "короткий"}, "Пароль слишком короткий"),
        ({"password": "СергеевнаОльга", "repeat": "СергеевнаОльга"}, "Такой пароль легко угадать"),
    ],
)
def test_password_that_will_not_do_uses_no_link_up(
    site: TestClient, link: str, given: dict[str, str], sentence: str
) -> None:
    refused = site.post(link, data=given)

    assert (refused.status_code, sentence in refused.text) == (400, True)
    assert site.post(link, data=NEW).status_code == 303


def test_page_is_kept_nowhere_and_its_address_told_to_nobody(site: TestClient, link: str) -> None:
    for answer in (site.get(link), site.post(link, data={})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"


def test_other_site_cannot_set_the_password(site: TestClient, link: str) -> None:
    assert site.post(link, data=NEW, headers={"Origin": "https://evil.example"}).status_code == 403
