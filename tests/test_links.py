"""Links are built in one place: their holes are filled and escaped, and no path is typed anywhere else."""

import ast
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from starlette.routing import BaseRoute, Route

from planner import links, web
from planner.config import ROOT
from planner.web.routes import ROUTES

PATHS = {name: value for name, value in vars(links).items() if isinstance(value, links.Path)}
SCREENS = {path.stem for path in (ROOT / "pages").glob("*.py")}
FIRST_PARTS = SCREENS | {pattern.split("/")[1].split(".")[0] for pattern in (path.pattern for path in PATHS.values())}
TYPED = re.compile(rf"(?:^|[\"'=(]|://[^/]*)/(?:{'|'.join(sorted(FIRST_PARTS - {'{name}'}))})(?:[/?\"'{{.]|$)")

NOT_PATHS = {
    "pages/city.py:/tiles/{z}/{x}/{y}.png": "an example of a tile server's address, for people to read",
    "planner/domain/press.py:/open/": "what is looked for in typed texts; tests/domain/test_press.py compares it",
}
"""Texts that look like a path of the site and are none, and why."""


@pytest.mark.parametrize(
    ("path", "query", "parts", "link"),
    [
        (links.SIGN_IN, None, {}, "/sign-in"),
        (links.JOIN, None, {"code": "k7m2p9qx"}, "/join/k7m2p9qx"),
        (links.JOIN, None, {"code": "../a b?c"}, "/join/..%2Fa%20b%3Fc"),
        (links.ROUTE_SHEET, None, {"tour_id": 12}, "/tours/12/route-sheet.pdf"),
        (links.ISSUE_MAP, {"id": 5, "rev": 7}, {}, "/map/issue?id=5&rev=7"),
        (
            links.LANGUAGE,
            {"next": "/issue?id=3&x=ё"},
            {"language": "en"},
            "/language/en?next=/issue%3Fid%3D3%26x%3D%D1%91",
        ),
    ],
)
def test_link_has_its_holes_filled(
    path: links.Path, query: dict[str, object] | None, parts: dict[str, object], link: str
) -> None:
    assert path.to(query, **parts) == link


def test_report_form_of_a_stop_is_a_part_of_the_page_on_the_bus() -> None:
    assert links.new_report("k7m2 p9qx", 12) == "/field/k7m2%20p9qx#new/12"


def test_link_with_an_open_hole_is_refused() -> None:
    with pytest.raises(KeyError):
        links.JOIN.to()


def test_link_with_a_part_too_many_is_refused() -> None:
    with pytest.raises(TypeError, match="code"):
        links.SIGN_IN.to(code="k7m2p9qx")


@pytest.mark.parametrize(
    ("public_url", "here", "address"),
    [
        ("https://tours.example.org", "http://10.0.0.5:8501/ride?tour=1", "https://tours.example.org"),
        ("", "http://10.0.0.5:8501/ride?tour=1", "http://10.0.0.5:8501"),
    ],
)
def test_site_is_the_address_that_is_set_else_where_the_visitor_came_by(
    public_url: str, here: str, address: str
) -> None:
    site = links.site_of(public_url, here)

    assert site.url(links.screen("issue", id=5)) == f"{address}/issue?id=5"


def test_tiles_are_where_the_route_expects_them() -> None:
    template = links.tile_template("4f2a-1.20261128")

    assert template.format(z=12, x=3, y=4) == links.TILE.to(version="4f2a-1.20261128", zoom=12, x=3, y=4)


def test_no_path_is_typed_outside_links() -> None:
    found = sorted(set(_typed_paths()) - set(NOT_PATHS))

    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "text",
    ["/issue?id=5", 'href="/sign-in"', "/tours/", "https://x.org/join/a", "(/photo/3/clean)", "/export/issues.csv"],
)
def test_typed_path_is_found(text: str) -> None:
    assert TYPED.search(text) is not None


@pytest.mark.parametrize("text", ["issues/list", "/assets2", "text/calendar", "24/7", "planner/tours", "/ issue"])
def test_other_text_is_no_path(text: str) -> None:
    assert TYPED.search(text) is None


def _typed_paths() -> Iterator[str]:
    for folder in ("planner", "pages"):
        for file in sorted((ROOT / folder).rglob("*")):
            name = file.relative_to(ROOT).as_posix()
            if file.suffix == ".py" and name != "planner/links.py":
                yield from (f"{name}:{text}" for text in _texts(file) if TYPED.search(text))
            elif file.suffix == ".html":
                yield from (f"{name}:{match[0]}" for match in TYPED.finditer(file.read_text(encoding="utf-8")))


def _texts(file: Path) -> Iterator[str]:
    """The strings of a source file that are no docstrings; of an f-string each piece between the braces."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


OTHERWISE = {
    "SCREEN": "the screens of `pages`, by Streamlit",
    "STREAMLIT_FILES": "Streamlit's own files",
    "WHO_IS_HERE": "beside the screens, in `planner/web/screens.py`",
    "OPEN311": "the beginning of the addresses of Open311",
    "FIELD_FILES": "a folder: its files have routes",
}
"""Paths that no route of `planner/web/routes.py` answers as they stand, and why."""


def test_every_path_is_answered() -> None:
    """A link to a path whose route was written and never put among those that are served leads nowhere."""
    answered = {route.path for route in routes_of(ROUTES)}

    assert {name for name, path in PATHS.items() if path.pattern not in answered} <= OTHERWISE.keys()


def test_every_route_that_is_written_is_served() -> None:
    served = [id(route) for route in routes_of(ROUTES)]
    written = [
        (each.name, route.path)
        for each in walk_packages(web.__path__, "planner.web.")
        for name, value in vars(import_module(each.name)).items()
        if name.endswith("ROUTES") and isinstance(value, list)
        for route in routes_of(value)
        if id(route) not in served
    ]

    assert written == []


def routes_of(routes: Sequence[BaseRoute]) -> list[Route]:
    """The routes of a list; mounted folders and sockets are others' matter."""
    return [route for route in routes if isinstance(route, Route)]
