"""What others have changed meanwhile is said in the form until it is settled, and is taken field by field or as a whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

from planner.database import the_database
from planner.domain.models import Agency
from planner.services.access.visit import Visit
from planner.ui import form_state
from planner.ui.form_state import SEEN, Form, attempt_once, theirs_of
from planner.ui.visit import Done, Problem
from tests.house.sources import sources
from tests.ui.drawn_screens import Screens
from tests.ui.test_dialog_state_begins_anew import FIELDS, OPENINGS, Opening, change, change_throughout, opened, seen_in

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
    "votes/form.py:show_vote_form": {"options"},
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


@dataclass(frozen=True)
class OnScreen:
    """A form that stands on a screen; `whole` are fields that are no widget of their own: they are taken with all the rest."""

    page: str
    role: str
    query: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


RULES = {"publicity_part": "rules"}
TOUR = {"id": "tour published"}
SETTINGS = {"settings_{id}": True}
PLACES = frozenset({"start_lat", "start_lon", "end_lat", "end_lon"})
ON_SCREENS: Mapping[str, OnScreen] = {
    "city": OnScreen("city.py", "admin", whole=frozenset({"view_lat", "view_lon"})),
    "openness": OnScreen("publicity.py", "admin", state=RULES),
    "listening": OnScreen("publicity.py", "admin", state=RULES),
    "release": OnScreen("release.py", "press", {"id": "release 1"}),
    "limits": OnScreen("proposals.py", "organizer", TOUR, SETTINGS),
    "weights": OnScreen("proposals.py", "organizer", TOUR, SETTINGS),
    "tour": OnScreen(
        *("tour_edit.py", "organizer", TOUR),
        whole=PLACES | {"kind", "starts_at", "ends_at", "past_is_meant"},
    ),
}
"""Each form of a screen, by the first word of its name."""
SENT_WHOLE = {"city", "limits", "weights"}
"""What is typed in these comes to the server with a tap on their button alone."""


def test_every_form_that_others_edit_too_tells_of_them_and_is_tried() -> None:
    edits = {path: code for path, code in CODE.items() if path.startswith(("planner/ui/", "pages/"))}
    begun = [
        (path, key) for path, code in edits.items() for key in re.findall(r"notes\.began_with\((.+?), (?:\w|\{)", code)
    ]
    names = {name for code in edits.values() for name in re.findall(r'"(\w+)-\{|screen_form\("(\w+)"\)', code)}
    on_screens = {path for path, code in edits.items() if "screen_form(" in code and "def screen_form" not in code}

    assert [(path, key) for path, key in begun if not key.endswith('key("seen")')] == []
    assert [path for path, _ in begun if not re.search(r"show_(save|theirs|foot)\(", CODE[path])] == []
    assert {one or other for one, other in names} >= ON_SCREENS.keys()
    assert len(on_screens) == len(ON_SCREENS)


def fields_of_form(screen: AppTest, uid: str) -> list[Widget]:
    """The fields that belong to the form, by their keys."""
    fields = [node for node in screen._tree if isinstance(node, FIELDS)]
    return [each for each in fields if str(each.key).endswith(f"-{uid}") or f"-{uid}-" in str(each.key)]


def values_in(screen: AppTest, uid: str) -> list[tuple[str, str, object]]:
    """What the form shows in each field: its kind, its label, its value."""
    return [(each.type, each.proto.label, each.value) for each in fields_of_form(screen, uid)]


@pytest.mark.parametrize("name", ON_SCREENS)
def test_what_others_have_stored_is_taken_in_every_form_of_a_screen(screens: Screens, name: str) -> None:
    form = ON_SCREENS[name]
    number = screens.ids.get(form.query.get("id", ""), 0)
    screen = screens.draw(
        form.page, form.role, form.query, {key.format(id=number): value for key, value in form.state.items()}
    )
    (mark,) = [each for each in screen.session_state["times_begun"] if each.partition("-")[0] == name]
    uid, anew = f"{mark}-0", f"{mark}-1"
    seen = screen.session_state[f"{SEEN}{uid}"]
    untouched = values_in(screen, uid)
    for each in fields_of_form(screen, uid):
        change(each)
    screen.run()
    mine = values_in(screen, uid)
    screen.session_state[theirs_of(uid)] = Problem("Изменено", theirs=tuple(((field,), field) for field in seen))
    screen.run()

    offered = [field for field in seen if _button(screen, f"take-{field}-{uid}") is not None]
    screen.button(key=f"take-{offered[0]}-{uid}").click().run()
    left = _button(screen, f"take-{offered[0]}-{uid}")
    screen.button(key=f"take-{uid}").click().run()

    assert [each.message for each in screen.exception] == []
    assert set(seen) - set(offered) == form.whole
    assert left is None
    assert mine != untouched or name in SENT_WHOLE
    assert values_in(screen, anew) == untouched


def test_form_that_has_made_something_makes_it_once_and_what_was_refused_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([Done[int](problem=Problem("Нет названия")), Done(value=7), Done(value=8)])
    monkeypatch.setattr(form_state, "attempt", lambda visit, action: next(answers))
    monkeypatch.setattr("streamlit.session_state", {})
    visit: Any = Visit

    first, again = Form("tour-new", "tour-new-0"), Form("tour-new", "tour-new-1")
    said = [attempt_once(visit, form, lambda session: 0).value for form in (first, first, first, again)]

    assert said == [None, 7, 7, 8]
