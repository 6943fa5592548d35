"""Taking the demo city out again."""

import streamlit as st
from sqlmodel import Session

from planner.config import settings
from planner.services.access.visit import Visit
from planner.services.city.demo_data import demo_state, remove_demo
from planner.services.city.demo_streets import remove_demo_streets
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes


def show_demo(visit: Visit) -> None:
    """That the demo city is here, and the way to take it out; nothing where it is not."""
    t = visit.t
    with visit.reading() as session:
        state = demo_state(session, visit.actor)
    if state is None:
        return
    with st.container(border=True):
        st.header(t("demo.title"), anchor=False)
        st.markdown(t("demo.about", day=t.full_date(state.loaded_at)))
        st.button(t("demo.remove"), icon=":material/delete_sweep:", on_click=open_dialog, args=("remove_demo",))


def show_remove_demo(visit: Visit, dialog: OpenDialog) -> None:
    """Says what goes and what stays, and asks whether a city's own entries may go too, where there are some."""
    show_dialog(dialog, visit.t("demo.remove"), _ask_remove, width="medium", icon=":material/delete_sweep:")


def _ask_remove(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, with_own = visit.t, FieldNotes(), False
    with visit.reading() as session:
        state = demo_state(session, visit.actor)
    st.markdown(t("demo.remove_explain"))
    if state is not None and state.own:
        facts = "; ".join(t(f"demo.own.{name}", number=number) for name, number in state.own.items())
        st.warning(t("demo.own", facts=facts), icon=":material/warning:")
        with_own = st.checkbox(t("demo.with_own"), key=dialog.key("with_own"))
        notes.under("with_own")
    notes.under("")
    if show_save(visit, dialog, t("demo.remove"), icon=":material/delete_sweep:"):
        save_and_close(visit, notes, lambda session: _remove(session, visit, with_own=with_own))


def _remove(session: Session, visit: Visit, *, with_own: bool) -> None:
    remove_demo(session, visit.actor, with_own=with_own)
    remove_demo_streets(session, visit.actor, data=settings().data)
