"""Tests of `planner.render.assets` and `planner.render.colours`."""

import hashlib

from planner.render.assets import ASSETS, asset_text, asset_url
from planner.render.colours import COLOURS, rgb


def test_address_carries_the_version_of_what_is_in_the_file() -> None:
    version = hashlib.sha256((ASSETS / "door.css").read_bytes()).hexdigest()[:12]

    assert asset_url("door.css") == f"/assets/own/door.css?v={version}"


def test_each_colour_of_the_style_sheet_is_known() -> None:
    written = [line.strip() for line in asset_text("colours.css").splitlines() if line.strip().startswith("--")]

    assert [f"--{name}: {value};" for name, value in COLOURS.items()] == [line.partition(" /*")[0] for line in written]


def test_colour_for_a_paper_has_three_channels() -> None:
    assert (rgb("white"), rgb("blue"), rgb("paper-street")) == ((255, 255, 255), (11, 79, 138), (170, 170, 170))
