"""A tap on the ride counts, whatever others have done since it was drawn; and what it was refused for stays readable."""

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Comment, RideChange, Stop
from planner.domain.models.types import new_id
from planner.i18n import translator
from planner.ui.text import plain
from tests.ui.drawn_screens import Screens
from tests.ui.ride.at_a_stop import RIDE, begin_at_a_stop, stops_of

T = translator("ru", "Asia/Yakutsk")


def say_something(stop_id: int) -> None:
    """What somebody else does meanwhile."""
    with the_database().transaction() as session:
        session.add(
            Comment(id=new_id(), stop_id=stop_id, author="Кто-то", text="Ещё яма", written_at=datetime.now(UTC))
        )


def key_like(screen: AppTest, start: str) -> str:
    """The key of the first button whose key begins so."""
    return next(each.key for each in screen.button if each.key and each.key.startswith(start))


def error_sentences(screen: AppTest) -> list[str]:
    return [each.value for each in screen.error]


def test_tap_counts_though_somebody_else_has_done_something_meanwhile(screens: Screens) -> None:
    _, stop_id = begin_at_a_stop(screens)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    say_something(stop_id)

    screens.tap_in_fragment(screen, "ride", f"leave-{stop_id}")

    with the_database().reading() as session:
        assert session.get_one(Stop, stop_id).departed_at is not None
    assert error_sentences(screen) == []


def test_refused_tap_is_said_and_stays_when_the_ride_is_drawn_by_its_timer(screens: Screens) -> None:
    _, stop_id = begin_at_a_stop(screens)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    with the_database().transaction() as session:
        session.get_one(Stop, stop_id).departed_at = datetime.now(UTC)

    screens.tap_in_fragment(screen, "ride", key_like(screen, "undo-"))
    at_once = error_sentences(screen)
    screens.run_fragment(screen, "ride")
    screen.run()

    assert (at_once, error_sentences(screen)) == ([plain(T("ride.error.not_last"))], at_once)


def test_choice_after_anothers_choice_is_refused_in_words_that_stay(screens: Screens) -> None:
    tour_id, _ = begin_at_a_stop(screens)
    with the_database().transaction() as session:
        stops_of(session, tour_id)[2].window_to = datetime.now(UTC) + timedelta(minutes=1)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    with the_database().transaction() as session:
        session.add(RideChange(tour_id=tour_id, at=datetime.now(UTC), by="Ольга", changes=[], breaks=[]))

    screens.tap_in_fragment(screen, "way_out", key_like(screen, "choice-"))
    at_once = error_sentences(screen)
    screens.run_fragment(screen, "way_out")
    screen.run()

    assert (len(at_once), error_sentences(screen)) == (1, at_once)
    assert "Ольга" in at_once[0]


def test_choice_counts_though_somebody_else_has_done_something_meanwhile(screens: Screens) -> None:
    tour_id, stop_id = begin_at_a_stop(screens)
    with the_database().transaction() as session:
        stops_of(session, tour_id)[2].window_to = datetime.now(UTC) + timedelta(minutes=1)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    say_something(stop_id)

    screens.tap_in_fragment(screen, "way_out", key_like(screen, "choice-"))

    with the_database().reading() as session:
        last = session.exec(select(RideChange).order_by(col(RideChange.id).desc())).first()
        assert last is not None
        assert (last.tour_id, last.by == "Ольга") == (tour_id, False)
    assert error_sentences(screen) == []


def test_sentence_of_one_tour_is_not_said_on_another(screens: Screens) -> None:
    _, stop_id = begin_at_a_stop(screens)
    screen = screens.draw("ride.py", "organizer", RIDE, {})
    with the_database().transaction() as session:
        session.get_one(Stop, stop_id).departed_at = datetime.now(UTC)
    screens.tap_in_fragment(screen, "ride", key_like(screen, "undo-"))
    here = error_sentences(screen)

    screen.query_params["tour"] = str(screens.ids["tour published"])
    screen.run()

    assert (here, error_sentences(screen)) == ([plain(T("ride.error.not_last"))], [])
