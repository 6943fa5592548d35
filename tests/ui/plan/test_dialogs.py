"""What the dialogs of a plan ask, and what is said once they have done it."""

from planner.database import the_database
from planner.domain.models import Tour
from planner.i18n import translator
from tests.ui.drawn_screens import Screens, press

T = translator("ru", "Asia/Yakutsk")


def test_publishing_says_what_is_missing_and_then_what_comes_next(screens: Screens) -> None:
    with the_database().transaction() as session:
        draft = session.get_one(Tour, screens.ids["tour draft"])
        draft.leader_id, draft.secretary_id, draft.bus_name, draft.seats = None, None, "", None
    screen = screens.draw("tour.py", "organizer", {"id": "tour draft"}, {"dialog": "new_stop"})
    next(each for each in screen.text_input if each.label == T("stops.name")).set_value("Двор").run()
    press(screen, T("stops.add"))

    screens.open_dialog(screen, "publish", {})
    screen.run()
    asked = [each.proto.label for each in screen.get("page_link")]
    next(each for each in screen.button if "save" in (each.key or "")).click().run()

    names = ("leader", "secretary", "bus", "seats", "guests")
    assert [label for label in asked if label in {T(f"plan.missing.{name}") for name in names}] == [
        T(f"plan.missing.{name}") for name in names
    ]
    assert [each.value for each in screen.success] == [T("plan.published")]
    assert T("plan.next.tablets") in [each.label for each in screen.button]
