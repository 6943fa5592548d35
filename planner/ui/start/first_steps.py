"""The first steps on an empty installation: a demo city at one tap, or one's own."""

import streamlit as st

from planner.demo import load_demo
from planner.services.access.visit import Visit
from planner.storage import the_store
from planner.ui.visit import attempt


def show_first_steps(visit: Visit) -> None:
    """One button loads the demo city, with its progress in words; below it, the way to one's own city."""
    t = visit.t
    st.markdown(t("first.explain"))
    if st.button(t("first.load_demo"), icon=":material/location_city:", type="primary", width="stretch"):
        bar = st.progress(0.0, t("first.loading"))
        done = attempt(
            visit,
            lambda session: load_demo(
                session,
                visit.actor,
                the_store(),
                now=visit.now,
                progress=lambda share, key: bar.progress(share, t(key)),
            ),
        )
        if done.problem:
            bar.empty()
            st.error(done.problem.sentence)
        else:
            st.rerun()
    st.markdown(t("first.or_own"))
    for page, key, icon in (
        ("city.py", "first.own_city", "settings"),
        ("districts.py", "first.own_districts", "map"),
        ("agencies.py", "first.own_agencies", "apartment"),
        ("people.py", "first.own_people", "group"),
        ("places.py", "first.own_places", "place"),
    ):
        st.page_link(page, label=t(key), icon=f":material/{icon}:")
