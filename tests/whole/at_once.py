"""Doing things at once: the first is done and held open until all others wait for it, so that each run is the same race."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlmodel import Session, text

from planner.database import Database
from planner.domain.errors import PlannerError

Write = Callable[[Session], Any]
PATIENCE_S = 20.0
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def at_once(database: Database, *writes: Write) -> list[Any]:
    """What each write gave back, or the rule's no, each in a transaction of its own.

    The first one commits when every other one waits for it or is done. What is no rule's no goes up.
    """
    with ThreadPoolExecutor(len(writes)) as pool:
        with database.transaction() as session:
            first = writes[0](session)
            session.flush()
            others = [pool.submit(_written, database, write) for write in writes[1:]]
            _wait_until_all_wait(database, others)
        return [first, *(other.result() for other in others)]


def _written(database: Database, write: Write) -> Any:
    try:
        with database.transaction() as session:
            return write(session)
    except PlannerError as error:
        return error


def _wait_until_all_wait(database: Database, others: list[Future[Any]]) -> None:
    until = time.monotonic() + PATIENCE_S
    while sum(not other.done() for other in others) > _waiting(database):
        if time.monotonic() > until:
            raise AssertionError("the others neither wait nor end")
        time.sleep(0.01)


def _waiting(database: Database) -> int:
    if database._turn is not None:
        return database._turn.waiting
    with database.engine.connect() as connection:
        return int(connection.execute(_WAITING).scalar_one())
