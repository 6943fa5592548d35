"""The command line, as a newcomer types it."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.config import ROOT
from planner.database import open_database
from planner.services.access.new_password import account_of_link
from planner.services.access.set_up import is_empty
from planner.services.city.extract import current_extract
from tests.services.access.way_in_story import make_olga
from tests.towns.block_town import write_town


def run(*words: str, root: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    command = [sys.executable, "-m", "planner", *words]
    return subprocess.run(
        command, cwd=root, env={**environment, **variables}, capture_output=True, text=True, timeout=120, check=False
    )


def test_migrate_makes_an_empty_database_in_the_data_folder_and_does_it_twice(tmp_path: Path) -> None:
    folder = tmp_path / "new folder"

    answers = [run("migrate", PLANNER_DATA=str(folder)) for _ in range(2)]

    assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, ""), (0, "")]
    database = open_database(f"sqlite:///{folder / 'planner.db'}")
    with database.reading() as session:
        assert is_empty(session)
    database.close()


@pytest.mark.parametrize("words", [(), ("dance",), ("serve", "--port")])
def test_unknown_words_are_answered_with_the_usage(words: tuple[str, ...]) -> None:
    answer = run(*words)

    assert answer.returncode == 2
    assert answer.stderr.startswith("usage: python -m planner")


def test_port_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    answer = run("serve", PLANNER_DATA=str(tmp_path / "var"), PORT="eighty")

    assert answer.returncode != 0
    assert "PORT must be a number from 1 to 65535, not 'eighty'" in answer.stderr
    assert not (tmp_path / "var").exists()


def test_new_password_prints_a_link_for_who_signs_in_by_that_address(tmp_path: Path, now: datetime) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'planner.db'}")
    database.migrate()
    make_olga(database, now)
    public = "https://tours.example.org/"

    answers = [
        run("new-password", "Olga@example.org", PLANNER_DATA=str(tmp_path), PORT="8600"),
        run("new-password", "olga@example.org", PLANNER_DATA=str(tmp_path), PLANNER_PUBLIC_URL=public),
        run("new-password", "nobody@example.org", PLANNER_DATA=str(tmp_path), LANG="ru_RU.UTF-8"),
    ]

    paths = [answer.stdout.strip().partition("/set-password/") for answer in answers]
    assert [answer.returncode for answer in answers] == [0, 0, 1]
    assert [path[0] for path in paths] == ["http://localhost:8600", "https://tours.example.org", ""]
    assert answers[2].stderr == "Никто не входит по адресу nobody@example.org.\n"
    with database.reading() as session:
        assert account_of_link(session, paths[1][2], now=datetime.now(UTC)).name == "Ольга"
    database.close()


def test_import_city_says_what_it_built_and_what_is_in_the_way(tmp_path: Path) -> None:
    town, data = write_town(tmp_path / "town.osm.pbf"), tmp_path / "var"
    (tmp_path / "bad.osm.pbf").write_bytes(b"no map")

    files = ("town.osm.pbf", "bad.osm.pbf", "nowhere.osm.pbf")
    answers = [run("import-city", str(tmp_path / name), PLANNER_DATA=str(data), LANG="ru_RU.UTF-8") for name in files]

    assert [answer.returncode for answer in answers] == [0, 1, 1]
    assert answers[0].stdout.startswith("Карта города построена. Улиц: 11, домов с номерами: 38")
    assert "Это не карта в формате .osm.pbf" in answers[1].stderr
    assert answers[2].stderr == "Файла «nowhere.osm.pbf» нет.\n"
    extract = current_extract(data)
    assert extract is not None
    assert (extract.file_name, extract.file_bytes) == ("town.osm.pbf", town.stat().st_size)


def test_revision_writes_the_next_migration_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "planner", tmp_path / "planner")
    models, versions = tmp_path / "planner/domain/models/city.py", tmp_path / "planner/migrations/versions"
    there = {path.name for path in versions.glob("*.py")}
    models.write_text(
        models.read_text().replace("    days: int = 30\n", "    days: int = 30\n    colour: str | None\n")
    )

    answers = [run("revision", "topics have a colour", root=tmp_path, PLANNER_DATA="var") for _ in range(2)]

    name = f"{len(there) + 1:04}_topics_have_a_colour.py"
    assert {path.name for path in versions.glob("*.py")} - there == {name}
    assert (versions / name).read_text().startswith('"""Topics have a colour."""\n')
    assert "batch_op.add_column(sa.Column('colour', sa.String(), nullable=True))" in (versions / name).read_text()
    assert [answer.returncode for answer in answers] == [0, 1]
    assert answers[0].stdout.splitlines()[-1] == f"Now read and format planner/migrations/versions/{name}"
    assert answers[1].stderr == "Nothing has changed in the models, so there is no migration to write.\n"
