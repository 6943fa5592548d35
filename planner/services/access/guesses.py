"""How often a secret was tried in vain: counters by account, network and browser that hold however many try at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from planner.domain.models import GuessCount

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


def count_try(session: Session, limits: Mapping[str, int], *, now: datetime) -> int:
    """Counts a try under each key before it is known whether it is right; 0, or the seconds to wait, and nothing counted.

    `limits` gives for each key how many tries are free; every one after that doubles the wait, from 30 s up to 15 minutes.
    An hour of silence forgets all. To be committed at once, so that those who try in parallel see it: what is right is
    taken back with `forgive`.
    """
    rows = [_locked(session, key, now) for key in sorted(limits)]
    for row in rows:
        _correct(row, now)
    if wait_s := _longest_wait(rows, now):
        return wait_s
    for row in rows:
        row.tries, row.last_at = row.tries + 1, now
        beyond = row.tries - limits[row.key]
        row.slowed_until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10)) if beyond >= 0 else None
    session.flush()
    return 0


def wait_of(session: Session, limits: Iterable[str], *, now: datetime) -> int:
    """As `count_try`, but counts nothing and locks nothing: the seconds to wait, 0 for none."""
    rows = session.exec(select(GuessCount).where(col(GuessCount.key).in_(limits))).all()
    return _longest_wait([row for row in rows if not (_is_ahead(row, now) or _is_forgotten(row, now))], now)


def forgive(
    session: Session, *, whole: Iterable[str] = (), one: Mapping[str, int] | None = None, now: datetime
) -> None:
    """Forgets all tries under the keys `whole`, and one under each of `one` (with the limits that it was counted by).

    Counters that have been silent for an hour go with them.
    """
    free = one or {}
    for key in sorted({*whole, *free}):
        row = _locked(session, key, now)
        row.tries = max(row.tries - 1, 0) if key in free else 0
        if row.tries < free.get(key, 1):
            row.slowed_until = None
    session.flush()
    silent = select(GuessCount.key).where(col(GuessCount.last_at) < now - FORGOTTEN_AFTER)
    session.exec(delete(GuessCount).where(col(GuessCount.key).in_(silent.with_for_update(skip_locked=True))))


def _locked(session: Session, key: str, now: datetime) -> GuessCount:
    """The counter of a key, made if there is none; nobody else changes it before this transaction ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = insert(GuessCount).values(key=key, tries=0, last_at=now)
    held = made.on_conflict_do_update(index_elements=["key"], set_={"tries": col(GuessCount.tries)})
    row: GuessCount = session.scalars(held.returning(GuessCount), execution_options={"populate_existing": True}).one()
    return row


def _longest_wait(rows: Iterable[GuessCount], now: datetime) -> int:
    wait = max((row.slowed_until - now for row in rows if row.slowed_until), default=timedelta(0))
    return int(wait.total_seconds()) + 1 if wait > timedelta(0) else 0


def _is_ahead(row: GuessCount, now: datetime) -> bool:
    """Whether it would wait longer than anybody has to: a clock that went ahead has set it."""
    return row.slowed_until is not None and row.slowed_until > now + LONGEST_WAIT


def _is_forgotten(row: GuessCount, now: datetime) -> bool:
    return now - row.last_at > FORGOTTEN_AFTER


def _correct(row: GuessCount, now: datetime) -> None:
    """Forgets what is old, and a wait longer than there is any."""
    if _is_ahead(row, now):
        row.slowed_until = None
    if _is_forgotten(row, now):
        row.tries, row.slowed_until = 0, None
