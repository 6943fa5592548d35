"""The city's map: one street extract gives the base map, the address search and travel times."""

import streamlit as st

from planner.config import settings
from planner.services.city.extract import current_extract
from planner.services.city.extract_import import city_import_state
from planner.services.city.import_job import ImportStatus
from planner.ui.settings.city_map_parts import show_choice, show_extract, show_going, show_outcome
from planner.ui.visit import current_visit

visit = current_visit()
t, data = visit.t, settings().data
with visit.reading() as session:
    state = city_import_state(session, visit.actor, data=data)
extract = current_extract(data)

st.title(t("city_import.title"), anchor=False)
st.markdown(t("city_import.explain"))
show_outcome(t, state)
if state.status is ImportStatus.RUNNING:
    show_going()
show_extract(visit, extract)
if state.status is not ImportStatus.RUNNING:
    show_choice(visit, extract)
