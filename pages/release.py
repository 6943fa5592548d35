"""One release: its texts and quotes, what hinders it, and the way to everybody."""

import streamlit as st

from planner.domain.permissions import Action, require
from planner.services.press.releases import get_release
from planner.ui.asked import asked_number
from planner.ui.dialog_state import the_open_dialog
from planner.ui.press.mailing_parts import show_release_mailing, show_send_release
from planner.ui.press.pair_parts import show_pair_dialog, show_pairs
from planner.ui.press.quote_parts import show_quote_dialog, show_quotes
from planner.ui.press.release_form import show_texts
from planner.ui.press.release_steps import show_head, show_moment, show_steps, show_versions
from planner.ui.visit import current_visit

visit = current_visit()
require(visit.actor, Action.PUBLISH)
number = asked_number("id")
if number is None:
    st.switch_page("press.py")
with visit.reading() as session:
    release = get_release(session, visit.actor, number)

show_head(visit, release)
desk = st.grid(2, min_column_width=420, gap=28)
with desk.cell():
    show_texts(visit, release)
with desk.cell():
    show_pairs(visit, release)
    show_quotes(visit, number)
    show_release_mailing(visit, release)
    show_versions(visit, release)
show_steps(visit, release)

dialog = the_open_dialog()
if dialog is not None and dialog.about.get("release_id") == number:
    match dialog.name:
        case "quote":
            show_quote_dialog(visit, dialog)
        case "pair":
            show_pair_dialog(visit, dialog)
        case "send_release":
            show_send_release(visit, dialog)
        case "release_moment":
            show_moment(visit, dialog)
