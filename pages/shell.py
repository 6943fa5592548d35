"""The router: finds out who asks, draws the frame, and runs the screen that was asked for."""

import streamlit as st

from planner.ui.frame import dress_up, open_screens, show_bell, show_languages, show_way_in
from planner.ui.tap_problem import forget_old_problem
from planner.ui.visit import current_visit

visit = current_visit()
dress_up(visit)
if visit.actor.is_stranger:
    show_way_in(visit)
else:
    page = open_screens(visit)
    forget_old_problem(f"{page.url_path}?{st.query_params.get('id', '')}&{st.query_params.get('tour', '')}")
    show_bell(visit)
    page.run()
    show_languages(visit)
