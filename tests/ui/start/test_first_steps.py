"""The demo city is offered on a wholly untouched installation alone, and asks before it loads."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from planner.database import the_database
from planner.domain.models import City
from planner.i18n import translator
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.storage import the_store
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


@pytest.fixture
def screens(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screens]:
    """The screens of an installation in which nobody has done anything but set it up."""
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path))
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'planner.db'}")
    (tmp_path / "planner.db").write_bytes(sqlite_template.read_bytes())
    the_database.cache_clear()
    the_store.cache_clear()
    hashed = hash_password("long enough phrase")
    with the_database().transaction() as session:
        token = create_first_administrator(
            session, name="Артём", email="first@example.org", password_hash=hashed, now=datetime.now(UTC)
        )
    made = Screens({"admin": token}, {})
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda context: made.cookies))
    yield made
    the_database().close()
    the_database.cache_clear()
    the_store.cache_clear()


def test_demo_city_asks_before_it_loads(screens: Screens) -> None:
    screen = screens.draw("start.py", "admin", {}, {})

    press(screen, T("first.load_demo"))

    assert T("first.ask") in [each.value for each in screen.markdown]
    assert T("first.load") in [each.label for each in screen.button]
    with the_database().reading() as session:
        assert session.get(City, 1) is None


def test_demo_city_is_not_offered_where_a_city_was_named(screens: Screens) -> None:
    with the_database().transaction() as session:
        session.add(City(id=1, name="Приморск"))

    screen = screens.draw("start.py", "admin", {}, {})

    assert [each.label for each in screen.button if each.label == T("first.load_demo")] == []
    assert T("first.title") in [each.value for each in screen.header]


def test_demo_city_is_loaded_once_that_was_confirmed(screens: Screens) -> None:
    screen = screens.draw("start.py", "admin", {}, {})
    press(screen, T("first.load_demo"))
    next(button for button in screen.button if button.label == T("first.load")).click()

    screen.run(timeout=300)

    assert [each.label for each in screen.button if each.label == T("first.load")] == []
    with the_database().reading() as session:
        assert session.get_one(City, 1).name != ""
