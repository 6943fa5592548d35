"""Backups by schedule: each night one, by one process, and whoever keeps the city is told how they stand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import NotAllowed
from planner.domain.models import BackupState
from planner.services.backup.schedule import LEASE, BackupReport, back_up_if_due, backup_report
from planner.storage import FolderStore
from tests.services.control_story import make_town

EVENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""18:00 in the city, nine hours before the next night."""
HOUR = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "disk/backups"


def back_up(database: Database, folder: Path, at: datetime, kept: int = 7) -> bool:
    store = FolderStore(folder.parent.parent / "files")
    return back_up_if_due(database, KEEPER, store, folder, kept=kept, clock=lambda: at)


def report(database: Database, at: datetime) -> BackupReport:
    with database.reading() as session:
        return backup_report(session, KEEPER, now=at)


def test_one_is_made_at_once_and_then_each_night(database: Database, folder: Path) -> None:
    made = [back_up(database, folder, EVENING + hour * HOUR) for hour in range(50)]

    assert [hour for hour, was_made in enumerate(made) if was_made] == [0, 9, 33]
    assert len(list(folder.iterdir())) == 3


def test_oldest_ones_go_and_others_files_stay(database: Database, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("notes.txt", "planner-20260101-000000.tar.part", "planner-mine.tar"):
        (folder / name).write_text("")

    for day in range(5):
        back_up(database, folder, EVENING + timedelta(days=day), kept=2)

    days = [f"planner-{EVENING + timedelta(days=day):%Y%m%d-%H%M%S}.tar" for day in (3, 4)]
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", *days, "planner-mine.tar"]


def test_of_several_processes_one_makes_it(database: Database, folder: Path) -> None:
    together = Barrier(4)

    def make(_: int) -> bool:
        together.wait(10)
        return back_up(database, folder, EVENING)

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make, range(4)))

    assert sorted(made) == [False, False, False, True]
    assert len(list(folder.iterdir())) == 1


def test_after_a_kill_another_one_takes_over(database: Database, folder: Path) -> None:
    with database.transaction() as session:
        session.add(BackupState(begun_at=EVENING, claimed_until=EVENING + LEASE))

    soon, later = (back_up(database, folder, EVENING + wait * LEASE) for wait in (0.9, 1))

    assert (soon, later) == (False, True)


def test_failure_is_told_with_its_reason_and_tried_again_after_an_hour(database: Database, folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file is in the way")

    with pytest.raises(OSError, match="exists"):
        back_up(database, folder, EVENING)
    failed = report(database, EVENING)
    folder.unlink()
    soon, later = (back_up(database, folder, EVENING + wait * HOUR) for wait in (0.5, 1))

    assert (failed.is_bad, failed.problem, failed.done_at) == (True, "backup.error.other", None)
    assert failed.problem_values["reason"].startswith("FileExistsError")
    assert (soon, later) == (False, True)
    mended = report(database, EVENING + HOUR)
    assert (mended.is_bad, mended.problem, mended.done_at) == (False, "", EVENING + HOUR)


def test_one_that_is_older_than_two_days_is_bad(database: Database, folder: Path) -> None:
    none = report(database, EVENING)
    back_up(database, folder, EVENING)

    ages = [report(database, EVENING + timedelta(hours=hours)).is_bad for hours in (0, 48, 49)]

    assert (none.is_bad, ages) == (True, [False, False, True])
    assert report(database, EVENING).file_bytes > 0


def test_how_they_stand_is_for_administrators(database: Database, folder: Path) -> None:
    with database.transaction() as session:
        town = make_town(session)

    with pytest.raises(NotAllowed), database.reading() as session:
        backup_report(session, town.olga, now=EVENING)
    with pytest.raises(NotAllowed):
        back_up_if_due(database, town.olga, FolderStore(folder), folder, kept=1, clock=lambda: EVENING)
