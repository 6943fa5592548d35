"""The report of the press office for a year or any days, with the list behind each of its numbers."""

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.permissions import Action, require
from planner.domain.press_report import ReportFigure, span_asked
from planner.phrases.press.report import report_title
from planner.ui.dialog_state import the_open_dialog
from planner.ui.press.report_parts import choose_span, show_list, show_outside_dialog, show_report
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
require(visit.actor, Action.PUBLISH)
span = span_asked(st.query_params.to_dict(), today_in(visit.city.timezone, visit.now))
figure = st.query_params.get("figure", "")
if figure in set(ReportFigure):
    show_list(visit, span, ReportFigure(figure))
    st.stop()
st.page_link("press.py", label=t("press.to_office"), icon=":material/arrow_back:")
st.title(plain(report_title(t, span)), anchor=False)
choose_span(visit, span)
show_report(visit, span)

dialog = the_open_dialog()
if dialog is not None and dialog.name == "outside":
    show_outside_dialog(visit, dialog)
