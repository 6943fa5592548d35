"""A site without screens for tests that ask every address: the one of `tests/web`."""

from tests.web.conftest import one_by_one, own_database, site

__all__ = ["one_by_one", "own_database", "site"]
