"""The bar under a plan: a better order, a proposal, taking back, what is left to mend, publishing."""

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.phrases.plan import say_warnings
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.tour.plan_changes import can_undo, undo_last


def show_bottom(visit: Visit, plan: Plan) -> None:
    """Nothing for those who only look."""
    if not plan.can_change:
        return
    t, tour_id = visit.t, id_of(plan.tour)
    bar = st.bottom.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall", key="plan_bar"
    )
    with bar:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", width="content"):
            st.button(
                t("plan.order.find"),
                icon=":material/auto_awesome:",
                key="order_find",
                on_click=lambda: open_dialog("order"),
            )
            query = {"id": str(tour_id)}
            with st.container(key="plan_propose", width="content"):
                st.page_link(
                    "proposals.py", label=t("proposals.title"), icon=":material/alt_route:", query_params=query
                )
            if can_undo(visit, tour_id, plan.tour.version):
                st.button(t("plan.undo"), icon=":material/undo:", key="plan_undo", on_click=lambda: undo_last(tour_id))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content"):
            _show_end(visit, plan)


def _show_end(visit: Visit, plan: Plan) -> None:
    """What is left to mend, and the one main action, which is never switched off: it says itself what is missing."""
    t, warnings = visit.t, len(say_warnings(visit.t, visit.city, plan))
    if warnings:
        with st.container(key="plan_left", width="content"):
            st.markdown(f":orange[:material/warning: {t('plan.left', n=warnings)}]", width="content")
    if plan.tour.state is TourState.DRAFT:
        st.button(
            t("tours.publish"),
            type="primary",
            key="publish",
            shortcut="Ctrl+Enter",
            on_click=lambda: open_dialog("publish"),
        )
