"""What the tests of screens share: all of them, drawn on the demo city with marks in what was typed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from planner.database import the_database
from planner.storage import the_store
from tests.ui.drawn_screens import Screens, numbers_of
from tests.ui.marked_city import load_marked_city


@pytest.fixture(scope="module")
def screens(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    folder = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANNER_DATA", str(folder))
        patch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{folder / 'planner.db'}")
        (folder / "planner.db").write_bytes(sqlite_template.read_bytes())
        the_database.cache_clear()
        the_store.cache_clear()
        with the_database().transaction() as session:
            tokens = load_marked_city(session, the_store(), now=datetime.now(UTC))
            ids = numbers_of(session)
        made = Screens(tokens, ids)
        patch.setattr(ContextProxy, "cookies", property(lambda context: made.cookies))
        yield made
        the_database().close()
    the_database.cache_clear()
    the_store.cache_clear()
