"""The first administrator of an empty server, signed in without the form, and a second one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from playwright.sync_api import Page
from sqlmodel import Session

from planner.config import SIGN_IN_COOKIE
from planner.domain.models import Person
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator, is_empty
from planner.services.access.sign_in import open_sign_in_for
from tests.browser.servers import Server


def let_in(page: Page, server: Server) -> None:
    """Signs the page in as the first administrator, who is made where there is none."""
    with changing(server) as session:
        if not is_empty(session):
            token = open_sign_in_for(session, session.get_one(Person, 1), now=datetime.now(UTC), device="Chromium")
        else:
            token = create_first_administrator(
                session,
                name="Ольга",
                email="olga@example.org",
                password_hash=hash_password("correct horse battery"),
                now=datetime.now(UTC),
            )
    _remember(page, server, token)


def let_in_as(page: Page, server: Server, person_id: int) -> None:
    """Signs the page in as somebody who is in the database."""
    with changing(server) as session:
        person = session.get_one(Person, person_id)
        token = open_sign_in_for(session, person, now=datetime.now(UTC), device="Chromium")
    _remember(page, server, token)


@contextmanager
def changing(server: Server) -> Iterator[Session]:
    """A transaction in the server's database."""
    database = server.open_database()
    with database.transaction() as session:
        yield session
    database.close()


def _remember(page: Page, server: Server, token: str) -> None:
    page.context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": server.url}])
