"""Tests of the tiles' route."""

from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from planner.city.tiles.base_map import empty_tile
from planner.domain.geo import Box
from planner.services.city.extract import Extract, city_folder, switch_to

PNG = b"\x89PNG a picture"


@pytest.fixture
def extract(tmp_path: Path, now: datetime) -> Extract:
    """An extract in place with one tile, as an import leaves it."""
    folder = city_folder(tmp_path) / "0123456789abcdef-1.20261123000000"
    (folder / "tiles" / "10" / "874").mkdir(parents=True)
    (folder / "tiles" / "10" / "874" / "343.png").write_bytes(PNG)
    (folder / "tiles" / "secret.png").write_bytes(b"secret")
    extract = Extract(folder, "0" * 64, now, "town.osm.pbf", 1, Box(50, 127, 51, 128), 1, 1, 1, 1)
    switch_to(tmp_path, extract)
    return extract


def test_tile_needs_no_sign_in_and_may_be_kept_for_ever(site: TestClient, extract: Extract) -> None:
    answer = site.get(f"/map/tiles/{extract.version}/10/874/343.png")

    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PNG, "image/png")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_tile_under_an_old_version_is_the_new_one_for_a_while(site: TestClient, extract: Extract) -> None:
    answer = site.get("/map/tiles/older-1.1/10/874/343.png")

    assert (answer.content, answer.headers["cache-control"]) == (PNG, "public, max-age=300")


@pytest.mark.parametrize(
    "place", ["10/874/344", "9/874/343", "17/1/1", "10/99999999999999999999/1", f"10/1/{'9' * 400}"]
)
def test_tile_that_is_not_there_shows_nothing(site: TestClient, extract: Extract, place: str) -> None:
    answer = site.get(f"/map/tiles/{extract.version}/{place}.png")

    assert (answer.status_code, answer.content) == (200, empty_tile())


@pytest.mark.parametrize(
    "path",
    [
        "10/874/-1.png",
        "10/874/secret.png",
        "../../secret.png",
        "10/874/%2e%2e%2f343.png",
        "10/874/343.svg",
        "x/y/z.png",
    ],
)
def test_only_numbers_name_a_tile(site: TestClient, extract: Extract, path: str) -> None:
    answer = site.get(f"/map/tiles/{extract.version}/{path}")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_tiles_are_only_looked_at(site: TestClient, extract: Extract) -> None:
    answer = site.post(f"/map/tiles/{extract.version}/10/874/343.png")

    assert answer.status_code == 405


def test_without_an_extract_tiles_show_nothing(site: TestClient) -> None:
    answer = site.get("/map/tiles/any/10/874/343.png")

    assert (answer.content, answer.headers["cache-control"]) == (empty_tile(), "public, max-age=300")
