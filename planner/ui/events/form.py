"""The details of an event as fields: no bus, no return, no seats."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from planner.domain.geo import Point
from planner.domain.models import Tour
from planner.domain.words import TourKind
from planner.services.access.people import PersonRow
from planner.services.access.visit import Visit
from planner.ui.form_state import Form
from planner.ui.forms import FieldNotes
from planner.ui.point.addresses import address_of
from planner.ui.point.picker import PickedPlace, pick_place, tap_on_map
from planner.ui.text import plain
from planner.ui.tour.form import people_fields, time_fields

EVENT_KINDS = [kind for kind in TourKind if kind is not TourKind.BUS_TOUR]


def ask_kind(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form) -> TourKind:
    """Which kind a new tour is; an event may change to the other kind of event, a bus tour stays one."""
    kinds = list(TourKind) if tour is None else EVENT_KINDS if tour.is_event else [tour.kind]
    asked = st.session_state.get(form.key("kind")) or st.query_params.get("kind", "")
    first = tour.kind if tour else next((each for each in kinds if each == asked), TourKind.BUS_TOUR)
    if len(kinds) == 1:
        return first
    chosen = st.segmented_control(
        visit.t("tours.kind"),
        kinds,
        format_func=lambda each: visit.t(f"words.tour_kind.{each.value}"),
        default=first,
        required=True,
        key=form.key("kind"),
    )
    notes.under("kind")
    return TourKind(chosen)


def event_fields(
    visit: Visit, tour: Tour | None, kind: TourKind, people: Sequence[PersonRow], notes: FieldNotes, form: Form
) -> dict[str, Any]:
    """Draws the fields with what the event has, or with usual values for a new one; returns them for the service."""
    t = visit.t
    title = st.text_input(
        t("tours.field.title"),
        tour.title if tour else "",
        key=form.key("title"),
        placeholder=t(f"events.title_example.{kind.value}"),
    )
    notes.under("title")
    fields: dict[str, Any] = {"kind": kind, "title": title or ""}
    fields |= time_fields(visit, tour, notes, form, ends_at=t("events.ends_at"))
    fields |= people_fields(visit, tour, people, notes, form, words="events")
    fields |= _place_fields(visit, tour, notes, form)
    fields["materials"] = st.text_area(
        t("events.materials"),
        tour.materials if tour else "",
        key=form.key("materials"),
        placeholder=t("events.materials_example"),
        help=t("events.materials_help"),
    )
    notes.under("materials")
    fields["note"] = st.text_area(t("tours.note"), tour.note if tour else "", key=form.key("note"))
    notes.under("note")
    return fields


def _place_fields(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form) -> dict[str, Any]:
    """The place by its name, or by an address, and set by a tap: what was done last counts."""
    t, key = visit.t, form.key("place")
    present = PickedPlace(tour.start_name, tour.start_lat, tour.start_lon) if tour is not None else PickedPlace()
    named = pick_place(visit, t("events.place"), present, key=key)
    notes.under("start_name")
    point = None if named.lat is None or named.lon is None else Point(named.lat, named.lon)
    st.markdown(f":gray[{t('events.place_tap')}]")
    tapped = tap_on_map(visit, key=f"{key}_map", present=point)
    seen, typed_for = f"{key}_tap", f"{key}_typed"
    if tapped is not None and tapped != point and st.session_state.get(seen) != tapped:
        st.session_state[seen], st.session_state[typed_for] = tapped, named
    if tapped is not None and st.session_state.get(typed_for) == named:
        point = tapped
    name = named.name
    if point is not None and not name:
        name = address_of(visit, point) or t("events.place_named", lat=f"{point.lat:.5f}", lon=f"{point.lon:.5f}")
        st.markdown(f":gray[{plain(t('events.place_tapped', name=name))}]")
    return {
        "start_name": name,
        "start_lat": point.lat if point else None,
        "start_lon": point.lon if point else None,
    }
