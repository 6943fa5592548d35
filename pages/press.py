"""«Пресс-служба»: tours that wait for their release, and every release from the draft to the page."""

import streamlit as st

from planner.domain.permissions import Action, require
from planner.services.press.releases import OfficePart
from planner.ui.dialog_state import the_open_dialog
from planner.ui.press.office import go_where_begun, show_new, show_new_button, show_releases, show_untold, show_year
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
require(visit.actor, Action.PUBLISH)
go_where_begun()
st.title(t("press.screen"), anchor=False)
if not visit.city.open_pages:
    st.warning(t("press.error.pages_off"), icon=":material/public_off:")
with st.container(horizontal=True, gap="small"):
    st.page_link("report.py", label=t("report.to_report"), icon=":material/summarize:")
    st.page_link("outlets.py", label=t("media.to_media"), icon=":material/contacts:")
show_year(visit)
show_untold(visit)
st.subheader(t("press.releases"), anchor=False)
show_new_button(visit)
part = st.segmented_control(
    t("press.parts"),
    list(OfficePart),
    default=OfficePart.DRAFTS,
    required=True,
    format_func=lambda each: t(f"press.part.{each.value}"),
    label_visibility="collapsed",
    key="press_part",
    bind="query-params",
)
show_releases(visit, OfficePart(part))

dialog = the_open_dialog()
if dialog is not None and dialog.name == "new_release":
    show_new(visit, dialog)
