"""The discussion of an issue: what was said, and one's own word."""

import streamlit as st

from planner.domain.models.types import id_of, new_id
from planner.domain.permissions import Action, may
from planner.phrases.names import name_for
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails
from planner.services.issues.issues import add_comment
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


def _ask_comment(visit: Visit, issue_id: int) -> None:
    """The uid names the comment that is being typed; it changes when that was sent, so a second tap sends nothing twice."""
    t, notes, name = visit.t, FieldNotes(), f"comment-of-{issue_id}"
    uid = st.session_state.setdefault(name, new_id())
    text = st.text_area(
        t("issue_page.comment"),
        key=f"comment-{uid}",
        height=90,
        placeholder=t("issue_page.comment_hint"),
        max_chars=4000,
    )
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
