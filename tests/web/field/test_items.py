"""Tests of `planner.web.field.items`: a tablet's batch by HTTP, and what is told of each item."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import City, Issue, Participant, Tour
from planner.services.field.sent import ms_of
from tests.services.issue_story import Scene, set_scene, uid
from tests.web.issue_visitors import look_as, sign_everybody_in

ITEMS = "/field/api/1/tours/One/items"


@pytest.fixture
def scene(own_database: Database) -> Scene:
    with own_database.transaction() as session:
        session.add(City(id=1))
        scene = set_scene(session)
        session.get_one(Tour, scene.tour).starts_at = datetime.now(UTC) - timedelta(hours=1)
        return scene


@pytest.fixture
def tokens(own_database: Database, scene: Scene) -> Mapping[str, str]:
    with own_database.transaction() as session:
        return sign_everybody_in(session, scene)


@pytest.fixture
def by(own_database: Database, tokens: Mapping[str, str]) -> str:
    """The key of Pyotr's tablet, which joined a moment ago."""
    with own_database.reading() as session:
        tablets = session.exec(select(Participant).where(Participant.name == "Pyotr")).all()
    return f"participant:{max(each.id or 0 for each in tablets)}"


def now_ms() -> int:
    return ms_of(datetime.now(UTC))


def report(scene: Scene, by: str, **more: Any) -> dict[str, Any]:
    place = {"from": "map", "lat": 50.27, "lon": 127.54}
    given = {"uid": uid(), "kind": "report", "at": now_ms(), "by": by, "category": scene.town.potholes}
    return given | {"text": "Яма", "place": place} | more


def post(site: TestClient, *items: object) -> Any:
    return site.post(ITEMS, json={"tablet_now": now_ms(), "items": items})


def test_batch_is_answered_item_by_item(
    site: TestClient, own_database: Database, scene: Scene, tokens: Mapping[str, str], by: str
) -> None:
    good, bad = report(scene, by), report(scene, by, category=999)
    comment = {"uid": uid(), "kind": "comment", "at": now_ms(), "by": by, "about": uid(), "text": "Да"}

    answer = post(look_as(site, tokens["pyotr"]), good, bad, comment)
    again = post(site, good)

    with own_database.reading() as session:
        number = session.exec(select(Issue.id)).one()
    assert (answer.status_code, answer.headers["x-planner"], answer.headers["cache-control"]) == (200, "1", "no-store")
    assert answer.json()["answers"] == [
        {"uid": good["uid"], "state": "received", "issue": number},
        {
            "uid": bad["uid"],
            "state": "refused",
            "error": "Выберите тему из списка.",
            "key": "issues.error.category",
            "field": "category",
        },
        {
            "uid": comment["uid"],
            "state": "later",
            "error": "Запись, к которой это относится, на сервер ещё не пришла. Отправка повторится.",
        },
    ]
    assert again.json()["answers"] == answer.json()["answers"][:1]


def test_stranger_and_unknown_link_are_refused_whole(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], by: str
) -> None:
    signed_out = post(look_as(site, ""), report(scene, by))
    unknown = look_as(site, tokens["pyotr"]).post(ITEMS.replace("One", "None"), json={"tablet_now": 1, "items": []})

    assert (signed_out.status_code, signed_out.json()["key"]) == (403, "permissions.sign_in")
    assert (unknown.status_code, unknown.json()["key"]) == (404, "join.error.link")


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        (b"{", 400, "field.error.not_json"),
        (b'{"tablet_now": "\xff"}', 400, "field.error.not_json"),
        (b'{"tablet_now": NaN, "items": []}', 400, "field.error.not_json"),
        (b"[" * 100_000, 400, "field.error.not_json"),
        (b"[]", 400, "field.error.not_json"),
        (b'{"tablet_now": 1e400, "items": []}', 400, "field.error.item"),
        (b'{"tablet_now": true, "items": []}', 400, "field.error.item"),
        (b'{"items": []}', 400, "field.error.item"),
        (b'{"tablet_now": 1, "items": {}}', 400, "field.error.items"),
        (b'{"tablet_now": 1, "items": [' + b"1," * 50 + b"1]}", 400, "field.error.items"),
        (b" " * (1024 * 1024 + 1), 413, "field.error.too_large"),
    ],
)
def test_body_that_is_none_is_refused_whole(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], body: bytes, status: int, key: str
) -> None:
    answer = look_as(site, tokens["pyotr"]).post(ITEMS, content=body)

    assert (answer.status_code, answer.json()["key"]) == (status, key)


def test_number_that_nothing_holds_spoils_its_own_item_only(
    site: TestClient, scene: Scene, tokens: Mapping[str, str], by: str
) -> None:
    good, items = json.dumps(report(scene, by)), json.dumps(report(scene, by, category="N"))
    bad = ",".join(items.replace('"N"', number) for number in ("1e400", "9" * 5000, "-1", "1.5", "null"))

    body = f'{{"tablet_now": {now_ms()}, "items": [{bad},{good}]}}'
    answer = look_as(site, tokens["pyotr"]).post(ITEMS, content=body)

    assert [each["state"] for each in answer.json()["answers"]] == [*["refused"] * 5, "received"]
