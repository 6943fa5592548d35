"""«СМИ»: the contacts of the press office, who published what, and the plan of a month for them."""

import streamlit as st

from planner.domain.models import MediaContact
from planner.domain.permissions import Action, require
from planner.ui.dialog_state import the_open_dialog
from planner.ui.press.mailing_parts import show_month, show_send_month
from planner.ui.press.media_parts import show_contact_dialog, show_contacts, show_mention_dialog, show_mentions
from planner.ui.settings.archived import show_archive
from planner.ui.visit import current_visit

CONTACTS, MENTIONS, MONTH = "contacts", "mentions", "month"

visit = current_visit()
t = visit.t
require(visit.actor, Action.PUBLISH)
st.page_link("press.py", label=t("press.to_office"), icon=":material/arrow_back:")
st.title(t("media.screen"), anchor=False)
part = st.segmented_control(
    t("press.parts"),
    (CONTACTS, MENTIONS, MONTH),
    default=CONTACTS,
    required=True,
    format_func=lambda each: t(f"media.part.{each}"),
    label_visibility="collapsed",
    key="media_part",
    bind="query-params",
)
if part == CONTACTS:
    show_contacts(visit)
    show_archive(visit, MediaContact)
elif part == MENTIONS:
    show_mentions(visit)
else:
    show_month(visit)

dialog = the_open_dialog()
if dialog is not None:
    match dialog.name:
        case "contact":
            show_contact_dialog(visit, dialog)
        case "mention":
            show_mention_dialog(visit, dialog)
        case "send_month":
            show_send_month(visit, dialog)
