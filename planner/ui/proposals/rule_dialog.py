"""The dialog of a new rule: what kind, which stops, which times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from functools import partial

import streamlit as st

from planner.domain.models import Stop
from planner.domain.tour_rules import LAST, ClockWindow, PauseRule, TourRules
from planner.phrases.tours import numbered_names
from planner.services.access.visit import Visit
from planner.services.tours.rules import rules_for_stops, set_rules
from planner.services.tours.tours import get_tour
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes
from planner.ui.proposals.search_job import forget_search
from planner.ui.tour.plan_changes import change_plan
from planner.ui.visit import Problem

_OF_STOPS = ("position", "before", "right_after", "either", "window")


def show_new_rule(visit: Visit, tour_id: int, stops: Sequence[Stop], dialog: OpenDialog) -> None:
    """A rule about stops needs two of them; a break can be had without."""
    show_dialog(dialog, visit.t("proposals.rule.new"), partial(_ask_rule, tour_id, stops), width="medium")


def _ask_rule(tour_id: int, stops: Sequence[Stop], visit: Visit, dialog: OpenDialog) -> None:
    """The rule joins those of this moment, whoever made them."""
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        version = get_tour(session, visit.actor, tour_id).version
        rules = rules_for_stops(session, visit.actor, tour_id)
    kinds = [*(_OF_STOPS if len(stops) > 1 else ()), "pause"]
    kind = st.pills(
        t("proposals.rule.kind"),
        kinds,
        format_func=lambda each: t(f"proposals.rule.kind.{each}"),
        default=kinds[0],
        key=dialog.key("kind"),
        wrap=True,
    )
    wanted = None if kind is None else _fields(visit, dialog, notes, kind, rules, stops)
    notes.under("")
    if not show_save(visit, dialog, t("proposals.rule.add")):
        return
    if wanted is None:
        notes.show(Problem(t("proposals.rule.incomplete")))
        return
    problem = change_plan(tour_id, lambda session, now: set_rules(session, now.actor, tour_id, wanted, version=version))
    notes.show(problem)
    if problem is None:
        forget_search(tour_id)
        close_dialog()


def _fields(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, kind: str, rules: TourRules, stops: Sequence[Stop]
) -> TourRules | None:
    """The rules with the new one, or None while something is missing."""
    t = visit.t
    if kind == "pause":
        return _pause(visit, dialog, notes, rules)
    if kind == "either":
        names = numbered_names(stops)
        group = st.multiselect(
            t("proposals.rule.one_of"), list(names), format_func=lambda each: names[each], key=dialog.key("group")
        )
        return replace(rules, either=(*rules.either, tuple(group))) if len(group) > 1 else None
    first = _stop(visit, dialog, stops, t("proposals.rule.stop"), "first")
    if kind == "position":
        return _position(visit, dialog, rules, first, len(stops))
    if kind == "window":
        opens, closes = _times(visit, dialog)
        if first is None or opens is None or closes is None:
            return None
        return replace(rules, windows=(*rules.windows, ClockWindow(first, opens, closes)))
    label = t("proposals.rule.earlier_than" if kind == "before" else "proposals.rule.right_behind")
    second = _stop(visit, dialog, stops, label, "second")
    if first is None or second is None:
        return None
    if kind == "before":
        return replace(rules, before=(*rules.before, (first, second)))
    return replace(rules, right_after=(*rules.right_after, (second, first)))


def _stop(visit: Visit, dialog: OpenDialog, stops: Sequence[Stop], label: str, key: str) -> int | None:
    names = numbered_names(stops)
    chosen: int | None = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda each: names[each],
        placeholder=visit.t("proposals.rule.choose"),
        key=dialog.key(key),
    )
    return chosen


def _position(visit: Visit, dialog: OpenDialog, rules: TourRules, stop: int | None, count: int) -> TourRules | None:
    t = visit.t
    numbers = [*range(1, count + 1), LAST]
    chosen = st.pills(
        t("proposals.rule.number"),
        numbers,
        format_func=lambda each: t("proposals.place.last") if each == LAST else str(each),
        key=dialog.key("number"),
        wrap=True,
    )
    if stop is None or chosen is None:
        return None
    others = tuple(each for each in rules.positions if each[0] != stop)
    return replace(rules, positions=(*others, (stop, chosen)))


def _pause(visit: Visit, dialog: OpenDialog, notes: FieldNotes, rules: TourRules) -> TourRules | None:
    t = visit.t
    name = st.text_input(t("proposals.rule.pause_name"), t("proposals.rule.lunch"), key=dialog.key("name"))
    minutes = st.number_input(t("proposals.rule.pause_minutes"), value=30, step=5, key=dialog.key("minutes"))
    notes.under("minutes")
    opens, closes = _times(visit, dialog)
    if opens is None or closes is None:
        return None
    return replace(rules, pauses=(*rules.pauses, PauseRule(name.strip(), minutes, opens, closes)))


def _times(visit: Visit, dialog: OpenDialog) -> tuple[time | None, time | None]:
    t, grid = visit.t, st.grid(2, min_column_width=160, gap="small")
    opens = grid.cell().time_input(
        t("proposals.rule.opens"), None, key=dialog.key("opens"), step=FIVE_MINUTES, format="24h"
    )
    closes = grid.cell().time_input(
        t("proposals.rule.closes"), None, key=dialog.key("closes"), step=FIVE_MINUTES, format="24h"
    )
    return opens, closes
