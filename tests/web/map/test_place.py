"""The small map on an issue's page is shown to those who may see the issue, and to nobody else."""

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from planner.database import Database
from planner.domain.models import Issue
from planner.web.map.page import POLICY
from tests.services.control_story import an_instruction
from tests.services.issue_story import Scene, log
from tests.web.issue_visitors import look_as


@pytest.fixture
def internal(own_database: Database, scene: Scene) -> Issue:
    """An internal issue that the road agency works on."""
    with own_database.transaction() as session:
        issue = log(session, scene, lon=127.51)
        issue.internal = True
        an_instruction(session, scene.town, issue)
        return issue


@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 200), ("kira", 200), ("oksana", 200), ("boris", 404), ("pyotr", 404), ("stranger", 303)],
)
def test_an_internal_issue_is_shown_to_whom_it_concerns(
    site: TestClient, tokens: Mapping[str, str], internal: Issue, name: str, status: int
) -> None:
    answer = look_as(site, tokens[name]).get(f"/map/issue?id={internal.id}")

    assert answer.status_code == status
    assert ("127.51" in answer.text) == (status == 200)


@pytest.mark.parametrize("asked", ["", "abc", "-1", "0", "999", "1 OR 1=1", "99999999999999"])
def test_what_is_no_issue_is_not_found(site: TestClient, tokens: Mapping[str, str], asked: str) -> None:
    answer = look_as(site, tokens["olga"]).get("/map/issue", params={"id": asked})

    assert answer.status_code == 404


def test_the_page_is_not_kept_and_has_the_policy_of_maps(
    site: TestClient, tokens: Mapping[str, str], internal: Issue
) -> None:
    answer = look_as(site, tokens["olga"]).get(f"/map/issue?id={internal.id}")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == POLICY
