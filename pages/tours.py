"""The list of tours: what comes, what is over."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.services.tours.tours import Period, list_tours
from planner.ui.tour.cards import PAGE_SIZE, show_tour
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t

st.title(t("tours.title"), anchor=False)
planner = may(visit.actor, Action.PLAN_TOUR).allowed
period = st.segmented_control(
    t("tours.period"),
    [each for each in Period if planner or each is not Period.DELETED],
    format_func=lambda each: t(f"tours.period.{each.value}"),
    default=Period.COMING,
    required=True,
    key="period",
    bind="query-params",
    label_visibility="collapsed",
)
room, pages_below = st.container(), st.empty()
with visit.reading() as session:
    found = list_tours(session, visit.actor, period=period, now=visit.now, page_size=PAGE_SIZE)
    last = max(1, -(-found.total // PAGE_SIZE))
    if last > 1:
        page = pages_below.pagination(last, key="page", bind="query-params")
        found = list_tours(session, visit.actor, period=period, now=visit.now, page=page, page_size=PAGE_SIZE)

with room:
    if not found.rows and period is Period.DELETED:
        st.info(t("tours.none_deleted"), icon=":material/delete:")
    elif not found.rows:
        st.info(t("tours.none_to_plan") if planner else t("tours.none"), icon=":material/event_busy:")
    for row in found.rows:
        show_tour(visit, row)
if planner:
    with st.bottom:
        if st.button(t("tours.new"), icon=":material/add:", type="primary", width="stretch"):
            st.switch_page("tour_edit.py")
