"""The foot of a dialog about an entry of a directory: saving it, and taking it out of use."""

from collections.abc import Callable

import streamlit as st
from sqlmodel import Session

from planner.services.access.visit import Visit
from planner.ui.dialog_state import OpenDialog, save_and_close, show_save
from planner.ui.forms import FieldNotes

Change = Callable[[Session], object]


def show_foot(visit: Visit, dialog: OpenDialog, notes: FieldNotes, *, save: Change, archive: Change | None) -> None:
    """Two buttons, or one for a new entry, which has nothing to `archive`; a rule's no is said above them."""
    t = visit.t
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(visit, notes, save)
    if archive and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key=dialog.key("archive")):
        save_and_close(visit, notes, archive)
