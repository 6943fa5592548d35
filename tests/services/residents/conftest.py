"""A city that listens, in the database of the tests of what is public."""

import pytest
from sqlmodel import Session

from tests.services.public.conftest import city_database, session, store
from tests.services.public_story import OpenScene
from tests.services.residents.resident_story import listening_scene

__all__ = ["city_database", "session", "store"]


@pytest.fixture
def city(session: Session) -> OpenScene:
    """The people of the issue tests, Inna of the press office, and a city that takes reports."""
    return listening_scene(session)
