"""What the documents say of the house is true: its map, its rooms, its files, its decisions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules import FLOORS, WINGS, room_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("demo/*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
MADE_AT_RUN_TIME = frozenset({"data/var", "data/demo-var", "tests/browser/artifacts"})
_PATH = re.compile(r"(?<![\w/.…])(?:planner|pages|tests|data|docs)/[\w./<>*-]*")
_ON_MAP = re.compile(r"(?P<floor>[0-9] |  ) (?P<room>\w+)(?:/|\.py) +\S|     (?P<wing>\w+) +\S")
_LINK = re.compile(r"\]\(([^):#]+)\)")


def is_there(room: str) -> bool:
    """Whether the house has this room already."""
    names = {"front door": "streamlit_app.py", "pages": "pages", "command line": "planner/__main__.py"}
    path = ROOT / names.get(room, f"planner/{room}")
    return path.exists() or path.with_suffix(".py").exists()


def rooms_by_floor() -> dict[int, list[str]]:
    """The rooms that there are, from the top, in the order of the rules."""
    floors: dict[int, list[str]] = {}
    for room, floor in FLOORS.items():
        if is_there(room):
            floors.setdefault(floor, []).append(room)
    return floors


def room_called(name: str) -> str:
    """`ui/`, `planner/ui/`, `pages/` or `streamlit_app.py` to the name of the room."""
    path = name.rstrip("/")
    return room_of(path if path.startswith(("planner/", "pages", "streamlit_app")) else f"planner/{path}")


def rooms_on_map(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Floor, room and wings of each line of the map in `planner/__init__.py`."""
    floor, room, wings = -1, "", list[str]()
    for found in filter(None, map(_ON_MAP.match, text.splitlines())):
        if found["wing"]:
            wings.append(found["wing"])
            continue
        if room:
            yield floor, room, wings
        floor = int(found["floor"]) if found["floor"].strip() else floor
        room, wings = room_called(found["room"]), []
    yield floor, room, wings


def rooms_in_table(text: str) -> dict[int, list[str]]:
    """What a page's table of floors names in its second column."""
    rows = re.findall(r"^\| (\d) \| ([^|]*) \|", text, re.MULTILINE)
    return {int(floor): [room_called(name) for name in re.findall(r"`([^`]+)`", rooms)] for floor, rooms in rows}


def missing_paths(text: str) -> list[str]:
    """Paths from the top of the project that a page names and that are not there; `<topic>` stands for any name."""
    named = (found.rstrip("./") for found in _PATH.findall(text))
    patterns = {name: re.sub(r"<\w+>", "*", name) for name in named if name not in MADE_AT_RUN_TIME}
    return [name for name, pattern in patterns.items() if not any(ROOT.glob(pattern))]


def test_map_names_every_room_and_wing_in_order() -> None:
    text = ast.get_docstring(ast.parse((ROOT / "planner/__init__.py").read_text(encoding="utf-8"))) or ""

    drawn = list(rooms_on_map(text))

    assert drawn == [
        (floor, room, [wing for wing in WINGS.get(room, ()) if wing])
        for floor, rooms in rooms_by_floor().items()
        for room in rooms
    ]


@pytest.mark.parametrize("page", ["README.md", "docs/contributing.md"])
def test_tables_of_floors_name_every_room_in_order(page: str) -> None:
    table = rooms_in_table((ROOT / page).read_text(encoding="utf-8"))

    assert table == rooms_by_floor()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_in_a_page_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]

    assert missing_paths(text) + links == []


def test_path_that_is_not_there_is_found() -> None:
    text = "`planner/i18n/ru/<topic>.po`, tests/towns/, `data/var`, planner/helpers.py and `docs/<page>.txt`. See pages/tour.py."

    assert missing_paths(text) == ["planner/helpers.py", "docs/<page>.txt"]


def test_decisions_are_numbered_and_listed_once() -> None:
    listed = re.findall(
        r"^- \[(\d{4})\]\((\S+)\): (.+)$", (ROOT / "docs/decisions/README.md").read_text("utf-8"), re.MULTILINE
    )

    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in DECISIONS]

    numbers = [path.name[:4] for path in DECISIONS]
    assert numbers == sorted(set(numbers))
    assert [f"# {int(number)}. {title}" for number, _, title in listed] == titles
    assert [name for _, name, _ in listed] == [path.name for path in DECISIONS]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name[:4])
def test_decision_has_status_context_decision_and_consequences(page: Path) -> None:
    begins = re.findall(
        r"^(Status: |\*\*(?:Context|Decision|Consequences)\.\*\*)", page.read_text("utf-8"), re.MULTILINE
    )

    assert begins == ["Status: ", "**Context.**", "**Decision.**", "**Consequences.**"]
