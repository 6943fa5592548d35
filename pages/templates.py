"""The city's own Word templates of papers."""

import streamlit as st

from planner.render.papers.word.papers import PAPERS
from planner.services.papers.templates import list_templates
from planner.ui.dialog_state import the_open_dialog
from planner.ui.settings.template_parts import show_paper, show_upload
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
st.title(t("templates.title"), anchor=False)
st.markdown(t("templates.explain"))
with visit.reading() as session:
    kept = list_templates(session, visit.actor)
grid = st.grid(2, min_column_width=340, gap="medium")
for paper in PAPERS:
    with grid.cell():
        show_paper(visit, paper, [each for each in kept if each.paper == paper])

dialog = the_open_dialog()
if dialog is not None and dialog.name == "template":
    show_upload(visit, dialog)
