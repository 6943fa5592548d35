"""Backups by schedule: one each night, whichever process comes first, and the oldest ones go."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from planner.database import Database, disk_failure, hold_all
from planner.domain.actor import Actor
from planner.domain.errors import PlannerError
from planner.domain.models import BackupState
from planner.domain.permissions import Action, require
from planner.services.backup.backup import make_backup
from planner.services.city.city import get_city
from planner.storage import FileStore

NIGHT_HOUR = 3
"""On the city's clock; each night from then on the next one is due."""
AGAIN_AFTER = timedelta(hours=1)
"""A failed one is tried again after so long."""
LEASE = timedelta(minutes=10)
"""Who makes one says so at least this often; after a kill another process takes over."""
LATE_AFTER = timedelta(days=2)
_RENEW_AFTER = timedelta(minutes=1)
_OURS = re.compile(r"planner-\d{8}-\d{6}\.tar(\.part)?", re.ASCII)
_TOLD = {"app.error.full": "backup.error.full", "app.error.read_only": "backup.error.closed"}


@dataclass(frozen=True)
class BackupReport:
    """How the backups stand; `is_bad`: the last one failed, or the last whole one is older than two days or was never made."""

    done_at: datetime | None
    file: str
    file_bytes: int
    problem: str
    problem_values: dict[str, Any]
    is_bad: bool


def backup_report(session: Session, actor: Actor, *, now: datetime) -> BackupReport:
    """For the administrator's screen."""
    require(actor, Action.MANAGE_CITY)
    state = session.get(BackupState, 1) or BackupState()
    late = state.done_at is None or now - state.done_at > LATE_AFTER
    values = state.problem_values or {}
    return BackupReport(state.done_at, state.file, state.file_bytes, state.problem, values, late or state.problem != "")


def back_up_if_due(
    database: Database, actor: Actor, store: FileStore, folder: Path, *, kept: int, clock: Callable[[], datetime]
) -> bool:
    """Makes a backup in `folder` where one is due, and leaves the `kept` newest; whether it made one.

    What hinders it is noted for the administrator and raised. Safe with any number of processes: one of them makes it.
    """
    require(actor, Action.MANAGE_CITY)
    begun = clock()
    with database.transaction() as session:
        if not _claimed(session, now=begun):
            return False
    said = begun

    def go_on(step: str, done: int, total: int) -> None:
        nonlocal said
        if clock() - said >= _RENEW_AFTER:
            said = clock()
            with database.transaction() as session:
                _renew(session, now=said)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"planner-{begun:%Y%m%d-%H%M%S}.tar"
        make_backup(database, actor, store, path, now=begun, progress=go_on)
        size = path.stat().st_size
    except Exception as error:
        problem, values = _problem(error)
        with database.transaction() as session:
            _note_failure(session, problem=problem, values=values)
        raise
    with database.transaction() as session:
        _note_done(session, file=path.name, file_bytes=size)
    _remove_old(folder, kept, begun)
    return True


def _claimed(session: Session, *, now: datetime) -> bool:
    """Whether the caller is to make one now: it is due, and nobody else makes it. The claim holds for LEASE."""
    state = _held(session)
    if state.claimed_until is not None and state.claimed_until > now:
        return False
    was_cut_off = state.claimed_until is not None
    failed = state.problem != "" and state.begun_at is not None and now - state.begun_at >= AGAIN_AFTER
    night = _last_night(now, ZoneInfo(get_city(session).timezone))
    if not (was_cut_off or failed or state.begun_at is None or state.begun_at < night):
        return False
    state.begun_at, state.claimed_until = now, now + LEASE
    return True


def _renew(session: Session, *, now: datetime) -> None:
    """The one who makes it goes on."""
    _held(session).claimed_until = now + LEASE


def _note_done(session: Session, *, file: str, file_bytes: int) -> None:
    """The claimed one is whole."""
    state = _held(session)
    state.done_at, state.claimed_until = state.begun_at, None
    state.file, state.file_bytes = file, file_bytes
    state.problem, state.problem_values = "", None


def _note_failure(session: Session, *, problem: str, values: dict[str, Any]) -> None:
    """The claimed one was not made, and why."""
    state = _held(session)
    state.claimed_until, state.problem, state.problem_values = None, problem, values


def _held(session: Session) -> BackupState:
    hold_all(session, BackupState)
    state = session.get(BackupState, 1, populate_existing=True)
    if state is None:
        state = BackupState()
        session.add(state)
    return state


def _last_night(now: datetime, zone: ZoneInfo) -> datetime:
    here = now.astimezone(zone)
    night = here.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= here else night - timedelta(days=1)


def _problem(error: Exception) -> tuple[str, dict[str, Any]]:
    known = disk_failure(error) if isinstance(error, OSError) else error
    if isinstance(known, PlannerError):
        return _TOLD.get(known.key, known.key), {name: str(value) for name, value in known.values.items()}
    return "backup.error.other", {"reason": f"{type(error).__name__}: {error}"[:300]}


def _remove_old(folder: Path, kept: int, begun: datetime) -> None:
    """Names tell the order. Of others' files none is touched; one that was being written is old after a day."""
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))
    whole = [path for path in ours if path.suffix == ".tar"]
    yesterday = f"planner-{begun - timedelta(days=1):%Y%m%d-%H%M%S}"
    cut_off = [path for path in ours if path.suffix == ".part" and path.name < yesterday]
    for path in [*whole[:-kept], *cut_off]:
        path.unlink(missing_ok=True)
