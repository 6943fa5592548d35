"""Tests of `planner.web.own_files`: what has its version in its address may be kept, and nothing else."""

import pytest
from starlette.testclient import TestClient

from planner.render.assets import ASSETS, asset_url
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


@pytest.mark.parametrize("name", ["map/issues.js", "public/public.css", "bus.svg"])
def test_file_is_packed_for_whoever_reads_that_from_the_second_time_on(site: TestClient, name: str) -> None:
    asked = {each: {"Accept-Encoding": each} for each in ("gzip", "identity")}
    first, *answers = [site.get(asset_url(name), headers=asked[each]) for each in ("gzip", "gzip", "identity")]

    assert [each.headers.get("content-encoding") for each in answers] == ["gzip", None]
    assert {each.content for each in (first, *answers)} == {(ASSETS / name).read_bytes()}
    assert {(each.headers["content-type"], each.headers["cache-control"]) for each in (first, *answers)} == {
        (first.headers["content-type"], FOR_GOOD)
    }


@pytest.mark.parametrize("name", ["nosuch.js", "../door.py", "%2e%2e/door.py", "../../config.py"])
def test_nothing_else_is_served(site: TestClient, name: str) -> None:
    assert site.get(f"/assets/own/{name}").status_code == 404
