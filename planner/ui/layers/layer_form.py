"""The dialog for a layer: its names, what is told of its facilities, who keeps it, whether residents see it."""

from typing import Any

import streamlit as st

from planner.domain.facilities import LayerField
from planner.domain.models import Layer
from planner.domain.models.types import id_of
from planner.domain.topic_icons import LAYER_ICONS
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies
from planner.services.layers.layers import archive_layer, get_layer, save_layer
from planner.ui.dialog_state import OpenDialog, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.form_foot import show_foot


def show_layer(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the layer that the dialog is about; without one it makes a new one."""
    title = visit.t("layers.new" if dialog.about["layer_id"] is None else "layers.settings")
    show_dialog(dialog, title, _ask_layer, width="large")


def _ask_layer(visit: Visit, dialog: OpenDialog) -> None:
    notes, number = FieldNotes(), dialog.about["layer_id"]
    with visit.reading() as session:
        layer = None if number is None else get_layer(session, visit.actor, number).layer
    given = {
        **_ask_names(visit, dialog, notes, layer),
        **_ask_fields(visit, dialog, notes, layer),
        **_ask_rights(visit, dialog, notes, layer),
    }
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (Layer, number),
        save=lambda session: save_layer(session, visit.actor, layer_id=number, seen=seen, **given),
        archive=lambda session, row_id: archive_layer(session, visit.actor, row_id),
    )


def _ask_names(visit: Visit, dialog: OpenDialog, notes: FieldNotes, layer: Layer | None) -> dict[str, Any]:
    t, key = visit.t, dialog.key
    given: dict[str, Any] = {}
    for field in ("name", "name_en"):
        before = getattr(layer, field) if layer else ""
        given[field] = st.text_input(t(f"layers.{field}"), before, max_chars=100, key=key(field))
        notes.under(field)
    for field, label in (("about", "lead"), ("about_en", "lead_en")):
        before = getattr(layer, field) if layer else ""
        given[field] = st.text_area(t(f"layers.{label}"), before, max_chars=2_000, height=100, key=key(field))
        notes.under(field)
    present = layer.icon if layer else ""
    icons = list(dict.fromkeys([*([present] if present else []), *LAYER_ICONS]))
    given["icon"] = (
        st.pills(
            t("layers.icon"),
            icons,
            format_func=lambda each: f":material/{each}:",
            default=present or None,
            key=key("icon"),
            wrap=True,
        )
        or ""
    )
    notes.under("icon")
    return given


def _ask_fields(visit: Visit, dialog: OpenDialog, notes: FieldNotes, layer: Layer | None) -> dict[str, Any]:
    """What is told of each facility; the list of words is named where there is one."""
    t, key = visit.t, dialog.key
    before = [each for each in LayerField if layer is None or layer.tells(each)]
    fields = st.pills(
        t("layers.fields"),
        list(LayerField),
        selection_mode="multi",
        default=before,
        format_func=lambda each: t(f"layers.field.{each.value}"),
        key=key("fields"),
        wrap=True,
    )
    given: dict[str, Any] = {"fields": [each.value for each in fields]}
    for field in ("offers_name", "offers_name_en"):
        present = getattr(layer, field) if layer else ""
        if LayerField.OFFERS in fields:
            present = st.text_input(t(f"layers.{field}"), present, max_chars=60, key=key(field))
            notes.under(field)
        given[field] = present
    return given


def _ask_rights(visit: Visit, dialog: OpenDialog, notes: FieldNotes, layer: Layer | None) -> dict[str, Any]:
    t, key = visit.t, dialog.key
    with visit.reading() as session:
        names = {id_of(row.agency): row.agency.name for row in list_agencies(session, visit.actor)}
    choices = [None, *names]
    agency_id = st.selectbox(
        t("layers.agency"),
        choices,
        choices.index(layer.agency_id) if layer and layer.agency_id in names else 0,
        format_func=lambda each: t("layers.no_agency") if each is None else names[each],
        help=t("layers.agency_help"),
        key=key("agency_id"),
    )
    notes.under("agency_id")
    public = st.toggle(
        t("layers.public"), layer.public if layer else False, help=t("layers.public_help"), key=key("public")
    )
    if public and not visit.city.open_pages:
        st.markdown(f":gray[{t('layers.pages_off')}]")
    return {"agency_id": agency_id, "public": public}
