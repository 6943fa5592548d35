"""The bar under a plan: a better order, what is left to mend, taking back, publishing."""

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
    t, tour_id, warnings = visit.t, id_of(plan.tour), len(say_warnings(visit.t, visit.city, plan))
    reason = _why_off(visit, plan)
    if reason:
        st.bottom.markdown(f":gray[:material/info: {reason}]")
    bar = st.bottom.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"
    )
    with bar:
        st.button(
            t("plan.order.find"),
            icon=":material/auto_awesome:",
            disabled=len(plan.stops) < 2,
            on_click=lambda: open_dialog("order"),
        )
        if can_undo(visit, tour_id, plan.tour.version):
            st.button(t("plan.undo"), icon=":material/undo:", on_click=lambda: undo_last(tour_id))
        elif warnings:
            with st.container(key="plan_left", width="content"):
                st.markdown(f":orange[:material/warning:] {t('plan.left', n=warnings)}", width="content")
        if plan.tour.state is TourState.DRAFT:
            st.button(
                t("tours.publish"),
                type="primary",
                disabled=not plan.stops,
                on_click=lambda: open_dialog("publish"),
            )


def _why_off(visit: Visit, plan: Plan) -> str:
    """Why a button of the bar is switched off; empty where none is."""
    if not plan.stops and plan.tour.state is TourState.DRAFT:
        return visit.t("plan.off.no_stop")
    return visit.t("plan.off.one_stop") if len(plan.stops) < 2 else ""
