"""Every address, asked by every visitor about everything: found in the routes, so the next one is asked too."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Stop
from planner.web.public.routes import ROUTES as PUBLIC_ROUTES
from planner.web.routes import ROUTES
from tests.web.issue_visitors import look_as
from tests.web.public.test_routes import GUARDED
from tests.whole.rights_visitors import LOST, let_everybody_in
from tests.whole.rights_world import KINDS, KNOWS_ISSUE, KNOWS_TOUR, MARKS, RightsWorld, Thing, make_rights_world

pytestmark = pytest.mark.usefixtures("one_by_one")

TILE = "/map/tiles/{version}/{zoom:int}/{x:int}/{y:int}.png"
OPEN = {
    "/set-up": "says that there is an administrator already",
    "/sign-in": "the way in",
    "/sign-out": "goes to the way in",
    "/join/{code}": "the way in of tablets",
    "/field/{code}": "the page on the bus, the same for everybody: what it shows lies on the tablet or is asked for",
    "/field/sw.js": "a part of that page",
    "/field/app.webmanifest": "a part of that page",
    "/field/assets/{version}/{name:path}": "a part of that page",
    "/field/api/1/tours/{code}": "the door, for whoever holds the link",
    "/field/api/1/tours/{code}/join": "the way in of tablets",
    "/field/api/{rest:path}": "says that there is nothing",
    "/language/{language}": "chooses the language of the page",
    "/demo/{token}": "a link that is good once",
    "/set-password/{token}": "says that the link is no longer good",
    "/calendar/{token}.ics": "whoever has the address may read it",
    "/stop/{code}": "the page at the stop",
    "/answer/{code}": "the page of an invitation, for whoever was given its link",
    "/answer/{code}/tour.ics": "its tour for a calendar, for the same",
    "/mail/news/{token}": "says that the link is no longer good; whoever has the address of a letter may end them",
    "/mail/stop/{token}": "says that the link is no longer good; whoever has the address of a mail may end the mails",
    TILE: "a map without anything of the city's work",
}
OPEN |= {
    route.path: "a public page" for route in PUBLIC_ROUTES if isinstance(route, Route) and route.path not in GUARDED
}
"""What answers a stranger, and what it is; what the public pages tell is walked by `tests/web/public/test_routes.py`."""

PROGRAMS = ("/field/api/", "/on-site/{instruction_id:int}/")
"""What a program asks is told no as such, and is not sent to the way in."""


@dataclass(frozen=True)
class Told:
    """What one visitor was told at one address."""

    path: str
    kind: str
    who: str
    status: int
    text: str

    def __str__(self) -> str:
        return f"{self.path} ({self.kind}) by {self.who}"


def test_every_address_answers_whom_it_should(site: TestClient, own_database: Database, tmp_path: Path) -> None:
    answers = list(_ask(site, own_database, tmp_path))

    assert [f"{each}: {each.status}" for each in answers if each.status >= 500] == []
    assert _told_without_knowing(answers) == []
    nobody = [each for each in answers if each.who in ("stranger", *LOST)]
    assert {each.path for each in nobody if each.status in (200, 304)} <= OPEN.keys()
    tablets = [each for each in nobody if each.path.startswith(PROGRAMS)]
    let_in = [each for each in tablets if each.status < 400 and each.path not in OPEN]
    assert [f"{each}: {each.status}" for each in let_in] == []
    assert [f"{each}" for each in tablets if "'x-planner': '1'" not in each.text] == []
    guarded = [each for each in nobody if each.path not in OPEN and each not in tablets]
    assert [f"{each}: {each.status}" for each in guarded if not each.text.count("'location': '/sign-in?next=")] == []
    assert {mark for mark in MARKS.values() if any(mark in each.text for each in answers)} == {*MARKS.values()}


def _told_without_knowing(answers: list[Told]) -> list[str]:
    """What was told wrongly; the name of the tour stands at its door, for whoever was given the link."""
    return [
        f"{answer} tells {mark}"
        for answer in answers
        if not (answer.path == "/field/api/1/tours/{code}" and '"door":' in answer.text)
        for kind, mark in MARKS.items()
        if answer.who not in KNOWS_TOUR[kind] | KNOWS_ISSUE[kind] and mark in answer.text
    ]


def _ask(site: TestClient, database: Database, folder: Path) -> Iterator[Told]:
    world = make_rights_world(database, folder / "files")
    tokens, calendars = let_everybody_in(world)
    codes = _stop_codes(world)
    for route in (each for each in ROUTES if isinstance(each, Route)):
        for kind in KINDS if "{" in route.path or route.path in QUERIES else KINDS[:1]:
            for who, token in tokens.items():
                code = f"code{world.things[kind].tour}" if route.path.startswith("/field/") else codes[kind]
                values = _values(world.things[kind], code, calendars.get(who, "x"))
                for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
                    address = (re.sub(r":\w+}", "}", route.path) + QUERIES.get(route.path, "")).format_map(values)
                    answer = look_as(site, token).request(method, address)
                    yield Told(route.path, kind, who, answer.status_code, _text(answer.content) + str(answer.headers))


QUERIES: Mapping[str, str] = {
    "/api/issues": "?bbox=127,50,128,51&zoom=18&tour={tour_id}",
    "/api/issues/extent": "?tour={tour_id}",
    "/export/instructions.{form}": "?tour={tour_id}",
    "/export/issues.{form}": "?tour={tour_id}",
    "/export/photos.zip": "?tour={tour_id}",
    "/map/issue": "?id={issue_id}",
    "/map/issues": "?tour={tour_id}",
}
"""What an address is asked about behind its path."""


def _values(thing: Thing, stop_code: str, calendar: str) -> Mapping[str, object]:
    """What stands for the holes of a path."""
    return {
        **{"tour_id": thing.tour, "issue_id": thing.issue, "participant_id": thing.guest, "photo_id": thing.photo},
        **{"voice_id": thing.voice},
        **{"variant": "clean", "form": "csv", "token": calendar, "code": stop_code, "language": "ru"},
        **{"version": "1", "zoom": 12, "x": 1, "y": 1, "file_hash": "0" * 64},
        **{
            "number": thing.issue,
            "district_id": 1,
            "dataset": "issues",
            "size": "small",
            "news_id": 1,
            "report_id": 1,
            "figure": "raised",
        },
        **{"number": thing.issue, "district_id": 1, "dataset": "issues", "size": "small"},
        **{"secret": "2345678923456789"},
        **{"rest": "1/none", "name": "app.js", "paper": "protocol", "agency_id": 1, "year": 2026},
        **{"vote_id": 1, "option_id": 1, "layer_id": 1, "place_id": 1},
        **{
            "instruction_id": thing.instruction,
            "repair_id": 1,
            "uid": "2f8d4a52-7d0b-4f4e-9d0c-5b8f7c6f0b11",
            "step": "report",
        },
    }


def _stop_codes(world: RightsWorld) -> Mapping[str, str]:
    with world.database.transaction() as session:
        for kind, thing in world.things.items():
            session.get_one(Stop, thing.stop).public_code = f"stop{kind}"
    return {kind: f"stop{kind}" for kind in world.things}


def _text(content: bytes) -> str:
    """What one reads in a page, a file, a book of sheets or a paper."""
    if content.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")
