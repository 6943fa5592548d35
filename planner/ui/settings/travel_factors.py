"""By how much rides take longer: the factors by season and hour, and what past rides have taught."""

from collections.abc import Callable, Sequence
from datetime import time

import streamlit as st
from sqlmodel import Session

from planner.domain.travel_factors import FactorRule, bands_of, percent_at, rules_of, standard_rules
from planner.services.access.visit import Visit
from planner.services.travel.settings import set_factors, set_learning
from planner.ui.forms import FIVE_MINUTES, FieldNotes
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt


def named_rules(visit: Visit) -> tuple[FactorRule, ...]:
    """The city's rules; the standard ones, which nobody has stored, in the visitor's words."""
    if visit.city.travel_factors is not None:
        return rules_of(visit.city.travel_factors)
    t = visit.t
    return standard_rules(t("travel.rule.winter"), t("travel.rule.morning"), t("travel.rule.evening"))


def show_factors(visit: Visit, *, may_set: bool) -> None:
    """The rules as cards, and what they make of this moment."""
    t, rules = visit.t, named_rules(visit)
    st.header(t("travel.factors.title"), anchor=False)
    percent = percent_at(rules, visit.now, visit.city.timezone)
    st.markdown(f":gray[{t('travel.factors.explain')} {t('travel.factors.now', percent=say_percent(visit, percent))}]")
    for number, rule in enumerate(rules):
        with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(rule.name)}**: {say_percent(visit, rule.percent)}")
                st.markdown(f":gray[{say_when(visit, rule)}]")
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
                    t("travel.learned.correction"): [say_percent(visit, band.percent) for band in bands],
                    t("travel.learned.rides"): [str(band.rides) for band in bands],
                },
                border="horizontal",
            )


def say_percent(visit: Visit, percent: int) -> str:
    """на 15 % дольше, на 5 % быстрее, как обычно."""
    if percent == 100:
        return visit.t("travel.percent.same")
    if percent > 100:
        return visit.t("travel.percent.longer", percent=percent - 100)
    return visit.t("travel.percent.shorter", percent=100 - percent)


def say_when(visit: Visit, rule: FactorRule) -> str:
    """ноябрь–март, пн–пт, 07:30–09:30."""
    t = visit.t
    parts = []
    if rule.months:
        parts.append(", ".join(_spans(sorted(rule.months), 12, lambda each: t(f"travel.month.{each}"))))
    if rule.weekdays:
        parts.append(", ".join(_spans(sorted(rule.weekdays), 7, lambda each: t(f"travel.weekday.{each}"))))
    if rule.starts is not None and rule.ends is not None and rule.starts != rule.ends:
        parts.append(f"{rule.starts:%H:%M}–{rule.ends:%H:%M}")
    return ", ".join(parts) or t("travel.always")


def _spans(numbers: Sequence[int], size: int, name: Callable[[int], str]) -> list[str]:
    """Neighbours taken together, also over the turn of the year or of the week: 11, 12, 1, 2 is one span."""
    if len(numbers) == size:
        return [f"{name(1)}–{name(size)}"]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == size:
        runs = [runs[-1] + runs[0], *runs[1:-1]]
    return [name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in runs]


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
