"""One issue: pictures, instructions, the next step, discussion and the whole history."""

import streamlit as st

from planner.domain.search import searched_number
from planner.services.control.queue import next_to_verify
from planner.services.control.steps import steps_open_to
from planner.services.issues.details import issue_details
from planner.services.issues.voices import voices_of
from planner.ui.control.instruction_parts import show_instructions, show_main_step, show_next_step
from planner.ui.control.open_steps import show_open_step
from planner.ui.dialog_state import the_open_dialog
from planner.ui.issue.discussion import show_discussion
from planner.ui.issue.edit import show_add_photos, show_edit, show_hide_photo
from planner.ui.issue.guarantee_parts import show_guarantee
from planner.ui.issue.history_parts import show_history
from planner.ui.issue.moving import show_move
from planner.ui.issue.parts import (
    show_address,
    show_head,
    show_photos,
    show_place,
    show_taps,
    show_way_back,
)
from planner.ui.issue.voices import show_hide_voice, show_voices
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t

show_way_back(visit)
number = searched_number(st.query_params.get("id", ""))
if number is None:
    st.title(t("nav.issue"), anchor=False)
    st.info(t("issue_page.no_number"), icon=":material/link_off:")
    st.stop()
with visit.reading() as session:
    details = issue_details(session, visit.actor, number)
    steps = steps_open_to(session, visit.actor, number)
    voices = voices_of(session, visit.actor, number)
    waiting = next_to_verify(session, visit.actor, beside=number)

show_head(visit, details)
above = st.grid(2, min_column_width=460, gap=28)
with above.cell():
    show_photos(visit, details)
    show_voices(visit, details, voices)
    show_taps(visit, details)
with above.cell():
    show_guarantee(visit, details)
    show_instructions(visit, details)
    show_next_step(visit, details, steps)
below = st.grid(2, min_column_width=460, gap=28)
with below.cell():
    show_place(visit, details)
    show_discussion(visit, details)
with below.cell():
    show_history(visit, details)
    show_address(visit, details)
show_main_step(visit, details, steps, waiting)

dialog = the_open_dialog()
if dialog is not None and dialog.about.get("issue_id") == number:
    show_open_step(visit, dialog)
    match dialog.name:
        case "step-edit":
            show_edit(visit, dialog)
        case "move":
            show_move(visit, dialog)
        case "add_photos":
            show_add_photos(visit, dialog)
        case "hide_photo":
            show_hide_photo(visit, dialog)
        case "hide_voice":
            show_hide_voice(visit, dialog)
