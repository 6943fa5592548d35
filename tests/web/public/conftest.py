"""A city with open pages behind the front door, on SQLite alone, for tests of pages and not of SQL."""

import shutil
from pathlib import Path

import pytest

from planner.database import Database
from tests.services.public_story import OpenScene, open_scene
from tests.services.vote_story import set_mail_up


@pytest.fixture
def sqlite_only(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'planner.db')}"


@pytest.fixture
def open_town(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> OpenScene:
    """A city whose public pages are open, and that sends mails."""
    set_mail_up(monkeypatch)
    with own_database.transaction() as session:
        return open_scene(session)
