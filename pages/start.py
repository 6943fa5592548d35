"""The start page: what is coming up, what is open; before the first tour is published, how to begin."""

import streamlit as st

from planner.domain.deadlines import today_in
from planner.phrases.names import polite_name
from planner.services.tours.home import home_of
from planner.ui.start.first_steps import show_first_steps
from planner.ui.start.parts import show_coming_tours, show_invitations, show_last_ride, show_own_work
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)
with visit.reading() as session:
    home = home_of(session, visit.actor, now=visit.now, today=today)

st.title(t("start.greeting", name=plain(polite_name(visit.actor.name))), anchor=False)
st.markdown(t("start.today", day=t.weekday(today)))
is_new = show_first_steps(visit)
if not is_new:
    show_own_work(visit, home)
    show_last_ride(visit, home)
show_invitations(visit, home)
if not is_new or home.tours:
    show_coming_tours(visit, home)
