"""The details of a tour as fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from planner.domain.clock import clock_of, moment_of_tour, moment_on
from planner.domain.deadlines import today_in
from planner.domain.models import Tour
from planner.domain.words import TourKind
from planner.phrases.names import person_with_post
from planner.services.access.people import PersonRow
from planner.services.access.visit import Visit
from planner.ui.form_state import Form
from planner.ui.forms import FIVE_MINUTES, FieldNotes, ask_day
from planner.ui.point.picker import PickedPlace, pick_place

USUAL_LENGTH = timedelta(hours=3)
USUAL_START = 9
TOMORROW = timedelta(days=1)


def tour_fields(
    visit: Visit, tour: Tour | None, people: Sequence[PersonRow], notes: FieldNotes, form: Form
) -> dict[str, Any]:
    """Draws the fields of a bus tour with what it has, or with usual values for a new one; returns them for the service."""
    fields = _main_fields(visit, tour, notes, form)
    fields |= time_fields(visit, tour, notes, form, ends_at=visit.t("tours.ends_at"))
    fields |= people_fields(visit, tour, people, notes, form, words="tours")
    fields |= _place_fields(visit, tour, notes, form)
    fields |= _bus_fields(visit, tour, notes, form)
    fields["note"] = st.text_area(visit.t("tours.note"), tour.note if tour else "", key=form.key("note"))
    notes.under("note")
    return fields


def began_with(tour: Tour | None, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the form of this tour begins with, given what its fields give: an end place that nobody has typed is none."""
    ends = ("end_name", "end_lat", "end_lon")
    return {**fields, **({name: getattr(tour, name) for name in ends} if tour else {})}


def _main_fields(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form) -> dict[str, Any]:
    t = visit.t
    title = st.text_input(
        t("tours.field.title"), tour.title if tour else "", key=form.key("title"), placeholder=t("tours.title_example")
    )
    notes.under("title")
    return {"kind": TourKind.BUS_TOUR, "title": title or ""}


def time_fields(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form, *, ends_at: str) -> dict[str, Any]:
    """The day, when it starts and when it is over, which is labelled `ends_at`; asks where the start is past."""
    t, zone = visit.t, visit.city.timezone
    tomorrow = moment_on(today_in(zone, visit.now) + TOMORROW, clock_of(visit.now, zone).replace(USUAL_START, 0), zone)
    starts = tour.starts_at if tour else tomorrow
    ends = tour.ends_at if tour else tomorrow + USUAL_LENGTH
    grid = st.grid(3, min_column_width=150, gap="small")
    with grid.cell():
        day = ask_day(t("tours.day"), today_in(zone, starts), key=form.key("day"))
    with grid.cell():
        start = st.time_input(t("tours.starts_at"), clock_of(starts, zone), key=form.key("start"), step=FIVE_MINUTES)
    with grid.cell():
        end = st.time_input(ends_at, clock_of(ends, zone), key=form.key("end"), step=FIVE_MINUTES)
    notes.under("starts_at")
    starts_at = moment_on(day, start, zone) if day is not None and start is not None else None
    is_new = tour is None or starts_at != tour.starts_at
    past_is_meant = is_new and ask_past(visit, starts_at, key=form.key("past"))
    notes.under("ends_at")
    return {
        "starts_at": starts_at,
        "past_is_meant": past_is_meant,
        "ends_at": moment_of_tour(starts_at, end, zone) if starts_at is not None and end is not None else None,
    }


def ask_past(visit: Visit, starts_at: datetime | None, *, key: str) -> bool:
    """Asks whether a start in the past is meant; whether it is. Nothing is asked of any other start."""
    if starts_at is None or starts_at >= visit.now:
        return False
    return st.checkbox(visit.t("tours.past_is_meant"), key=f"{key}_{starts_at:%Y%m%d%H%M}")


def people_fields(
    visit: Visit, tour: Tour | None, people: Sequence[PersonRow], notes: FieldNotes, form: Form, *, words: str
) -> dict[str, Any]:
    """Who leads and who writes down; `words` is the topic of the catalogue that has their labels."""
    t = visit.t
    names = {row.person.id: person_with_post(row.person.name, row.person.post) for row in people}
    ids = [None, *names]
    fields: dict[str, Any] = {}
    grid = st.grid(2, min_column_width=300, gap="small")
    for name in ("leader_id", "secretary_id"):
        present = getattr(tour, name) if tour else None
        with grid.cell():
            fields[name] = st.selectbox(
                t(f"{words}.field.{name}"),
                ids,
                index=ids.index(present) if present in names else 0,
                format_func=lambda each: names[each] if each else t("tours.nobody"),
                key=form.key(name),
            )
            notes.under(name)
    return fields


def _place_fields(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form) -> dict[str, Any]:
    """The start and the end place; where no end is typed, the bus comes back to the start."""
    t = visit.t
    start, end = PickedPlace(), PickedPlace()
    if tour is not None:
        start = PickedPlace(tour.start_name, tour.start_lat, tour.start_lon)
        end = PickedPlace(tour.end_name, tour.end_lat, tour.end_lon)
    end = PickedPlace() if end == start else end  # so that it goes along where the start is changed
    grid = st.grid(2, min_column_width=300, gap="small")
    with grid.cell():
        start = pick_place(visit, t("tours.field.start_name"), start, key=form.key("start_name"))
        notes.under("start_name")
    with grid.cell():
        end = pick_place(
            visit, t("tours.field.end_name"), end, key=form.key("end_name"), placeholder=t("tours.same_place")
        )
        notes.under("end_name")
    end = end if end.name else start
    return {
        "start_name": start.name,
        "start_lat": start.lat,
        "start_lon": start.lon,
        "end_name": end.name,
        "end_lat": end.lat,
        "end_lon": end.lon,
    }


def _bus_fields(visit: Visit, tour: Tour | None, notes: FieldNotes, form: Form) -> dict[str, Any]:
    t = visit.t
    fields: dict[str, Any] = {}
    st.header(t("tours.bus"), anchor=False)
    grid = st.grid(3, min_column_width=200, gap="small")
    for name in ("bus_name", "bus_plate"):
        with grid.cell():
            fields[name] = (
                st.text_input(t(f"tours.field.{name}"), getattr(tour, name) if tour else "", key=form.key(name)) or ""
            )
            notes.under(name)
    numbers = ("seats", "quota_agency", "quota_press", "quota_public")
    for name in numbers:
        with grid.cell():
            fields[name] = st.number_input(
                t(f"tours.field.{name}"),
                value=getattr(tour, name) if tour else None,
                step=1,
                key=form.key(name),
            )
            notes.under(name)
    st.markdown(f":gray[{t('tours.quota_explain')}]")
    return fields
