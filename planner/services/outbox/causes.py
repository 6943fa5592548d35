"""Noting that something happened of which people may have to be told; the worker finds out later who they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlmodel import Session

from planner.domain.models import Cause
from planner.domain.notices import CauseKind

_QUIET = "nobody_is_told"


def note_cause(session: Session, kind: CauseKind, *, now: datetime, **about: Any) -> None:
    """Appends a cause in the caller's transaction, so that it is there if and only if what it tells of is.

    `about` must be JSON. Nothing is noted inside `quietly`.
    """
    if session.info.get(_QUIET):
        return
    session.add(Cause(kind=kind, about=about, at=now))
    session.flush()


@contextmanager
def quietly(session: Session) -> Iterator[None]:
    """Inside, nobody is told of what happens: a demo city or another system's history is loaded, nothing really happened."""
    before = session.info.get(_QUIET, False)
    session.info[_QUIET] = True
    try:
        yield
    finally:
        session.info[_QUIET] = before
