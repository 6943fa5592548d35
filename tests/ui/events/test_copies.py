"""What comes of a copy, asked for on the screen."""

from sqlmodel import col, select

from planner.database import the_database
from planner.domain.models import Tour
from planner.domain.words import TourState
from planner.i18n import translator
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def test_copy_is_offered_on_a_day_to_come_and_may_have_its_own_title(screens: Screens) -> None:
    screen = screens.draw("tour.py", "organizer", {"id": "event closed"}, {"dialog": "copy_tour"})
    day = screen.date_input[0].value
    next(each for each in screen.text_input if each.label == T("tours.field.title")).set_value("Весна").run()
    before = newest()

    press(screen, T("copies.copy"))

    copy = newest()
    assert (copy.id != before.id, copy.title, copy.state) == (True, "Весна", TourState.DRAFT)
    assert copy.starts_at > copy.created_at
    assert day == T.local(copy.starts_at).date()


def newest() -> Tour:
    """The tour that was made last."""
    with the_database().reading() as session:
        tours = session.exec(select(Tour).order_by(col(Tour.id).desc())).all()
    return tours[0]
