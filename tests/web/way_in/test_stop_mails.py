"""The link of a mail that ends the mails: asked first, done by one POST, from mail programs too."""

from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import MailChoice, Person
from planner.domain.models.types import id_of
from planner.services.notices.letters import mail_choice


def a_token(database: Database) -> str:
    with database.transaction() as session:
        person = Person(name="Oksana")
        session.add(person)
        session.flush()
        return mail_choice(session, id_of(person)).token


def wanted(database: Database) -> bool:
    with database.reading() as session:
        return session.get_one(MailChoice, 1).wanted


def test_opening_the_link_asks_and_changes_nothing(site: TestClient, own_database: Database) -> None:
    token = a_token(own_database)

    answer = site.get(f"/mail/stop/{token}")

    assert (answer.status_code, answer.text.count("Больше не присылать"), wanted(own_database)) == (200, 2, True)
    assert (answer.headers["X-Robots-Tag"], answer.headers["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")


def test_one_post_of_a_mail_program_ends_the_mails(site: TestClient, own_database: Database) -> None:
    token = a_token(own_database)
    site.headers.pop("Origin")  # a mail program does not say where it comes from

    answer = site.post(f"/mail/stop/{token}", data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.text.count("Писем больше не будет"), wanted(own_database)) == (200, 1, False)


def test_unknown_link_says_where_to_go(site: TestClient, own_database: Database) -> None:
    answers = [site.get("/mail/stop/x"), site.post("/mail/stop/x")]

    assert [(each.status_code, each.text.count("больше не действует")) for each in answers] == [(404, 1)] * 2
