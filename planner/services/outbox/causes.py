"""Noting that something happened of which people may have to be told; the worker finds out later who they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from planner.domain.models import Cause
from planner.domain.models.types import id_of
from planner.domain.notices import CauseKind

_QUIET, _HELD = "nobody_is_told", "told_later"


@dataclass(frozen=True)
class _Held:
    until: datetime
    causes: list[int] = field(default_factory=list)


def note_cause(session: Session, kind: CauseKind, *, now: datetime, **about: Any) -> None:
    """Appends a cause in the caller's transaction, so that it is there if and only if what it tells of is.

    `about` must be JSON. Nothing is noted inside `quietly`.
    """
    if session.info.get(_QUIET):
        return
    held: _Held | None = session.info.get(_HELD)
    cause = Cause(kind=kind, about=about, at=now, held_until=held.until if held else None)
    session.add(cause)
    session.flush()
    if held:
        held.causes.append(id_of(cause))


def is_held_back(session: Session) -> bool:
    """Whether this is `held_back`: then each step has its cause, by which it can be taken back."""
    return session.info.get(_HELD) is not None


@contextmanager
def quietly(session: Session) -> Iterator[None]:
    """Inside, nobody is told of what happens: a demo city or another system's history is loaded, nothing really happened."""
    before = session.info.get(_QUIET, False)
    session.info[_QUIET] = True
    try:
        yield
    finally:
        session.info[_QUIET] = before


@contextmanager
def held_back(session: Session, *, until: datetime) -> Iterator[list[int]]:
    """Inside, what happens is told from that moment on only; the numbers of its causes come into the list that is given."""
    before = session.info.get(_HELD)
    held = session.info[_HELD] = _Held(until)
    try:
        yield held.causes
    finally:
        session.info[_HELD] = before
