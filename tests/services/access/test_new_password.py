"""A new password: by a one-time link or one's own, and what it ends."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import CalendarLink, PasswordLink, Person, SignIn, TelegramChat, TrustedBrowser
from planner.domain.words import Role
from planner.services.access.new_password import (
    account_of_link,
    begin_own_password,
    finish_own_password,
    make_password_link,
    person_called,
    use_password_link,
)
from planner.services.access.password_sign_in import Opened
from planner.services.access.passwords import hash_password
from planner.services.access.people import archive_person, save_person
from planner.services.access.sign_in import find_actor, open_sign_in_for
from planner.services.tours.calendar_links import make_calendar_link
from tests.services.access.way_in_story import PASSWORD, make_olga, try_password

pytestmark = pytest.mark.usefixtures("quick_passwords")
NEW = "another long phrase"


@pytest.fixture
def olga(database: Database, now: datetime) -> Actor:
    token = make_olga(database, now)
    with database.reading() as session:
        return find_actor(session, token, now=now)


def make_oksana(database: Database, olga: Actor) -> int:
    with database.transaction() as session:
        return save_person(session, olga, name="Оксана", email="oksana@example.org", roles=[Role.CONTROLLER]).id or 0


def link_for(database: Database, olga: Actor, person_id: int, now: datetime) -> str:
    with database.transaction() as session:
        return make_password_link(session, olga, person_id, now=now)


def set_by_link(database: Database, token: str, now: datetime, password_hash: str = "hash") -> str:
    """What came of it: nothing, or the key of the reason."""
    try:
        with database.transaction() as session:
            use_password_link(session, token, password_hash, now=now)
    except PlannerError as error:
        return error.key
    return ""


def open_everything(database: Database, person_id: int, now: datetime) -> None:
    """A second sign-in, a trusted browser, a calendar address and a chat of a person."""
    with database.transaction() as session:
        person = session.get_one(Person, person_id)
        actor = find_actor(session, open_sign_in_for(session, person, now=now), now=now)
        session.add(TrustedBrowser(token_hash="browser", person_id=person_id, expires_at=now + timedelta(days=9)))
        session.add(TelegramChat(person_id=person_id, chat_id=77))
        make_calendar_link(session, actor, now=now)


def what_is_open(session: Session, person_id: int) -> dict[str, int]:
    return {
        table.__name__: len(session.exec(select(table).where(col(table.person_id) == person_id)).all())
        for table in ENDED
    }


ENDED = (SignIn, TrustedBrowser, CalendarLink, TelegramChat, PasswordLink)
NOTHING = {table.__name__: 0 for table in ENDED}
OPENING_NOTHING = {
    "notice": "its key says what it is about, and is no secret",
    "participant": "the link of an invitation opens the answer to it, and is made and revoked by who invites",
    "mailchoice": "what stands in each mail ends the mails, and nothing else",
}
"""Tables with a person and a secret that stay when the password is a new one, and why."""


def test_link_sets_a_password_once(database: Database, olga: Actor, now: datetime) -> None:
    token = link_for(database, olga, make_oksana(database, olga), now)
    with database.reading() as session:
        account = account_of_link(session, token, now=now)

    answers = [set_by_link(database, token, now, hash_password(NEW)) for _ in range(2)]

    assert (account.name, account.email) == ("Оксана", "oksana@example.org")
    assert answers == ["", "set_password.error.link"]
    assert isinstance(try_password(database, now, NEW, email="oksana@example.org"), Opened)


def test_link_ends_after_seven_days_and_with_the_next_one(database: Database, olga: Actor, now: datetime) -> None:
    oksana = make_oksana(database, olga)
    replaced, token = link_for(database, olga, oksana, now), link_for(database, olga, oksana, now)

    answers = [
        set_by_link(database, replaced, now),
        set_by_link(database, token, now + timedelta(days=7)),
        set_by_link(database, "unknown", now),
        set_by_link(database, token, now + timedelta(days=7) - timedelta(seconds=1)),
    ]

    assert answers == [*["set_password.error.link"] * 3, ""]


def test_eight_who_use_a_link_at_once_set_one_password(database: Database, olga: Actor, now: datetime) -> None:
    token = link_for(database, olga, make_oksana(database, olga), now)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: set_by_link(database, token, now, f"hash {number}"), range(8)))

    assert sorted(answers) == ["", *["set_password.error.link"] * 7]


def test_eight_links_made_at_once_leave_one(database: Database, olga: Actor, now: datetime) -> None:
    oksana = make_oksana(database, olga)

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda _: link_for(database, olga, oksana, now), range(8)))

    assert sorted(set_by_link(database, token, now) for token in tokens) == ["", *["set_password.error.link"] * 7]


def test_password_by_link_ends_all_that_the_old_one_opened(database: Database, olga: Actor, now: datetime) -> None:
    olga_id = olga.person_id or 0
    open_everything(database, olga_id, now)
    token = link_for(database, olga, olga_id, now)
    with database.reading() as session:
        before = what_is_open(session, olga_id)

    set_by_link(database, token, now)

    assert before == {"SignIn": 2, "TrustedBrowser": 1, "CalendarLink": 1, "TelegramChat": 1, "PasswordLink": 1}
    with database.reading() as session:
        assert what_is_open(session, olga_id) == NOTHING


def test_old_password_works_until_the_link_is_used(database: Database, olga: Actor, now: datetime) -> None:
    link_for(database, olga, olga.person_id or 0, now)

    assert isinstance(try_password(database, now), Opened)


def test_only_who_manages_people_makes_links_and_only_for_an_address(
    database: Database, olga: Actor, now: datetime
) -> None:
    with database.transaction() as session:
        nameless = save_person(session, olga, name="Пётр").id or 0

    with database.transaction() as session:
        with pytest.raises(NotAllowed):
            make_password_link(session, STRANGER, olga.person_id or 0, now=now)
        with pytest.raises(NotAllowed):
            person_called(session, STRANGER, "olga@example.org")
        with pytest.raises(Conflict):
            make_password_link(session, olga, nameless, now=now)
        with pytest.raises(NotFound):
            make_password_link(session, olga, 99, now=now)
        with pytest.raises(NotFound):
            person_called(session, olga, "nobody@example.org")
        assert person_called(session, olga, " OLGA@example.org") == olga.person_id


def test_link_of_an_archived_person_is_none(database: Database, olga: Actor, now: datetime) -> None:
    oksana = make_oksana(database, olga)
    open_everything(database, oksana, now)
    token = link_for(database, olga, oksana, now)
    with database.transaction() as session:
        archive_person(session, olga, oksana)

    assert set_by_link(database, token, now) == "set_password.error.link"
    with database.reading() as session:
        assert what_is_open(session, oksana) == NOTHING


def test_own_new_password_ends_all_that_the_old_one_opened(database: Database, olga: Actor, now: datetime) -> None:
    open_everything(database, olga.person_id or 0, now)
    with database.transaction() as session:
        account = begin_own_password(session, olga, now=now)

    with database.transaction() as session:
        finish_own_password(session, olga, account, hash_password(NEW), now=now)

    with database.reading() as session:
        assert what_is_open(session, olga.person_id or 0) == NOTHING
    assert try_password(database, now, PASSWORD) is None
    assert isinstance(try_password(database, now, NEW), Opened)


def test_own_new_password_needs_the_old_one_of_the_moment(database: Database, olga: Actor, now: datetime) -> None:
    with database.transaction() as session:
        account = begin_own_password(session, olga, now=now)
    set_by_link(database, link_for(database, olga, olga.person_id or 0, now), now, "by link")

    with pytest.raises(Conflict), database.transaction() as session:
        finish_own_password(session, olga, account, "late", now=now)

    with database.reading() as session:
        assert session.get_one(Person, olga.person_id).password_hash == "by link"


def test_guesses_at_the_old_password_are_slowed(database: Database, olga: Actor, now: datetime) -> None:
    for _ in range(5):
        with database.transaction() as session:
            begin_own_password(session, olga, now=now)

    with pytest.raises(Invalid) as slowed, database.transaction() as session:
        begin_own_password(session, olga, now=now)

    assert (slowed.value.key, slowed.value.field) == ("sign_in.error.slowed", "old")


def test_changes_after_the_right_password_are_never_slowed(database: Database, olga: Actor, now: datetime) -> None:
    for number in range(12):
        with database.transaction() as session:
            account = begin_own_password(session, olga, now=now)
        with database.transaction() as session:
            finish_own_password(session, olga, account, f"hash {number}", now=now)

    with database.reading() as session:
        assert session.get_one(Person, olga.person_id).password_hash == "hash 11"


def test_every_secret_of_a_person_ends_with_the_password() -> None:
    secret = re.compile(r"token|secret|code|hash|chat|key")
    tables = {
        name: {column.name for column in table.columns if secret.search(column.name)}
        for name, table in SQLModel.metadata.tables.items()
        if "person_id" in table.columns
    }
    held = {name for name, columns in tables.items() if columns}

    assert held - {table.__name__.lower() for table in ENDED} == set(OPENING_NOTHING)


def test_stranger_and_others_change_no_password(database: Database, olga: Actor, now: datetime) -> None:
    with database.transaction() as session:
        account = begin_own_password(session, olga, now=now)
        with pytest.raises(NotAllowed):
            begin_own_password(session, STRANGER, now=now)
        with pytest.raises(NotAllowed):
            finish_own_password(session, Actor(name="Борис", person_id=99), account, "hash", now=now)
