"""Every address, asked by every visitor about everything: found in the routes, so the next one is asked too."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Participant, Person, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer
from planner.services.access.sign_in import open_sign_in, open_sign_in_for, sign_out
from planner.services.tours.calendar_links import make_calendar_link
from planner.web.routes import ROUTES
from tests.services.rights_world import KINDS, KNOWS_ISSUE, KNOWS_TOUR, MARKS, RightsWorld, Thing, make_rights_world
from tests.web.issue_visitors import look_as

TILE = "/map/tiles/{version}/{zoom:int}/{x:int}/{y:int}.png"
OPEN = {
    "/set-up": "says that there is an administrator already",
    "/sign-in": "the way in",
    "/sign-out": "goes to the way in",
    "/join/{code}": "the way in of tablets",
    "/language/{language}": "chooses the language of the page",
    "/demo/{token}": "a link that is good once",
    "/set-password/{token}": "says that the link is no longer good",
    "/calendar/{token}.ics": "whoever has the address may read it",
    "/stop/{code}": "the page at the stop",
    TILE: "a map without anything of the city's work",
}
"""What answers a stranger, and what it is."""
LOST = ("revoked", "expired", "gone")
"""Olga signed out, Olga after her sign-in was over, and a tablet of the tour that was cancelled."""


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
    assert {mark for mark in MARKS.values() if any(mark in each.text for each in answers)} == {*MARKS.values()}


def _told_without_knowing(answers: list[Told]) -> list[str]:
    return [
        f"{answer} tells {mark}"
        for answer in answers
        for kind, mark in MARKS.items()
        if answer.who not in KNOWS_TOUR[kind] | KNOWS_ISSUE[kind] and mark in answer.text
    ]


def _ask(site: TestClient, database: Database, folder: Path) -> Iterator[Told]:
    world = make_rights_world(database, folder / "files")
    tokens, calendars = _let_in(world)
    codes = _stop_codes(world)
    for route in (each for each in ROUTES if isinstance(each, Route)):
        for kind in KINDS if "{" in route.path or route.path in QUERIES else KINDS[:1]:
            for who, token in tokens.items():
                values = _values(world.things[kind], codes[kind], calendars.get(who, "x"))
                for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
                    address = (route.path.replace(":int}", "}") + QUERIES.get(route.path, "")).format_map(values)
                    answer = look_as(site, token).request(method, address)
                    yield Told(route.path, kind, who, answer.status_code, _text(answer.content) + str(answer.headers))


QUERIES: Mapping[str, str] = {
    "/api/issues": "?bbox=127,50,128,51&zoom=18&tour={tour_id}",
    "/api/issues/extent": "?tour={tour_id}",
    "/export/issues.{form}": "?tour={tour_id}",
    "/map/issue": "?id={issue_id}",
    "/map/issues": "?tour={tour_id}",
}
"""What an address is asked about behind its path."""


def _values(thing: Thing, stop_code: str, calendar: str) -> Mapping[str, object]:
    """What stands for the holes of a path."""
    return {
        **{"tour_id": thing.tour, "issue_id": thing.issue, "participant_id": thing.guest, "photo_id": thing.photo},
        **{"variant": "clean", "form": "csv", "token": calendar, "code": stop_code, "language": "ru"},
        **{"version": "1", "zoom": 12, "x": 1, "y": 1},
    }


def _let_in(world: RightsWorld) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """A token for everybody, and the secret of the calendar for whoever has an account."""
    now = datetime.now(UTC)
    with world.database.transaction() as session:
        for thing in world.things.values():
            tour = session.get_one(Tour, thing.tour)
            tour.starts_at, tour.ends_at = now - timedelta(hours=1), now + timedelta(hours=3)
            tour.join_code = f"code{thing.tour}"
        tablet = Participant(tour_id=world.things["withdrawn"].tour, name="Gone", answer=Answer.YES, invited_at=now)
        session.add(tablet)
        session.flush()
        given: Any = {"now": now, "expires_at": now + timedelta(hours=3), "device": ""}
        tokens = {"stranger": "", "gone": open_sign_in(session, **given, participant_id=id_of(tablet))}
        calendars = {}
        for who, actor in world.actors.items():
            if actor.person_id is not None:
                tokens[who] = open_sign_in_for(session, session.get_one(Person, actor.person_id), now=now)
                calendars[who] = make_calendar_link(session, actor, now=now)
            elif actor.participant_id is not None:
                tokens[who] = open_sign_in(session, **given, participant_id=actor.participant_id)
        olga = session.get_one(Person, world.actors["olga"].person_id)
        tokens["revoked"] = open_sign_in_for(session, olga, now=now)
        sign_out(session, tokens["revoked"])
        tokens["expired"] = open_sign_in_for(session, olga, now=now - timedelta(days=40))
    return tokens, calendars


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
