"""The dialog that says where an issue is: a tap on a map that shows where it was thought to be."""

from typing import Any

import streamlit as st

from planner.domain.models import Issue
from planner.domain.permissions import Action, may
from planner.domain.words import IssueState
from planner.render.maps.plan_map import Flag
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails, issue_details
from planner.services.issues.issues import edit_issue
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.point.field import ask_point
from planner.ui.visit import Problem, attempt


def show_move_button(visit: Visit, details: IssueDetails) -> None:
    """The way to the dialog, for those who may change an issue that is open."""
    issue = details.issue
    if issue.state is IssueState.CLOSED or not may(visit.actor, Action.EDIT_ISSUE, details.subject).allowed:
        return
    label, about = visit.t("issue_page.move"), {"issue_id": issue.id}
    st.button(label, icon=":material/edit_location:", on_click=open_dialog, args=("move",), kwargs=about)


def show_move(visit: Visit, dialog: OpenDialog) -> None:
    """The map with a flag where the issue is; the tapped point is the new one."""
    title = visit.t("issue_page.move.title", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask_place, width="medium", icon=":material/edit_location:")


def _ask_place(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    with visit.reading() as session:
        issue = issue_details(session, visit.actor, issue_id).issue
    seen = notes.began_with(dialog.key("seen"), {"lat": issue.lat, "lon": issue.lon, "address": issue.address})
    flags = [Flag(issue.point, t("issues.number", number=issue.id))]
    chosen = ask_point(visit, key=dialog.key("map"), flags=flags, near=issue.point)
    point = chosen.point if chosen else None
    st.markdown(f":gray[{_hint(visit, issue, point is not None)}]")
    notes.under("place")
    address = st.text_input(t("issue_page.edit.address"), issue.address, key=dialog.key("address"))
    notes.under("address")
    notes.under("")
    if not show_save(visit, dialog, t("issue_page.edit.save")):
        return
    if point is None and address == issue.address:
        notes.show(Problem(t("issue_page.move.tap"), "place"))
        return
    given: dict[str, Any] = {"address": address} | ({"lat": point.lat, "lon": point.lon} if point else {})
    done = attempt(visit, lambda session: edit_issue(session, visit.actor, issue_id, now=visit.now, seen=seen, **given))
    notes.show(done.problem)
    if done.problem is None:
        st.toast(t("issue_page.edit.saved", number=issue_id), icon=":material/check_circle:")
        close_dialog()


def _hint(visit: Visit, issue: Issue, is_tapped: bool) -> str:
    if is_tapped:
        return visit.t("issue_dialog.map_tapped")
    return visit.t("issue_page.move.line") if issue.line else visit.t("issue_dialog.tap_map")
