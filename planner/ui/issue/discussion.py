"""The discussion of an issue: what was said, and one's own word, below it or in a dialog."""

import streamlit as st

from planner.domain.models.types import id_of, new_id
from planner.domain.permissions import Action, may
from planner.phrases.names import name_for
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails
from planner.services.issues.issues import add_comment
from planner.ui.dialog_state import OpenDialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_discussion(visit: Visit, details: IssueDetails) -> None:
    """The words so far, and a field for the next."""
    t = visit.t
    st.header(t("issue_page.discussion"), anchor=False)
    if not details.comments:
        st.markdown(f":gray[{t('issue_page.no_comments')}]")
    for comment in details.comments:
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                f"**{plain(name_for(visit.actor, comment.author))}** :gray[{plain(t.moment(comment.written_at))}]"
            )
            st.text(comment.text)
    if may(visit.actor, Action.COMMENT, details.subject).allowed:
        with kept_form("comment", details.issue.id):
            _ask_comment(visit, id_of(details.issue))


def show_comment(visit: Visit, dialog: OpenDialog) -> None:
    """A word about the issue of the dialog, whose `uid` names it."""
    show_dialog(dialog, visit.t("review.comment"), _ask_in_dialog, icon=":material/chat:")


def _ask_in_dialog(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, about = visit.t, FieldNotes(), dialog.about
    text = _ask_text(visit, dialog.key("text"))
    notes.under("text")
    notes.under("")
    if show_save(visit, dialog, t("issue_page.send"), icon=":material/send:"):
        save_and_close(
            visit,
            notes,
            lambda session: add_comment(
                session, visit.actor, uid=about["uid"], text=text, now=visit.now, issue_id=about["issue_id"]
            ),
        )


def _ask_text(visit: Visit, key: str) -> str:
    return st.text_area(
        visit.t("issue_page.comment"),
        key=key,
        height=90,
        placeholder=visit.t("issue_page.comment_hint"),
        max_chars=4000,
    )


def _ask_comment(visit: Visit, issue_id: int) -> None:
    """The uid names the comment that is being typed; it changes when that was sent, so a second tap sends nothing twice."""
    t, notes, name = visit.t, FieldNotes(), f"comment-of-{issue_id}"
    uid = st.session_state.setdefault(name, new_id())
    text = _ask_text(visit, f"comment-{uid}")
    notes.under("text")
    if st.button(t("issue_page.send"), icon=":material/send:", key="send_comment"):
        done = attempt(
            visit,
            lambda session: add_comment(session, visit.actor, uid=uid, text=text, now=visit.now, issue_id=issue_id),
        )
        notes.show(done.problem)
        if done.problem is None:
            st.session_state[name] = new_id()
            st.rerun()
