"""What tests share: a fixed now, and a migrated, empty database of its own for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import create_engine
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from planner import i18n
from planner.database import Database, open_database
from planner.i18n import LANGUAGES
from planner.services.access import passwords
from tests.prepare.one_compiler import compiled_once
from tests.prepare.postgresql import Databases, running_postgresql
from tests.prepare.standing import needs_no_database_of_its_own
from tests.word_rules import Whole

settings.register_profile(
    "unhurried", deadline=None
)  # how long an example takes says more of the machine than of the rule
settings.load_profile("unhurried")


LONGEST_FIRST = {"test_story": 1, "test_every_screen": 1}
BROWSER = "tests/browser/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests go last: rules are proved first, and Playwright's event loop stays out of the other tests' way.

    Of them the longest files begin, so that no process waits for another in the end.
    """
    items.sort(key=lambda item: LONGEST_FIRST.get(item.path.stem, 2) if item.nodeid.startswith(BROWSER) else 0)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> "BrowserFilesTogether":
    """How tests are shared out where several processes run them."""
    config.option.loadscopereorder = False
    return BrowserFilesTogether(config, log)


class BrowserFilesTogether(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """The tests of one browser file stay in one process, with the one server they use; all others go wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(BROWSER) else nodeid


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """A statement that one test has compiled is ready for the next, which has a database of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("planner.database.create_engine", compiled_once(create_engine))
        yield


@pytest.fixture(scope="session", autouse=True)
def every_word_is_there() -> None:
    """A key that is put together while the product runs and that no catalogue holds fails its test."""
    for language in LANGUAGES:
        catalogue = i18n._catalogue(language)
        catalogue.add_fallback(Whole(catalogue))


@pytest.fixture
def now() -> datetime:
    """Monday, 23 November 2026, 09:00 in Blagoveshchensk (Asia/Yakutsk)."""
    return datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed by the same Argon2 in a hundredth of its time, for tests of what follows from right and wrong ones.

    What it costs, and what becomes of a crowd meanwhile, is shown by tests that go without.
    """
    quick = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)])
    monkeypatch.setattr(passwords, "_HASHER", quick)
    passwords._nobodys_hash.cache_clear()
    yield
    passwords._nobodys_hash.cache_clear()


@pytest.fixture
def database(request: pytest.FixtureRequest, database_url: str) -> Iterator[Database]:
    """A migrated, empty database; the test runs once on SQLite and once on PostgreSQL."""
    if needs_no_database_of_its_own(request.node):
        yield request.getfixturevalue(f"standing_{database_url.partition(':')[0].partition('+')[0]}")
        return
    database = open_database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The same on SQLite alone, for tests of what is no matter of SQL, locks or races."""
    database = open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'planner.db')}")
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, for tests that open it themselves."""
    if needs_no_database_of_its_own(request.node):
        standing: Database = request.getfixturevalue(f"standing_{request.param}")
        yield standing.engine.url.render_as_string(hide_password=False)
        return
    with _migrated_url(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def standing_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated, empty database for all tests that commit nothing (`tests/prepare/standing.py`)."""
    path = tmp_path_factory.mktemp("standing") / "planner.db"
    database = open_database(f"sqlite:///{shutil.copy(sqlite_template, path)}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def standing_postgresql(postgresql: Databases) -> Iterator[Database]:
    """The same on PostgreSQL."""
    with postgresql.migrated() as url:
        database = open_database(url)
        yield database
        database.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated, empty database on each of both for all tests of a file, which put back what they change."""
    with _migrated_url(request, tmp_path_factory.mktemp("module")) as url:
        database = open_database(url)
        yield database
        database.close()


@contextmanager
def _migrated_url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a migrated, empty database of the kind that the test is run with."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), folder / 'planner.db')}"
    else:
        databases: Databases = request.getfixturevalue("postgresql")
        with databases.migrated() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests of the migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
    else:
        databases: Databases = request.getfixturevalue("postgresql")
        with databases.blank() as url:
            yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    """A PostgreSQL server for this run, which has databases for tests."""
    with running_postgresql() as databases:
        yield databases


def _migrate(url: str) -> None:
    database = open_database(url)
    database.migrate()
    database.close()
