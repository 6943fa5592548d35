"""The chair confirms over HTTP what was read on the tablet: with the PIN, online, once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Person, ProtocolEdition
from planner.services.access.passwords import hash_pin
from planner.services.access.sign_in import open_sign_in_for
from tests.services.control_story import an_instruction
from tests.services.field_story import CODE, set_ride
from tests.services.issue_story import Scene, log

TOUR = f"/field/api/1/tours/{CODE}"
PIN = "271845"


@pytest.fixture
def scene(own_database: Database) -> Scene:
    """Oksana leads and chairs; one instruction was given on the ride."""
    with own_database.transaction() as session:
        scene = set_ride(session, datetime.now(UTC))
        issue = log(session, scene, scene.town.olga, tour_id=scene.tour, stop_id=scene.stop)
        an_instruction(session, scene.town, issue)
        session.get_one(Person, scene.town.oksana.person_id).pin_hash = hash_pin(PIN)
        return scene


def come_as(site: TestClient, database: Database, person_id: int | None) -> TestClient:
    with database.transaction() as session:
        token = open_sign_in_for(session, session.get_one(Person, person_id), now=datetime.now(UTC))
    site.cookies.set(SIGN_IN_COOKIE, token)
    return site


def protocol(site: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = site.get(TOUR).json()["ride"]["protocol"]
    return told


def test_chair_reads_point_by_point_and_confirms_once(site: TestClient, own_database: Database, scene: Scene) -> None:
    come_as(site, own_database, scene.town.oksana.person_id)
    read = protocol(site)

    answers = [site.post(f"{TOUR}/protocol", json={"pin": pin, "seal": read["seal"]}) for pin in ("000000", PIN, PIN)]

    after = protocol(site)
    [point] = read["points"]
    assert (read["open"], read["chair"], point["stop"], point["text"]) == (
        True,
        True,
        "1. Двор, ул. Зейская, 1",
        "Fill the hole",
    )
    assert [each["state"] for each in point["said"]] == [""]
    assert [(answer.status_code, answer.json().get("field")) for answer in answers] == [
        (400, "pin"),
        (200, None),
        (200, None),
    ]
    assert (after["open"], after["edition"], after["confirmed"] != "") == (False, "Утверждён", True)
    with own_database.reading() as session:
        assert [each.seal for each in session.exec(select(ProtocolEdition))] == [read["seal"]]


def test_nobody_but_the_chair_confirms(site: TestClient, own_database: Database, scene: Scene) -> None:
    come_as(site, own_database, scene.town.olga.person_id)
    read = protocol(site)

    answer = site.post(f"{TOUR}/protocol", json={"pin": PIN, "seal": read["seal"]})

    assert (read["chair"], answer.status_code, answer.json()["key"]) == (False, 403, "permissions.not_chair")


def test_text_that_changed_meanwhile_is_not_confirmed(site: TestClient, own_database: Database, scene: Scene) -> None:
    come_as(site, own_database, scene.town.oksana.person_id)

    answer = site.post(f"{TOUR}/protocol", json={"pin": PIN, "seal": "what was read before"})

    assert (answer.status_code, answer.json()["key"]) == (409, "protocol.error.changed")
