"""What the tests of screens share: all of them, drawn on the demo city with marks in what was typed."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy

from planner.database import open_database, the_database
from planner.storage import open_store, the_store
from tests.prepare.alone import alone, folder_of_the_run
from tests.ui.drawn_screens import Screens, numbers_of
from tests.ui.marked_city import load_marked_city

TOKENS = "tokens.json"


@pytest.fixture(scope="session")
def marked_city(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the marked city and a sign-in for each role, to be copied: loaded once for all processes of a run."""
    folder = folder_of_the_run(tmp_path_factory) / "marked"
    with alone(folder.with_suffix(".lock")):
        if not (folder / TOKENS).exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(sqlite_template, folder / "planner.db")
            database = open_database(f"sqlite:///{folder / 'planner.db'}")
            with database.transaction() as session:
                tokens = load_marked_city(session, open_store(folder / "files"), now=datetime.now(UTC))
            database.close()
            (folder / TOKENS).write_text(json.dumps(tokens), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def screens(marked_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    folder = tmp_path_factory.mktemp("marked")
    shutil.copy(marked_city / "planner.db", folder)
    shutil.copytree(marked_city / "files", folder / "files", copy_function=os.link)  # photos are never rewritten
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANNER_DATA", str(folder))
        patch.setenv("PLANNER_DEMO_STREETS", "0")
        patch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{folder / 'planner.db'}")
        the_database.cache_clear()
        the_store.cache_clear()
        with the_database().reading() as session:
            ids = numbers_of(session)
        made = Screens(json.loads((marked_city / TOKENS).read_text(encoding="utf-8")), ids)
        patch.setattr(ContextProxy, "cookies", property(lambda context: made.cookies))
        yield made
        the_database().close()
    the_database.cache_clear()
    the_store.cache_clear()
