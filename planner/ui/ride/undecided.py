"""What nobody has decided about on this ride, one tap each: instruct, no action needed, next tour."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import Outcome
from planner.phrases.issues import issue_place, issue_title
from planner.services.access.visit import Visit
from planner.services.control.closing import close_issue
from planner.services.control.putting_off import put_off
from planner.services.issues.details import issue_details
from planner.services.ride.on_board import RaisedIssue
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

MOST_SHOWN = 8
"""So many are shown at once; those behind them come up as these are decided."""


def show_undecided(visit: Visit, rows: Sequence[RaisedIssue], dialog: OpenDialog) -> None:
    """The issues with their three ways, in the dialog that opens again after each of them."""
    show_problem("undecided")
    if not rows:
        return
    st.warning(visit.t("ride.undecided", n=len(rows)), icon=":material/pending:")
    for row in rows[:MOST_SHOWN]:
        _show_row(visit, row, dialog)
    if len(rows) > MOST_SHOWN:
        st.markdown(f":gray[{visit.t('ride.undecided.more', n=len(rows) - MOST_SHOWN)}]")


def show_no_action(visit: Visit, dialog: OpenDialog) -> None:
    """Why nothing needs to be done about an issue, which is closed so."""
    title = visit.t("ride.undecided.no_action_title", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask_why, icon=":material/block:")


def _show_row(visit: Visit, row: RaisedIssue, dialog: OpenDialog) -> None:
    t, issue, issue_id = visit.t, row.issue, id_of(row.issue)
    category = row.category.name_in(t.language)
    with st.container(border=True, gap="small"):
        st.markdown(f"**{t('issues.number', number=issue_id)}** {plain(issue_title(issue, category))}")
        st.markdown(f":gray[{plain(issue_place(issue, category))}]")
        with st.container(horizontal=True, gap="small"):
            if st.button(t("ride.instruct"), icon=":material/assignment_ind:", key=dialog.key(f"instruct-{issue_id}")):
                _go_to("instruct", issue_id, dialog.name)
            if may(visit.actor, Action.CLOSE_ISSUE).allowed:
                label = t("ride.undecided.no_action")
                if st.button(label, icon=":material/block:", key=dialog.key(f"no-action-{issue_id}")):
                    _go_to("no_action", issue_id, dialog.name)
            label = t("ride.undecided.next_tour")
            if st.button(label, icon=":material/event_upcoming:", key=dialog.key(f"next-{issue_id}")):
                _put_off(visit, issue_id)


def _go_to(name: str, issue_id: int, then: str) -> None:
    open_dialog(name, issue_id=issue_id, then=then)
    st.rerun()


def _put_off(visit: Visit, issue_id: int) -> None:
    done = attempt(visit, lambda session: put_off(session, visit.actor, issue_id, now=visit.now))
    keep_problem("undecided", done.problem)
    st.rerun()


def _ask_why(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
    st.markdown(plain(issue_title(details.issue, details.category.name_in(t.language))))
    reason = st.text_area(t("ride.undecided.why"), key=dialog.key("reason"))
    notes.under("text")
    notes.under("")
    if show_save(visit, dialog, t("ride.undecided.no_action"), icon=":material/block:"):
        save_and_close(
            visit,
            notes,
            lambda session: close_issue(
                session, visit.actor, issue_id, outcome=Outcome.NOT_NEEDED, reason=reason, now=visit.now
            ),
        )
