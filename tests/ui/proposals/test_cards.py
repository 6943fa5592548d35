"""What the three cards say where no tour is possible."""

from datetime import timedelta

from planner.database import the_database
from planner.domain.models import Tour
from planner.i18n import translator
from planner.ui.proposals.search_job import SearchJob
from tests.ui.drawn_screens import Screens

T = translator("ru", "Asia/Yakutsk")


def test_what_makes_all_three_impossible_is_said_once_with_the_way_to_mend_it(screens: Screens) -> None:
    with the_database().transaction() as session:
        tour = session.get_one(Tour, screens.ids["tour published"])
        tour.ends_at = tour.starts_at + timedelta(minutes=1)
    screen = screens.draw("proposals.py", "organizer", {"id": "tour published"}, {})
    job: SearchJob = screen.session_state[f"search_{screens.ids['tour published']}"]
    job._end.result(60)

    screen.run()

    said = [each.value for each in screen.error]
    cards = [each.value for each in screen.markdown]
    assert [each.partition("\n")[0] for each in said] == [T("proposals.contradiction")]
    assert said[0].endswith(T("proposals.where_rules", name=T("proposals.settings")))
    assert cards.count(f":gray[{T('proposals.impossible')}]") == 3
