"""What tests of proposals share: the city of the planning stories in an open transaction."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.services.plan_story import Story, write_story


@pytest.fixture
def story(session: Session, now: datetime) -> Story:
    """Olga, Oksana, Boris and their city."""
    return write_story(session, now)
