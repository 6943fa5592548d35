"""The press approach that a bus tour holds at one of its stops: its media and its papers, under the plan."""

import streamlit as st

from planner.phrases.events.papers import times_of
from planner.services.access.visit import Visit
from planner.services.events.events import event_of
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.events.dialogs import show_event_dialog
from planner.ui.events.media_parts import show_media
from planner.ui.text import plain


def show_press(visit: Visit, plan: Plan) -> None:
    """Nothing for a tour without one."""
    t = visit.t
    if not any(row.stop.press for row in plan.stops):
        return
    with visit.reading() as session:
        event = event_of(session, visit.actor, plan.tour.id or 0)
    if event.stop is None:
        return
    starts_at, ends_at = times_of(event)
    with st.container(border=True, key="press_approach"):
        st.header(t("words.tour_kind.press_approach"), anchor=False)
        times = f"{t.time(starts_at)}–{t.time(ends_at)}"
        st.markdown(plain(t("events.press_at", number=event.stop.position, name=event.stop.name, times=times)))
        st.button(
            t("events.press_papers"),
            icon=":material/description:",
            on_click=lambda: open_dialog("event_papers"),
        )
        show_media(visit, event)
    show_event_dialog(visit, event)
