"""The command line, as a newcomer types it; what hinders it is one line, and the exit code 1."""

import ctypes
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.config import ROOT
from planner.database import Database, open_database
from planner.services.access.new_password import account_of_link
from planner.services.access.set_up import is_empty
from planner.services.city.extract import current_extract
from planner.services.field.sent import ms_of
from tests.prepare.command_line import run_command, type_command
from tests.services.access.way_in_story import make_olga
from tests.services.field.outbox_story import NOW, set_bus
from tests.towns.block_town import write_town

COMMANDS = (
    ("migrate",),
    ("serve",),
    ("demo",),
    ("new-password", "a@example.org"),
    ("import-city", "x.osm.pbf"),
    ("import-outbox", "x.zip"),
    ("address", "Ленина 12"),
)
"""Those that bring the tables up to date before anything else."""
_CAPABILITIES = 0x20080522
"""The version of the structures of capget(2)."""
_EVERYTHING = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return run_command(*words, variables=variables)


def migrated(folder: Path, template: Path) -> Database:
    """An up-to-date database in the folder."""
    folder.mkdir(exist_ok=True)
    return open_database(f"sqlite:///{shutil.copy(template, folder / 'planner.db')}")


def test_migrate_makes_an_empty_database_in_the_data_folder_and_does_it_twice(tmp_path: Path) -> None:
    folder = tmp_path / "new folder"

    answers = [type_command("migrate", variables={"PLANNER_DATA": str(folder)}) for _ in range(2)]

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

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "PORT must be a number from 1 to 65535, not 'eighty'\n"
    assert not (tmp_path / "var").exists()


def test_new_password_prints_a_link_for_who_signs_in_by_that_address(
    tmp_path: Path, sqlite_template: Path, now: datetime
) -> None:
    database = migrated(tmp_path, sqlite_template)
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
    assert answers[0].stdout.startswith("Карта города построена. Улиц: 11, домов с номерами: 39")
    assert "Это не карта в формате .osm.pbf" in answers[1].stderr
    assert answers[2].stderr == "Файла «nowhere.osm.pbf» нет.\n"
    extract = current_extract(data)
    assert extract is not None
    assert (extract.file_name, extract.file_bytes) == ("town.osm.pbf", town.stat().st_size)
    in_city = run("address", "г. Благовещенск, ул. Ленина, д. 12", "--json", PLANNER_DATA=str(data))
    first, *others = json.loads(in_city.stdout)
    assert (first["address"], first["precision"], len(others)) == ("улица Ленина, 12", "house", 3)


def test_address_in_a_file_needs_no_database_and_tells_another_town(tmp_path: Path) -> None:
    town, none = write_town(tmp_path / "town.osm.pbf"), tmp_path / "none"

    asked = ("Горького 7", "г. Хабаровск, ул. Горького, 6")
    answers = [
        run("address", text, "--extract", str(town), LANG="ru_RU.UTF-8", TMPDIR=str(tmp_path), PLANNER_DATA=str(none))
        for text in asked
    ]

    assert (answers[0].returncode, answers[1].returncode) == (0, 1)
    assert (
        answers[0]
        .stdout.splitlines()[0]
        .startswith("улица Горького, 6 · дома № 7 на карте нет, это ближайший, Благовещенск")
    )
    assert answers[1].stderr == "«Хабаровск» на карте этого города нет: здесь ищутся только его адреса.\n"
    assert not none.exists()


def test_revision_writes_the_next_migration_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "planner", tmp_path / "planner")
    models, versions = tmp_path / "planner/domain/models/city.py", tmp_path / "planner/migrations/versions"
    there = {path.name for path in versions.glob("*.py")}
    models.write_text(
        models.read_text().replace("    days: int = 30\n", "    days: int = 30\n    colour: str | None\n")
    )

    answers = [
        type_command("revision", "topics have a colour", root=tmp_path, variables={"PLANNER_DATA": "var"})
        for _ in range(2)
    ]

    name = f"{max(int(name[:4]) for name in there) + 1:04}_topics_have_a_colour.py"
    assert {path.name for path in versions.glob("*.py")} - there == {name}
    assert (versions / name).read_text().startswith('"""Topics have a colour."""\n')
    assert "batch_op.add_column(sa.Column('colour', sa.String(), nullable=True))" in (versions / name).read_text()
    assert [answer.returncode for answer in answers] == [0, 1]
    assert answers[0].stdout.splitlines()[-1] == f"Now read and format planner/migrations/versions/{name}"
    assert answers[1].stderr == "Nothing has changed in the models, so there is no migration to write.\n"


def test_backup_and_restore_bring_a_city_to_another_database(
    tmp_path: Path, sqlite_template: Path, now: datetime
) -> None:
    database = migrated(tmp_path / "here", sqlite_template)
    make_olga(database, now)
    database.close()
    here, there, file = (str(tmp_path / name) for name in ("here", "there", "city.tar"))

    answers = [
        run("backup", file, PLANNER_DATA=here, LANG="ru_RU.UTF-8"),
        run("restore", file, PLANNER_DATA=there, LANG="ru_RU.UTF-8"),
        run("restore", file, PLANNER_DATA=there, LANG="ru_RU.UTF-8"),
        run("restore", file, "--replace", PLANNER_DATA=there),
        run("backup", file, PLANNER_DATA=there),
        run("restore", str(tmp_path / "none.tar"), PLANNER_DATA=there),
        run("new-password", "olga@example.org", PLANNER_DATA=there),
    ]

    assert [answer.returncode for answer in answers] == [0, 0, 1, 0, 1, 1, 0]
    assert answers[0].stdout.startswith(f"Резервная копия записана: {file}, 0,1 МБ. Записей в базе: ")
    assert "хеши паролей" in answers[0].stdout
    assert answers[1].stdout.startswith(f"Восстановлено из {file}")
    assert answers[2].stderr.startswith("В базе данных уже есть записи. Чтобы заменить их все, добавьте --replace.")
    assert answers[4].stderr == f"There is a file {file} already. Give another name.\n"
    assert answers[5].stderr == f"There is no file {tmp_path / 'none.tar'}.\n"


def test_steps_of_the_manual_bring_a_city_back(tmp_path: Path, sqlite_template: Path, now: datetime) -> None:
    manual = (ROOT / "docs/deploy.md").read_text(encoding="utf-8").replace("/var/backups/planner", str(tmp_path))
    steps = [line.split()[3:] for line in manual.splitlines() if re.match(r" +\S+ -m planner (backup|restore)\b", line)]
    database = migrated(tmp_path / "old", sqlite_template)
    make_olga(database, now)
    database.close()

    answers = [
        run(*words, PLANNER_DATA=str(tmp_path / name)) for words, name in zip(steps, ("old", "new"), strict=True)
    ]

    assert [(answer.returncode, answer.stderr) for answer in answers] == [(0, "")] * 2
    restored = open_database(f"sqlite:///{tmp_path / 'new/planner.db'}")
    with restored.reading() as session:
        assert not is_empty(session)
    restored.close()


def test_backup_of_nothing_is_told(tmp_path: Path) -> None:
    said = told("backup", str(tmp_path / "a.tar"), PLANNER_DATA=str(tmp_path / "new"))

    assert said == "В базе данных ещё ничего нет: копировать нечего."
    assert not (tmp_path / "a.tar").exists()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def obey_the_rights() -> None:
    """Root writes everywhere; without these two capabilities it is refused what its rights do not allow."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, held = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, held)
    for at in range(3):  # what holds, what may, what is handed on
        held[at] &= ~_EVERYTHING
    if libc.capset(header, held):
        raise OSError(ctypes.get_errno(), "capset")


def told(*words: str, **variables: str) -> str:
    """The one line on the console, in Russian; nothing was printed before it, and no traceback."""
    variables = {"LANG": "ru_RU.UTF-8", "PORT": free_port(), **variables}
    answer = run_command(*words, variables=variables, before=obey_the_rights)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1), answer.stderr
    return answer.stderr.strip()


@pytest.fixture
def data(tmp_path: Path, sqlite_template: Path) -> Path:
    """A data folder with an up-to-date database."""
    migrated(tmp_path / "data", sqlite_template).close()
    return tmp_path / "data"


@pytest.fixture
def closed(data: Path) -> Iterator[Path]:
    """The same, closed for writing."""
    data.chmod(0o555)
    yield data
    data.chmod(0o755)


@pytest.mark.parametrize("word", ["migrate", "serve"])
def test_folder_that_is_closed_for_writing_is_told(closed: Path, word: str) -> None:
    said = told(word, PLANNER_DATA=str(closed))

    assert said.startswith(f"Нет права писать в {closed}")


def test_database_that_is_closed_for_writing_is_told(data: Path) -> None:
    (data / "planner.db").chmod(0o444)

    said = told("serve", PLANNER_DATA=str(data))

    assert said.startswith(f"Нет права писать в {data / 'planner.db'}.")


def test_folder_that_cannot_be_made_is_told(closed: Path) -> None:
    assert told("serve", PLANNER_DATA=str(closed / "new")).startswith(f"Нет права писать в {closed / 'new'}")


def test_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    said = [told("serve", PLANNER_DATA=str(tmp_path / name)) for name in ("data", "data/in")]

    assert [each.partition(" — ")[2][:10] for each in said] == ["не папка. ", "не папка. "]


@pytest.mark.parametrize("name", ["PLANNER_FILES", "PLANNER_BACKUPS"])
def test_other_folders_that_hinder_are_told(data: Path, tmp_path: Path, name: str) -> None:
    shut, no_folder = tmp_path / "shut", tmp_path / "file"
    shut.mkdir(mode=0o555)
    no_folder.write_text("")

    said = [told("serve", PLANNER_DATA=str(data), **{name: str(folder)}) for folder in (shut, no_folder)]

    assert said[0].startswith(f"Нет права писать в {shut}")
    assert said[1].startswith(f"{no_folder} — не папка.")


def test_file_in_place_of_the_databases_folder_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    said = told("serve", PLANNER_DATA=str(data), PLANNER_DATABASE_URL=f"sqlite:///{tmp_path}/file/x.db")

    assert said.startswith(f"{tmp_path / 'file'} — не папка.")


def test_database_that_another_program_holds_is_told_soon(data: Path) -> None:
    other = sqlite3.connect(data / "planner.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()

    said = told("serve", PLANNER_DATA=str(data))

    assert said.startswith(f"База данных {data / 'planner.db'} занята другой программой.")
    assert time.monotonic() - began < 9
    other.close()


@pytest.mark.parametrize("name", ["PLANNER_DATA", "PLANNER_FILES", "PLANNER_BACKUPS"])
def test_full_disk_is_told(data: Path, tmp_path: Path, name: str) -> None:
    full = tmp_path / "full"
    full.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(full)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made on this machine")
    try:
        said = told("serve", **{"PLANNER_DATA": str(data), name: str(full)})
    finally:
        subprocess.run(["umount", str(full)], check=True)

    assert said.startswith(f"На диске с папкой {full} кончилось место.")


def test_outbox_that_is_none_is_told_in_a_line(data: Path) -> None:
    (data / "x.zip").write_bytes(b"no archive")

    said = [told("import-outbox", str(data / name), PLANNER_DATA=str(data)) for name in ("x.zip", "none.zip", ".")]

    assert {each.partition(":")[0] for each in said} == {"Этот файл не читается"}


def test_outbox_is_taken_and_told(data: Path, tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{data / 'planner.db'}")
    bus = set_bus(database, data / "files")
    database.close()
    file = tmp_path / "outbox.zip"
    head = {"version": 1, "tour": "One", "tablet_now": ms_of(NOW), "items": [bus.report(), bus.report(category=999)]}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("outbox.json", json.dumps(head))

    answer = run("import-outbox", str(file), PLANNER_DATA=str(data), LANG="ru_RU.UTF-8")

    lines = answer.stdout.splitlines()
    assert (answer.returncode, lines[0]) == (1, "Объезд «One»: принята 1 запись.")
    assert [line.partition(" — ")[0] for line in lines[1:]] == ["Отказано"]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_database_of_a_newer_release_is_told(data: Path, words: tuple[str, ...]) -> None:
    with sqlite3.connect(data / "planner.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    said = told(*words, PLANNER_DATA=str(data))

    assert said.startswith(f"База данных {data / 'planner.db'} создана более новой версией программы (изменение 9999).")


def test_file_that_is_no_database_is_told(data: Path) -> None:
    for path in data.glob("planner.db*"):
        path.write_bytes(b"no database" * 1_000)

    said = told("serve", PLANNER_DATA=str(data))
    served = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"],
        cwd=ROOT,
        env={**os.environ, "LANG": "ru_RU.UTF-8", "PLANNER_DATA": str(data), "STREAMLIT_SERVER_PORT": free_port()},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert said.startswith(f"База данных {data / 'planner.db'} повреждена, или это не база данных.")
    assert (served.returncode, served.stdout, served.stderr.strip()) == (1, "", said)


def test_database_of_another_program_is_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "planner.db") as connection:
        connection.execute("CREATE TABLE city (id)")

    assert "Проверьте, что это база планировщика." in told("migrate", PLANNER_DATA=str(tmp_path))


@pytest.mark.parametrize("address", ["somewhere", "mysql://localhost/planner", "postgresql://localhost:port/planner"])
def test_address_of_no_database_is_told(tmp_path: Path, address: str) -> None:
    said = told("serve", PLANNER_DATA=str(tmp_path), PLANNER_DATABASE_URL=address)

    assert said.startswith("Адрес в PLANNER_DATABASE_URL не подходит.")


def test_server_of_the_database_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    address = f"postgresql://planner:secret@127.0.0.1:{free_port()}/planner"

    said = told("serve", PLANNER_DATA=str(tmp_path), PLANNER_DATABASE_URL=address)

    assert said.startswith("Нет связи с базой данных postgresql://planner:***@127.0.0.1")
    assert "secret" not in said


@pytest.mark.parametrize("words", [("serve",), ("demo",)], ids=" ".join)
def test_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        said = told(*words, PLANNER_DATA=str(tmp_path / "data"), PORT=port)

    assert said.startswith(f"Порт {port} занят другой программой.")
    assert not (tmp_path / "data").exists()


def test_object_store_without_a_bucket_is_told(tmp_path: Path) -> None:
    answer = run("serve", PLANNER_DATA=str(tmp_path), PLANNER_FILES="s3://key@host", PORT=free_port())

    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)


def test_serving_is_said_once_the_port_is_had(tmp_path: Path) -> None:
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "PLANNER_DATA": str(tmp_path), "PORT": port, "PYTHONUNBUFFERED": "1"}
    serve = [sys.executable, "-m", "planner", "serve"]
    with subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = next(line for line in server.stdout if line.startswith("Serving on"))

        with socket.create_connection(("localhost", int(port)), 5):
            server.kill()

    assert said == f"Serving on http://localhost:{port}\n"


def test_dry_run_of_an_import_tells_what_a_file_holds_whatever_the_settings_are(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes("sep=;\nназвание;широта;долгота\nДвор;50,26;127,53\nОстров;0;0\n".encode("cp1251"))

    told = run("import", "places", str(file), "--dry-run", "--json", PLANNER_DATABASE_URL="nonsense", PORT="x")

    answer = json.loads(told.stdout)
    assert (told.returncode, answer["refused"]) == (0, None)
    assert [(row["row"], row["name"], row["lat"], row["lon"], len(row["problems"])) for row in answer["rows"]] == [
        (2, "Двор", 50.26, 127.53, 0),
        (3, "Остров", 0.0, 0.0, 1),
    ]


def test_import_writes_what_is_right_and_says_what_is_not(tmp_path: Path) -> None:
    file, data = tmp_path / "places.csv", str(tmp_path / "data")
    file.write_text("name,lat,lon\nYard,50.26,127.53\nIsland,0,0\n")

    first, second = (run("import", "places", str(file), PLANNER_DATA=data, LANG="en") for _ in range(2))
    nothing = run("import", "places", str(tmp_path / "no.csv"), "--json", PLANNER_DATA=data, LANG="en")

    fault = "Row 3, Island: The coordinates are 0, 0: a zero stands for the point."
    assert first.stdout.splitlines() == [fault, "New: 1 row", "With a fault: 1 row", "1 row was written."]
    assert second.stdout.splitlines() == [fault, "Already here: 1 row", "With a fault: 1 row", "0 rows were written."]
    assert (nothing.returncode, json.loads(nothing.stdout)["rows"]) == (1, [])
