"""Tests of `planner.web.own_files`: what has its version in its address may be kept, and nothing else."""

import pytest
from starlette.testclient import TestClient

from planner.render.assets import asset_url
from planner.web.own_files import FOR_GOOD


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (asset_url("map/issues.js"), FOR_GOOD),
        (asset_url("bus.svg"), FOR_GOOD),
        ("/assets/own/map/issues.js", None),
        ("/assets/own/map/issues.js?v=000000000000", None),
    ],
)
def test_file_of_the_version_that_was_asked_for_is_kept(site: TestClient, address: str, kept: str | None) -> None:
    answer = site.get(address)

    assert (answer.status_code, answer.headers.get("cache-control")) == (200, kept)


@pytest.mark.parametrize("name", ["nosuch.js", "../door.py", "%2e%2e/door.py", "../../config.py"])
def test_nothing_else_is_served(site: TestClient, name: str) -> None:
    assert site.get(f"/assets/own/{name}").status_code == 404
