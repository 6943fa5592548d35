"""The start page begins with what waits for its reader, and lets who plans begin a tour at one tap."""

import pytest

from planner.i18n import translator
from tests.ui.drawn_screens import Screens

T = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize(("role", "offered"), [("organizer", True), ("official", False), ("observer", False)])
def test_a_tour_is_begun_by_who_plans(screens: Screens, role: str, offered: bool) -> None:
    screen = screens.draw("start.py", role, {}, {})

    assert (T("tours.new") in [button.label for button in screen.button]) is offered


def test_a_controller_sees_no_empty_piles_of_an_official(screens: Screens) -> None:
    screen = screens.draw("start.py", "controller", {}, {})

    shown = [each.label for each in screen.metric]
    assert [
        T(f"work.pile.{name}") in label for name, label in zip(("to_verify", "wishes", "late"), shown, strict=True)
    ] == [
        True,
        True,
        True,
    ]


def test_who_has_nothing_to_do_reads_how_the_city_stands(screens: Screens) -> None:
    screen = screens.draw("start.py", "observer", {}, {})

    told = " ".join(each.proto.body for each in screen.get("html"))
    assert [T(f"board.answer.{name}") in told for name in ("open", "overdue", "in_time", "found")] == [True] * 4
    assert [button.label for button in screen.button] == [T("board.title")]
    assert list(screen.metric) == []


def test_the_press_office_begins_with_what_waits_for_a_decision(screens: Screens) -> None:
    screen = screens.draw("start.py", "press", {}, {})

    shown = [each.label for each in screen.metric]
    assert [
        T(f"start.publicity.{name}") in label
        for name, label in zip(("issues", "reports", "untold"), shown, strict=True)
    ] == [True] * 3
