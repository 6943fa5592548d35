"""The command line: python -m planner serve | migrate | demo | new-password | import | import-city | import-outbox |
backup | restore | compile | address | revision."""

import argparse
import errno
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_module

from planner import links
from planner.commands.bring_in import bring_in, tell_file
from planner.commands.console import language_of_console, told_in_a_line
from planner.commands.find_address import find_in_city, find_in_file
from planner.commands.take_outbox import take_outbox
from planner.config import ROOT, VARIABLES, settings
from planner.database import open_database, the_database
from planner.demo import demo_links, load_demo
from planner.domain.actor import KEEPER
from planner.domain.errors import PlannerError, Unavailable
from planner.i18n import Translator, translator
from planner.render.reading.names import KINDS
from planner.routing.optimiser.optimise import compile_optimiser
from planner.services.access.new_password import make_password_link, person_called
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator, is_empty, make_set_up_code
from planner.services.access.sign_in import find_actor
from planner.services.backup.backup import About, make_backup
from planner.services.backup.restore import restore_backup
from planner.services.city.city import get_city, take_view
from planner.services.city.demo_streets import start_demo_streets
from planner.services.city.extract_import import plan_city_import, run_city_import
from planner.services.city.import_job import Cancelled, ImportLock
from planner.storage import is_s3_address, the_store

_DEMO_DATA = "data/demo-var"
_AT_START_S = 2.0
"""So long the start waits for a database that another program holds."""
_TRIED_BYTES = 65_536
"""So much is written to see whether there is room: an empty file finds some on a full disk, too."""


def main(arguments: Sequence[str]) -> None:
    """Does what the words ask for; `--help` lists them. What hinders it is one line, with the exit code 1."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "import" and chosen.dry_run:
        sys.exit(tell_file(chosen, language_of_console()))
    if chosen.command == "demo":
        os.environ.setdefault("PLANNER_DATA", _DEMO_DATA)
        os.environ["PLANNER_DEMO_LINKS"] = "1"
    with told_in_a_line():
        _run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m planner", description="The planner for improvement bus tours")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("serve", help=f"bring the database up to date and serve on PORT (default {VARIABLES['PORT']})")
    commands.add_parser("demo", help="the same with a demo city in a folder of its own, and one sign-in link per role")
    forgotten = commands.add_parser("new-password", help="print a one-time link where a person sets a new password")
    forgotten.add_argument("mail", metavar="MAIL", help="the address that this person signs in by")
    importing = commands.add_parser("import-city", help="read a street extract: base map, address search, travel times")
    importing.add_argument("file", type=Path, metavar="FILE.osm.pbf")
    importing.add_argument("--name", default="", help=argparse.SUPPRESS)
    importing.add_argument("--lock", type=int, help=argparse.SUPPRESS)
    files = commands.add_parser(
        "import", help="bring in a file of places, facilities, districts, agencies, people or issues"
    )
    files.add_argument("kind", choices=KINDS, metavar="KIND", help=" | ".join(KINDS))
    files.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, GeoJSON, KML or GPX")
    files.add_argument("--dry-run", action="store_true", help="only tell what the file holds; needs no database")
    files.add_argument("--json", action="store_true", help="tell it as JSON")
    files.add_argument("--swap", action="store_true", help="latitude and longitude are the other way round in all rows")
    files.add_argument("--doubtful", action="store_true", help="bring in rows that are in doubt, too")
    files.add_argument("--topic", default="", help="for issues: the topic of rows that name none")
    files.add_argument("--layer", default="", help="for facilities: the layer to which they belong, by its name")
    outbox = commands.add_parser("import-outbox", help="take what a tablet on the bus has saved as a file, once")
    outbox.add_argument("file", type=Path, metavar="FILE.zip")
    backup = commands.add_parser("backup", help="write the database and the photos into one file; the server may go on")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = commands.add_parser("restore", help="bring back what such a file holds; stop the server before")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="throw away what the database holds now")
    commands.add_parser("compile", help="compile the optimiser ahead of the first search (serving does it beside)")
    address = commands.add_parser(
        "address", help="find an address as the search of the screens does, the best answer first"
    )
    address.add_argument("text", metavar="TEXT", help='such as "ул. Ленина, 12"')
    address.add_argument("--extract", type=Path, metavar="FILE.osm.pbf", help="search this file, not the city's map")
    address.add_argument("--json", action="store_true", help="for programs: a list of address, precision, lat, lon")
    revision = commands.add_parser("revision", help="for developers: write the migration that the changed models need")
    revision.add_argument("message", help='what changes, such as "Tours have a colour"')
    return parser


def _run(chosen: argparse.Namespace) -> None:
    if chosen.command == "compile":
        compile_optimiser()
        return
    if chosen.command == "address" and chosen.extract:
        sys.exit(
            find_in_file(translator(language_of_console(), "UTC"), chosen.text, chosen.extract, as_json=chosen.json)
        )
    serves = chosen.command in ("serve", "demo")
    if serves:
        _check_port(settings().port)
    _check_folders(backups=settings().backups if serves else None)
    if chosen.command == "backup":
        _back_up(chosen.file)
        return
    if chosen.command == "restore":
        _restore(chosen.file, replace=chosen.replace)
        return
    if serves or chosen.command == "migrate":
        _check_database()
    else:
        the_database().migrate()
    if chosen.command == "demo":
        _prepare_demo()
    if chosen.command == "import-city":
        sys.exit(_import_city(chosen.file, chosen.name, chosen.lock))
    if chosen.command == "import":
        sys.exit(bring_in(chosen, _translator()))
    if chosen.command == "import-outbox":
        sys.exit(take_outbox(_translator(), chosen.file))
    if chosen.command == "address":
        sys.exit(find_in_city(translator(language_of_console(), "UTC"), chosen.text, as_json=chosen.json))
    if chosen.command == "new-password":
        sys.exit(_print_password_link(chosen.mail))
    if chosen.command == "revision":
        sys.exit(_write_migration(chosen.message))
    if serves:
        _serve()


def _check_port(port: int) -> None:
    """Takes the port for a moment: before anything is made, and before anybody is told to come there."""
    both = socket.has_dualstack_ipv6()
    try:
        socket.create_server(
            ("", port), family=socket.AF_INET6 if both else socket.AF_INET, dualstack_ipv6=both
        ).close()
    except OSError as error:
        denied = error.errno == errno.EACCES
        raise Unavailable("console.error.port_denied" if denied else "console.error.port_taken", port=port) from error


def _check_folders(*, backups: Path | None) -> None:
    """Writes and takes away a file where data, files and backups are kept."""
    try:
        the_store()
    except ValueError as error:  # an address of an object store that lacks a part
        sys.exit(str(error))
    except (NotADirectoryError, FileExistsError) as error:
        raise Unavailable("console.error.no_folder", path=error.filename) from error
    files = None if is_s3_address(settings().files_url) else Path(settings().files_url)
    for folder in (settings().data, files, backups):
        if folder is not None:
            _check_folder(folder)


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as tried:
            tried.write(b"\0" * _TRIED_BYTES)
            tried.flush()
            os.fsync(tried.fileno())
    except (NotADirectoryError, FileExistsError) as error:
        raise Unavailable("console.error.no_folder", path=error.filename) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unavailable("console.error.full", data=folder) from error
        raise


def _check_database() -> None:
    """Brings the tables up to date and writes into them; another program that holds them is told of while one looks on."""
    database = open_database(settings().database_url, patience_s=_AT_START_S)
    try:
        database.migrate()
        database.check_writable()
    finally:
        database.close()


def _prepare_demo() -> None:
    """Loads the demo where there is nothing yet, and prints a link for each role."""
    now = datetime.now(UTC)
    hashed = hash_password(secrets.token_urlsafe(24))
    with the_database().transaction() as session:
        if is_empty(session):
            token = create_first_administrator(
                session,
                name="Демонстрация",
                email="demo@example.org",
                password_hash=hashed,
                now=now,
            )
            print("Loading the demo city: once, some seconds.", flush=True)
            load_demo(session, find_actor(session, token, now=now), the_store(), now=now, progress=_show_progress)
    if settings().demo_streets:
        with the_database().transaction() as session:
            start_demo_streets(session, KEEPER, data=settings().data, now=now)
    with the_database().transaction() as session:
        keeper = find_actor(session, None, now=now)
        for role, path in demo_links(session, keeper, now=now):
            print(f"{role:<13} {_here()}{path}", flush=True)


def _here() -> str:
    return f"http://localhost:{settings().port}"


def _print_password_link(mail: str) -> int:
    """Prints the link; returns the exit code: 0 done, 1 nobody signs in by this address."""
    now = datetime.now(UTC)
    try:
        with the_database().transaction() as session:
            person_id = person_called(session, KEEPER, mail)
            token = make_password_link(session, KEEPER, person_id, now=now)
    except PlannerError as error:
        print(_translator()(error.key, **error.values), file=sys.stderr)
        return 1
    print(f"{settings().public_url or _here()}{links.SET_PASSWORD.to(token=token)}")
    return 0


def _translator() -> Translator:
    with the_database().reading() as session:
        return translator(language_of_console(), get_city(session).timezone)


def _show_progress(share: float, key: str) -> None:
    if sys.stdout.isatty():
        print(f"\r{share:4.0%}", end="\n" if share == 1 else "", flush=True)


def _import_city(source: Path, name: str, lock: int | None) -> int:
    """Imports and says how it went; returns the exit code: 0 done, 1 refused, 3 cancelled."""
    data, now = settings().data, datetime.now(UTC)
    held = ImportLock(data, inherited=lock) if lock is not None else None
    t = _translator()
    with the_database().reading() as session:
        try:
            plan = plan_city_import(session, KEEPER, source, data=data, file_name=name)
        except PlannerError as error:
            print(t(error.key, **error.values), file=sys.stderr)
            return 1
    try:
        extract = run_city_import(plan, now=now, lock=held, report=_show_step)
    except PlannerError as error:
        print(file=sys.stderr) if sys.stdout.isatty() else None
        print(t(error.key, **error.values), file=sys.stderr)
        return 3 if isinstance(error, Cancelled) else 1
    with the_database().transaction() as session:
        take_view(session, KEEPER, extract.box)
    words = {"streets": extract.streets, "houses": extract.houses, "tiles": extract.tiles}
    print("\n" * sys.stdout.isatty() + t("city_import.done", **{name: t.number(n) for name, n in words.items()}))
    return 0


def _back_up(target: Path) -> None:
    """Takes the database as it stands: a migration under a server that runs would not be looking on."""
    about = make_backup(the_database(), KEEPER, the_store(), target, now=datetime.now(UTC), progress=_show_part)
    _tell_archive("backup.made", target, about)


def _restore(source: Path, *, replace: bool) -> None:
    about = restore_backup(the_database(), KEEPER, the_store(), source, replace=replace, progress=_show_part)
    _tell_archive("backup.restored", source, about)


def _tell_archive(key: str, path: Path, about: About) -> None:
    t = translator(language_of_console(), "UTC")
    numbers = {"rows": t.number(sum(about.rows.values())), "files": t.number(about.files)}
    print("\r" * sys.stdout.isatty() + t(key, path=path, mb=t.number(round(path.stat().st_size / 1e6, 1)), **numbers))
    if about.missing:
        print(t("backup.missing", n=len(about.missing), names=", ".join(name[:12] for name in about.missing[:5])))
    print(t("backup.secrets"))


def _show_part(step: str, done: int, total: int) -> None:
    if sys.stdout.isatty():
        words = translator(language_of_console(), "UTC")(f"backup.step.{step}")
        print(f"\r{words}: {done} / {total}".ljust(60), end="", flush=True)


def _show_step(step: str, share: float) -> None:
    if sys.stdout.isatty():
        print(f"\r{share:4.0%} {step:<12}", end="", flush=True)


def _write_migration(message: str) -> int:
    """Writes the next migration and says where; returns the exit code: 0 written, 1 nothing has changed."""
    written = the_database().write_migration(message)
    if written is None:
        print("Nothing has changed in the models, so there is no migration to write.", file=sys.stderr)
        return 1
    print(f"Now read and format {written.relative_to(ROOT)}")
    return 0


def _set_up_code() -> str | None:
    """A new code while there is no administrator."""
    with the_database().reading() as session:
        if not is_empty(session):
            return None
    with the_database().transaction() as session:
        return make_set_up_code(session)


def _serve() -> None:
    """Runs Streamlit as `python -m streamlit` would, which finds the application in `streamlit_app.py`.

    It does so in this process, because what is loaded by now need not be loaded again, which takes a second or two.
    """
    code = _set_up_code()
    the_database().close()
    the_database.cache_clear()
    port = settings().port
    if code:
        link = (settings().public_url or _here()) + links.SET_UP.to({"code": code})
        print(f"First start: from another machine, the administrator's account is made at {link}", flush=True)
    os.chdir(ROOT)
    script = str(ROOT / "streamlit_app.py")
    sys.argv = ["streamlit", "run", script, f"--server.port={port}"]
    run_module("streamlit", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
