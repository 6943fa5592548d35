"""What makes a stop worth a visit: the weights of a tour, or of the whole city."""

from dataclasses import fields

import streamlit as st

from planner.domain.edits import Values
from planner.domain.permissions import Action, may
from planner.domain.prize import Weights
from planner.domain.tour_rules import TourRules
from planner.services.access.visit import Visit
from planner.services.proposals.weights import set_tour_weights, set_weights
from planner.ui.form_state import Form, begin_anew, screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.proposals.search_job import forget_search
from planner.ui.tour.plan_changes import change_plan
from planner.ui.visit import Problem, attempt


def show_weights(visit: Visit, tour_id: int, rules: TourRules, city: Weights) -> None:
    """Every weight as a number. Saved, they count for this tour; an administrator may save them for the whole city."""
    t, notes, own = visit.t, FieldNotes(), rules.own_weights
    st.markdown(f"**{t('proposals.weights')}**")
    st.markdown(f":gray[{t('proposals.weights_own' if own else 'proposals.weights_about')}]")
    form = screen_form(f"weights-{tour_id}")
    with kept_form("weights", tour_id), st.form(f"weights_{tour_id}", border=False):
        given = _ask(visit, own or city, notes, form)
        notes.under("")
        with st.container(horizontal=True, gap="small"):
            for_tour = st.form_submit_button(t("proposals.save_weights"), icon=":material/check:")
            as_city = st.form_submit_button(
                t("proposals.reset_weights"), icon=":material/restart_alt:", disabled=own is None
            )
            manages = may(visit.actor, Action.MANAGE_CITY).allowed
            for_city = manages and st.form_submit_button(
                t("proposals.save_city_weights"), icon=":material/location_city:"
            )
    seen = notes.began_with(form.key("seen"), given)
    show_theirs(visit, form)
    if not (for_tour or as_city or for_city):
        return
    weights = None if as_city else Weights(**given)
    if for_city:
        problem = _save_for_city(visit, weights, None if own else seen)
    else:
        problem = change_plan(
            tour_id, lambda session, now: set_tour_weights(session, now.actor, tour_id, weights, seen=seen)
        )
    notes.show(problem)
    if problem is None:
        begin_anew(form.name)
        forget_search(tour_id)
        st.rerun()


def _save_for_city(visit: Visit, weights: Weights | None, seen: Values | None) -> Problem | None:
    return attempt(visit, lambda session: set_weights(session, visit.actor, weights, seen=seen)).problem


def _ask(visit: Visit, weights: Weights, notes: FieldNotes, form: Form) -> dict[str, float]:
    grid = st.grid(4, min_column_width=200, gap="small")
    given = {}
    for each in fields(Weights):
        with grid.cell():
            exact = each.name == "district"
            given[each.name] = st.number_input(
                visit.t(f"proposals.weight.{each.name}"),
                value=getattr(weights, each.name),
                step=0.001 if exact else 0.5,
                format="%.3f" if exact else "%.1f",
                key=form.key(each.name),
            )
            notes.under(each.name)
    return given
