"""The starter set on screens: topics and agencies that a city usually has, chosen by pills, added by one tap."""

from collections.abc import Mapping

import streamlit as st

from planner.domain.permissions import Action, may
from planner.services.access.visit import Visit
from planner.services.city.starter_set import add_starter_set, missing_starters
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain

NAME = "starter_set"


def show_starter_button(visit: Visit) -> None:
    """The way to the dialog, while there is something of the set that the city has not got."""
    if not may(visit.actor, Action.MANAGE_AGENCIES).allowed:
        return
    with visit.reading() as session:
        missing = missing_starters(session, visit.actor)
    if missing:
        st.button(visit.t("starter.open"), icon=":material/library_add:", on_click=open_dialog, args=(NAME,))


def show_starter_set(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog."""
    show_dialog(dialog, visit.t("starter.title"), _ask, width="large", icon=":material/library_add:")


def _ask(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        missing = missing_starters(session, visit.actor)
    st.markdown(t("starter.explain"))
    topics = {each.key: f":material/{each.icon}: {plain(each.name)}" for each in missing.topics}
    agencies = {each.key: plain(each.name) for each in missing.agencies}
    chosen = {
        "topics": _choose(visit, dialog, "topics", topics),
        "agencies": _choose(visit, dialog, "agencies", agencies),
    }
    notes.under("")
    if show_save(visit, dialog, t("starter.add", topics=len(chosen["topics"]), agencies=len(chosen["agencies"]))):
        save_and_close(visit, notes, lambda session: add_starter_set(session, visit.actor, **chosen))


def _choose(visit: Visit, dialog: OpenDialog, name: str, names: Mapping[str, str]) -> list[str]:
    """All of them are chosen at first."""
    return st.pills(
        visit.t(f"starter.{name}"),
        list(names),
        format_func=lambda each: names[each],
        selection_mode="multi",
        default=list(names),
        key=dialog.key(name),
        wrap=True,
    )
