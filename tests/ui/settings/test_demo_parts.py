"""The demo city is taken out on the screen of the city, and a city's own entries only after they were named."""

from sqlmodel import select

from planner.database import the_database
from planner.domain.models import District, Person, Tour
from planner.i18n import translator
from planner.services.city.demo_data import DIRECTORIES
from planner.ui.text import plain
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def left() -> tuple[int, int, list[str]]:
    """How many tours and districts there are, and who there is."""
    with the_database().reading() as session:
        tours, districts = session.exec(select(Tour)).all(), session.exec(select(District)).all()
        return len(tours), len(districts), [person.name for person in session.exec(select(Person))]


def test_demo_city_is_taken_out_once_own_entries_were_named_and_given_up(screens: Screens) -> None:
    before = left()
    screen = screens.draw("city.py", "first", {}, {})
    press(screen, T("demo.remove"))
    named = [each.value for each in screen.warning if T("demo.own.closure", number=1) in each.value]

    press(screen, T("demo.remove"))
    told = plain(T("demo.error.own"))
    refused, kept = [each.value for each in screen.error if each.value == told], left()
    screen.checkbox[0].check().run()
    press(screen, T("demo.remove"))

    closed = T("demo.own.closure", number=1)
    assert (len(named), closed in named[0], refused, kept) == (1, True, [told], before)
    assert [(tours, districts, len(people)) for tours, districts, people in [left()]] == [(0, 0, 1)]
    assert [each.label for each in screen.button if each.label == T("demo.remove")] == []


def test_everything_that_a_city_may_add_has_a_word() -> None:
    keys = [f"demo.own.{table.__name__.lower()}" for table in DIRECTORIES]

    lost = [key for key in keys if T(key, number=1) == key]

    assert lost == []
