"""Tests of `planner.render.colours`: what the style sheet names is known by the same name."""

from planner.render.assets import asset_text
from planner.render.colours import COLOURS, rgb


def test_each_colour_of_the_style_sheet_is_known() -> None:
    written = [line.strip() for line in asset_text("colours.css").splitlines() if line.strip().startswith("--")]

    assert [f"--{name}: {value};" for name, value in COLOURS.items()] == [line.partition(" /*")[0] for line in written]


def test_colour_for_a_paper_has_three_channels() -> None:
    assert (rgb("white"), rgb("blue"), rgb("paper-street")) == ((255, 255, 255), (11, 79, 138), (170, 170, 170))
