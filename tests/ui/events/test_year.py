"""The figures of the year end with the years of the tours that the filter finds."""

import pytest

from planner.i18n import translator
from tests.ui.drawn_screens import Screens

T = translator("ru", "Asia/Yakutsk")
KINDS = {"bus_tour": {}, "field_event": {"kind": "field_event"}}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("role", ["organizer", "official"])
def test_years_follow_the_year(screens: Screens, role: str, kind: str) -> None:
    screen = screens.draw("tours.py", role, {"view": "year_figures", **KINDS[kind]}, {})

    assert screen.header[-1].value == T("year.over_years", kind=T(f"year.kinds.{kind}"))
    told = " ".join(each.proto.body for each in screen.get("html"))
    assert [T(f"year.series.{name}") in told for name in ("minutes", "raised", "fixed", "kept", "missed")] == [True] * 5
