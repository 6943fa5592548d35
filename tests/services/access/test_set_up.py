"""The first administrator: one, however many come at once, and the code that the console prints."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlmodel import func, select

from planner.database import Database
from planner.domain.errors import Conflict
from planner.domain.models import Person, PersonRole
from planner.domain.words import Role
from planner.services.access.set_up import create_first_administrator, is_set_up_code, make_set_up_code
from planner.services.access.sign_in import find_actor
from tests.services.access.way_in_story import make_olga


def test_first_administrator_is_signed_in_and_the_only_one(database: Database, now: datetime) -> None:
    token = make_olga(database, now)

    with database.reading() as session:
        olga = find_actor(session, token, now=now)
    assert (olga.name, olga.roles) == ("Ольга", frozenset({Role.ADMIN, Role.ORGANIZER}))
    with pytest.raises(Conflict):
        make_olga(database, now)


def test_eight_first_administrators_at_once_are_one(database: Database, now: datetime) -> None:
    def come(number: int) -> str | None:
        try:
            with database.transaction() as session:
                return create_first_administrator(
                    session, name="Ольга", email=f"{number}@example.org", password_hash="hash", now=now
                )
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(come, range(8)))

    assert tokens.count(None) == 7
    with database.reading() as session:
        counts = [session.exec(select(func.count()).select_from(table)).one() for table in (Person, PersonRole)]
    assert counts == [1, 2]


def test_last_code_counts_until_there_is_an_administrator(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        older, code = make_set_up_code(session) or "", make_set_up_code(session) or ""
    with database.reading() as session:
        before = [is_set_up_code(session, each) for each in (older, code, f" {code.upper()} ", "")]
    make_olga(database, now)

    with database.transaction() as session:
        after = (is_set_up_code(session, code), make_set_up_code(session))

    assert before == [False, True, True, False]
    assert after == (False, None)
