"""The city with open pages of the tests of what is public."""

from tests.services.public.conftest import city, session, store

__all__ = ["city", "session", "store"]
