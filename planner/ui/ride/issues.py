"""Issues on the ride's screen: known near the stop, raised on this ride, and one's own that still lack something."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import IssueState
from planner.phrases.issues import issue_place, say_lacks
from planner.phrases.names import name_for
from planner.services.access.visit import Visit
from planner.services.issues.issues import support_issue
from planner.services.issues.near import NearIssue
from planner.services.ride.on_board import RaisedIssue
from planner.services.ride.under_way import Ride
from planner.ui.dialog_state import open_dialog
from planner.ui.issue.cards import CardRow, issue_link, show_thumbnail, state_badge
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

MOST_NEAR = 5
_NEAR = "near"


def told_elsewhere(visit: Visit, ride: Ride, raised: Sequence[RaisedIssue]) -> set[int]:
    """Ids of the issues that the lists of this ride show, or that are one's own: they are not told twice."""
    decides = may(visit.actor, Action.GIVE_INSTRUCTION, ride.subject).allowed
    return {id_of(row.issue) for row in raised if decides or row.mine}


def show_near_issues(visit: Visit, near: Sequence[NearIssue]) -> None:
    """What is known around the stop, with photo and distance; one may say "I have that too"."""
    t = visit.t
    show_problem(_NEAR)
    if not near:
        return
    st.header(t("ride.near"), anchor=False)
    for row in near:
        metres = t("ride.metres", metres=10 * round(row.metres / 10))
        with st.container(border=True, key=f"issue_card-{row.issue.id}"):
            _show_card(visit, row, metres, partial(_show_support, visit, row))


def show_raised_issues(visit: Visit, ride: Ride, raised: Sequence[RaisedIssue]) -> None:
    """For those who decide: what was raised at this stop, to be given to an agency right here, and all of the ride."""
    t = visit.t
    if not raised or not may(visit.actor, Action.GIVE_INSTRUCTION, ride.subject).allowed:
        return
    latest = ride.latest.stop if ride.latest and ride.is_open else None
    here = [row for row in raised if latest and row.issue.stop_id == latest.id]
    others = [row for row in raised if row not in here]
    if latest and here:
        st.header(t("ride.raised_at", number=latest.position), anchor=False)
        _show_all_raised(visit, here)
    if others and here:
        with st.expander(t("ride.raised_elsewhere", number=len(others)), icon=":material/list_alt:"):
            _show_all_raised(visit, others)
    elif others:
        st.header(t("ride.raised"), anchor=False)
        _show_all_raised(visit, others)


def show_own_issues(visit: Visit, ride: Ride, raised: Sequence[RaisedIssue]) -> None:
    """«Мои замечания»: what this visitor raised on the ride, to be completed at leisure."""
    t = visit.t
    own = [row for row in raised if row.mine]
    if not own or may(visit.actor, Action.GIVE_INSTRUCTION, ride.subject).allowed:
        return
    st.header(t("ride.own"), anchor=False)
    for row in own:
        with st.container(border=True, key=f"issue_card-{row.issue.id}"):
            _show_card(visit, row, say_lacks(t, row), partial(_show_complete, visit, row))


def _show_all_raised(visit: Visit, rows: Sequence[RaisedIssue]) -> None:
    for row in rows:
        with st.container(border=True, key=f"issue_card-{row.issue.id}"):
            _show_card(visit, row, name_for(visit.actor, row.issue.raised_by), partial(_show_decision, visit, row))


def _show_decision(visit: Visit, row: RaisedIssue) -> None:
    t, issue = visit.t, row.issue
    if issue.state is not IssueState.CLOSED:
        st.button(
            t("ride.instruct") if issue.state is IssueState.NEW else t("ride.instruct_more"),
            icon=":material/assignment_ind:",
            key=f"instruct-{issue.id}",
            on_click=open_dialog,
            args=("instruct",),
            kwargs={"issue_id": issue.id},
        )
    _show_complete(visit, row)


def _show_complete(visit: Visit, row: RaisedIssue) -> None:
    if not row.editable:
        return
    st.button(
        visit.t("ride.complete"),
        icon=":material/edit_note:",
        key=f"complete-{row.issue.id}",
        type="tertiary",
        on_click=open_dialog,
        args=("complete_issue",),
        kwargs={"issue_id": row.issue.id},
    )


def _show_support(visit: Visit, row: NearIssue) -> None:
    t, supporters = visit.t, row.issue.supporters
    label = t("ride.support", number=supporters) if supporters else t("issue_dialog.support")
    if st.button(label, icon=":material/thumb_up:", type="tertiary", key=f"support-{row.issue.id}"):
        _support(visit, id_of(row.issue))


def _show_card(visit: Visit, row: CardRow, detail: str, show_actions: Callable[[], None]) -> None:
    """Photo, link, address with a detail, badge, and beside it what can be done."""
    issue, today = row.issue, today_in(visit.city.timezone, visit.now)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        if row.photo_id:
            show_thumbnail(visit, row.photo_id, issue)
        with st.container(gap="xsmall"):
            issue_link(visit, issue, row.category)
            st.markdown(f":gray[{plain(issue_place(issue, detail))}]")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(state_badge(visit.t, issue, today), width="content")
                show_actions()


def _support(visit: Visit, issue_id: int) -> None:
    done = attempt(visit, lambda session: support_issue(session, visit.actor, issue_id, now=visit.now))
    keep_problem(_NEAR, done.problem)
    if done.problem is None:
        st.toast(visit.t("issue_dialog.supported", number=issue_id), icon=":material/thumb_up:")
    st.rerun()
