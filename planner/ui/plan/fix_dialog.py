"""The dialog of «Исправить»: ready choices with their consequences, each done with one tap and taken back with another."""

from functools import partial

import streamlit as st

from planner.domain.models.types import id_of
from planner.phrases.plan import PlanWarning, warnings_of
from planner.phrases.planning.fixes import say_fix, say_left
from planner.services.access.visit import Visit
from planner.services.proposals.fixes import Fix, Fixes, apply_fix, fixes_for
from planner.services.tours.plan import Plan
from planner.services.tours.stops import remove_stop
from planner.ui.dialog_state import OpenDialog, close_dialog, forget_dialog, open_dialog, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_and_close

_OF_POINTS = ("far", "long_leg", "unreachable")
"""What is mended by another place, and not by other times."""


def show_fix(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Gone as soon as the plan is not broken so any more."""
    about = dialog.about
    warnings = warnings_of(visit.t, visit.city, plan)
    warning = next((w for w in warnings if (w.kind, w.stop_id) == (about["kind"], about["about_id"])), None)
    if warning is None:
        forget_dialog()
        return
    show_dialog(dialog, visit.t("plan.fix"), partial(_ask_fix, plan, warning), width="medium", dismissible=True)


def _ask_fix(plan: Plan, warning: PlanWarning, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(f":orange[:material/warning: {plain(warning.sentence)}]")
    notes.under("")
    if warning.kind in _OF_POINTS:
        _show_ways_of_point(visit, plan, warning, dialog, notes)
    else:
        _show_fixes(visit, plan, warning, dialog, notes)
    if warning.stop_id is not None:
        _show_opener(t("plan.fix.open_stop"), "stop", warning.stop_id, dialog)
    elif st.button(t("plan.fix.open_details"), type="tertiary", icon=":material/edit:", key=dialog.key("details")):
        forget_dialog()
        st.switch_page("tour_edit.py", query_params={"id": str(plan.tour.id)})
    if st.button(t("app.close"), key=dialog.key("close")):
        close_dialog()


def _show_ways_of_point(visit: Visit, plan: Plan, warning: PlanWarning, dialog: OpenDialog, notes: FieldNotes) -> None:
    stop_id = warning.stop_id
    if stop_id is None:
        return
    _show_opener(visit.t("plan.menu.place"), "stop_place", stop_id, dialog)
    if st.button(
        visit.t("stops.remove"), icon=":material/delete:", width="stretch", key=dialog.key("remove"), type="secondary"
    ):
        change_and_close(id_of(plan.tour), notes, lambda session, now: remove_stop(session, now.actor, stop_id))


def _show_opener(label: str, name: str, stop_id: int, dialog: OpenDialog) -> None:
    """A button to another dialog about the stop, which takes this one's place."""
    if st.button(label, icon=":material/edit:", width="stretch", key=dialog.key(name)):
        open_dialog(name, stop_id=stop_id)
        st.rerun()


def _show_fixes(visit: Visit, plan: Plan, warning: PlanWarning, dialog: OpenDialog, notes: FieldNotes) -> None:
    t, found = visit.t, _found(visit, plan, warning, dialog)
    if not found.fixes:
        st.info(t("plan.fix.nothing"), icon=":material/info:")
    for number, fix in enumerate(found.fixes):
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", wrap=False, gap="small", key=f"way_{number}"
        ):
            st.markdown(f"**{plain(say_fix(t, plan, fix))}**  \n:gray[{plain(say_left(t, plan, fix))}]")
            if st.button(t("plan.fix.do"), key=dialog.key(f"do{number}"), help=plain(say_fix(t, plan, fix))):
                _do(plan, fix, found.version, notes)


def _do(plan: Plan, fix: Fix, version: int, notes: FieldNotes) -> None:
    tour_id = id_of(plan.tour)
    change_and_close(
        tour_id,
        notes,
        lambda session, now: apply_fix(session, now.actor, tour_id, fix, version=version, now=now.now),
    )


def _found(visit: Visit, plan: Plan, warning: PlanWarning, dialog: OpenDialog) -> Fixes:
    """Tried out once for a dialog."""
    key = dialog.key("fixes")
    if warning.kind == "far" or warning.kind == "long_leg":
        return Fixes(plan.tour.version, (), ())
    if key not in st.session_state:
        about = (id_of(plan.tour), warning.kind, warning.stop_id)
        with st.spinner(visit.t("plan.fix.searching")):
            st.session_state[key] = visit.look_up(
                lambda session: fixes_for(session, visit.actor, *about, now=visit.now)
            )
    found: Fixes = st.session_state[key]
    return found
