"""By how much rides take longer: the factors by season and hour, and what past rides have taught."""

from datetime import time
from typing import Literal

import streamlit as st

from planner.domain.travel_factors import FactorRule, bands_of, percent_at
from planner.phrases.travel import named_rules, say_percent, say_season
from planner.services.access.visit import Visit
from planner.services.travel.settings import set_factors, set_learning
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes
from planner.ui.light import show_table
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_LEARNS = "learns"


def show_factors(visit: Visit, *, may_set: bool) -> None:
    """The rules as cards, and what they make of this moment."""
    t, rules = visit.t, named_rules(visit.t, visit.city)
    st.header(t("travel.factors.title"), anchor=False)
    percent = percent_at(rules, visit.now, visit.city.timezone)
    st.markdown(
        f":gray[{t('travel.factors.explain')} {plain(t('travel.factors.now', percent=say_percent(t, percent)))}]"
    )
    for number, rule in enumerate(rules):
        with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(rule.name)}**: {plain(say_percent(t, rule.percent))}")
                st.markdown(f":gray[{plain(say_season(t, rule))}]")
            if may_set:
                st.button(
                    t("app.edit"),
                    icon=":material/edit:",
                    key=f"rule_{number}",
                    on_click=open_dialog,
                    args=("factor",),
                    kwargs={"rule": rule, "rule_id": number},
                )
    if not rules:
        st.markdown(t("travel.factors.none"))
    if may_set:
        new = t("travel.factors.new")
        st.button(
            new, icon=":material/add:", on_click=open_dialog, args=("factor",), kwargs={"rule": None, "rule_id": None}
        )


def show_learned(visit: Visit, *, may_set: bool) -> None:
    """What past rides say, hour by hour, with how many rides that stands on."""
    t, learned = visit.t, bands_of(visit.city.learned_factors)
    st.header(t("travel.learned.title"), anchor=False)
    st.markdown(f":gray[{t('travel.learned.explain')}]")
    if may_set:
        st.toggle(t("travel.learned.counts"), visit.city.learns, key=_LEARNS, on_change=_set_learning)
        show_problem(_LEARNS)
    elif not visit.city.learns:
        st.markdown(t("travel.learned.off"))
    if not any(learned.values()):
        st.markdown(t("travel.learned.none"))
    for engine, bands in learned.items():
        if bands:
            st.markdown(f"**{t(f'travel.engine.{engine}')}**")
            show_table(
                {
                    t("travel.learned.hours"): [f"{band.start:02}:00–{band.end:02}:00" for band in bands],
                    t("travel.learned.correction"): [plain(say_percent(t, band.percent)) for band in bands],
                    t("travel.learned.rides"): [str(band.rides) for band in bands],
                },
            )


def show_factor(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the rule that the dialog is about; without one it makes a new one."""
    show_dialog(dialog, visit.t("travel.factors.one"), _ask_factor, width="large")


def _ask_factor(visit: Visit, dialog: OpenDialog) -> None:
    """What was changed meanwhile stays: only the rule that was opened is replaced, or taken away."""
    t, notes, opened = visit.t, FieldNotes(), dialog.about["rule"]
    wanted = _ask_rule(visit, dialog, notes, opened or FactorRule("", 115))
    notes.under("")
    saved = show_save(visit, dialog, t("app.save"))
    label, sure = t("travel.factors.remove"), t("travel.factors.remove_sure")
    removed = opened is not None and second_tap(t, label, sure, width="stretch", key=dialog.key("remove"))
    stored = notes.began_with(dialog.key("seen"), {"rules": visit.city.travel_factors})["rules"]
    rules = list(named_rules(t, visit.city))
    if opened in rules:  # what others have changed since is other rules
        stored = visit.city.travel_factors
    if saved or removed:
        at = rules.index(opened) if opened in rules else len(rules)
        rules[at : at + 1] = [] if removed else [wanted]
        save_and_close(visit, notes, lambda session: set_factors(session, visit.actor, rules, instead_of=stored))
        notes.began_with(dialog.key("seen"), {"rules": visit.city.travel_factors}, anew=True)


def _ask_rule(visit: Visit, dialog: OpenDialog, notes: FieldNotes, rule: FactorRule) -> FactorRule:
    t = visit.t
    grid = st.grid(2, min_column_width=220, gap="small")
    with grid.cell():
        name = st.text_input(t("travel.factors.name"), rule.name, max_chars=60, key=dialog.key("name"))
        notes.under("name")
    with grid.cell():
        percent = st.number_input(t("travel.factors.percent"), value=rule.percent, step=5, key=dialog.key("percent"))
        notes.under("percent")
    months = _ask_numbers(visit, dialog, "month", 12, rule.months)
    weekdays = _ask_numbers(visit, dialog, "weekday", 7, rule.weekdays)
    grid = st.grid(2, min_column_width=150, gap="small")
    starts = grid.cell().time_input(
        t("travel.factors.starts"), rule.starts, step=FIVE_MINUTES, format="24h", key=dialog.key("starts")
    )
    ends = grid.cell().time_input(
        t("travel.factors.ends"), rule.ends, step=FIVE_MINUTES, format="24h", key=dialog.key("ends")
    )
    notes.under("starts")
    st.markdown(f":gray[{t('travel.factors.empty_means_all')}]")
    return FactorRule(name.strip(), percent, months, weekdays, _minute(starts), _minute(ends))


def _ask_numbers(
    visit: Visit, dialog: OpenDialog, what: Literal["month", "weekday"], count: int, chosen: frozenset[int]
) -> frozenset[int]:
    """Months or weekdays, by their short names."""
    t = visit.t
    return frozenset(
        st.pills(
            t(f"travel.factors.{what}s"),
            list(range(1, count + 1)),
            selection_mode="multi",
            default=sorted(chosen),
            format_func=lambda each: t(f"travel.{what}.{each}"),
            wrap=True,
            key=dialog.key(what),
        )
    )


def _set_learning() -> None:
    """What past rides teach counts or not, as the toggle says; where it may not be set, the toggle goes back."""
    visit = current_visit()
    done = attempt(visit, lambda session: set_learning(session, visit.actor, learns=st.session_state[_LEARNS]))
    keep_problem(_LEARNS, done.problem)
    if done.problem is not None:
        st.session_state[_LEARNS] = visit.city.learns


def _minute(clock: time | None) -> time | None:
    return None if clock is None else clock.replace(second=0, microsecond=0)
