"""Tours and events of all kinds: as a list with filters, as a month, as a week, as the figures of a year."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.domain.tour_filter import LIST, YEAR, Period
from planner.services.events.finding import list_tours, tour_choices
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.events.calendar import show_calendar
from planner.ui.events.copies import show_from_template
from planner.ui.events.filters import lift_filters, show_tour_filters, wanted_tours
from planner.ui.events.year import show_year
from planner.ui.issue.filters import asked_page, turn_pages
from planner.ui.tour.cards import PAGE_SIZE, show_tour
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
planner = may(visit.actor, Action.PLAN_TOUR).allowed

wanted, view = wanted_tours()
with visit.reading() as session:
    choices = tour_choices(session, visit.actor)
st.title(t("tours.title"), anchor=False)
show_tour_filters(visit, wanted, view, choices)
if view.view == LIST:
    period, page = view.period, asked_page()
    with visit.reading() as session:
        found = list_tours(
            session, visit.actor, period=period, now=visit.now, wanted=wanted, page=page, page_size=PAGE_SIZE
        )
    if found.rows and (wanted.narrows or found.total > PAGE_SIZE):
        st.markdown(f":gray[{t('tour_list.found', n=found.total)}]")
    if not found.rows and wanted.narrows:
        st.info(t("tour_list.nothing"), icon=":material/search_off:")
        lift_filters(visit, wanted, view)
    elif not found.rows and period is Period.DELETED:
        st.info(t("tours.none_deleted"), icon=":material/delete:")
    elif not found.rows:
        st.info(t("tours.none_to_plan") if planner else t("tours.none"), icon=":material/event_busy:")
    for row in found.rows:
        show_tour(visit, row)
    turn_pages(page, -(-found.total // PAGE_SIZE), name=f"tours {wanted.to_query()} {period}")
elif view.view == YEAR:
    show_year(visit, wanted)
else:
    show_calendar(visit, wanted, view)
if planner:
    with st.bottom.container(horizontal=True, gap="small"):
        if st.button(t("tours.new"), icon=":material/add:", type="primary", width="stretch"):
            st.switch_page("tour_edit.py")
        st.button(
            t("tour_templates.use"),
            icon=":material/bookmark:",
            width="stretch",
            on_click=lambda: open_dialog("from_template"),
        )
    dialog = the_open_dialog()
    if dialog is not None and dialog.name == "from_template":
        show_from_template(visit, dialog)
