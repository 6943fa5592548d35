"""The first steps on an empty installation: a demo city, or one's own."""

import streamlit as st

from planner.config import settings
from planner.demo import load_demo
from planner.services.access.visit import Visit
from planner.services.city.demo_data import is_untouched
from planner.storage import the_store
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, the_open_dialog
from planner.ui.visit import attempt


def show_first_steps(visit: Visit) -> None:
    """The demo city where nothing at all was set up yet; below it, the way to one's own city."""
    t = visit.t
    with visit.reading() as session:
        offered = is_untouched(session, visit.actor, data=settings().data)
    if offered:
        st.markdown(t("first.explain"))
        st.button(
            t("first.load_demo"),
            icon=":material/location_city:",
            type="primary",
            width="stretch",
            on_click=open_dialog,
            args=("load_demo",),
        )
    st.markdown(t("first.or_own" if offered else "first.own"))
    for page, key, icon in (
        ("city.py", "first.own_city", "settings"),
        ("districts.py", "first.own_districts", "map"),
        ("agencies.py", "first.own_agencies", "apartment"),
        ("people.py", "first.own_people", "group"),
        ("places.py", "first.own_places", "place"),
    ):
        st.page_link(page, label=t(key), icon=f":material/{icon}:")
    dialog = the_open_dialog()
    if dialog is not None and dialog.name == "load_demo":
        show_load_demo(visit, dialog)


def show_load_demo(visit: Visit, dialog: OpenDialog) -> None:
    """Asks before the demo city is loaded, and says how it can be taken out again."""
    show_dialog(dialog, visit.t("first.load_demo"), _ask_load, icon=":material/location_city:", dismissible=True)


def _ask_load(visit: Visit, dialog: OpenDialog) -> None:
    t = visit.t
    st.markdown(t("first.ask"))
    if not st.button(t("first.load"), type="primary", width="stretch", key=dialog.key("load")):
        return
    bar = st.progress(0.0, t("first.loading"))
    done = attempt(
        visit,
        lambda session: load_demo(
            session,
            visit.actor,
            the_store(),
            now=visit.now,
            data=settings().data,
            progress=lambda share, key: bar.progress(share, t(key)),
        ),
    )
    bar.empty()
    if done.problem is None:
        close_dialog()
        return
    st.error(done.problem.sentence, icon=":material/error:")
