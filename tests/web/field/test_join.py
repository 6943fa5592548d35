"""Joining over HTTP: once however often it is asked, under one's own name, twenty tablets in a minute."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Participant
from planner.services.access.tablets import list_tablets, turn_tablet_off
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


def test_somebody_beside_speaks_on_the_same_tablet_and_the_sign_in_stays(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    first = site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": "Анна Ким", "agency": ""}).json()["key"]

    second = site.post(JOIN, json={"beside": True, "name": "Борис Ли", "agency": ""})
    ride, spoken = (site.get(TOUR, params={"by": key}).json()["ride"] for key in ("", second.json()["key"]))

    assert (second.status_code, ride["me"]["key"]) == (200, first)
    assert (spoken["me"]["key"], spoken["me"]["name"]) == (second.json()["key"], "Борис Ли")
    assert (
        ride["speakers"]
        == spoken["speakers"]
        == [
            {"key": first, "name": "Анна Ким"},
            {"key": second.json()["key"], "name": "Борис Ли"},
        ]
    )
    assert names(own_database, scene) == ["Pyotr", "Анна Ким", "Борис Ли"]


def test_nobody_speaks_for_who_is_on_another_tablet(site: TestClient, scene: Scene) -> None:
    key = site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": "Анна Ким", "agency": ""}).json()["key"]

    ride = site.get(TOUR, params={"by": scene.pyotr.supporter}).json()["ride"]

    assert (ride["me"]["key"], [one["key"] for one in ride["speakers"]]) == (key, [key])


def test_stranger_adds_nobody(site: TestClient, own_database: Database, scene: Scene) -> None:
    answer = site.post(JOIN, json={"beside": True, "name": "Борис Ли", "agency": ""})

    assert (answer.status_code, answer.json()["key"]) == (403, "permissions.sign_in")
    assert names(own_database, scene) == ["Pyotr"]


def test_tablet_that_is_turned_off_is_told_so_on_every_path(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    uid = str(uuid.uuid4())
    site.post(JOIN, json={"uid": uid, "name": "Анна Ким", "agency": ""})
    with own_database.transaction() as session:
        [row] = list_tablets(session, scene.town.olga, scene.tour)
        turn_tablet_off(session, scene.town.olga, scene.tour, row.tablet.id or 0, now=datetime.now(UTC))

    answers = [
        site.get(TOUR),
        site.post(JOIN, json={"uid": str(uuid.uuid4()), "name": "Вера Цой", "agency": ""}),
        site.post(JOIN, json={"beside": True, "name": "Вера Цой", "agency": ""}),
        site.post(f"{TOUR}/items", json={"tablet_now": 0, "items": []}),
        site.head(f"/field/api/1/files/{'0' * 64}"),
        site.get(TOUR),
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    assert {answer.json()["key"] for answer in answers if answer.content} == {"permissions.tablet_off"}
    assert names(own_database, scene) == ["Pyotr", "Анна Ким"]
