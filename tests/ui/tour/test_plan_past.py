"""A change can be taken back after a reload of the screen, by whoever made it and by nobody else."""

import pytest

from planner.i18n import translator
from planner.services.tours.undo import PlanMemory
from planner.ui.tour.plan_past import DEEPEST, MOST_PLANS, PlanPast, keep_past, past_of
from tests.ui.drawn_screens import Screens, press
from tests.ui.plan.test_cards import order_of

T = translator("ru", "Asia/Yakutsk")


def memory(version: int) -> PlanMemory:
    return PlanMemory(1, version, {}, (), (), ())


def test_undo_is_there_after_a_reload_and_not_for_others(screens: Screens) -> None:
    tour_id = screens.ids["tour published"]
    before = order_of(tour_id)
    press(screens.draw("tour.py", "organizer", {"id": "tour published"}, {}), T("plan.down", number=1))
    moved = order_of(tour_id)

    reloaded = screens.draw("tour.py", "organizer", {"id": "tour published"}, {})
    other = screens.draw("tour.py", "admin", {"id": "tour published"}, {})
    offered = [T("plan.undo") in [button.label for button in screen.button] for screen in (reloaded, other)]
    reloaded = screens.draw("tour.py", "organizer", {"id": "tour published"}, {})
    press(reloaded, T("plan.undo"))

    assert (moved != before, order_of(tour_id)) == (True, before)
    assert offered == [True, False]


def test_the_oldest_changes_and_the_quietest_people_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", "sqlite:///forgotten.db")
    keep_past("person:0", 1, PlanPast(tuple(memory(number) for number in range(DEEPEST + 5)), 99))
    kept = past_of("person:0", 1)
    for number in range(MOST_PLANS):
        keep_past(f"person:{number + 1}", 1, PlanPast((memory(1),), 2))

    assert (len(kept.memories), kept.memories[0].version, kept.version) == (DEEPEST, 5, 99)
    assert (past_of("person:0", 1), past_of("person:1", 1).version) == (PlanPast(), 2)
