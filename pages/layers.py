"""«Слои города»: sports places, clubs, schools, parks and whatever else the city shows on a map of its own."""

import streamlit as st

from planner.domain.models import Layer
from planner.domain.permissions import Action, may
from planner.services.layers.layers import list_layers, missing_layers
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.layers.cards import add_usual, show_layer_row
from planner.ui.layers.layer_form import show_layer
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.tap_problem import show_problem
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
makes = may(visit.actor, Action.MANAGE_PLACES).allowed

st.title(t("layers.title"), anchor=False)
st.markdown(t("layers.explain"))
show_problem("layers")
tell_import("facilities")
with visit.reading() as session:
    rows = list_layers(session, visit.actor)
    missing = missing_layers(session, visit.actor) if makes else ()
if not rows:
    st.info(t("layers.empty" if makes else "layers.empty_for_others"), icon=":material/layers:")
for row in rows:
    show_layer_row(visit, row)
if missing:
    with st.container(border=True, key="usual_layers"):
        st.markdown(t("layers.usual", names=", ".join(layer.name_in(t.language) for layer in missing)))
        st.button(
            t("layers.add_usual", n=len(missing)), icon=":material/playlist_add:", on_click=add_usual, key="add_usual"
        )
if makes:
    show_archive(visit, Layer)
    with st.bottom:
        st.button(
            t("layers.new"),
            icon=":material/layers:",
            type="primary",
            width="stretch",
            on_click=open_dialog,
            args=("layer",),
            kwargs={"layer_id": None},
        )

dialog = the_open_dialog()
if dialog is not None and dialog.name == "layer":
    show_layer(visit, dialog)
