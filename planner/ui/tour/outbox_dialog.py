"""The dialog that takes what a tablet has saved as a file: the last way out of a dead network."""

from functools import partial

import streamlit as st

from planner.domain.errors import PlannerError
from planner.domain.models.types import id_of
from planner.phrases.ride.outbox import say_bad_files, say_not_taken, say_taken
from planner.services.access.visit import Visit
from planner.services.field.outbox import Imported, import_outbox
from planner.services.tours.plan import Plan
from planner.storage import the_store
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_table
from planner.ui.text import plain
from planner.ui.visit import problem_of


def show_outbox(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Asks for the file, takes it once, and says what became of each thing in it."""
    ask = partial(_ask_file, id_of(plan.tour))
    show_dialog(dialog, visit.t("outbox_dialog.title"), ask, width="large", icon=":material/unarchive:")


def _ask_file(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, taken = visit.t, FieldNotes(), dialog.key("taken")
    imported = st.session_state.get(taken)
    if isinstance(imported, Imported):
        _show_result(visit, imported)
        if st.button(t("app.close"), type="primary", width="stretch", key=dialog.key("close")):
            close_dialog()
        return
    st.markdown(t("outbox_dialog.explain"))
    file = st.file_uploader(t("outbox_dialog.file"), type=["zip"], key=dialog.key("file"))
    notes.under("file")
    if not show_save(visit, dialog, t("outbox_dialog.take"), icon=":material/unarchive:", disabled=file is None):
        return
    if file is None:
        return
    try:
        with st.spinner(t("outbox_dialog.taking")):
            st.session_state[taken] = import_outbox(
                visit.database, visit.actor, the_store(), file, tour_id=tour_id, now=visit.now
            )
    except PlannerError as error:
        notes.show(problem_of(visit, error))
        return
    st.rerun(scope="fragment")


def _show_result(visit: Visit, imported: Imported) -> None:
    t, refused = visit.t, list(say_not_taken(visit.t, imported))
    st.success(plain(say_taken(t, imported)), icon=":material/check_circle:")
    for sentence in say_bad_files(t, imported):
        st.warning(plain(sentence), icon=":material/warning:")
    if refused:
        st.markdown(t("outbox_dialog.refused", n=len(refused)))
        what, why = zip(*refused, strict=True)
        show_table(
            {
                t("outbox_dialog.what"): [plain(each) for each in what],
                t("outbox_dialog.why"): [plain(each) for each in why],
            },
        )
