"""What others have changed meanwhile is said in the dialog until it is settled, and is taken field by field or as a whole."""

from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Agency
from planner.ui.forms import SEEN, theirs_of
from planner.ui.visit import Problem
from tests.house.sources import sources
from tests.ui.drawn_screens import Screens
from tests.ui.test_dialog_state_begins_anew import OPENINGS, Opening, change_throughout, opened, seen_in

CODE = sources()
EDITS: Mapping[str, Opening] = {
    opening.by: opening
    for opening in reversed(OPENINGS)
    if 'began_with(dialog.key("seen")' in CODE[f"planner/ui/{opening.by.partition(':')[0]}"]
    and opening.by != "settings/travel_factors.py:show_factor"  # each of its rules stands for itself
}
"""Each dialog of a file in which something is edited that others edit, too, by its function."""
WHOLE_ALONE: Mapping[str, set[str]] = {
    "public/amending.py:show_amend": {"point"},
    "settings/agency_forms.py:show_category": {"position"},
    "settings/district_forms.py:show_district": {"polygon"},
    "settings/place_forms.py:show_place": {"lat", "lon", "source"},
    "layers/layer_form.py:show_layer": {"offers_name", "offers_name_en"},
    "layers/facility_form.py:show_facility_form": {"lat", "lon", "offer_times"},
    "plan/stop_dialogs.py:show_stop": {"agenda"},
    "issue/moving.py:show_move": {"lat", "lon"},
    "issue/log_dialog.py:show_complete_issue": {"address"},
    "guests/own_invitation.py:show_own_invitation": {"agency_name"},
}
"""Fields that are no widget of their own, such as a place on a map: they are taken with all the rest."""


@pytest.mark.parametrize("opening", EDITS.values(), ids=list(EDITS))
def test_what_others_have_stored_is_taken_in_every_dialog_that_edits(screens: Screens, opening: Opening) -> None:
    screen = opened(screens, opening, opening.about)
    uid = screen.session_state["open_dialog"].uid
    seen = screen.session_state.get(f"{SEEN}{uid}", {})
    if not seen:
        return  # another dialog of the same file, which edits nothing
    untouched = seen_in(screen)
    change_throughout(screen)
    screen.session_state[theirs_of(uid)] = Problem("Изменено", theirs=tuple(((name,), name) for name in seen))
    mine = seen_in(screen.run())

    offered = [name for name in seen if _button(screen, f"take-{name}-{uid}") is not None]
    for name in offered[:1]:
        screen.button(key=f"take-{name}-{uid}").click().run()
    taken = [field for field in seen_in(screen) if field not in mine]
    screen.button(key=f"take-{uid}").click().run()

    assert set(seen) - set(offered) == WHOLE_ALONE.get(opening.by, set())
    assert [field for field in taken if field not in untouched] == []
    assert seen_in(screen) == untouched


def _button(screen: AppTest, key: str) -> object:
    return next((button for button in screen.button if button.key == key), None)


def test_conflict_is_settled_field_by_field(screens: Screens) -> None:
    opening = EDITS["settings/agency_forms.py:show_agency"]
    screen = opened(screens, opening, {"agency_id": "agency 1"})
    uid = screen.session_state["open_dialog"].uid
    screen.text_input(key=f"phone-{uid}").set_value("22-22-00")
    screen.text_input(key=f"email-{uid}").set_value("roads@example.org")
    with the_database().transaction() as session:
        agency = session.get_one(Agency, screens.ids["agency 1"])
        agency.phone, agency.email = "22-33-00", "other@example.org"
    screen.button(key=f"save-{uid}").click().run()

    offered = [name for name in ("phone", "email", "name") if _button(screen, f"take-{name}-{uid}")]
    screen.button(key=f"take-phone-{uid}").click().run()
    told = [error.value for error in screen.error]
    left = [name for name in ("phone", "email") if _button(screen, f"take-{name}-{uid}")]
    screen.button(key=f"save-{uid}").click().run()

    with the_database().reading() as session:
        agency = session.get_one(Agency, screens.ids["agency 1"])
    assert (offered, left, len(told)) == (["phone", "email"], ["email"], 1)
    assert (agency.phone, agency.email) == ("22-33-00", "roads@example.org")
