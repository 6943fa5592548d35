"""The city with open pages of the tests of what is public."""

from tests.services.public.conftest import city, city_database, session, store

__all__ = ["city", "city_database", "session", "store"]
