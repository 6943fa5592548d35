"""Whatever stands in an address or a form, nothing breaks; and what a stranger is told is the same for all that there is and is not."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.web.routes import ROUTES
from tests.house.sources import ROOT, sources
from tests.services.issue_story import log, set_scene
from tests.web.issue_visitors import look_as, sign_everybody_in
from tests.web.one_trip import OneTripClient

pytestmark = pytest.mark.usefixtures("one_by_one")

ADDRESSES = [route for route in ROUTES if isinstance(route, Route)]
HOLE = re.compile(r"\{(\w+)(:int)?\}")
NUMBERS = ["0", str(2**31), str(2**63), str(10**40), "9" * 5000]
WORDS = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "..%2f..%2f",
    "a" * 3000,
    "-1",
    "%D9%A1",
    "1e999",
    "nan,nan,nan,nan",
    str(2**63),
]
TYPED = ["\x00", "a\x00b@example.org", "\u202e" * 300, "9" * 5000, "-1"]
HEADERS = ("Cookie", "X-Forwarded-For", "Accept-Language", "Range", "If-None-Match", "User-Agent", "Accept")
STRANGE = ["\x00", "[", "http://[", "bytes=9-1", "=;,\u00ff" * 300, "9" * 5000]
SITES = ["http://[", "[", "http://testserver:99999"]
DRAWN = (".pdf", ".gpx", ".geojson")
"""Papers take long to draw, and read nothing behind their address."""
SEARCHED = ("/api/issues/extent",)
"""Where each name counts by itself, whatever the others say."""
FEW = 12
"""So many names in one address are not told apart further."""
LONGEST = 50_000
"""Longer addresses are not sent at all."""
EXPORTS = {"form": "csv", "variant": "clean"}


@pytest.fixture
def tokens(own_database: Database) -> Mapping[str, str]:
    """Everybody signed in; tour 1 rides, tour 2 is a draft; there are an issue and participants."""
    with own_database.transaction() as session:
        scene = set_scene(session)
        log(session, scene)
        session.get_one(Tour, scene.other_tour).state = TourState.DRAFT
        return sign_everybody_in(session, scene)


def filled(route: Route, number: str, word: str) -> str:
    """The route's address with its holes filled."""
    return HOLE.sub(lambda hole: number if hole[2] else EXPORTS.get(hole[1], word), route.path)


def asked_names() -> set[str]:
    """Every name that an address may be asked for: what the doors read, and the filter of the list."""
    doors = "\n".join(text for path, text in sources().items() if path.startswith("planner/web/"))
    read = re.findall(r"""query_params\.get\(["'](\w+)["']""", doors)
    return {*read, *(field.name.removesuffix("_id") for field in fields(IssueFilter))}


def typed_names() -> set[str]:
    """Every word in the functions that read a form, among them the names of its fields."""
    return {
        word.value
        for path in (ROOT / "planner/web/way_in").glob("*.py")
        for function in _form_readers(path)
        for word in ast.walk(function)
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value.isidentifier()
    }


def _form_readers(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and any(argument.arg == "form" for argument in node.args.args):
            yield node


def methods(route: Route) -> set[str]:
    return route.methods or set()


def test_strange_numbers_and_words_in_addresses_break_nothing(site: TestClient, tokens: Mapping[str, str]) -> None:
    broken = []
    for visitor in ("stranger", "olga"):
        for route in (each for each in ADDRESSES if "GET" in methods(each)):
            for path in {filled(route, number, "a") for number in NUMBERS} | {
                filled(route, "1", word) for word in WORDS
            }:
                status = look_as(site, tokens[visitor]).get(path).status_code
                broken += [(visitor, path[:80], status)] if status >= 500 else []

    assert broken == []


def test_strange_words_behind_addresses_break_nothing(site: OneTripClient, tokens: Mapping[str, str]) -> None:
    broken, names = [], sorted(asked_names())
    look_as(site, tokens["olga"])
    for route in (each for each in ADDRESSES if "GET" in methods(each) and not each.path.endswith(DRAWN)):
        path = filled(route, "1", "a")
        usual = site.get(path).status_code
        for word in (*WORDS, *NUMBERS[:-1]):
            asked = [f"{name}={word}" for name in names]
            most = LONGEST // (len(word) + 20)
            for first in range(0, len(asked), most):
                for query, status in _answers(site, path, usual, asked[first : first + most]):
                    broken += [(route.path, query[:80], status)] if status >= 500 else []
            for name in names if route.path in SEARCHED else ():
                status = site.status_of(path, f"{name}={word}")
                broken += [(route.path, name, status)] if status >= 500 else []

    assert broken == []


def _answers(visitor: OneTripClient, path: str, usual: int, asked: Sequence[str]) -> Iterator[tuple[str, int]]:
    """How all these names at once are answered; where one of them changes the answer, the others are asked without it, too."""
    query = "&".join(asked)
    status = visitor.status_of(path, query)
    yield query, status
    if status != usual and len(asked) > FEW:
        half = len(asked) // 2
        for part in (asked[:half], asked[half:]):
            yield from _answers(visitor, path, usual, part)


def test_strange_words_in_forms_break_nothing(site: TestClient, tokens: Mapping[str, str]) -> None:
    broken, names = [], typed_names()
    for route in (each for each in ADDRESSES if "POST" in methods(each)):
        for text in TYPED:
            form = dict.fromkeys(names, text)
            site.cookies.clear()
            headers = {"User-Agent": "a\x00b", "Cookie": "planner_language=%00"}
            status = site.post(filled(route, "1", "One"), data=form, headers=headers).status_code
            broken += [(route.path, text[:20], status)] if status >= 500 else []

    assert broken == []


def test_strange_headers_break_nothing(site: OneTripClient, tokens: Mapping[str, str]) -> None:
    """Every address is asked twice: with all headers strange, whose values go round, and with the next strange site."""
    broken = []
    sites = [{name: text} for name in ("Origin", "Host") for text in SITES]
    for turn, route in enumerate(each for each in ADDRESSES if not each.path.endswith(DRAWN)):
        strange = {name: STRANGE[(at + turn) % len(STRANGE)] for at, name in enumerate(HEADERS)}
        for headers in (strange, sites[turn % len(sites)]):
            for method in sorted(methods(route) - {"HEAD"}):
                site.cookies.clear()
                raw = [(name.encode(), value.encode()) for name, value in headers.items()]
                status = site.request(method, filled(route, "1", "a"), headers=raw).status_code
                broken += [(method, route.path, str(headers)[:80], status)] if status >= 500 else []

    assert broken == []


def test_stranger_cannot_tell_what_there_is_from_what_there_is_not(site: TestClient, tokens: Mapping[str, str]) -> None:
    numbered = {each.path: each for each in ADDRESSES if ":int}" in each.path and "tiles" not in each.path}

    answers = {
        path: {
            (answer.status_code, answer.headers.get("location", "").replace(number, "N"), answer.text)
            for number in ("1", "2", "999999")
            for answer in [look_as(site, "").get(filled(route, number, "a"), headers={"Accept": "application/json"})]
        }
        for path, route in numbered.items()
    }

    assert {path: len(found) for path, found in answers.items() if len(found) != 1} == {}
    assert len(answers) == len(numbered) > 5
