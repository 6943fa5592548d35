"""The city with open pages, for the tests of what the press office makes people be told."""

from tests.services.public.conftest import city, city_database, session, store

__all__ = ["city", "city_database", "session", "store"]
