"""Joining over HTTP: once however often it is asked, under one's own name, twenty tablets in a minute."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Participant
from tests.services.field_story import CODE, set_ride
from tests.services.issue_story import Scene

TOUR = f"/field/api/1/tours/{CODE}"
JOIN = f"{TOUR}/join"


@pytest.fixture(autouse=True)
def scene(own_database: Database) -> Scene:
    with own_database.transaction() as session:
        return set_ride(session, datetime.now(UTC))


def names(database: Database, scene: Scene) -> list[str]:
    with database.reading() as session:
        return sorted(session.exec(select(Participant.name).where(Participant.tour_id == scene.tour)))


def test_lost_answer_is_asked_for_again_and_makes_one_participant(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    wanted = {"uid": str(uuid.uuid4()), "name": "Анна Ким", "agency": "Газета", "again": False}

    site.post(JOIN, json=wanted)
    site.cookies.clear()
    second = site.post(JOIN, json=wanted)

    me = site.get(TOUR).json()["ride"]["me"]
    assert (second.status_code, second.json()) == (200, {"joined": True, "key": me["key"]})
    assert (me["name"], names(own_database, scene)) == ("Анна Ким", ["Pyotr", "Анна Ким"])
    assert second.headers["x-planner"] == "1"


def test_name_on_another_tablet_is_asked_about_and_is_the_same_person_again(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    refused = site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": "Pyotr", "agency": ""})
    joined = site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": "Pyotr", "agency": "", "again": True})

    assert (refused.status_code, refused.json()["key"], refused.json()["field"]) == (
        409,
        "join.error.same_name",
        "name",
    )
    assert joined.json() == {"joined": True, "key": scene.pyotr.supporter}
    assert names(own_database, scene) == ["Pyotr"]


def test_twenty_tablets_of_one_network_join_within_a_minute(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    answers = [
        site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": f"Гость {number}", "agency": ""}).status_code
        for number in range(20)
    ]

    assert answers == [200] * 20
    assert len(names(own_database, scene)) == 21


@pytest.mark.parametrize(
    ("given", "status", "key"),
    [
        ({"uid": "x", "name": "Анна Ким"}, 400, "join.error.uid"),
        ({"uid": str(uuid.uuid4()), "name": "А"}, 400, "typed.error.name"),
        ({}, 400, "typed.error.name"),
        ([1], 400, "field.error.not_json"),
        ({"name": "А" * 100_000}, 413, "field.error.too_large"),
    ],
)
def test_what_cannot_be_is_refused_as_json(site: TestClient, given: object, status: int, key: str) -> None:
    answer = site.post(JOIN, json=given)

    assert (answer.status_code, answer.json()["key"], answer.headers["x-planner"]) == (status, key, "1")
