"""The rules of a tour as sentences, each of which can be taken away, and the limits as numbers."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from planner.domain.models import District, Stop
from planner.domain.models.types import id_of
from planner.domain.tour_rules import MOST_BUSES, TourRules
from planner.phrases.tours import numbered_names, say_rules
from planner.services.access.visit import Visit
from planner.services.tours.rules import set_rules
from planner.ui.dialog_state import open_dialog
from planner.ui.forms import FieldNotes
from planner.ui.proposals.search_job import forget_search
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan, tap_plan


def show_rules(visit: Visit, tour_id: int, version: int, rules: TourRules, stops: Sequence[Stop]) -> None:
    """The sentences, each with a button that takes it away, and the way to a new one."""
    t = visit.t
    lines = say_rules(t, rules, numbered_names(stops))
    st.markdown(f"**{t('proposals.rules')}**")
    if not lines:
        st.markdown(f":gray[{t('proposals.no_rules')}]")
    for number, line in enumerate(lines):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(plain(line.sentence))
            st.button(
                t("proposals.rule.remove"),
                icon=":material/close:",
                key=f"rule_{number}",
                on_click=lambda line=line: _tap(tour_id, version, line.without),
            )
    st.button(
        t("proposals.rule.add"),
        icon=":material/add:",
        on_click=lambda: open_dialog("rule", version=version),
    )


def show_limits(visit: Visit, tour_id: int, version: int, rules: TourRules, districts: Sequence[District]) -> None:
    """Districts that need a stop, and every number; saved together, as one change that can be taken back."""
    t, notes = visit.t, FieldNotes()
    with st.form(f"limits_{tour_id}_{version}", border=False):
        names = {id_of(each): each.name for each in districts}
        chosen = st.pills(
            t("proposals.rule.districts"),
            list(names),
            format_func=lambda each: plain(names[each]),
            selection_mode="multi",
            default=[each for each in rules.districts if each in names],
            wrap=True,
        )
        notes.under("districts")
        grid = st.grid(3, min_column_width=200, gap="small")
        with grid.cell():
            ride = st.number_input(t("proposals.rule.longest_ride"), 1, 240, rules.longest_ride, 5)
            notes.under("longest_ride")
        with grid.cell():
            far = st.number_input(t("proposals.rule.longest_km"), 1, 1000, rules.longest_km, 5)
            notes.under("longest_km")
        with grid.cell():
            wait = st.number_input(t("proposals.rule.wait_points"), 0.0, 100.0, rules.wait_points, 0.1, "%.1f")
            notes.under("wait_points")
        with grid.cell():
            walk = st.number_input(t("proposals.rule.walk_m"), 0, 1000, rules.walk_m, 50)
            notes.under("walk_m")
        with grid.cell():
            talk = st.number_input(t("proposals.rule.talk_most"), 5, 240, rules.talk_most, 5)
            notes.under("talk_most")
        with grid.cell():
            buses = st.number_input(t("proposals.rule.buses"), 1, MOST_BUSES, rules.buses)
            notes.under("buses")
        places = st.toggle(t("proposals.rule.with_places"), rules.with_places)
        notes.under("")
        if st.form_submit_button(t("proposals.save_rules"), icon=":material/check:"):
            wanted = replace(
                rules,
                districts=tuple(chosen),
                longest_ride=ride,
                longest_km=far,
                wait_points=wait,
                walk_m=walk,
                talk_most=talk,
                buses=buses,
                with_places=places,
            )
            problem = change_plan(
                tour_id, lambda session, now: set_rules(session, now.actor, tour_id, wanted, version=version)
            )
            notes.show(problem)
            if problem is None:
                forget_search(tour_id)
                st.rerun()


def _tap(tour_id: int, version: int, rules: TourRules) -> None:
    tap_plan(tour_id, lambda session, now: set_rules(session, now.actor, tour_id, rules, version=version))
    forget_search(tour_id)
