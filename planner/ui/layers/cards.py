"""The list of layers, and what is told of one facility."""

from functools import partial

import streamlit as st

from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.domain.topic_icons import drawn_icon
from planner.phrases.names import agency_name
from planner.phrases.public.layers import say_facts
from planner.services.access.visit import Visit
from planner.services.layers.facilities import get_facility
from planner.services.layers.layers import LayerRow, add_usual_layers, get_layer
from planner.services.layers.notes import list_notes
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog
from planner.ui.tap_problem import keep_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

EMPTY_ICON = "layers"


def show_layer_row(visit: Visit, row: LayerRow) -> None:
    """A layer as a card: the way to it, who keeps it, how many facilities, whether residents see it."""
    t, layer = visit.t, row.layer
    with st.container(border=True, key=f"layer_{layer.id}"):
        st.page_link(
            "layer.py",
            label=f"**{plain(layer.name_in(t.language))}**",
            icon=f":material/{drawn_icon(layer.icon, EMPTY_ICON)}:",
            query_params={"id": str(layer.id)},
        )
        st.markdown(f":gray[{plain(say_layer(visit, row))}]")


def say_layer(visit: Visit, row: LayerRow) -> str:
    """«12 объектов · видят жители · ведёт Управление спорта»."""
    t = visit.t
    parts = [t("layers.count", n=row.facilities), t("layers.is_public" if row.layer.public else "layers.is_inside")]
    parts.append(t("layers.kept_by", agency=agency_name(row.agency)) if row.agency else t("layers.kept_by_city"))
    return " · ".join(parts)


def add_usual() -> None:
    """For the button that adds the usual layers."""
    visit = current_visit()
    keep_problem("layers", attempt(visit, lambda session: add_usual_layers(session, visit.actor)).problem)


def show_facility(visit: Visit, dialog: OpenDialog) -> None:
    """All that is told of one facility, with its notes; for who keeps it, the ways to change it."""
    show_dialog(dialog, visit.t("layers.facility"), _show_facility, width="large", dismissible=True)


def _show_facility(visit: Visit, dialog: OpenDialog) -> None:
    t, number = visit.t, int(dialog.about["facility_id"])
    with visit.reading() as session:
        place, layer = get_facility(session, visit.actor, number)
        kept = get_layer(session, visit.actor, id_of(layer)).kept
    st.markdown(f"**{plain(place.name)}**")
    facts = (f":gray[{plain(fact.label)}:] {plain(fact.value)}" for fact in say_facts(t, layer, place))
    st.markdown("  \n".join(facts))
    if place.about:
        st.markdown(plain(place.about))
    _show_notes(visit, dialog, place, kept=kept)
    with st.container(horizontal=True, gap="small"):
        if kept:
            edit = st.button(t("layers.edit"), icon=":material/edit:", key=dialog.key("edit"))
            note = st.button(t("layers.new_note"), icon=":material/event:", key=dialog.key("note"))
            if edit:
                _go(partial(open_dialog, "facility_form", facility_id=number, layer_id=layer.id))
            if note:
                _go(partial(open_dialog, "facility_note", facility_id=number, note_id=None))
        if st.button(t("app.close"), key=dialog.key("close")):
            close_dialog()


def _show_notes(visit: Visit, dialog: OpenDialog, place: Place, *, kept: bool) -> None:
    t = visit.t
    with visit.reading() as session:
        notes = list_notes(session, visit.actor, id_of(place))
    if not notes:
        st.markdown(f":gray[{t('layers.no_notes')}]")
    for note in notes:
        kind = t(f"layers.note_kind.{note.kind.value}")
        st.markdown(f"**{t.full_date(note.on_day)}** · {kind}  \n{plain(note.text)}")
        label, key = t("layers.edit_note"), dialog.key(f"note_{note.id}")
        if kept and st.button(label, icon=":material/edit:", type="tertiary", key=key):
            _go(partial(open_dialog, "facility_note", facility_id=place.id, note_id=note.id))


def _go(opens: partial[None]) -> None:
    """To another dialog, which takes this one's place."""
    opens()
    st.rerun()
