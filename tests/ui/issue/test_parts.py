"""The way back from an issue: to the list, and to the ride while one is under way."""

from sqlmodel import col, update
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.i18n import translator
from tests.ui.drawn_screens import Screens

T = translator("ru", "Asia/Yakutsk")


def ways_of(screen: AppTest) -> list[str]:
    return [each.proto.label for each in screen.get("page_link")]


def test_issue_leads_back_to_the_ride_while_one_is_under_way(screens: Screens) -> None:
    riding = ways_of(screens.draw("issue.py", "organizer", {"id": "issue reported"}, {}))
    with the_database().transaction() as session:
        over = update(Tour).where(col(Tour.state) == TourState.RIDING).values(state=TourState.CLOSED)
        session.execute(over)

    closed = ways_of(screens.draw("issue.py", "organizer", {"id": "issue reported"}, {}))

    lead = [T("issue_page.to_list"), T("issue_page.to_ride")]
    assert [each for each in riding if each in lead] == lead
    assert [each for each in closed if each in lead] == lead[:1]
