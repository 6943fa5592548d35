"""A stop that is added or moved with one tap; one far from the city is asked for first."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.services.tours.stops import add_stop_at_place, add_stops_from_issues, edit_stop
from planner.ui.dialog_state import OpenDialog, open_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.tour.plan_changes import change_and_close, change_plan, keep_plan_problem

FAR = "stops.error.far"
Change = Callable[..., object]


def tap_stop(tour_id: int, what: str, **given: Any) -> None:
    """Does one of `_CHANGES` for a callback; where its point is far from the city, opens the dialog that asks."""
    problem = change_plan(tour_id, lambda session, now: _CHANGES[what](session, now, tour_id, **given))
    if problem is not None and problem.key == FAR:
        open_dialog("far_stop", what=what, given=given, sentence=problem.sentence)
    else:
        keep_plan_problem(problem)


def show_far_stop(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Whether a stop so far away is meant."""
    show_dialog(dialog, visit.t("stops.far.title"), partial(_ask_far, id_of(plan.tour)), width="medium")


def ask_far(visit: Visit, sentence: str, *, key: str) -> bool:
    """In a form: whether a point that is so far is meant; nothing is asked where `sentence` is empty."""
    return bool(sentence) and st.checkbox(visit.t("stops.far.meant"), key=key)


def _ask_far(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    notes, about = FieldNotes(), dialog.about
    st.markdown(about["sentence"])
    notes.under("")
    if show_save(visit, dialog, visit.t("stops.far.do"), icon=":material/add_location_alt:"):
        given: Mapping[str, Any] = about["given"]
        change_and_close(
            tour_id,
            notes,
            lambda session, now: _CHANGES[about["what"]](session, now, tour_id, **given, far_is_meant=True),
        )


def _at_place(session: Session, visit: Visit, tour_id: int, **given: Any) -> object:
    return add_stop_at_place(session, visit.actor, tour_id, **given)


def _from_issues(session: Session, visit: Visit, tour_id: int, **given: Any) -> object:
    return add_stops_from_issues(session, visit.actor, tour_id, **given)


def _moved(session: Session, visit: Visit, tour_id: int, *, stop_id: int, **given: Any) -> object:
    return edit_stop(session, visit.actor, stop_id, **given)


_CHANGES: Mapping[str, Change] = {"place": _at_place, "issues": _from_issues, "move": _moved}
