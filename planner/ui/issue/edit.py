"""The dialogs that change an issue itself: its words, more photos of the problem, and hiding a photo."""

from typing import Any

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import Severity
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_categories
from planner.services.issues.details import IssueDetails, issue_details
from planner.services.issues.issues import edit_issue
from planner.services.issues.photos import hide_photo
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.photo_upload import add_photos, choose_photos
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt


def show_edit(visit: Visit, dialog: OpenDialog) -> None:
    """Category, text, severity, address and, for those who may, whether it is internal."""
    title = visit.t("issue_page.edit.title", number=dialog.about["issue_id"])
    show_dialog(dialog, title, _ask_changes, width="medium", icon=":material/edit:")


def show_add_photos(visit: Visit, dialog: OpenDialog) -> None:
    """More pictures of the problem."""
    title = visit.t("issue_page.add_photos")
    show_dialog(dialog, title, _ask_photos, width="medium", icon=":material/add_a_photo:")


def show_hide_photo(visit: Visit, dialog: OpenDialog) -> None:
    """The reason why a picture is not for everybody."""
    title = visit.t("issue_page.hide_photo")
    show_dialog(dialog, title, _ask_reason, icon=":material/visibility_off:")


def _ask_changes(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    with visit.reading() as session:
        details = issue_details(session, visit.actor, issue_id)
    given = _ask_fields(visit, dialog, notes, details)
    seen = notes.began_with(dialog.key("seen"), given)
    opens = details.issue.internal and not given["internal"]
    if opens:
        st.warning(t("issue_page.edit.becomes_public"), icon=":material/visibility:")
    notes.under("")
    save = t("issue_page.edit.save_public") if opens else t("issue_page.edit.save")
    if show_save(visit, dialog, save):
        done = attempt(
            visit, lambda session: edit_issue(session, visit.actor, issue_id, now=visit.now, seen=seen, **given)
        )
        notes.show(done.problem)
        if done.problem is None:
            st.toast(t("issue_page.edit.saved", number=issue_id), icon=":material/check_circle:")
            close_dialog()


def _ask_fields(visit: Visit, dialog: OpenDialog, notes: FieldNotes, details: IssueDetails) -> dict[str, Any]:
    t, issue = visit.t, details.issue
    with visit.reading() as session:
        categories = {id_of(category): category for category in list_categories(session, visit.actor)}
    categories.setdefault(issue.category_id, details.category)
    category_id = st.selectbox(
        t("issue_page.edit.category"),
        list(categories),
        index=list(categories).index(issue.category_id),
        format_func=lambda wanted: categories[wanted].name_in(t.language),
        key=dialog.key("category_id"),
    )
    notes.under("category")
    text = st.text_area(t("issue_page.edit.text"), issue.text, key=dialog.key("text"), height=110)
    notes.under("text")
    severity = st.segmented_control(
        t("issue_page.edit.severity"),
        list(Severity),
        default=issue.severity,
        required=True,
        format_func=lambda wanted: t(f"words.severity.{wanted}"),
        key=dialog.key("severity"),
    )
    address = st.text_input(t("issue_page.edit.address"), issue.address, key=dialog.key("address"))
    notes.under("address")
    external = {}
    if not visit.actor.is_tablet:
        label, key = t("issue_page.edit.external_number"), dialog.key("external_number")
        external["external_number"] = st.text_input(label, issue.external_number, key=key)
        notes.under("external_number")
    return external | {
        "category_id": category_id,
        "text": text,
        "severity": Severity(severity),
        "address": address,
        "internal": _ask_internal(visit, dialog, details),
    }


def _ask_internal(visit: Visit, dialog: OpenDialog, details: IssueDetails) -> bool:
    if not may(visit.actor, Action.MARK_INTERNAL, details.subject).allowed:
        return details.issue.internal
    t = visit.t
    return st.toggle(
        t("issue_page.edit.internal"),
        details.issue.internal,
        help=t("issue_page.edit.internal_help"),
        key=dialog.key("internal"),
    )


def _ask_photos(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, issue_id = visit.t, FieldNotes(), dialog.about["issue_id"]
    files = choose_photos(visit, key=dialog.key("photos"))
    notes.under("photo")
    if not show_save(visit, dialog, t("issue_page.edit.save")):
        return
    if not files:
        notes.show(Problem(t("issue_page.choose_photo"), "photo"))
        return
    with st.spinner(t("instructions.saving")):
        broken = add_photos(visit, issue_id, files, batch=dialog.uid)
    if not broken:
        st.toast(t("issue_page.photos_added", n=len(files)), icon=":material/check_circle:")
        close_dialog()
    sentences = [t("issue_page.photo_broken", name=plain(one.name), reason=one.sentence) for one in broken]
    notes.show(Problem("\n\n".join(sentences), "photo"))


def _ask_reason(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, photo_id = visit.t, FieldNotes(), dialog.about["photo_id"]
    st.markdown(t("issue_page.hide_photo_text"))
    reason = st.text_input(t("issue_page.hide_photo_reason"), key=dialog.key("reason"))
    notes.under("reason")
    notes.under("")
    if show_save(visit, dialog, t("issue_page.hide_photo")):
        done = attempt(visit, lambda session: hide_photo(session, visit.actor, photo_id, reason=reason, now=visit.now))
        notes.show(done.problem)
        if done.problem is None:
            st.toast(t("issue_page.photo_hidden_now"), icon=":material/visibility_off:")
            close_dialog()
