"""The head of a plan says that a draft is deleted, and has the way back."""

from planner.database import the_database
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.i18n import translator
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def test_deleted_draft_is_brought_back_on_its_page(screens: Screens) -> None:
    tour_id = screens.ids["tour draft"]
    with the_database().transaction() as session:
        session.get_one(Tour, tour_id).state = TourState.DELETED
    screen = screens.draw("tour.py", "organizer", {"id": "tour draft"}, {})
    said = [each.value for each in screen.error]

    press(screen, T("tours.restore"))

    with the_database().reading() as session:
        assert (said, session.get_one(Tour, tour_id).state) == ([T("tours.deleted")], TourState.DRAFT)


def test_deleted_drafts_are_a_list_of_those_who_plan(screens: Screens) -> None:
    lists = [
        screens.draw("tours.py", person, {}, {}).segmented_control[1].options for person in ("organizer", "official")
    ]

    assert [len(each) for each in lists] == [4, 3]
