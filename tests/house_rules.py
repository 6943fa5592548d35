"""The rules of the house, read from the sources: who may import what, where imports stand, sizes."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

FLOORS: Mapping[str, int] = {
    "front door": 5,
    "pages": 5,
    "ui": 4,
    "web": 4,
    "worker": 4,
    "command line": 4,
    "phrases": 3,
    "demo": 3,
    "services": 2,
    "routing": 1,
    "city": 1,
    "render": 1,
    "database": 1,
    "migrations": 1,
    "storage": 1,
    "domain": 0,
    "i18n": 0,
    "config": 0,
    "links": 0,
    "turn": 0,
}
"""A room imports from the floors below its own; rooms of one floor do not know each other."""

WINGS: Mapping[str, tuple[str, ...]] = {
    "services": (
        "city",
        "deadlines",
        "access",
        "layers",
        "search",
        "travel",
        "outbox",
        "issues",
        "control",
        "bulk",
        "guests",
        "tours",
        "events",
        "ride",
        "protocol",
        "field",
        "proposals",
        "papers",
        "board",
        "notices",
        "exchange",
        "public",
        "residents",
        "votes",
        "subscriptions",
        "press",
        "webhooks",
        "intake",
        "backup",
    ),
    "routing": (
        "engine",
        "apart",
        "memory",
        "estimate",
        "ladder",
        "optimiser",
        "order",
        "streets",
        "servers",
        "city_travel",
    ),
    "city": ("extract", "tiles", "addresses"),
    "render": (
        "assets",
        "colours",
        "files",
        "tables",
        "reading",
        "photos",
        "maps",
        "papers",
        "proposal_card",
        "plan_card",
        "share_card",
        "board",
        "calendar",
    ),
    "phrases": (
        "",
        "planning",
        "events",
        "deadlines",
        "protocol",
        "ride",
        "board",
        "notices",
        "exchange",
        "public",
        "press",
    ),
    "ui": (
        "",
        "point",
        "deadlines",
        "issue",
        "control",
        "notices",
        "guests",
        "tour",
        "plan",
        "events",
        "ride",
        "proposals",
        "settings",
        "layers",
        "board",
        "start",
        "exchange",
        "public",
        "press",
        "votes",
    ),
}
"""The folders of a room (and files that lie between them), in order: each imports only what stands before it.

An empty name is the files at the root of the room, which its wings share.
"""

MOST_FILES = 16
FLAT: Mapping[str, str] = {
    "planner/domain": "one vocabulary: a list of nouns reads best as a list",
    "planner/domain/models": "the tables by subject; `__init__.py` is their list",
    "tests/domain": "mirrors planner/domain",
    "pages": "one file is one screen; Streamlit wants them side by side",
    "planner/migrations/versions": "a list that only grows, read from top to bottom",
}
"""Folders that may hold more than `MOST_FILES` files of code, and why."""

UNMIRRORED = frozenset({"prepare", "towns", "browser", "benchmarks", "house", "whole"})
"""Folders of `tests` that are of no room: what is fetched, what tests are made of, what drives a browser, measures, reads the
sources, asks every service, address and table there is."""

NAMED_OTHERWISE: Mapping[str, str] = {
    "tests/web/public/test_html.py": "every public page and feed, found in the routes",
    "tests/web/public/taking_part/test_html_one_reader.py": "every page for one reader, found by the templates",
    "tests/web/test_nginx.py": "the lines of docs/deploy.md, in front of the whole",
    "tests/test_assets.py": "planner/web/assets, and what must not stand anywhere else",
    "tests/test_conftest.py": "what tests share is tested too",
    "tests/test_docs.py": "what the documents say of the house",
    "tests/test_house.py": "the rules above",
    "tests/test_settings_table.py": "the table of settings in the README",
    "tests/test_streamlit_config.py": ".streamlit/config.toml",
    "tests/test_words.py": "all catalogues and whoever asks for their words",
    "tests/demo/test_data.py": "data/demo, which is no module",
    "tests/demo/test_data_streets.py": "data/demo/streets.osm.pbf, which is no module",
    "tests/i18n/test_translator.py": "the one thing of planner/i18n/__init__.py",
    "tests/migrations/test_backfills.py": "migrations that fill what they add",
    "tests/migrations/test_full_tables.py": "all newer migrations, over tables with rows",
    "tests/services/city/test_directories.py": "districts, agencies and categories: changed and archived alike",
    "tests/services/test_ranges.py": "all services that take a number within bounds",
    "tests/services/test_typed_text.py": "all services that take text, by their signatures",
    "tests/storage/test_storage.py": "what all stores promise, and planner/storage/__init__.py, which opens them",
}
"""Files of tests that are named after no module, and what they are about."""

ROOM_OF_PART: Mapping[str, str] = {"__main__": "command line", "commands": "command line"}
"""Parts of `planner` whose room is not called as they are."""

FENCES: Mapping[str, frozenset[str]] = {
    library: frozenset(rooms.split(", "))
    for library, rooms in {
        "streamlit": "ui, pages, front door",
        "streamlit_folium": "ui",
        "starlette": "web, front door",
        "folium": "render",
        "branca": "render",
        "pandas": "render",
        "PIL": "render, city",
        "fpdf": "render",
        "font_roboto": "render, city",
        "osmium": "city",
        "scipy": "routing, city",
        "numba": "routing",
        "requests": "routing",
        "pi_heif": "render",
        "openpyxl": "render",
        "babel": "i18n",
        "holidays": "services",
        "html": "ui, render",
        "jinja2": "web, render",
        "docxtpl": "render",
        "docx": "render",
        "lxml": "render",
        "pwdlib": "services",
        "zxcvbn": "services",
        "pyvrp": "routing",
        "ortools": "routing",
        "sqlmodel.Session": "database, services, demo, ui",  # in ui it is a type; its methods are refused below
        "sqlmodel.select": "database, services, demo",
        "sqlalchemy.select": "database, services, demo",
        "sqlalchemy.orm.Session": "database, services, demo",
        "alembic": "database, migrations",
    }.items()
}
"""Libraries, or single names of them, and the rooms that may use them."""

GROUND_FLOOR_LIBRARIES: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"sqlmodel", "sqlalchemy", "Stemmer"}),
    "i18n": frozenset({"babel"}),
    "config": frozenset(),
    "links": frozenset(),
    "turn": frozenset(),
}
"""Beside the standard library; in `domain` only the models may use theirs, and one file of `STEMMED`."""

STEMMED = "planner/domain/stems.py"
"""The one file that knows the stemmer: a pure function of a word, and the same for what is kept and what is typed."""

SERVICES_WITH_I18N: Mapping[str, str] = {
    "planner/services/access/sign_in.py": "knows in which languages an account may be",
    "planner/services/access/visit.py": "makes the visitor's translator, for the doors",
}
"""Files of services that import `planner.i18n`, and why: services give facts and keys, and phrases say them."""

MARKED_UP = re.compile(r"\*\*|~~|`|:material/|:[a-z]+(?:-badge)?\[|\]\(|\\[^\w\s]|</|/>|<br|&[a-z]+;|  \n")
"""Signs of Markdown and HTML, which phrases leave to the doors."""

LATE_IMPORTS: Mapping[str, str] = {
    "planner/render/photos/heic.py": "not every system has the module `resource`",
    "planner/render/photos/suggested.py": "OpenCV is large, and only a city that wants suggestions installs it",
    "planner/storage/s3.py": "boto3 is large, and only a city with an object store installs it",
}
"""Files that import a library by its name in a call, and why."""

HEAVY: Mapping[str, str] = {
    "code": "planner.ui.light",
    **dict.fromkeys(("table", "dataframe", "data_editor"), "planner.ui.light or planner.ui.issue.table"),
    **dict.fromkeys(
        ("area_chart", "bar_chart", "line_chart", "scatter_chart", "altair_chart", "vega_lite_chart"),
        "our own drawings",
    ),
    **dict.fromkeys(("plotly_chart", "pydeck_chart", "graphviz_chart", "map", "latex", "json"), "our own drawings"),
}
"""Parts of Streamlit that load half a megabyte of scripts and more on a screen, and what does the same without."""

PLANNER_LINES = 400
PAGE_LINES = 180


@dataclass(frozen=True)
class Import:
    """One imported name: `from a.b import c` is module `a.b`, name `c`; `import a.b` has no name."""

    module: str
    name: str
    line: int

    @property
    def dotted(self) -> str:
        """The module and the name as one path."""
        return f"{self.module}.{self.name}" if self.name else self.module


def room_of(path: str) -> str:
    """The room of a source file, by its path from the top of the project; empty for what lies in none."""
    parts = PurePosixPath(path).with_suffix("").parts
    if parts == ("streamlit_app",):
        return "front door"
    if parts[0] == "pages":
        return "pages"
    if parts[0] == "planner" and parts[1:] not in ((), ("__init__",)):
        return ROOM_OF_PART.get(parts[1], parts[1])
    return ""


def imports_of(path: str, tree: ast.Module) -> Iterator[Import]:
    """Every import of a file, wherever it stands and also by `import_module("name")`; relative ones are made absolute."""
    package = PurePosixPath(path).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_late_import(node.func) and node.args:
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else "planner.unknown"
            yield Import(str(name), "", node.lineno)
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)


def import_faults(path: str, source: str) -> list[str]:
    """What a file imports against the floors and fences, one sentence each."""
    room = room_of(path)
    tree = ast.parse(source)
    faults = []
    if room not in FLOORS:
        return [] if path == "planner/__init__.py" and not list(imports_of(path, tree)) else [f"{path}: in no room"]
    for one in imports_of(path, tree):
        top = one.module.partition(".")[0]
        reasons = _house_fault(path, room, one) if top in HOUSE else _library_fault(path, room, one)
        faults += [f"{path}:{one.line}: {reason}" for reason in reasons]
    return faults


HOUSE = frozenset({"planner", "pages", "streamlit_app", "tests"})


def _house_fault(path: str, room: str, one: Import) -> Iterator[str]:
    if one.module.partition(".")[0] != "planner":
        yield f"nothing imports {one.dotted}"
        return
    part = one.dotted.split(".")[1:2]
    other = ROOM_OF_PART.get(part[0], part[0]) if part else ""
    if other not in FLOORS:
        yield f"{one.dotted} is in no room"
    elif other != room and FLOORS[other] >= FLOORS[room]:
        yield f"{room} (floor {FLOORS[room]}) imports {other} (floor {FLOORS[other]})"
    elif (room, other) == ("services", "i18n") and path not in SERVICES_WITH_I18N:
        yield "services give facts and keys, which phrases say: no i18n"
    elif other == room and room in WINGS:
        yield from _wing_fault(room, path.removesuffix(".py").split("/")[2:], one.dotted.split(".")[2:])


def _wing_fault(room: str, here: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    wings = WINGS[room]
    mine, other = (parts[0] if parts and parts[0] in wings else "" for parts in (here, there))
    for wing, parts in ((mine, here), (other, there)):
        if wing not in wings:
            yield f"{room}/{'/'.join(parts)} is in no wing of {room}"
            return
    if wings.index(other) > wings.index(mine):
        yield f"{room}/{mine or '(root)'} imports {room}/{other or '(root)'}, which stands after it"


def _library_fault(path: str, room: str, one: Import) -> Iterator[str]:
    for library, rooms in FENCES.items():
        if f"{one.dotted}.".startswith(f"{library}.") and room not in rooms:
            yield f"{library} is not for {room}"
    top = one.module.partition(".")[0]
    if FLOORS[room] > 0 or top in sys.stdlib_module_names:
        return
    if top not in GROUND_FLOOR_LIBRARIES[room]:
        yield f"{room} uses the standard library, not {top}"
    elif room == "domain" and not path.startswith("planner/domain/models/") and (top, path) != ("Stemmer", STEMMED):
        yield f"{top} is for planner/domain/models"


def place_faults(path: str, source: str) -> list[str]:
    """Imports that do not stand at the top of their file, among the first statements."""
    tree = ast.parse(source)
    is_top = [_is_import(node) or _is_docstring(node) for node in tree.body]
    top = tree.body[: is_top.index(False)] if False in is_top else tree.body
    late = [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import | ast.ImportFrom) and node not in top)
        or (isinstance(node, ast.Call) and _is_late_import(node.func) and path not in LATE_IMPORTS)
    ]
    return [f"{path}:{line}: an import that is not at the top" for line in late]


def phrase_faults(path: str, source: str) -> list[str]:
    """Texts in phrases that are marked up: a sentence is plain text, and each door escapes it in its own way."""
    if room_of(path) != "phrases":
        return []
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and _is_docstring(node)}
    texts = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    return [f"{path}:{line}: {text!r} is marked up" for line, text in texts if MARKED_UP.search(text)]


def _is_late_import(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def text_faults(path: str, source: str) -> list[str]:
    """Typed text that a service cleans by hand: `planner.domain.typed` does it, of signs too that nobody sees."""
    if room_of(path) != "services":
        return []
    return [
        f"{path}:{node.lineno}: {node.func.attr}() is not enough for typed text: use planner.domain.typed"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("strip", "split")
        and not node.args
        and not (isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "one_line")
    ]


def heavy_faults(path: str, source: str) -> list[str]:
    """Parts of Streamlit that bring a megabyte of scripts to a screen which could do without."""
    return [
        f"{path}:{node.lineno}: st.{node.attr} is heavy: use {HEAVY[node.attr]}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "st"
        and node.attr in HEAVY
    ]


def query_faults(path: str, source: str) -> list[str]:
    """Uses of a session outside the rooms that may: a door hands it to a service and does nothing else with it."""
    if room_of(path) in ("database", "services", "demo", "migrations"):
        return []
    return [
        f"{path}:{node.lineno}: session.{node.attr} belongs into a service"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "session"
    ]


def mirror_faults(tests: Iterable[str], modules: Iterable[str]) -> list[str]:
    """Tests that are not where their module is: `a/test_b.py`, or `a/test_b_more.py`, is about `planner/a/b.py`."""
    names: dict[str, set[str]] = {}
    for module in map(PurePosixPath, modules):
        names.setdefault(module.parent.as_posix(), set()).add(module.stem.strip("_"))
    faults = []
    for path in (PurePosixPath(test) for test in tests if test not in NAMED_OTHERWISE):
        if path.parts[1] in UNMIRRORED or not path.name.startswith("test_"):
            continue
        wing, name = path.parent.as_posix().replace("tests", "planner", 1), path.stem.removeprefix("test_")
        if not any(f"{name}_".startswith(f"{module}_") for module in names.get(wing, ())):
            faults.append(f"{path}: about no module of {wing}")
    return faults


def folder_faults(paths: Iterable[str]) -> list[str]:
    """Folders with more files of code than one takes in at a glance; `__init__.py` is the sign on the door."""
    files = [PurePosixPath(path) for path in paths if not path.endswith("/__init__.py")]
    counted = Counter(path.parent.as_posix() for path in files if path.suffix in (".py", ".js"))
    crowded = {folder: n for folder, n in counted.items() if n > MOST_FILES and folder not in FLAT}
    return [f"{folder}: {n} files, the limit is {MOST_FILES}" for folder, n in sorted(crowded.items())]


def size_faults(path: str, source: str) -> list[str]:
    """Files that have grown beyond what one reads in one go; migrations are written once and never grow."""
    if path.startswith("planner/migrations/versions/"):
        return []
    limit = PAGE_LINES if path.startswith("pages/") else PLANNER_LINES
    lines = len(source.splitlines())
    return [f"{path}: {lines} lines, the limit is {limit}"] if lines > limit else []
