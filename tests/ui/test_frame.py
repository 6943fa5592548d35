"""Which right opens which screen of the menu."""

from planner.domain.permissions import Action
from planner.ui.frame import SCREENS


def test_screens_of_the_menu_are_opened_by_the_right_to_what_they_show() -> None:
    shown = {screen.file.removesuffix(".py"): screen.action for screen in SCREENS if screen.menu == "visible"}

    assert shown == {
        "tours": Action.SEE_LISTS,
        "issues": Action.SEE_LISTS,
        "work": Action.SEE_LISTS,
        "board": Action.SEE_BOARD,
        "fairness": Action.SEE_LISTS,
        "publicity": Action.PUBLISH,
        "press": Action.PUBLISH,
        "votes": Action.HOLD_VOTE,
        "travel": Action.PLAN_TOUR,
        "places": Action.MANAGE_PLACES,
        "layers": Action.SEE_DIRECTORIES,
        "repairs": Action.MANAGE_PLACES,
        "templates": Action.PLAN_TOUR,
        "agencies": Action.MANAGE_AGENCIES,
        "districts": Action.MANAGE_CITY,
        "people": Action.MANAGE_PEOPLE,
        "city_map": Action.MANAGE_CITY,
        "city": Action.MANAGE_CITY,
    }
