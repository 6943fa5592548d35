"""A database that stands for the whole run, for tests which do all they do in one transaction: it is taken back, and nothing was there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import text
from sqlmodel import Session

from planner.database import Database

_ANYTHING = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM person) OR EXISTS (SELECT 1 FROM issue) OR EXISTS (SELECT 1 FROM move)"
)


def needs_no_database_of_its_own(item: pytest.Item) -> bool:
    """Whether all that a test knows of the database is the fixture `session`: nobody then can commit, or look from outside."""
    given = item._fixtureinfo  # type: ignore[attr-defined]
    ours = {"database", "database_url", "session"}
    others = [each for name, found in given.name2fixturedefs.items() if name not in ours for each in found]
    session = given.name2fixturedefs.get("session", ())
    return (
        bool(session)
        and all({*each.argnames} == {"request", "database"} for each in session)
        and not {"database", "database_url"} & {*given.argnames, *(name for each in others for name in each.argnames)}
    )


class _TakenBack(Exception):
    pass


@contextmanager
def taken_back(database: Database) -> Iterator[Session]:
    """A transaction that is never committed, though all is written and checked as if it were; numbers begin with 1 in it."""
    with suppress(_TakenBack), database.transaction() as session:
        postgresql = database.engine.dialect.name == "postgresql"
        if postgresql:
            session.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
        assert session.execute(text(_ANYTHING)).first() is None, "an earlier test left something in the database"
        yield session
        transaction = session.get_transaction()
        if transaction is not None and transaction.is_active:
            session.flush()
            if postgresql:
                session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        raise _TakenBack
