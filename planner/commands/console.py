"""What hinders the program, as one line in the language of the console instead of a page of code."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from planner.config import settings
from planner.database import disk_failure
from planner.domain.errors import PlannerError
from planner.i18n import translator


def language_of_console() -> str:
    """Russian where the console is, else English."""
    return "ru" if os.environ.get("LANG", "").startswith("ru") else "en"


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Inside, settings, folders, a disk or a database that hinder end the program with one line and the exit code 1.

    Raises SystemExit with that line. Anything else is a mistake of the program and passes as it is.
    """
    try:
        settings()
    except ValueError as error:
        sys.exit(str(error))
    try:
        yield
    except PlannerError as error:
        sys.exit(_told(error))
    except OSError as error:
        failure = disk_failure(error)
        if failure is None:
            raise
        sys.exit(_told(failure))


def _told(error: PlannerError) -> str:
    """The database itself may be what cannot be asked: the city's zone and language are not."""
    what = error.key.removeprefix("app.error.")
    key = error.key if what == error.key else f"console.error.{what}"
    values = {
        "database": _shown_address(settings().database_url),
        "data": settings().data,
        "reason": "",
        **error.values,
    }
    values["path"] = values.get("path") or values["database"]
    return translator(language_of_console(), "UTC")(key, **values)


def _shown_address(url: str) -> str:
    """The address as people may read it: the path of SQLite's file, or the server without the password."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return ""
    return address.database or "" if address.get_backend_name() == "sqlite" else str(address)
