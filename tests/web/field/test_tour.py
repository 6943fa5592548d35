"""The state of a tour over HTTP: who gets what, the mark, and that no answer could be a portal's page."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from planner.config import SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.models import Person, Tour
from planner.services.access.sign_in import open_sign_in, open_sign_in_for
from tests.services.field_story import CODE, set_ride
from tests.services.issue_story import Scene, log

TOUR = f"/field/api/1/tours/{CODE}"


@pytest.fixture
def scene(own_database: Database) -> Scene:
    with own_database.transaction() as session:
        scene = set_ride(session, datetime.now(UTC))
        log(session, scene, scene.pyotr, text="Яма у подъезда", stop_id=scene.stop)
        return scene


def come_as(site: TestClient, database: Database, scene: Scene, who: str) -> None:
    now = datetime.now(UTC)
    site.cookies.clear()
    with database.transaction() as session:
        if who in ("pyotr", "pavel"):
            number = (scene.pyotr if who == "pyotr" else scene.pavel).participant_id
            token = open_sign_in(
                session, now=now, expires_at=now + timedelta(hours=3), device="", participant_id=number
            )
        elif who == "oksana":
            token = open_sign_in_for(session, session.get_one(Person, scene.town.oksana.person_id), now=now)
        else:
            return
    site.cookies.set(SIGN_IN_COOKIE, token)


@pytest.mark.parametrize(("who", "part"), [("pyotr", "ride"), ("oksana", "ride"), ("pavel", "door"), ("", "door")])
def test_link_tells_the_ride_to_whoever_rides_it_and_the_door_to_others(
    site: TestClient, own_database: Database, scene: Scene, who: str, part: str
) -> None:
    come_as(site, own_database, scene, who)

    answer = site.get(TOUR)

    assert (answer.status_code, set(answer.json())) == (200, {"now", "language", part})
    assert (answer.headers["x-planner"], answer.headers["cache-control"]) == ("1", "no-store")


def test_state_with_the_mark_that_the_tablet_has_is_not_sent_again(
    site: TestClient, own_database: Database, scene: Scene
) -> None:
    come_as(site, own_database, scene, "pyotr")
    mark = site.get(TOUR).json()["ride"]["mark"]

    same = site.get(TOUR, params={"mark": mark}).json()
    with own_database.transaction() as session:
        log(session, scene, scene.town.olga, lat=50.2701, lon=127.5301)
    other = site.get(TOUR, params={"mark": mark}).json()

    assert (set(same), same["same"], same["fates"]) == ({"now", "language", "same", "fates"}, True, [])
    assert [each["number"] for each in other["ride"]["issues"]] == [1, 2]


def test_revoked_link_is_told_as_json_also_to_a_browser(site: TestClient, own_database: Database, scene: Scene) -> None:
    with own_database.transaction() as session:
        session.get_one(Tour, scene.tour).join_code = None

    answer = site.get(TOUR)

    assert (answer.status_code, answer.json()["key"], answer.headers["x-planner"]) == (404, "join.error.link", "1")


@pytest.mark.parametrize("path", ["/field/api/2/tours/One", "/field/api/1/none", "/field/api/1/tours/One/none"])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_unknown_address_of_the_api_is_told_as_json(site: TestClient, path: str, method: str) -> None:
    answer = site.request(method, path)

    assert (answer.status_code, answer.json()["key"], answer.headers["x-planner"]) == (404, "field.unknown", "1")
