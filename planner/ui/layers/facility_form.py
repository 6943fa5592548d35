"""The dialogs for a facility and for a dated note at it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import streamlit as st

from planner.domain.facilities import LayerField, NoteKind, costs_in, days_in
from planner.domain.models import Layer, Place
from planner.domain.offer_times import times_in
from planner.phrases.public.layers import say_days, say_times
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.layers.facilities import (
    archive_facility,
    get_facility,
    known_offers,
    save_facility,
)
from planner.services.layers.layers import get_layer
from planner.services.layers.notes import list_notes, remove_note, save_note
from planner.ui.dialog_state import OpenDialog, picked, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.second_tap import second_tap
from planner.ui.settings.place_forms import ask_where
from planner.ui.text import plain


def show_facility_form(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the facility that the dialog is about; without one it makes a new one of the layer."""
    title = visit.t("layers.new_facility" if dialog.about["facility_id"] is None else "layers.edit_facility")
    show_dialog(dialog, title, _ask_facility, width="large")


def _ask_facility(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number, layer_id = visit.t, FieldNotes(), dialog.about["facility_id"], dialog.about["layer_id"]
    with visit.reading() as session:
        layer = get_layer(session, visit.actor, layer_id).layer
        place = None if number is None else get_facility(session, visit.actor, number)[0]
        known = known_offers(session, visit.actor, layer_id)
        districts = {each.id: each.name for each in list_districts(session, visit.actor)}
    name = st.text_input(t("places.name"), place.name if place else "", max_chars=300, key=dialog.key("name"))
    notes.under("name")
    where = ask_where(visit, dialog, notes, place)
    choices = [None, *districts]
    district_id = st.selectbox(
        t("places.district"),
        choices,
        choices.index(place.district_id) if place and place.district_id in districts else 0,
        format_func=lambda each: districts[each] if each else t("places.district_by_map"),
        key=dialog.key("district_id"),
    )
    given = {
        **{"name": name, "district_id": district_id, **where},
        **_ask_told(visit, dialog, notes, layer, place, known),
        **_ask_contact(visit, dialog, notes, place),
    }
    seen = notes.began_with(dialog.key("seen"), given)
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_facility(session, visit.actor, layer_id=layer_id, place_id=number, seen=seen, **given),
        )
    if number is not None:
        _ask_away(visit, dialog, notes, number)


def _ask_told(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, layer: Layer, place: Place | None, known: Any
) -> dict[str, Any]:
    """What this layer tells of its facilities; what it does not tell stays as it is."""
    t, key = visit.t, dialog.key
    empty: dict[str, Any] = {"offers": [], "age_from": None, "age_to": None, "cost": "", "hours": ""}
    empty["offer_times"] = {}
    given = {name: getattr(place, name) if place else value for name, value in empty.items()}
    if layer.tells(LayerField.OFFERS):
        given["offers"] = st.multiselect(
            plain(layer.offers_name_in(t.language)),
            list(dict.fromkeys([*given["offers"], *known])),
            given["offers"],
            accept_new_options=True,
            placeholder=t("layers.choose_offers"),
            key=key("offers"),
        )
        notes.under("offers")
        given["offer_times"] = _ask_times(visit, dialog, notes, given["offers"], place)
    if layer.tells(LayerField.AGES):
        grid = st.grid(2, min_column_width=160)
        for field in ("age_from", "age_to"):
            with grid.cell():
                given[field] = st.number_input(t(f"layers.{field}"), value=given[field], step=1, key=key(field))
        notes.under("age_from")
    if layer.tells(LayerField.COST):
        given["cost"] = st.text_input(
            t("layers.field.cost"), given["cost"], max_chars=200, placeholder=t("layers.cost_example"), key=key("cost")
        )
        notes.under("cost")
        if given["cost"] and not costs_in(given["cost"]):
            st.markdown(f":gray[{t('layers.cost_unknown')}]")
    if layer.tells(LayerField.HOURS):
        given["hours"] = st.text_input(
            t("layers.field.hours"),
            given["hours"],
            max_chars=300,
            placeholder=t("layers.hours_example"),
            key=key("hours"),
        )
        notes.under("hours")
        if given["hours"]:
            days = say_days(t, given["hours"]) if days_in(given["hours"]) else ""
            st.markdown(f":gray[{t('layers.days_known', days=days) if days else t('layers.days_unknown')}]")
    return given


def _ask_times(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, offers: Sequence[str], place: Place | None
) -> dict[str, Any]:
    """When each of these can be had; a text that is not understood goes along, so that the service refuses it."""
    if not offers:
        return {}
    t, known = visit.t, place.offer_times if place else {}
    given: dict[str, Any] = {}
    with st.expander(t("layers.offer_times"), icon=":material/schedule:", expanded=bool(known)):
        st.markdown(f":gray[{t('layers.offer_times_note')}]")
        for offer in offers:
            before = say_times(t, known.get(offer, []))
            key = dialog.key(f"times_{sha256(offer.encode()).hexdigest()[:12]}")
            text = st.text_input(plain(offer), before, max_chars=200, placeholder=t("layers.times_example"), key=key)
            times = known.get(offer, []) if text == before else times_in(text) or text.strip()
            given |= {offer: times} if times else {}
    notes.under("offer_times")
    return given


def _ask_contact(visit: Visit, dialog: OpenDialog, notes: FieldNotes, place: Place | None) -> dict[str, Any]:
    t, given = visit.t, {}
    for field, longest in (("phone", 100), ("email", 254), ("site", 500)):
        before = getattr(place, field) if place else ""
        given[field] = st.text_input(t(f"layers.{field}"), before, max_chars=longest, key=dialog.key(field))
        notes.under(field)
    about = place.about if place else ""
    given["about"] = st.text_area(t("layers.about"), about, max_chars=2_000, height=100, key=dialog.key("about"))
    notes.under("about")
    return given


def _ask_away(visit: Visit, dialog: OpenDialog, notes: FieldNotes, number: int) -> None:
    """Archiving, which asks first."""
    t, asked = visit.t, dialog.key("away_asked")
    if not st.session_state.get(asked):
        st.button(
            t("app.archive"),
            icon=":material/archive:",
            width="stretch",
            key=dialog.key("away"),
            on_click=lambda: st.session_state.__setitem__(asked, True),
        )
        return
    st.warning(t("layers.ask_archive"), icon=":material/archive:")
    if st.button(t("layers.archive_yes"), icon=":material/archive:", width="stretch", key=dialog.key("away_yes")):
        save_and_close(visit, notes, lambda session: archive_facility(session, visit.actor, number))


def show_note_form(visit: Visit, dialog: OpenDialog) -> None:
    """The form of a note at a facility; without one it makes a new one."""
    title = visit.t("layers.new_note" if dialog.about["note_id"] is None else "layers.edit_note")
    show_dialog(dialog, title, _ask_note)


def _ask_note(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, place_id = visit.t, FieldNotes(), int(dialog.about["facility_id"])
    with visit.reading() as session:
        rows = {each.id: each for each in list_notes(session, visit.actor, place_id)}
    note = picked(rows, dialog.about["note_id"], gone="layers.error.unknown_note")
    kind = st.segmented_control(
        t("layers.note_kind"),
        list(NoteKind),
        default=note.kind if note else NoteKind.EVENT,
        format_func=lambda each: t(f"layers.note_kind.{each.value}"),
        required=True,
        key=dialog.key("kind"),
    )
    day = ask_day(t("layers.note_day"), note.on_day if note else None, key=dialog.key("on_day"))
    notes.under("on_day")
    text = st.text_area(t("layers.note_text"), note.text if note else "", max_chars=1_000, key=dialog.key("text"))
    notes.under("text")
    given: dict[str, Any] = {"kind": kind, "on_day": day, "text": text}
    seen = notes.began_with(dialog.key("seen"), given)
    notes.under("")
    number = note.id if note else None
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_note(
                session, visit.actor, place_id=place_id, note_id=number, now=visit.now, seen=seen, **given
            ),
        )
    label, sure = t("layers.remove_note"), t("layers.remove_note_sure")
    if number is not None and second_tap(t, label, sure, width="stretch", key=dialog.key("remove")):
        save_and_close(
            visit, notes, lambda session: remove_note(session, visit.actor, place_id=place_id, note_id=number)
        )
