"""Where a tablet lands without an address: on its tour's ride."""

import streamlit as st

from planner.ui.visit import current_visit

st.switch_page("ride.py", query_params={"tour": str(current_visit().actor.tour_id)})
