"""The one import that may run: a lock that ends with its process, how far it is, and the wish to cancel."""

import fcntl
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from planner.domain.errors import Conflict, PlannerError
from planner.services.city.extract import city_folder

_REPORT_EVERY_S = 0.3


class ImportStatus(StrEnum):
    """How the last import stands."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class ImportState:
    """What a screen shows: how far the import is, in which step, and why it failed (the key of a sentence, its values)."""

    status: ImportStatus = ImportStatus.NONE
    share: float = 0.0
    step: str = ""
    file_name: str = ""
    started_at: datetime | None = None
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class Cancelled(PlannerError):
    """Somebody wished the import to end."""


class ImportLock:
    """Held while an import runs; the system lets go of it when the process ends, however it ends.

    `inherited` is the descriptor of a lock that the process which started this one has taken. Raises Conflict where another
    import holds the lock.
    """

    def __init__(self, data: Path, *, inherited: int | None = None) -> None:
        folder = city_folder(data)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "import.lock"
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644) if inherited is None else inherited
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.descriptor)
            raise Conflict("city_import.error.running") from None

    def close(self) -> None:
        """Lets go, unless a child process holds it on."""
        os.close(self.descriptor)


def is_running(data: Path) -> bool:
    """Whether some process imports just now."""
    if not (city_folder(data) / "import.lock").exists():
        return False
    try:
        ImportLock(data).close()
    except Conflict:
        return True
    return False


class ImportProgress:
    """Writes down how far the import is, from the moment it is made, and notices the wish to cancel.

    Called by the process that holds the lock.
    """

    def __init__(self, data: Path, *, file_name: str, now: datetime) -> None:
        self._data = data
        self._file_name, self._started_at = file_name, now
        self._reported_at = 0.0
        self._write(ImportState(ImportStatus.RUNNING))

    def report(self, step: str, share: float) -> None:
        """Notes a step and its share of the whole; raises Cancelled if somebody wished so. May be called very often."""
        moment = time.monotonic()
        if moment - self._reported_at < _REPORT_EVERY_S:
            return
        self._reported_at = moment
        if _wish(self._data).exists():
            raise Cancelled("city_import.cancelled")
        self._write(ImportState(ImportStatus.RUNNING, share, step))

    def end(self, status: ImportStatus, error: PlannerError | None = None) -> None:
        """Notes how it ended."""
        reason, values = (error.key, dict(error.values)) if error else ("", {})
        self._write(ImportState(status, 1.0, reason=reason, values=values))
        _wish(self._data).unlink(missing_ok=True)

    def _write(self, state: ImportState) -> None:
        written = asdict(state) | {"file_name": self._file_name, "started_at": self._started_at.isoformat()}
        path = _state_file(self._data)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(written, ensure_ascii=False, default=str), encoding="utf-8")
        os.replace(fresh, path)


def read_state(data: Path) -> ImportState:
    """How the last import stands; one whose process is gone without a word was interrupted."""
    try:
        written = json.loads(_state_file(data).read_text(encoding="utf-8"))
        state = ImportState(
            **{
                **written,
                "status": ImportStatus(written["status"]),
                "started_at": datetime.fromisoformat(written["started_at"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ImportState()
    if state.status is ImportStatus.RUNNING and not is_running(data):
        return ImportState(ImportStatus.INTERRUPTED, state.share, "", state.file_name, state.started_at)
    return state


def wish_to_cancel(data: Path) -> None:
    """Asks the running import to end; it does within a few seconds."""
    _wish(data).touch()


def forget_wish(data: Path) -> None:
    """Before a new import begins."""
    _wish(data).unlink(missing_ok=True)


def _state_file(data: Path) -> Path:
    return city_folder(data) / "import.json"


def _wish(data: Path) -> Path:
    return city_folder(data) / "cancel"
