"""What makes a stop worth a visit: the weights of this city."""

from dataclasses import fields

import streamlit as st

from planner.domain.prize import Weights
from planner.services.access.visit import Visit
from planner.services.proposals.weights import set_weights
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.proposals.search_job import forget_search
from planner.ui.visit import attempt


def show_weights(visit: Visit, tour_id: int, weights: Weights) -> None:
    """Every weight as a number, with a way back to the defaults; they count for all tours of the city."""
    t, notes = visit.t, FieldNotes()
    st.markdown(f"**{t('proposals.weights')}**")
    st.markdown(f":gray[{t('proposals.weights_about')}]")
    drawn = st.session_state.setdefault("weights_saved", 0)  # other keys make fields that begin with what is stored
    anew = f"weight_low_{drawn}" not in st.session_state
    with kept_form("weights"), st.form("weights", border=False):
        grid = st.grid(4, min_column_width=200, gap="small")
        given = {}
        for each in fields(Weights):
            with grid.cell():
                exact = each.name == "district"
                given[each.name] = st.number_input(
                    t(f"proposals.weight.{each.name}"),
                    value=getattr(weights, each.name),
                    step=0.001 if exact else 0.5,
                    format="%.3f" if exact else "%.1f",
                    key=f"weight_{each.name}_{drawn}",
                )
                notes.under(each.name)
        notes.under("")
        with st.container(horizontal=True, gap="small"):
            saved = st.form_submit_button(t("proposals.save_weights"), icon=":material/check:")
            reset = st.form_submit_button(
                t("proposals.reset_weights"), icon=":material/restart_alt:", disabled=weights == Weights()
            )
    seen = notes.began_with("weights_seen", given, anew=anew)
    if not (saved or reset):
        return
    done = attempt(
        visit, lambda session: set_weights(session, visit.actor, Weights(**given) if saved else None, seen=seen)
    )
    notes.show(done.problem)
    if done.problem is None:
        st.session_state["weights_saved"] = drawn + 1
        forget_search(tour_id)
        st.rerun()
