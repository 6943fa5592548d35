"""Words about a stop go to that stop, also where the bus has gone on before they were sent."""

from datetime import UTC, datetime

from sqlmodel import select

from planner.database import the_database
from planner.domain.models import Comment, Stop
from tests.ui.drawn_screens import Screens
from tests.ui.ride.at_a_stop import RIDE, begin_at_a_stop, stops_of


def comments_at(stop_id: int) -> list[str]:
    with the_database().reading() as session:
        return list(session.exec(select(Comment.text).where(Comment.stop_id == stop_id)))


def test_words_typed_about_one_stop_do_not_go_to_the_next(screens: Screens) -> None:
    tour_id, stop_id = begin_at_a_stop(screens)
    before = comments_at(stop_id)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    screen.text_area[0].set_value("Плитка качается").run()
    with the_database().transaction() as session:
        session.get_one(Stop, stop_id).departed_at = datetime.now(UTC)
        third = stops_of(session, tour_id)[2]
        third.arrived_at = datetime.now(UTC)
        next_id = third.id or 0
    there = comments_at(next_id)

    fields = [each.value for each in screen.run().text_area]
    screen.button(f"talk_send_{stop_id}").click().run()

    assert fields == ["", "Плитка качается"]
    assert (comments_at(stop_id), comments_at(next_id)) == ([*before, "Плитка качается"], there)
    assert [each.value for each in screen.text_area] == ["", ""]
