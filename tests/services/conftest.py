"""What tests of services share: one open transaction, and the town of control in it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from planner.database import Database
from tests.services.control_story import Town, make_town


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction in an empty database, for tests that need no second one."""
    with database.transaction() as session:
        yield session


@pytest.fixture
def town(session: Session) -> Town:
    """Oksana's road agency and everybody around its potholes."""
    return make_town(session)
