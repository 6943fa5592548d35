"""The details of a tour, of a new one without a number in the address."""

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.notices import TourChange
from planner.domain.permissions import Action, may
from planner.domain.words import TourKind, TourState
from planner.services.access.people import list_people
from planner.services.tours.tours import create_tour, edit_tour, get_tour
from planner.ui.asked import asked_number
from planner.ui.events.form import ask_kind, event_fields
from planner.ui.form_state import attempt_once, screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.tour.form import began_with, tour_fields
from planner.ui.tour.told_parts import show_told
from planner.ui.visit import attempt, current_visit

visit = current_visit()
t = visit.t
tour_id = asked_number("id")
with visit.reading() as session:
    tour = get_tour(session, visit.actor, tour_id) if tour_id is not None else None
    people = list_people(session, visit.actor)
form = screen_form(f"tour-{tour_id or 'new'}")

head = st.container()
if not may(visit.actor, Action.PLAN_TOUR).allowed:
    st.info(t("tours.not_planner"), icon=":material/lock:")
    st.stop()
notes = FieldNotes()
with kept_form("tour", tour_id or 0):
    kind = ask_kind(visit, tour, notes, form)
    if kind is TourKind.BUS_TOUR:
        fields = tour_fields(visit, tour, people, notes, form)
    else:
        fields = event_fields(visit, tour, kind, people, notes, form)
    notes.under("")
is_new = "new" if tour is None else "details"
head.title(t(f"tours.{is_new}") if kind is TourKind.BUS_TOUR else t(f"events.{is_new}.{kind.value}"), anchor=False)
if tour is not None and tour.state is TourState.PUBLISHED:
    with st.container(border=True):
        st.markdown(t("tour_told.if_moved"))
        show_told(visit, form.key("told"), id_of(tour), TourChange.MOVED)
seen = notes.began_with(form.key("seen"), began_with(tour, fields))

with st.bottom:
    show_theirs(visit, form)  # in view, whatever part of a long form is
with st.bottom.container(horizontal=True, horizontal_alignment="distribute"):
    if st.button(t("tours.back"), icon=":material/arrow_back:"):
        st.switch_page("tours.py") if tour is None else st.switch_page("tour.py", query_params={"id": str(tour.id)})
    saved = st.button(t("app.save"), icon=":material/check:", type="primary")
if saved:
    if tour_id is None:
        done = attempt_once(visit, form, lambda session: create_tour(session, visit.actor, now=visit.now, **fields))
    else:
        number = tour_id
        done = attempt(
            visit, lambda session: edit_tour(session, visit.actor, number, now=visit.now, seen=seen, **fields)
        )
    notes.show(done.problem)
    if done.value is not None:
        st.switch_page("tour.py", query_params={"id": str(done.value.id)})
