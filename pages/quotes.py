"""What one is quoted with, before it goes out: for whoever said it."""

import streamlit as st

from planner.services.press.quotes import my_quotes
from planner.ui.press.quote_parts import show_quote
from planner.ui.tap_problem import show_problem
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
st.title(t("press.my_quotes"), anchor=False)
st.markdown(t("press.my_quotes_how"))
with visit.reading() as session:
    found = my_quotes(session, visit.actor)
if not found:
    st.info(t("press.no_own_quotes"), icon=":material/task_alt:")
for quote, title in found:
    st.markdown(f":gray[{plain(title)}]")
    show_quote(visit, quote, is_out=False, own=True)
    show_problem(f"quotes_{quote.release_id}")
