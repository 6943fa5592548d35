"""Tests of `planner.web.field.track`: the bus's way by HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Tour
from planner.services.field.sent import ms_of
from tests.services.issue_story import set_scene
from tests.web.issue_visitors import look_as, sign_everybody_in

TRACK = "/field/api/1/tours/One/track"


@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("pyotr", 403), ("stranger", 403)])
def test_points_are_taken_from_who_leads(site: TestClient, own_database: Database, who: str, status: int) -> None:
    now = datetime.now(UTC)
    with own_database.transaction() as session:
        scene = set_scene(session)
        session.get_one(Tour, scene.tour).started_at = now - timedelta(hours=1)
        tokens = sign_everybody_in(session, scene)
    points = [[ms_of(now) - 60_000, 50.25, 127.5, 8], [ms_of(now) - 50_000, 50.25, 127.5, 8.4]]

    answer = look_as(site, tokens[who]).post(TRACK, json={"tablet_now": ms_of(now), "points": points})

    told = answer.json()
    assert (answer.status_code, answer.headers["x-planner"]) == (status, "1")
    assert (told.get("taken"), told.get("told")) == ((2, None) if status == 200 else (None, None))
