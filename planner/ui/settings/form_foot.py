"""The foot of a dialog about an entry of a directory: saving it, and taking it out of use."""

from collections.abc import Callable

import streamlit as st
from sqlmodel import Session

from planner.services.access.archive import Directory, touched_by_archiving
from planner.services.access.visit import Visit
from planner.ui.dialog_state import OpenDialog, save_and_close, show_save
from planner.ui.forms import FieldNotes

Change = Callable[[Session], object]


def show_foot(
    visit: Visit,
    dialog: OpenDialog,
    notes: FieldNotes,
    entry: tuple[Directory, int | None],
    *,
    save: Change,
    archive: Callable[[Session, int], object],
) -> None:
    """Saving, and for an entry that has a number, archiving, which asks first; a rule's no is said above the buttons."""
    t, asked, (table, row_id) = visit.t, dialog.key("archive_asked"), entry
    notes.under("")
    if row_id is not None and st.session_state.get(asked):
        _ask_archive(visit, dialog, notes, table, row_id, archive)
        return
    if show_save(visit, dialog, t("app.save")):
        save_and_close(visit, notes, save)
    if row_id is not None:
        st.button(
            t("app.archive"),
            icon=":material/archive:",
            width="stretch",
            key=dialog.key("archive"),
            on_click=lambda: st.session_state.__setitem__(asked, True),
        )


def _ask_archive(
    visit: Visit,
    dialog: OpenDialog,
    notes: FieldNotes,
    table: Directory,
    row_id: int,
    archive: Callable[[Session, int], object],
) -> None:
    """What follows, and what it touches at present; back to the form, which keeps what was typed."""
    t = visit.t
    with visit.reading() as session:
        touched = touched_by_archiving(session, visit.actor, table, row_id)
    st.warning(t(f"archive.ask.{table.__name__.lower()}"), icon=":material/archive:")
    if touched:
        facts = "; ".join(t(f"archive.touches.{name}", number=number) for name, number in touched.items())
        st.markdown(t("archive.touches", facts=facts))
    with st.container(horizontal=True, gap="small", wrap=False):
        st.button(
            t("app.cancel"),
            key=dialog.key("archive_no"),
            on_click=lambda: st.session_state.pop(dialog.key("archive_asked"), None),
        )
        sure = st.button(
            t("app.archive"), icon=":material/archive:", type="primary", width="stretch", key=dialog.key("archive_yes")
        )
    if sure:
        save_and_close(visit, notes, lambda session: archive(session, row_id))
