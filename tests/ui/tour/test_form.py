"""What the form of a tour asks: whether a past start is meant, and where the bus comes back to."""

from datetime import date

from planner.database import the_database
from planner.domain.models import Tour
from planner.i18n import translator
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def year_of(screens: Screens) -> int:
    """When the published tour starts."""
    with the_database().reading() as session:
        return session.get_one(Tour, screens.ids["tour published"]).starts_at.year


def test_published_tour_goes_to_the_past_only_where_that_is_meant(screens: Screens) -> None:
    screen = screens.draw("tour_edit.py", "organizer", {"id": "tour published"}, {})
    unasked = [each.label for each in screen.checkbox]
    next(each for each in screen.text_input if each.label == T("tours.field.bus_plate")).set_value("А 001 АА")
    screen.date_input[0].set_value(date(2020, 1, 1)).run()

    press(screen, T("app.save"))
    refused, (box,) = [each.value for each in screen.error], screen.checkbox
    before = year_of(screens)
    box.check().run()
    press(screen, T("app.save"))

    assert (unasked, box.label) == ([], T("tours.past_is_meant"))
    assert [T("tours.error.past", at="").partition(":")[0] in each for each in refused] == [True]
    assert (before > 2020, year_of(screens)) == (True, 2020)


def test_return_goes_along_with_the_start_it_was_the_same_as(screens: Screens) -> None:
    with the_database().transaction() as session:
        tour = session.get_one(Tour, screens.ids["tour draft"])
        tour.end_name, tour.end_lat, tour.end_lon = tour.start_name, tour.start_lat, tour.start_lon
        tour.bus_plate = ""
    screen = screens.draw("tour_edit.py", "organizer", {"id": "tour draft"}, {})
    start = next(each for each in screen.text_input if each.label == T("tours.field.start_name"))

    start.set_value("50.25, 127.55").run()
    press(screen, T("app.save"))

    with the_database().reading() as session:
        moved = session.get_one(Tour, screens.ids["tour draft"])
        assert (moved.start_lat, moved.end_name, moved.end_lat) == (50.25, moved.start_name, 50.25)
