"""No dialog shows anything of an earlier one: each is opened, changed throughout, closed, and opened again."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import singledispatch
from typing import Any, NamedTuple

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import (
    Block,
    ButtonGroup,
    Checkbox,
    DateInput,
    FileUploader,
    Multiselect,
    Node,
    NumberInput,
    Selectbox,
    TextArea,
    TextInput,
    TimeInput,
    Toggle,
    Widget,
)

from planner.domain.geo import Point
from planner.domain.travel_factors import FactorRule
from planner.domain.words import Answer, Step
from planner.services.proposals.search import ProposalKind
from planner.ui.dialog_state import OpenDialog
from planner.ui.proposals.search_job import SearchJob
from tests.house.screens.rules import Screens as Sources
from tests.house.sources import sources
from tests.ui.drawn_screens import Screens

FIELDS = (
    *(ButtonGroup, Checkbox, DateInput, FileUploader, Multiselect, NumberInput, Selectbox, TextArea, TextInput),
    *(TimeInput, Toggle),
)
"""What keeps something that one typed or chose."""


class Label(str):
    """What one reads of an option: it is chosen by that, and cannot be taken for the option itself."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        raise TypeError("a label is no option")


class Opening(NamedTuple):
    """A way to a dialog: by which function, on which page, for whom; what it is about at first, and after that."""

    by: str
    page: str
    role: str
    name: str
    query: Mapping[str, str] = {}
    about: Mapping[str, Any] = {}
    then: Mapping[str, Any] = {}
    state: Mapping[str, Any] = {}


PLAN, RIDE, REPORTED = {"id": "tour published"}, {"tour": "tour riding"}, {"id": "issue reported"}
EVENT = {"id": "event draft"}
OF_REPORTED = {"issue_id": "issue reported", "instruction_id": "instruction"}
COMMENT = {"issue_id": "issue reported", "uid": "0192d5a2-0000-7000-8000-000000000001"}
OF_PROTOCOL = {"tour_id": "tour riding", "seal": "seal"}
STOP = {"stop_id": "stop", "version": 1}
RULE = FactorRule("Зима", 115)
OPENINGS = (
    Opening(
        *("press/pair_parts.py:show_pair_dialog", "release.py", "press", "pair", {"id": "release 1"}),
        {"release_id": "release 1", "pair_id": "releasepair 1"},
        {"release_id": "release 1", "pair_id": "releasepair 2"},
    ),
    Opening(
        *("press/media_parts.py:show_contact_dialog", "outlets.py", "press", "contact", {}),
        {"contact_id": "mediacontact 1"},
        {"contact_id": "mediacontact 2"},
    ),
    Opening("press/media_parts.py:show_mention_dialog", "outlets.py", "press", "mention", {}, {"release_id": None}),
    Opening(
        *("press/mailing_parts.py:show_send_release", "release.py", "press", "send_release", {"id": "release 1"}),
        {"release_id": "release 1"},
    ),
    Opening(
        *("press/mailing_parts.py:show_send_month", "outlets.py", "press", "send_month", {}),
        {"month": date(2026, 12, 1)},
    ),
    Opening("press/office.py:show_new", "press.py", "press", "new_release"),
    Opening(
        "press/report_parts.py:show_outside_dialog", "report.py", "press", "outside", {"year": "2026"}, {"year": 2026}
    ),
    Opening(
        *("press/quote_parts.py:show_quote_dialog", "release.py", "press", "quote", {"id": "release 1"}),
        {"release_id": "release 1", "quote_id": "releasequote 1"},
        {"release_id": "release 1", "quote_id": None},
    ),
    Opening(
        *("press/release_steps.py:show_moment", "release.py", "press", "release_moment", {"id": "release 1"}),
        {"release_id": "release 1"},
    ),
    Opening(
        *("public/dialogs.py:show_words", "publicity.py", "press", "public_words"),
        about={"issue_id": "issue returned"},
        then={"issue_id": "issue closed"},
    ),
    *(
        Opening(
            *(f"public/reports.py:show_{name}", "publicity.py", "press", f"{name}_reports"),
            about={"reports": [1], "report_id": 1, "number": 1},
            then={"reports": [2, 3], "report_id": 2, "number": 2},
        )
        for name in ("refuse", "join", "return")
    ),
    Opening(
        *("public/amending.py:show_amend", "publicity.py", "press", "amend"),
        about={"report_id": 1},
        then={"report_id": 2},
    ),
    Opening("votes/form.py:show_vote_form", "votes.py", "organizer", "vote", about={"vote_id": None}),
    Opening(
        *("votes/form.py:show_option_form", "votes.py", "organizer", "vote_option"),
        about={"vote_id": "vote 1", "option_id": "voteoption 1"},
        then={"vote_id": "vote 1", "option_id": "voteoption 2"},
    ),
    Opening(
        *("votes/steps.py:show_step", "votes.py", "organizer", "vote_cancel"),
        about={"vote_id": "vote 1"},
        then={"vote_id": "vote 2"},
    ),
    Opening("settings/people_forms.py:show_person", "people.py", "admin", "person", about={"person_id": None}),
    Opening(
        *("settings/people_forms.py:show_person", "people.py", "admin", "person"),
        about={"person_id": "person 1"},
        then={"person_id": "person 2"},
    ),
    Opening(
        *("settings/agency_forms.py:show_agency", "agencies.py", "admin", "agency"),
        about={"agency_id": "agency 1"},
        then={"agency_id": "agency 2"},
    ),
    Opening("settings/agency_forms.py:show_agency", "agencies.py", "admin", "agency", about={"agency_id": None}),
    Opening(
        *("settings/agency_forms.py:show_category", "agencies.py", "admin", "category"),
        about={"category_id": "category 1"},
        then={"category_id": "category 2"},
    ),
    Opening(
        *("settings/district_forms.py:show_district", "districts.py", "admin", "district"),
        about={"district_id": "district 1"},
        then={"district_id": "district 2"},
    ),
    Opening(
        *("settings/place_forms.py:show_place", "places.py", "admin", "place"),
        about={"place_id": "place 1"},
        then={"place_id": "place 2"},
    ),
    Opening(
        *("layers/layer_form.py:show_layer", "layers.py", "organizer", "layer"),
        about={"layer_id": "layer 1"},
        then={"layer_id": "layer 2"},
    ),
    Opening("layers/layer_form.py:show_layer", "layers.py", "organizer", "layer", about={"layer_id": None}),
    Opening(
        *("layers/facility_form.py:show_facility_form", "layer.py", "organizer", "facility_form", {"id": "layer 1"}),
        {"facility_id": "facility 1", "layer_id": "layer 1"},
        {"facility_id": "facility 2", "layer_id": "layer 1"},
    ),
    Opening(
        *("layers/facility_form.py:show_note_form", "layer.py", "organizer", "facility_note", {"id": "layer 1"}),
        {"facility_id": "facility 1", "note_id": "note 1"},
        {"facility_id": "facility 1", "note_id": "note 2"},
    ),
    Opening(
        *("exchange/repair_forms.py:show_repair", "repairs.py", "admin", "repair"),
        about={"repair_id": "repair 1"},
        then={"repair_id": "repair 2"},
    ),
    Opening(
        *("settings/travel_factors.py:show_factor", "travel.py", "admin", "factor"),
        about={"rule": None},
        then={"rule": RULE},
    ),
    Opening("settings/travel_engines.py:show_router", "travel.py", "admin", "router"),
    Opening("settings/travel_engines.py:show_bus", "travel.py", "admin", "bus"),
    Opening("issue/discussion.py:show_comment", "review.py", "controller", "comment", {"pile": "to_verify"}, COMMENT),
    Opening("ride/boarding_parts.py:show_walk_in", "boarding.py", "organizer", "walk_in", RIDE),
    *(
        Opening("control/step_dialogs.py:show_step", "issue.py", "controller", f"step-{step}", REPORTED, OF_REPORTED)
        for step in ("accept", "return", "extend", "hand_over", "refuse_hand_over", "close")
    ),
    Opening(
        *("control/bulk_dialog.py:show_bulk", "work.py", "controller", "bulk-cancel", {}),
        {"step": Step.CANCEL, "numbers": (1, 2)},
        {"step": Step.CANCEL, "numbers": (3,)},
    ),
    Opening(
        *("control/merge_dialog.py:show_merge", "issue.py", "controller", "step-merge", REPORTED, OF_REPORTED),
    ),
    Opening(
        *("control/correct_dialog.py:show_correct", "issue.py", "controller", "step-correct", REPORTED, OF_REPORTED),
    ),
    Opening(
        *("control/instruct_dialog.py:show_instruct", "issue.py", "secretary", "instruct", {"id": "issue assigned"}),
        {"issue_id": "issue assigned"},
    ),
    Opening("plan/leg_dialog.py:show_leg", "tour.py", "organizer", "leg", PLAN, {"stop_id": "stop", "minutes": 7}),
    Opening("deadlines/calendar_parts.py:show_own_day", "city.py", "admin", "own_day"),
    Opening("deadlines/calendar_parts.py:show_days_file", "city.py", "admin", "days_file"),
    Opening(
        *("deadlines/norm_forms.py:show_norm", "agencies.py", "admin", "norm", {}),
        {"category_id": "category 1", "agency_id": None},
        {"category_id": None, "agency_id": "agency 1"},
    ),
    Opening(
        *("guests/invitation_mail.py:show_invitation_mail", "invitations.py", "organizer", "invitation_mail"),
        {"tour": "tour published"},
    ),
    Opening(
        *("ride/undecided.py:show_no_action", "ride.py", "secretary", "no_action", RIDE),
        {"issue_id": "issue new"},
        {"issue_id": "issue reported"},
    ),
    Opening("tour/protocol_dialogs.py:show_stance", "protocol.py", "organizer", "stance", RIDE, OF_PROTOCOL),
    Opening(
        "tour/protocol_dialogs.py:show_confirmation", "protocol.py", "organizer", "confirm_protocol", RIDE, OF_PROTOCOL
    ),
    Opening("start/starter_set.py:show_starter_set", "agencies.py", "admin", "starter_set"),
    Opening("settings/demo_parts.py:show_remove_demo", "city.py", "admin", "remove_demo"),
    Opening(
        *("settings/template_parts.py:show_upload", "templates.py", "organizer", "template"),
        about={"paper": "protocol"},
        then={"paper": "list"},
    ),
    Opening("tour/papers_dialog.py:show_papers", "tour.py", "organizer", "papers", PLAN),
    Opening("tour/outbox_dialog.py:show_outbox", "tour.py", "organizer", "outbox", PLAN),
    Opening("plan/dialogs.py:_show_cancel", "tour.py", "organizer", "cancel_tour", PLAN),
    Opening("events/copies.py:show_copy", "tour.py", "organizer", "copy_tour", PLAN),
    Opening("events/copies.py:show_series", "tour.py", "organizer", "series", EVENT),
    Opening("events/copies.py:show_keep_template", "tour.py", "organizer", "keep_template", EVENT),
    Opening("events/copies.py:show_from_template", "tours.py", "organizer", "from_template"),
    Opening("events/dialogs.py:show_topics", "tour.py", "organizer", "topics", EVENT, {"stop_id": 1, "version": 1}),
    Opening("events/dialogs.py:show_media_guest", "tour.py", "organizer", "media_guest", EVENT, {"guest_id": None}),
    Opening(
        *("events/dialogs.py:show_media_guest", "tour.py", "organizer", "media_guest", EVENT),
        {"guest_id": "media 1"},
        {"guest_id": "media 2"},
    ),
    Opening("events/dialogs.py:show_cancel", "tour.py", "organizer", "cancel_event", EVENT),
    Opening("events/dialogs.py:show_close", "tour.py", "organizer", "close_event", EVENT),
    Opening("plan/stop_dialogs.py:show_stop", "tour.py", "organizer", "stop", PLAN, STOP, STOP | {"stop_id": "stop 2"}),
    Opening(
        "plan/stop_place.py:show_stop_place", "tour.py", "organizer", "stop_place", PLAN, STOP, {"stop_id": "stop 2"}
    ),
    Opening(
        *("plan/stop_dialogs.py:show_internal_stop", "tour.py", "organizer", "internal_stop", PLAN),
        {"numbers": (7,), "issue_ids": (7,)},
    ),
    Opening(
        *("plan/stop_dialogs.py:show_new_stop", "tour.py", "organizer", "new_stop", PLAN),
        {"point": Point(50.27, 127.53)},
        {"point": Point(50.28, 127.54)},
    ),
    Opening(
        *("proposals/rule_dialog.py:show_new_rule", "proposals.py", "organizer", "rule", PLAN, {"version": 1}),
        state={"view": "mine"},
    ),
    Opening(
        *("proposals/choice.py:show_choice", "proposals.py", "organizer", "choose", PLAN),
        {"kind": ProposalKind.MOST, "bus": 0},
    ),
    Opening("issue/edit.py:show_edit", "issue.py", "controller", "step-edit", REPORTED, OF_REPORTED),
    Opening("issue/saved.py:show_save_filter", "issues.py", "official", "save_filter", about={"query": {}}),
    Opening(
        *("issue/saved.py:show_rename_filter", "issues.py", "official", "rename_filter"),
        about={"filter_id": 1, "name": "Ямы"},
    ),
    Opening("issue/moving.py:show_move", "issue.py", "controller", "move", REPORTED, OF_REPORTED),
    Opening("issue/edit.py:show_add_photos", "issue.py", "controller", "add_photos", REPORTED, OF_REPORTED),
    Opening(
        *("issue/edit.py:show_hide_photo", "issue.py", "controller", "hide_photo", REPORTED),
        {"issue_id": "issue reported", "photo_id": "photo 1"},
    ),
    Opening(
        *("issue/voices.py:show_hide_voice", "issue.py", "controller", "hide_voice", REPORTED),
        {"issue_id": "issue reported", "voice_id": "voice 1"},
    ),
    Opening(
        *("issue/log_dialog.py:show_new_issue", "ride.py", "secretary", "new_issue", RIDE),
        {"stop": "stop of ride", "here": True},
    ),
    Opening(
        *("issue/log_dialog.py:show_complete_issue", "ride.py", "secretary", "complete_issue", RIDE),
        {"issue_id": "issue reported"},
        {"issue_id": "issue assigned"},
    ),
    Opening("guests/invitation_dialogs.py:_show_invite", "invitations.py", "organizer", "invite", {"tour": PLAN["id"]}),
    Opening(
        *("guests/own_invitation.py:show_own_invitation", "invitations.py", "organizer", "own_invitation", RIDE),
        {"participant_id": "guest"},
        {"participant_id": "guest 2"},
    ),
    Opening(
        *("guests/invitation_dialogs.py:_show_answer", "invitations.py", "organizer", "answer", RIDE),
        {"participant_id": "guest"},
        {"participant_id": "guest 2"},
    ),
    Opening(
        *("guests/invitation_dialogs.py:_show_answer", "invitations.py", "organizer", "answer", RIDE),
        {"participant_id": "guest", "own": Answer.DELEGATED},
    ),
)


SELDOM: Mapping[str, str] = {
    "events/dialogs.py:show_publish": "its one field asks of a start that has passed; the key is that of the dialog",
    "plan/dialogs.py:_show_publish": "its one field asks of a start that has passed; the key is that of the dialog",
}
"""Dialogs that mostly show no field, and why that is enough."""


def dialog_block(node: Node) -> Block | None:
    """The dialog in what is drawn, if one is open."""
    if not isinstance(node, Block):
        return None
    if node.type == "dialog":
        return node
    return next((found for child in node.children.values() if (found := dialog_block(child)) is not None), None)


def fields_of(screen: AppTest) -> Iterator[Widget]:
    """The fields of the open dialog, from top to bottom."""
    block = dialog_block(screen._tree)
    assert block is not None, "no dialog is open"
    return (node for node in block if isinstance(node, FIELDS))


def seen_in(screen: AppTest) -> list[tuple[str, str, object]]:
    """What the open dialog shows in each field: its kind, its label, its value."""
    return [(field.type, field.proto.label, field.value) for field in fields_of(screen)]


def change_throughout(screen: AppTest) -> int:
    """Changes every field, also those that come up by that; how many."""
    changed: set[str] = set()
    while fresh := [field for field in fields_of(screen) if field.id not in changed and not field.proto.disabled]:
        for field in fresh:
            changed.add(field.id)
            change(field)
        screen.run()
        assert [each.message for each in screen.exception] == []
    return len(changed)


@singledispatch
def change(field: Widget) -> None:
    """Types or chooses something else; a field without anything to choose stays."""
    raise AssertionError(f"{field.type} is not changed yet")


@change.register(TextInput)
@change.register(TextArea)
def _(field: TextInput | TextArea) -> None:
    field.set_value("typed before")


@change.register(NumberInput)
def _(field: NumberInput) -> None:
    field.set_value((field.value or 0) + 1)


@change.register(Toggle)
@change.register(Checkbox)
def _(field: Toggle | Checkbox) -> None:
    field.set_value(not field.value)


@change.register(DateInput)
def _(field: DateInput) -> None:
    day = field.value
    field.set_value((day if isinstance(day, date) else date(2027, 1, 1)) + timedelta(days=1))


@change.register(TimeInput)
def _(field: TimeInput) -> None:
    field.set_value(time(13, 5) if field.value != time(13, 5) else time(14, 0))


@change.register(FileUploader)
def _(field: FileUploader) -> None:
    kind = next(iter(field.proto.type), ".jpg")
    field.set_value([(f"photo{kind}", b"photo", "image/jpeg")])


@change.register(Selectbox)
def _(field: Selectbox[Any]) -> None:
    others = [at for at in range(len(field.options)) if at != field.index]
    if others:
        field.set_value(Label(field.options[others[0]]))


@change.register(Multiselect)
def _(field: Multiselect[Any]) -> None:
    field.set_value([Label(option) for option in field.options if option not in field.values][:1])


@change.register(ButtonGroup)
def _(field: ButtonGroup[Any]) -> None:
    others = [Label(option) for option in field.options if option not in field.formatted_values]
    if others:
        field.set_value(others[0] if field._is_single_select else others[:1])
    elif not field._is_single_select:
        field.set_value([])


def opened(screens: Screens, opening: Opening, about: Mapping[str, Any]) -> AppTest:
    """The page with the dialog, for somebody who has just come."""
    state = {**opening.state, "dialog": opening.name, "about": about}
    screen = screens.draw(opening.page, opening.role, opening.query, state)
    search = f"search_{screens.ids.get(opening.query.get('id', ''), 0)}"
    job = screen.session_state.get(search)
    if isinstance(job, SearchJob):
        job._end.result()
        screen.run()
    return screen


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda each: f"{each.by}-{each.name}")
def test_dialog_shows_nothing_of_an_earlier_one(screens: Screens, opening: Opening) -> None:
    screen = opened(screens, opening, opening.about)
    untouched = [seen_in(screen)] * 2
    if opening.then:
        untouched[1] = seen_in(opened(screens, opening, opening.then))

    changed = change_throughout(screen)
    meanwhile = seen_in(screen)
    del screen.session_state["open_dialog"]
    assert dialog_block(screen.run()._tree) is None
    again = []
    for about in (opening.about, opening.then or opening.about):
        screens.open_dialog(screen, opening.name, about)
        again.append(seen_in(screen.run()))

    assert changed > 0
    assert meanwhile != untouched[0]
    assert again == untouched


def test_draft_of_one_thing_is_not_offered_for_another() -> None:
    same = [
        each.name
        for each in OPENINGS
        if each.then and OpenDialog(each.name, "uid", each.about).marks == OpenDialog(each.name, "uid", each.then).marks
    ]

    assert same == []


def test_every_dialog_with_fields_has_an_opening() -> None:
    screens = Sources(
        {path: source for path, source in sources().items() if path.startswith(("planner/ui/", "pages/"))}
    )

    with_fields = {opener for opener, dialog in screens.dialogs().items() if dialog.has_fields}

    assert {f"planner/ui/{each}" for each in (*(opening.by for opening in OPENINGS), *SELDOM)} == with_fields
