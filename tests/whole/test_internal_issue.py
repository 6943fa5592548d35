"""Nothing of an internal issue is in any answer to who may not know of it: not from HTTP, not from any service, and, of what
was said while it was internal, not after it was opened to everybody either.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import Parameter, getmembers, isfunction, signature
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.routing import Route
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import PlannerError
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue, Stop
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Outcome, PhotoPhase
from planner.services.access.join import join_tour
from planner.services.control.closing import close_issue
from planner.services.control.instructions import give_instruction
from planner.services.issues.columns import IssueColumns
from planner.services.issues.issues import add_comment, edit_issue
from planner.services.issues.photos import add_photo, hide_photo, keep_photo
from planner.services.tours.stops import add_stops_from_issues
from planner.storage import the_store
from planner.web.routes import ROUTES
from tests.house.sources import sources
from tests.services.control_story import DUE, NOW, TODAY
from tests.services.issue_story import Scene, jpeg, log, set_scene
from tests.services.typed_story import service_modules
from tests.web.issue_visitors import look_as, sign_everybody_in

pytestmark = pytest.mark.usefixtures("one_by_one")

MARK = "Метка"
"""Stands in every text of the internal issue; so do its photos' ids and files among what nobody else may be told."""

OF_SEEN_ISSUES = ("photo_ids", "pictures_of")
"""Are given numbers of issues which the caller found that the actor sees."""

READS_PHOTOS = {
    "field/mark.py": "counts them, so that a tablet sees that something is new",
    "field/photos.py": "brings them in",
    "press/faults.py": "knows copies that everybody may see",
    "public/issues.py": "tells copies that everybody may see",
    "control/on_site.py": "shows those of the issue's page",
    "residents/becoming.py": "brings one in",
    "control/instructions.py": "marks what the agency itself reports with",
}
"""Services that read photos without asking whether they were added inside, and why."""


@dataclass(frozen=True)
class Secret:
    """The internal issue, a public one that repeats it, and a stop of the published tour that was made for it."""

    scene: Scene
    issue: int
    repeated: int
    stop: int
    code: str
    photo: str
    marks: tuple[str, ...]
    tokens: Mapping[str, str]

    @property
    def others(self) -> dict[str, Actor]:
        """Who may not know of it."""
        return {"stranger": STRANGER, "pavel": self.scene.pavel, "boris": self.scene.town.boris}


@pytest.fixture
def secret(own_database: Database) -> Secret:
    with own_database.transaction() as session:
        return _make_secret(session)


def _make_secret(session: Session) -> Secret:
    scene = set_scene(session)
    town = scene.town
    issue = id_of(log(session, scene, internal=True, text=f"{MARK} текст", address=f"{MARK} адрес"))
    add_comment(session, town.kira, uid=new_id(), text=f"{MARK} слово", now=NOW, issue_id=issue)
    order: dict[str, Any] = {"agency_id": town.roads, "due_on": DUE, "today": TODAY, "text": f"{MARK} поручение"}
    give_instruction(session, town.kira, issue, uid=new_id(), now=NOW, **order)
    picture: dict[str, Any] = {"uid": new_id(), "phase": PhotoPhase.BEFORE}
    picture["data"] = keep_photo(town.olga, the_store(), data=jpeg())
    inside: dict[str, Any] = {"uid": new_id(), "data": keep_photo(town.olga, the_store(), data=jpeg("red"))}
    kept = add_photo(session, town.olga, issue_id=issue, now=NOW, **(picture | inside))
    inside = {
        "uid": new_id(),
        "data": keep_photo(town.kira, the_store(), data=jpeg("green")),
        "phase": PhotoPhase.AFTER,
    }
    done = add_photo(session, town.kira, issue_id=issue, now=NOW, **inside)
    marks = tuple(mark for each in (kept, done) for mark in (each.id, each.original, each.clean, each.thumbnail))
    photo = kept.id
    repeated = id_of(log(session, scene, text="Видно всем"))
    shown = add_photo(session, town.olga, issue_id=repeated, now=NOW, **(picture | {"uid": new_id()})).id
    hide_photo(session, town.kira, shown, reason=f"{MARK} причина", now=NOW)
    as_duplicate: dict[str, Any] = {"outcome": Outcome.DUPLICATE, "reason": "То же", "duplicate_of_id": issue}
    close_issue(session, town.kira, repeated, now=NOW, **as_duplicate)
    (stop,) = add_stops_from_issues(session, town.olga, scene.other_tour, [issue], public_name="У моста")
    tokens = sign_everybody_in(session, scene)
    tokens = {**tokens, "pavel": join_tour(session, "Two", name="Pavel", again=True, now=NOW)}
    return Secret(scene, issue, repeated, id_of(stop), stop.public_code or "", photo, (MARK, *marks), tokens)


def fills(secret: Secret) -> dict[str, Any]:
    """What services and addresses may be asked for, by the names of their parameters."""
    return {
        **{
            "tour_id": secret.scene.other_tour,
            "stop_id": secret.stop,
            "participant_id": secret.scene.pavel.participant_id,
        },
        **{"issue_id": secret.repeated, "issue_ids": [secret.issue, secret.repeated], "code": secret.code},
        **{
            "photo_id": secret.photo,
            "variant": "clean",
            "form": "csv",
            "store": the_store(),
            "now": NOW,
            "today": TODAY,
        },
        **{"wanted": IssueFilter(), "language": "ru", "token": secret.tokens["pavel"]},
    }


def answers_of_services(database: Database, secret: Secret, actor: Actor) -> Iterator[tuple[str, str]]:
    """What every public service that takes an actor tells this one; nothing that they change stays."""
    for module in service_modules():
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_") and name not in OF_SEEN_ISSUES
            if own and list(signature(function).parameters)[:2] == ["session", "actor"]:
                for issue in (secret.issue, secret.repeated):
                    given = {"columns": IssueColumns(database), "issue_id": issue}
                    yield f"{module.__name__}.{name}", _answer(database, actor, function, fills(secret) | given)


def _answer(database: Database, actor: Actor, function: Callable[..., Any], known: Mapping[str, Any]) -> str:
    given = {
        name: known.get(name, 1 if name.endswith("_id") else None)
        for name, parameter in list(signature(function).parameters.items())[2:]
        if parameter.kind is not Parameter.VAR_KEYWORD and (name in known or parameter.default is Parameter.empty)
    }
    try:
        with database.reading() as session:
            answer = function(session, actor, **given)
            return repr(list(answer) if isinstance(answer, Iterator) else answer)
    except PlannerError as error:
        return repr((error.key, error.values))
    except (AssertionError, AttributeError, TypeError, ValueError, KeyError, SQLAlchemyError):
        return ""


def answers_of_doors(site: TestClient, secret: Secret, visitor: str) -> Iterator[tuple[str, str]]:
    """What every address tells this visitor."""
    known = {name: str(value) for name, value in fills(secret).items()}
    for route in (each for each in ROUTES if isinstance(each, Route) and "GET" in (each.methods or ())):
        for issue in (secret.issue, secret.repeated):
            path = route.path
            for name in route.param_convertors:
                path = path.replace(f"{{{name}:int}}", known.get(name, "1")).replace(
                    f"{{{name}}}", known.get(name, "a")
                )
            query = {"id": str(issue), "bbox": "127,50,128,51", "zoom": "18", "text": MARK.lower() if issue else ""}
            text = look_as(site, secret.tokens[visitor]).get(path, params=query).text
            yield route.path, text.replace(path, "").replace(quote(path, safe=""), "")  # what was asked is no answer


def told(site: TestClient, database: Database, secret: Secret, visitor: str, actor: Actor) -> list[str]:
    """Where a mark stands in what this visitor is told."""
    answers = [*answers_of_services(database, secret, actor), *answers_of_doors(site, secret, visitor)]
    return sorted({where for where, text in answers if any(mark in text for mark in secret.marks)})


def test_who_may_not_know_of_an_internal_issue_is_told_nothing_of_it(
    site: TestClient, own_database: Database, secret: Secret
) -> None:
    staff = told(site, own_database, secret, "olga", secret.scene.town.olga)

    others = {name: told(site, own_database, secret, name, actor) for name, actor in secret.others.items()}

    assert len(staff) > 8
    assert others == {name: [] for name in secret.others}
    with own_database.reading() as session:
        assert session.get_one(Stop, secret.stop).name == "У моста"


def test_what_was_said_inside_is_told_to_nobody_else_after_it_was_opened(
    site: TestClient, own_database: Database, secret: Secret
) -> None:
    with own_database.transaction() as session:
        public: dict[str, Any] = {"internal": False, "text": "Открыто", "address": "Ленина, 1"}
        edit_issue(session, secret.scene.town.olga, secret.issue, now=NOW, **public)
    staff = told(site, own_database, secret, "olga", secret.scene.town.olga)

    others = {name: told(site, own_database, secret, name, actor) for name, actor in secret.others.items()}

    assert "planner.services.issues.details.issue_details" in staff
    assert others == {name: [] for name in secret.others}
    with own_database.reading() as session:
        assert session.get_one(Issue, secret.issue).internal is False


def test_every_service_that_reads_photos_asks_what_was_added_inside() -> None:
    services = {path.removeprefix("planner/services/"): text for path, text in sources().items() if "services/" in path}
    reading = {
        path for path, text in services.items() if re.search(r"\bimport\b[^\n]*\bPhoto\b|^    Photo,$", text, re.M)
    }

    asking = {path for path in reading if re.search(r"\bclosed_(in|to)\(", services[path])}

    assert reading - asking == set(READS_PHOTOS)
