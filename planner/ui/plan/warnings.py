"""What is wrong with a plan, in words above it, each with the way to mend it."""

import streamlit as st

from planner.phrases.plan import PlanWarning, warnings_of
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain

MOST_SHOWN = 3


def show_warnings(visit: Visit, plan: Plan) -> None:
    """A line for each of the first three, and a way to see the rest; nothing where nothing is wrong."""
    warnings = warnings_of(visit.t, visit.city, plan)
    if not warnings:
        return
    key = f"all_warnings_{plan.tour.id}"
    is_whole = len(warnings) <= MOST_SHOWN or bool(st.session_state.get(key))
    with st.container(gap=None, key="warning_lines"):
        for number, each in enumerate(warnings if is_whole else warnings[: MOST_SHOWN - 1]):
            _show_line(visit, plan, each, number)
        if len(warnings) > MOST_SHOWN:
            rest = len(warnings) - MOST_SHOWN + 1
            st.button(
                visit.t("plan.warnings_fewer" if is_whole else "plan.warnings_more", number=rest),
                icon=":material/expand_less:" if is_whole else ":material/expand_more:",
                type="tertiary",
                key="warnings_more",
                on_click=lambda: st.session_state.update({key: not is_whole}),
            )


def _show_line(visit: Visit, plan: Plan, warning: PlanWarning, number: int) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", wrap=False, gap="small", key=f"warning_line_{number}"
    ):
        st.markdown(f":orange[:material/warning: {plain(warning.sentence)}]")
        if plan.can_change:
            st.button(
                visit.t("plan.fix"),
                key=f"fix_{number}",
                help=visit.t("plan.fix_this", sentence=plain(warning.sentence)),
                on_click=lambda: open_dialog("fix", kind=warning.kind, about_id=warning.stop_id),
            )
