"""The house is as DESIGN draws it: floors, fences, small files, a tidy top level."""

import ast
import re
import subprocess

import pytest

from tests.house.sources import ROOT, faults_of_all, sources
from tests.house_rules import (
    FLAT,
    MOST_FILES,
    NAMED_OTHERWISE,
    SERVICES_WITH_I18N,
    WINGS,
    folder_faults,
    heavy_faults,
    import_faults,
    imports_of,
    mirror_faults,
    phrase_faults,
    place_faults,
    query_faults,
    size_faults,
    text_faults,
)

TOP_LEVEL = {
    *("planner", "pages", "data", "tests", "docs"),
    *(
        "streamlit_app.py",
        "requirements.txt",
        "requirements.lock",
        "README.md",
        "CHANGELOG.md",
        "Makefile",
        "pyproject.toml",
    ),
}


def test_imports_keep_to_floors_and_fences() -> None:
    faults = faults_of_all(import_faults)

    assert faults == [], "\n".join(faults)


def test_wings_that_are_named_are_there() -> None:
    parts = [(room, wing) for room, wings in WINGS.items() for wing in wings if wing]

    missing = [
        f"{room}/{wing}"
        for room, wing in parts
        if not any((ROOT / "planner" / room / name).exists() for name in (wing, f"{wing}.py"))
    ]

    assert missing == []


def test_folders_hold_what_one_takes_in_at_a_glance() -> None:
    tests = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")]
    scripts = [path.relative_to(ROOT).as_posix() for path in (ROOT / "planner").rglob("*.js")]

    faults = folder_faults([*sources(), *tests, *scripts])

    assert faults == [], "\n".join(faults)


def test_crowded_folder_is_found() -> None:
    full = [f"planner/services/tours/a{n}.py" for n in range(MOST_FILES)]
    door = "planner/services/tours/__init__.py"
    listed = [f"{folder}/a{n}.py" for folder in FLAT for n in range(MOST_FILES + 1)]

    assert folder_faults([*full, door, *listed]) == []
    assert folder_faults([*full, door, "planner/services/tours/b.js"]) == [
        "planner/services/tours: 17 files, the limit is 16"
    ]


def test_tests_mirror_what_they_test() -> None:
    tests = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py"))

    faults = mirror_faults(tests, sources())

    assert faults == [], "\n".join(faults)
    assert sorted(set(NAMED_OTHERWISE) - set(tests)) == []


def test_test_that_mirrors_nothing_is_found() -> None:
    modules = ["planner/ui/tour/plan_map.py", "planner/__main__.py"]
    fine = ["tests/ui/tour/test_plan_map.py", "tests/ui/tour/test_plan_map_pins.py", "tests/test_main.py"]
    lost = ["tests/ui/test_plan_map.py", "tests/ui/tour/test_plan.py", "tests/ui/tour/test_plan_maps.py"]

    faults = mirror_faults([*fine, *lost, "tests/ui/tour_story.py", "tests/browser/ride/test_ride.py"], modules)

    assert faults == [
        "tests/ui/test_plan_map.py: about no module of planner/ui",
        "tests/ui/tour/test_plan.py: about no module of planner/ui/tour",
        "tests/ui/tour/test_plan_maps.py: about no module of planner/ui/tour",
    ]


def test_imports_stand_at_the_top() -> None:
    faults = faults_of_all(place_faults)

    assert faults == [], "\n".join(faults)


def test_sessions_are_used_by_services_only() -> None:
    faults = faults_of_all(query_faults)

    assert faults == [], "\n".join(faults)


def test_screens_do_without_the_heavy_parts_of_streamlit() -> None:
    faults = faults_of_all(heavy_faults)

    assert faults == [], "\n".join(faults)
    assert heavy_faults("planner/ui/x.py", "st.code('x')\nst.table({})\nst.text('x')\n") == [
        "planner/ui/x.py:1: st.code is heavy: use planner.ui.light",
        "planner/ui/x.py:2: st.table is heavy: use planner.ui.light or planner.ui.issue.table",
    ]


def test_services_leave_typed_text_to_the_domain() -> None:
    faults = faults_of_all(text_faults)

    assert faults == [], "\n".join(faults)


def test_services_that_import_i18n_are_those_with_a_reason() -> None:
    services = {path: ast.parse(source) for path, source in sources().items() if path.startswith("planner/services/")}

    found = [
        path
        for path, tree in services.items()
        if any(one.dotted.startswith("planner.i18n") for one in imports_of(path, tree))
    ]

    assert found == sorted(SERVICES_WITH_I18N)


def test_phrases_are_plain_text() -> None:
    faults = faults_of_all(phrase_faults)

    assert faults == [], "\n".join(faults)


def test_files_are_small() -> None:
    faults = faults_of_all(size_faults)

    assert faults == [], "\n".join(faults)


def test_top_level_holds_what_it_should_and_nothing_else() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what is ignored is not known")

    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    names = {name.partition("/")[0] for name in listed if name and (ROOT / name).exists()}

    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_benchmarks_are_listed_and_run_in_one_way() -> None:
    folder = ROOT / "tests" / "benchmarks"
    texts = {path.relative_to(folder): path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    programs = {
        ".".join(path.with_suffix("").parts) for path, text in texts.items() if '__name__ == "__main__"' in text
    }

    listed = re.findall(
        r"python -m tests\.benchmarks\.([\w.]+)", (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
    )

    assert sorted(listed) == sorted(programs)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("pages/tours.py", "import streamlit as st\nfrom planner.services.events.finding import list_tours\n"),
        ("pages/tours.py", "from planner.ui.visit import attempt\nfrom planner.domain.models import Tour\n"),
        (
            "streamlit_app.py",
            "import streamlit\nfrom starlette.routing import Mount\nfrom planner.web.routes import ROUTES\n",
        ),
        ("planner/__main__.py", "from planner.services import people\nfrom planner.config import settings\n"),
        (
            "planner/services/tours/tours.py",
            "from sqlmodel import Session, select\nfrom planner.services.issues.history import write\n",
        ),
        ("planner/services/tours/tours.py", "from .plan import write\nfrom ...render.tables import csv_of\n"),
        ("planner/database.py", "from alembic import command\nfrom planner.domain.models import Issue\n"),
        ("planner/render/maps.py", "import folium\nimport pandas as pd\nfrom planner.i18n import Translator\n"),
        (
            "planner/domain/models/tours.py",
            "from sqlmodel import Field, SQLModel\nfrom planner.domain.words import Role\n",
        ),
        ("planner/i18n/__init__.py", "from babel.dates import format_date\n"),
        ("planner/__init__.py", '"""The planner."""\n'),
        ("planner/services/tours/plan.py", "from planner.services.access.scopes import visible_tour\n"),
        ("planner/services/tours/plan.py", "from planner.services.tours import stops\n"),
        ("planner/services/access/visit.py", "from planner.i18n import Translator, translator\n"),
        (
            "planner/phrases/plan.py",
            "from planner.i18n import Translator\nfrom planner.services.tours.plan import Plan\n",
        ),
        (
            "planner/ui/ride/taps.py",
            "from planner.ui.text import plain\nfrom planner.ui.issue.cards import issue_link\n",
        ),
        ("planner/routing/servers/osrm.py", "from planner.routing.engine import Matrix\n"),
    ],
)
def test_good_import_passes(path: str, source: str) -> None:
    assert import_faults(path, source) == []


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("planner/domain/a.py", "from planner.services import b", "domain (floor 0) imports services (floor 2)"),
        ("planner/domain/a.py", "from planner import services", "domain (floor 0) imports services (floor 2)"),
        ("planner/domain/a.py", "from ..services import b", "domain (floor 0) imports services (floor 2)"),
        ("planner/domain/a.py", "from planner.i18n import b", "domain (floor 0) imports i18n (floor 0)"),
        ("planner/domain/a.py", "def f():\n    import planner.web.b", "domain (floor 0) imports web (floor 4)"),
        ("planner/domain/a.py", "import sqlmodel", "sqlmodel is for planner/domain/models"),
        ("planner/domain/a.py", "import numpy", "domain uses the standard library, not numpy"),
        ("planner/config.py", "import pydantic", "config uses the standard library, not pydantic"),
        ("planner/routing/ladder.py", "from planner.city import b", "routing (floor 1) imports city (floor 1)"),
        ("planner/demo/a.py", "from planner.phrases import b", "demo (floor 3) imports phrases (floor 3)"),
        (
            "planner/services/tours/plan.py",
            "from planner.services.ride.ride import b",
            "services/tours imports services/ride, which stands after it",
        ),
        (
            "planner/services/access/people.py",
            "from planner.services import tours",
            "services/access imports services/tours, which stands after it",
        ),
        ("planner/services/a.py", "from planner.services.tours.plan import b", "services/a is in no wing of services"),
        ("planner/ui/text.py", "from planner.ui.tour import head", "ui/(root) imports ui/tour, which stands after it"),
        (
            "planner/routing/engine.py",
            "from ..routing.ladder import b",
            "routing/engine imports routing/ladder, which stands after it",
        ),
        (
            "planner/services/tours/plan.py",
            "from planner.i18n import translator",
            "services give facts and keys, which phrases say: no i18n",
        ),
        (
            "planner/services/tours/plan.py",
            "from planner import i18n",
            "services give facts and keys, which phrases say: no i18n",
        ),
        ("planner/phrases/a.py", "import streamlit as st", "streamlit is not for phrases"),
        ("planner/phrases/a.py", "from starlette.responses import Response", "starlette is not for phrases"),
        ("planner/phrases/a.py", "from html import escape", "html is not for phrases"),
        ("planner/phrases/a.py", "from planner.ui.text import plain", "phrases (floor 3) imports ui (floor 4)"),
        ("planner/services/a.py", "import planner.ui.b", "services (floor 2) imports ui (floor 4)"),
        ("planner/ui/a.py", "from planner.web import b", "ui (floor 4) imports web (floor 4)"),
        ("planner/web/a.py", "from planner.ui import b", "web (floor 4) imports ui (floor 4)"),
        ("planner/web/a.py", "import streamlit.components.v1", "streamlit is not for web"),
        ("planner/ui/a.py", "from starlette.requests import Request", "starlette is not for ui"),
        ("pages/a.py", "from streamlit_folium import st_folium", "streamlit_folium is not for pages"),
        ("pages/a.py", "from pages import b", "nothing imports pages.b"),
        ("pages/a.py", "import streamlit_app", "nothing imports streamlit_app"),
        ("pages/a.py", "from sqlmodel import select", "sqlmodel.select is not for pages"),
        ("planner/web/a.py", "from sqlalchemy.orm import Session", "sqlalchemy.orm.Session is not for web"),
        ("planner/services/a.py", "import pandas as pd", "pandas is not for services"),
        ("planner/services/a.py", "from PIL import Image", "PIL is not for services"),
        ("planner/render/a.py", "from babel.dates import format_date", "babel is not for render"),
        ("planner/city/a.py", "import ortools.constraint_solver", "ortools is not for city"),
        ("planner/ui/a.py", "import_module('planner.web.b')", "ui (floor 4) imports web (floor 4)"),
        ("planner/ui/a.py", "importlib.import_module('pandas')", "pandas is not for ui"),
        ("planner/ui/a.py", "import_module(name)", "planner.unknown is in no room"),
        ("planner/ui/a.py", "from tests.browser import screens", "nothing imports tests.browser.screens"),
        ("planner/ui/a.py", "from planner.helpers import b", "planner.helpers.b is in no room"),
    ],
)
def test_bad_import_is_found(path: str, source: str, fault: str) -> None:
    line = 2 if source.startswith("def") else 1

    assert import_faults(path, source) == [f"{path}:{line}: {fault}"]


def test_file_in_no_room_is_found() -> None:
    assert import_faults("planner/helpers.py", "") == ["planner/helpers.py: in no room"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""Doc."""\nimport os\nfrom a import b\nX = 1\n', []),
        ("def f():\n    import os\n", [2]),
        ("class A:\n    from a import b\n", [2]),
        ("import os\nX = 1\nimport sys\n", [3]),
        ("try:\n    import fast\nexcept ImportError:\n    fast = None\n", [2]),
        ("import os\nx = __import__('os')\n", [2]),
        ("from importlib import import_module\nx = import_module('os')\n", [2]),
    ],
)
def test_import_that_is_not_at_the_top_is_found(source: str, lines: list[int]) -> None:
    assert place_faults("a.py", source) == [f"a.py:{line}: an import that is not at the top" for line in lines]


@pytest.mark.parametrize(
    ("text", "is_marked_up"),
    [
        ("'plan.break.late'", False),
        ("f'{t.time(a)}–{t.time(b)} · {name}, {address}'", False),
        ("'{0.5:%H:%M} [1] a*b -> c\\n'", False),
        ("'**{name}**'", True),
        ("f'**{name}**'", True),
        ("':gray[' + name + ']'", True),
        ("':red-badge[a]'", True),
        ("':material/alarm:'", True),
        ("'[a](b)'", True),
        ("'a  \\nb'", True),
        ("r'1\\. a'", True),
        ("'<b>a</b>'", True),
        ("'a<br>b'", True),
        ("'a&nbsp;b'", True),
    ],
)
def test_marked_up_phrase_is_found(text: str, is_marked_up: bool) -> None:
    source = f'"""A phrase in `code`, **so** <b>."""\n\nA = {text}\n'

    assert bool(phrase_faults("planner/phrases/a.py", source)) is is_marked_up
    assert phrase_faults("planner/ui/a.py", source) == []


def test_query_outside_services_is_found() -> None:
    source = "with database.reading() as session:\n    rows = session.exec(query)\n"

    assert query_faults("planner/services/tours/tours.py", source) == []
    assert query_faults("pages/tours.py", source) == ["pages/tours.py:2: session.exec belongs into a service"]


@pytest.mark.parametrize(
    ("path", "line", "found"),
    [
        ("planner/services/tours/tours.py", "tour.title = title.strip()", 1),
        ("planner/services/tours/tours.py", 'name = " ".join(name.split())', 1),
        ("planner/services/tours/tours.py", "words = one_line(text).split()", 0),
        ("planner/services/tours/tours.py", 'parts = text.split(";")', 0),
        ("planner/ui/text.py", "words = text.split()", 0),
    ],
)
def test_text_cleaned_by_hand_is_found(path: str, line: str, found: int) -> None:
    assert len(text_faults(path, line)) == found


@pytest.mark.parametrize(("path", "limit"), [("planner/web/a.py", 400), ("pages/a.py", 180)])
def test_long_file_is_found(path: str, limit: int) -> None:
    assert size_faults(path, "\n" * limit) == []
    assert size_faults(path, "\n" * (limit + 1)) == [f"{path}: {limit + 1} lines, the limit is {limit}"]
