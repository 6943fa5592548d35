"""Tests of `planner.render.assets`."""

import hashlib

from planner.render.assets import ASSETS, asset_text, asset_url


def test_address_carries_the_version_of_what_is_in_the_file() -> None:
    version = hashlib.sha256((ASSETS / "door.css").read_bytes()).hexdigest()[:12]

    assert asset_url("door.css") == f"/assets/own/door.css?v={version}"


def test_text_is_what_is_in_the_file() -> None:
    assert asset_text("map/place.js") == (ASSETS / "map" / "place.js").read_text(encoding="utf-8")
