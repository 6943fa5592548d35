"""Travel times: who computes them, what corrects them, which streets are closed, what was set by hand."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.services.city.districts import list_districts
from planner.services.travel.closures import list_closures
from planner.services.travel.leg_overrides import list_overrides
from planner.services.travel.settings import engine_states
from planner.ui.dialog_state import the_open_dialog
from planner.ui.settings.travel_closures import show_closures
from planner.ui.settings.travel_engines import show_bus, show_engines, show_router
from planner.ui.settings.travel_factors import show_factor, show_factors, show_learned
from planner.ui.settings.travel_overrides import show_overrides
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
may_set = may(visit.actor, Action.MANAGE_CITY).allowed

rungs = visit.look_up(lambda session: engine_states(session, visit.actor))
with visit.reading() as session:
    closures = list_closures(session, visit.actor, now=visit.now)
    overrides = list_overrides(session, visit.actor, now=visit.now)
    districts = list_districts(session, visit.actor)

st.title(t("nav.travel"), anchor=False)
part = st.segmented_control(
    t("travel.part"),
    ["closed", "by_hand", "engines", "corrections"],
    default="closed",
    required=True,
    format_func=lambda each: t(f"travel.tab.{each}"),
    label_visibility="collapsed",
    wrap=True,
    key="part",
    bind="query-params",
)
if part == "closed":
    show_closures(visit, closures, districts, known=any(rung.name == "streets" and rung.present for rung in rungs))
elif part == "by_hand":
    show_overrides(visit, overrides)
elif part == "engines":
    show_engines(visit, rungs, may_set=may_set)
else:
    grid = st.grid(2, min_column_width=420, gap=28)
    with grid.cell():
        show_factors(visit, may_set=may_set)
    with grid.cell():
        show_learned(visit, may_set=may_set)

dialog = the_open_dialog()
if dialog is not None and may_set:
    match dialog.name:
        case "router":
            show_router(visit, dialog)
        case "bus":
            show_bus(visit, dialog)
        case "factor":
            show_factor(visit, dialog)
