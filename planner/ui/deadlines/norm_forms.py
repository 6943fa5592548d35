"""Norms of terms on the screen of agencies: those in force, those to come, and the dialog for the next version."""

from collections.abc import Mapping

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models.types import id_of
from planner.domain.words import TermUnit
from planner.phrases.deadlines.terms import say_rule, say_term
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies, list_categories
from planner.services.deadlines.rules import RuleRow, add_rule, list_rules, remove_rule
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_NORMS = "norms"


def show_norms(visit: Visit) -> None:
    """The list, with the way to a next version of each; what has not begun may be taken back."""
    t = visit.t
    with visit.reading() as session:
        rows = list_rules(session, visit.actor, today=today_in(visit.city.timezone, visit.now))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(t("norms.title"), anchor=False, width="content")
        st.button(
            t("norms.new"),
            icon=":material/add:",
            key="norm_new",
            on_click=open_dialog,
            args=("norm",),
            kwargs={"category_id": None, "agency_id": None},
        )
    show_problem(_NORMS)
    if not rows:
        st.markdown(f":gray[{t('norms.empty')}]")
    for row in rows:
        _show_norm(visit, row)


def show_norm(visit: Visit, dialog: OpenDialog) -> None:
    """The form of a version; category and agency are those of the norm that it follows."""
    show_dialog(dialog, visit.t("norms.new"), _ask_norm)


def _show_norm(visit: Visit, row: RuleRow) -> None:
    t, rule = visit.t, row.rule
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap="xxsmall"):
            category = row.category.name_in(t.language) if row.category else t("norms.any_category")
            agency = row.agency.name if row.agency else t("norms.any_agency")
            term = say_term(t, rule.term) if rule.length else ""
            st.markdown(f"**{plain(category)}** · {plain(agency)}" + (f" — {term}" if term else ""))
            st.markdown(f":gray[{plain(say_rule(t, row))}]")
        if row.holds:
            st.button(
                t("norms.next"),
                icon=":material/edit:",
                key=f"norm_{rule.id}",
                on_click=open_dialog,
                args=("norm",),
                kwargs={"category_id": rule.category_id, "agency_id": rule.agency_id},
            )
        elif second_tap(t, t("norms.remove"), t("norms.remove_sure"), key=f"norm_away_{rule.id}"):
            _remove(id_of(rule))


def _remove(rule_id: int) -> None:
    visit = current_visit()
    today = today_in(visit.city.timezone, visit.now)
    done = attempt(visit, lambda session: remove_rule(session, visit.actor, rule_id, today=today))
    keep_problem(_NORMS, done.problem)
    st.rerun()


def _ask_norm(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, today = visit.t, FieldNotes(), today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        categories = {id_of(each): each.name_in(t.language) for each in list_categories(session, visit.actor)}
        agencies = {id_of(row.agency): row.agency.name for row in list_agencies(session, visit.actor)}
    category_id = _choose(visit, dialog, "category", categories)
    notes.under("category")
    agency_id = _choose(visit, dialog, "agency", agencies)
    length = st.number_input(t("norms.length"), value=30, step=1, key=dialog.key("length"))
    notes.under("length")
    unit = st.segmented_control(
        t("norms.unit"),
        list(TermUnit),
        default=TermUnit.DAYS,
        required=True,
        format_func=lambda each: t(f"words.term_unit.{each}"),
        key=dialog.key("unit"),
    )
    since = ask_day(t("norms.since"), today, key=dialog.key("since"))
    notes.under("since")
    basis = st.text_input(t("norms.basis"), max_chars=300, help=t("norms.basis_help"), key=dialog.key("basis"))
    notes.under("basis")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: add_rule(
                session,
                visit.actor,
                category_id=category_id,
                agency_id=agency_id,
                since=since,
                length=int(length),
                unit=TermUnit(unit),
                basis=basis,
                today=today,
            ),
        )


def _choose(visit: Visit, dialog: OpenDialog, what: str, names: Mapping[int, str]) -> int | None:
    choices: list[int | None] = [None, *names]
    present = dialog.about[f"{what}_id"]
    return st.selectbox(
        visit.t(f"norms.{what}"),
        choices,
        choices.index(present) if present in names else 0,
        format_func=lambda each: names[each] if each else visit.t(f"norms.any_{what}"),
        key=dialog.key(what),
    )
