"""The protocol of a tour: it grows with the ride, is read point by point, agreed on and confirmed."""

import streamlit as st

from planner.phrases.protocol.protocol import protocol_in_words
from planner.services.protocol.editions import edition_of, list_editions, protocol_of
from planner.services.ride.under_way import ride_mark
from planner.ui.dialog_state import the_open_dialog
from planner.ui.ride.parts import watch_ride
from planner.ui.ride.which_tour import chosen_tour
from planner.ui.tour.protocol_dialogs import show_confirmation, show_stance
from planner.ui.tour.protocol_parts import (
    ask_edition,
    show_beside,
    show_confirm,
    show_protocol_head,
    show_reading,
    show_text,
)
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
tour_id = chosen_tour(visit, "protocol.py")
if tour_id is None:
    st.stop()
with visit.reading() as session:
    editions = list_editions(session, visit.actor, tour_id)
    mark = ride_mark(session, visit.actor, tour_id)

watch_ride(tour_id, mark)
head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    is_short = st.toggle(t("protocol.short"), key="protocol_short")
    is_read = st.toggle(t("protocol.read"), key="protocol_read")
    number = ask_edition(visit, editions)
with visit.reading() as session:
    if number is None:
        protocol = protocol_of(session, visit.actor, tour_id)
    else:
        protocol = edition_of(session, visit.actor, tour_id, number)
words = protocol_in_words(t, protocol, is_short=is_short)
with head:
    show_protocol_head(visit, protocol, is_short=is_short)
if is_read:
    show_reading(visit, protocol, words)
else:
    grid = st.grid(2, min_column_width=460, gap=28)
    with grid.cell():
        show_text(visit, words)
    with grid.cell():
        show_beside(visit, protocol)
show_confirm(visit, protocol)

dialog = the_open_dialog()
if dialog is not None and dialog.name == "stance":
    show_stance(visit, dialog)
if dialog is not None and dialog.name == "confirm_protocol":
    show_confirmation(visit, dialog)
