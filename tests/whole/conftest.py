"""A site without screens for tests that ask every address: the one of `tests/web`."""

from tests.web.conftest import own_database, site

__all__ = ["own_database", "site"]
