"""Tests of `planner.ui.assets`: what a script is given stays data, whatever is in it."""

import json
import re
from html import unescape

from streamlit.testing.v1 import AppTest

from planner.render.assets import asset_text

HOSTILE = "\"></script><script>alert('1')</script>"


def screen() -> None:
    """A screen that dresses itself and leaves, as the way in does."""
    from planner.ui.assets import run_script, use_styles  # noqa: PLC0415 - AppTest runs this function's source by itself

    use_styles("colours.css", "screen/tables.css")
    run_script("screen/leave.js", address="\"></script><script>alert('1')</script>")


def test_script_is_given_its_data_as_an_attribute() -> None:
    app = AppTest.from_function(screen).run()

    (body,) = [each.proto.body for each in app.main.get("html") if "<script" in each.proto.body]
    found = re.fullmatch(r'<script data-given="([^"]*)">(.*)</script>', body, re.DOTALL)

    assert found is not None
    assert (json.loads(unescape(found[1])), found[2]) == ({"address": HOSTILE}, asset_text("screen/leave.js"))


def test_style_sheets_come_whole() -> None:
    app = AppTest.from_function(screen).run()

    bodies = [each.proto.body for each in app.get("html")]

    assert f"<style>{asset_text('colours.css')}{asset_text('screen/tables.css')}</style>" in bodies
