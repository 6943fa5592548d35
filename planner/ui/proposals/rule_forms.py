"""The rules of a tour as sentences, each of which can be taken away, and the limits as numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from planner.domain.models import District, Stop
from planner.domain.models.types import id_of
from planner.domain.tour_rules import TourRules
from planner.phrases.tours import numbered_names, say_rules
from planner.services.access.visit import Visit
from planner.services.tours.rules import set_limits, set_rules
from planner.ui.dialog_state import open_dialog
from planner.ui.form_state import Form, screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.proposals.search_job import forget_search
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan, last_own_version, tap_plan

_NUMBERS: Mapping[str, float] = {
    "longest_ride": 5,
    "longest_km": 5,
    "wait_points": 0.1,
    "walk_m": 50,
    "talk_most": 5,
    "buses": 1,
    "guarantee_months": 1,
}
"""The limits of a tour that are numbers, with their steps; those with a step like 0.1 have a decimal."""


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
        on_click=lambda: open_dialog("rule"),
    )


def show_limits(visit: Visit, tour_id: int, rules: TourRules, districts: Sequence[District]) -> None:
    """Districts that need a stop, and every number; saved together, as one change that can be taken back.

    The form begins anew after each change that was made here, and keeps what is typed when others change the plan.
    """
    t, form = visit.t, screen_form(f"limits-{tour_id}-{last_own_version(visit, tour_id)}")
    with kept_form("limits", tour_id):
        with st.form(form.uid, border=False):
            notes, given = _ask_limits(visit, rules, districts, form)
            seen = notes.began_with(form.key("seen"), given)
            if st.form_submit_button(t("proposals.save_rules"), icon=":material/check:"):
                problem = change_plan(
                    tour_id, lambda session, now: set_limits(session, now.actor, tour_id, seen=seen, **given)
                )
                notes.show(problem)
                if problem is None:
                    forget_search(tour_id)
                    st.rerun()
        show_theirs(visit, form)


def _ask_limits(
    visit: Visit, rules: TourRules, districts: Sequence[District], form: Form
) -> tuple[FieldNotes, dict[str, Any]]:
    t, notes = visit.t, FieldNotes()
    names = {id_of(each): each.name for each in districts}
    chosen = st.pills(
        t("proposals.rule.districts"),
        list(names),
        format_func=lambda each: plain(names[each]),
        selection_mode="multi",
        default=[each for each in rules.districts if each in names],
        wrap=True,
        key=form.key("districts"),
    )
    notes.under("districts")
    numbers = _ask_numbers(visit, rules, notes, form)
    places = st.toggle(t("proposals.rule.with_places"), rules.with_places, key=form.key("with_places"))
    notes.under("")
    return notes, {"districts": tuple(chosen), "with_places": places, **numbers}


def _ask_numbers(visit: Visit, rules: TourRules, notes: FieldNotes, form: Form) -> dict[str, Any]:
    """The limits that are numbers, by their names in the rules."""
    t, grid = visit.t, st.grid(3, min_column_width=200, gap="small")
    given: dict[str, Any] = {}
    for name, step in _NUMBERS.items():
        with grid.cell():
            exact = "%.1f" if isinstance(step, float) else None
            given[name] = st.number_input(
                t(f"proposals.rule.{name}"),
                value=getattr(rules, name),
                step=step,
                format=exact,
                help=t("proposals.rule.guarantee_months_help") if name == "guarantee_months" else None,
                key=form.key(name),
            )
            notes.under(name)
    return given


def _tap(tour_id: int, version: int, rules: TourRules) -> None:
    tap_plan(tour_id, lambda session, now: set_rules(session, now.actor, tour_id, rules, version=version))
    forget_search(tour_id)
