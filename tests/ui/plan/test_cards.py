"""What the plan says where there is no stop yet, and where something breaks."""

from datetime import timedelta

from planner.database import the_database
from planner.domain.models import Stop, Tour
from planner.domain.models.types import id_of
from planner.i18n import translator
from planner.services.tours.in_order import stops_in_order
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def buttons_of(screens: Screens, tour: str) -> list[str]:
    """What the buttons of a plan are called."""
    screen = screens.draw("tour.py", "organizer", {"id": tour}, {})
    return [each.label for each in screen.button]


def test_empty_plan_leads_to_the_proposals_and_publishing_is_never_switched_off(screens: Screens) -> None:
    screen = screens.draw("tour.py", "organizer", {"id": "tour draft"}, {})

    links = [each.proto.label for each in screen.get("page_link")]
    assert T("plan.empty") in [each.value for each in screen.info]
    assert links.count(T("proposals.title")) == 2
    assert [each.disabled for each in screen.button if each.label == T("tours.publish")] == [False]


def test_warnings_have_a_way_to_be_mended_only_where_something_breaks(screens: Screens) -> None:
    with the_database().transaction() as session:
        tour = session.get_one(Tour, screens.ids["tour published"])
        usual, tour.ends_at = tour.ends_at, tour.starts_at + timedelta(minutes=1)
    broken = buttons_of(screens, "tour published")
    with the_database().transaction() as session:
        session.get_one(Tour, screens.ids["tour published"]).ends_at = usual + timedelta(hours=9)

    whole = buttons_of(screens, "tour published")

    assert (T("plan.fix") in broken, T("plan.fix") in whole) == (True, False)


def order_of(tour_id: int) -> list[int]:
    """The stops of a tour by their numbers."""
    with the_database().reading() as session:
        return [id_of(stop) for stop in session.exec(stops_in_order(tour_id))]


def test_move_is_refused_in_an_order_that_others_have_made_since_it_was_seen(screens: Screens) -> None:
    tour_id = screens.ids["tour published"]
    screen = screens.draw("tour.py", "organizer", {"id": "tour published"}, {})
    press(screen, T("plan.down", number=1))
    press(screen, T("plan.down", number=2))
    first, second, *rest = order_of(tour_id)
    with the_database().transaction() as session:
        tour = session.get_one(Tour, tour_id)
        session.get_one(Stop, first).position, session.get_one(Stop, second).position = 2, 1
        tour.version, tour.plan_changed_by = tour.version + 1, "Вера"

    press(screen, T("plan.down", number=1))

    assert order_of(tour_id) == [second, first, *rest]
    assert len(screen.error) == 1
