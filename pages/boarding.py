"""Check-in: tap names as people get on, add who came along, count heads before the bus leaves."""

import streamlit as st

from planner.services.city.agencies import list_agencies
from planner.services.guests.boarding import check_in_of
from planner.services.ride.under_way import ride_mark
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.ride.boarding_parts import show_heads, show_names, show_on_board, show_summary, show_walk_in
from planner.ui.ride.parts import watch_ride
from planner.ui.ride.which_tour import chosen_tour
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
tour_id = chosen_tour(visit, "boarding.py")
if tour_id is None:
    st.stop()
with visit.reading() as session:
    check_in = check_in_of(session, visit.actor, tour_id)
    mark = ride_mark(session, visit.actor, tour_id)
    agencies = [row.agency.short_name or row.agency.name for row in list_agencies(session, visit.actor)]

watch_ride(tour_id, mark)
st.title(t("boarding.title"), anchor=False)
st.markdown(f":gray[{plain(check_in.tour.title)}, {t.moment(check_in.tour.starts_at)}]")
show_summary(visit, check_in)
grid = st.grid(2, min_column_width=460, gap=28)
with grid.cell():
    show_names(visit, check_in)
with grid.cell():
    show_heads(visit, check_in)

with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    way_back = {"tour": str(tour_id)}
    st.page_link("ride.py", label=t("boarding.to_ride"), icon=":material/arrow_back:", query_params=way_back)
    if check_in.is_open:
        walk_in = t("boarding.walk_in")
        st.button(walk_in, icon=":material/person_add:", type="primary", on_click=open_dialog, args=("walk_in",))

dialog = the_open_dialog()
if dialog is not None and dialog.name == "walk_in":
    show_walk_in(visit, check_in, dialog, agencies)
if dialog is not None and dialog.name == "on_board":
    show_on_board(visit, check_in, dialog)
