"""A bus tour: its stops on the map and as cards, the times, what breaks; or an event at one place."""

import streamlit as st

from planner.services.city.districts import list_districts
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import get_tour, leader_of
from planner.ui.asked import asked_number
from planner.ui.dialog_state import the_open_dialog
from planner.ui.events.copies import note_made, show_copies_dialog
from planner.ui.events.press import show_press
from planner.ui.events.screen import show_event
from planner.ui.tour.head import show_choice_made, show_head
from planner.ui.tour.plan_add import show_ways_to_add
from planner.ui.tour.plan_bottom import show_bottom
from planner.ui.tour.plan_cards import show_stops
from planner.ui.tour.plan_changes import show_plan_problem
from planner.ui.tour.plan_dialogs import show_open_dialog
from planner.ui.tour.plan_map import show_plan_map
from planner.ui.visit import current_visit

visit = current_visit()
tour_id = asked_number("id")
if tour_id is None:
    st.switch_page("tours.py")

with visit.reading() as session:
    is_event = get_tour(session, visit.actor, tour_id).is_event
if is_event:
    show_event(visit, tour_id)
    st.stop()
with visit.reading() as session:
    plan = plan_of(session, visit.actor, tour_id, now=visit.now)
    districts = list_districts(session, visit.actor)
    leader = leader_of(session, visit.actor, tour_id)

show_head(visit, plan, leader)
note_made(visit, plan.tour)
show_plan_problem()
grid = st.grid(2, min_column_width=460, gap=28)
left, right = grid.cell(), grid.cell()
with left:
    map_room = st.container()
    area = show_ways_to_add(visit, plan, districts) if plan.can_change else None
with map_room:
    show_plan_map(visit, plan, districts, area)
with right:
    show_choice_made(visit, plan)
    show_stops(visit, plan)
    show_press(visit, plan)
show_bottom(visit, plan)
show_open_dialog(visit, plan)
show_copies_dialog(visit, plan.tour, the_open_dialog())
