"""By how much rides take longer: the factors by season and hour, and what past rides have taught."""

from collections.abc import Sequence
from datetime import time

import streamlit as st
from sqlmodel import Session

from planner.domain.travel_factors import FactorRule, bands_of, percent_at
from planner.phrases.travel import named_rules, say_percent, say_season
from planner.services.access.visit import Visit
from planner.services.travel.settings import set_factors, set_learning
from planner.ui.forms import FIVE_MINUTES, FieldNotes
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt


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
            if may_set and st.button(t("app.edit"), icon=":material/edit:", key=f"rule_{number}"):
                _open_rule(visit, rules, number)
    if not rules:
        st.markdown(t("travel.factors.none"))
    if may_set and st.button(t("travel.factors.new"), icon=":material/add:"):
        _open_rule(visit, rules, None)


def show_learned(visit: Visit, *, may_set: bool) -> None:
    """What past rides say, hour by hour, with how many rides that stands on."""
    t, learned = visit.t, bands_of(visit.city.learned_factors)
    st.header(t("travel.learned.title"), anchor=False)
    st.markdown(f":gray[{t('travel.learned.explain')}]")
    if may_set:
        wanted = st.toggle(t("travel.learned.counts"), visit.city.learns, key="learns")
        if wanted != visit.city.learns:
            attempt(visit, lambda session: set_learning(session, visit.actor, learns=wanted))
            st.rerun()
    elif not visit.city.learns:
        st.markdown(t("travel.learned.off"))
    if not any(learned.values()):
        st.markdown(t("travel.learned.none"))
    for engine, bands in learned.items():
        if bands:
            st.markdown(f"**{t(f'travel.engine.{engine}')}**")
            st.table(
                {
                    t("travel.learned.hours"): [f"{band.start:02}:00–{band.end:02}:00" for band in bands],
                    t("travel.learned.correction"): [plain(say_percent(t, band.percent)) for band in bands],
                    t("travel.learned.rides"): [str(band.rides) for band in bands],
                },
                border="horizontal",
            )


def _open_rule(visit: Visit, rules: Sequence[FactorRule], number: int | None) -> None:
    t = visit.t
    rule = FactorRule("", 115) if number is None else rules[number]

    @st.dialog(t("travel.factors.one"), width="large")
    def form() -> None:
        notes = FieldNotes()
        grid = st.grid(2, min_column_width=220, gap="small")
        with grid.cell():
            name = st.text_input(t("travel.factors.name"), rule.name, max_chars=60)
            notes.under("name")
        with grid.cell():
            percent = st.number_input(t("travel.factors.percent"), 50, 300, rule.percent, 5)
            notes.under("percent")
        months = st.pills(
            t("travel.factors.months"),
            list(range(1, 13)),
            selection_mode="multi",
            default=sorted(rule.months),
            format_func=lambda each: t(f"travel.month.{each}"),
            wrap=True,
        )
        weekdays = st.pills(
            t("travel.factors.weekdays"),
            list(range(1, 8)),
            selection_mode="multi",
            default=sorted(rule.weekdays),
            format_func=lambda each: t(f"travel.weekday.{each}"),
            wrap=True,
        )
        grid = st.grid(2, min_column_width=150, gap="small")
        starts = grid.cell().time_input(t("travel.factors.starts"), rule.starts, step=FIVE_MINUTES, format="24h")
        ends = grid.cell().time_input(t("travel.factors.ends"), rule.ends, step=FIVE_MINUTES, format="24h")
        notes.under("starts")
        st.markdown(f":gray[{t('travel.factors.empty_means_all')}]")
        notes.under("")
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            removed = number is not None and st.button(t("travel.factors.remove"), icon=":material/delete:")
            saved = st.button(t("app.save"), icon=":material/check:", type="primary", key="save_rule")
        if not (saved or removed):
            return
        new = FactorRule(name.strip(), percent, frozenset(months), frozenset(weekdays), _minute(starts), _minute(ends))
        kept = list(rules)
        kept[len(rules) if number is None else number : len(rules) if number is None else number + 1] = (
            [] if removed else [new]
        )
        problem = _save(visit, kept)
        notes.show(problem)
        if problem is None:
            st.rerun()

    form()


def _save(visit: Visit, rules: Sequence[FactorRule]) -> Problem | None:
    def change(session: Session) -> None:
        set_factors(session, visit.actor, rules)

    return attempt(visit, change).problem


def _minute(clock: time | None) -> time | None:
    return None if clock is None else clock.replace(second=0, microsecond=0)
