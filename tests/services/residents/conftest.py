"""A city that listens, on SQLite alone: what is proved here are rules, not SQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from planner.database import open_database
from planner.storage import FileStore, open_store
from tests.services.public_story import OpenScene
from tests.services.residents.resident_story import listening_scene


@pytest.fixture
def session(sqlite_template: Path, tmp_path: Path) -> Iterator[Session]:
    """A transaction in which everything of a test happens."""
    database = open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'planner.db')}")
    with database.transaction() as opened:
        yield opened
    database.close()


@pytest.fixture
def city(session: Session) -> OpenScene:
    """The people of the issue tests, Inna of the press office, and a city that takes reports."""
    return listening_scene(session)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """Where the pictures are."""
    return open_store(tmp_path / "files")
