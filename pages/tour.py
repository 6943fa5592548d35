"""A bus tour: the map beside the stops as cards, the times, what breaks and what mends it; or an event at one place."""

from functools import partial

import streamlit as st

from planner.services.city.districts import list_districts
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import get_tour, leader_of
from planner.ui.asked import asked_number
from planner.ui.assets import use_styles
from planner.ui.dialog_state import the_open_dialog
from planner.ui.events.copies import note_made, show_copies_dialog
from planner.ui.events.press import show_press
from planner.ui.events.screen import show_event
from planner.ui.plan.add import show_search
from planner.ui.plan.area import show_area
from planner.ui.plan.bottom import show_bottom
from planner.ui.plan.cards import show_stops
from planner.ui.plan.dialogs import show_open_dialog
from planner.ui.plan.drag import listen_to_drags
from planner.ui.plan.head import go_where_chosen, show_choice_made, show_head
from planner.ui.plan.plan_map import show_plan_map
from planner.ui.plan.tell_dialog import show_to_tell
from planner.ui.plan.warnings import show_warnings
from planner.ui.press.tour_parts import show_tour_releases
from planner.ui.proposals.promised_dialog import show_promised
from planner.ui.text import plain
from planner.ui.tour.plan_changes import show_plan_problem
from planner.ui.visit import current_visit

visit = current_visit()
tour_id = asked_number("id")
if tour_id is None:
    st.switch_page("tours.py")
go_where_chosen(tour_id)

with visit.reading() as session:
    tour = get_tour(session, visit.actor, tour_id)
if tour.is_event:
    show_tour_releases(visit, tour)
    show_event(visit, tour_id)
    st.stop()
plan = visit.look_up(partial(plan_of, actor=visit.actor, tour_id=tour_id, now=visit.now))
with visit.reading() as session:
    districts = list_districts(session, visit.actor)
    leader = leader_of(session, visit.actor, tour_id)

use_styles("plan/plan.css")
show_head(visit, plan, leader)
note_made(visit, plan.tour)
show_tour_releases(visit, plan.tour)
show_plan_problem()
show_to_tell(visit, plan)
with st.container(key="plan_desk"):
    with st.container(key="plan_warnings"):
        show_warnings(visit, plan)
    ground, stops = st.container(key="plan_ground", gap="small"), st.container(key="plan_list", gap="xsmall")
    with ground:
        looks_for_issues = show_search(visit, plan) if plan.can_change else False
    with stops:
        area = show_area(visit, plan, districts) if looks_for_issues else None
        show_stops(visit, plan)
        if plan.can_change:
            listen_to_drags(plan)
        show_press(visit, plan)
        show_choice_made(visit, plan)
        if plan.tour.note:
            st.markdown(plain(plan.tour.note))
    with ground:
        show_plan_map(visit, plan, districts, area)
show_bottom(visit, plan)
show_open_dialog(visit, plan)
dialog = the_open_dialog()
if dialog is not None and dialog.name == "promised" and plan.can_change:
    show_promised(visit, plan, dialog)
show_copies_dialog(visit, plan.tour, dialog)
