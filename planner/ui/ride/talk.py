"""The discussion at a stop: what was said, and one's own word."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models import Comment, Stop
from planner.domain.models.types import new_id
from planner.services.access.visit import Visit
from planner.services.issues.issues import add_comment
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.text import plain
from planner.ui.visit import attempt

_UID = "talk_uid"
"""Names the comment that is being typed; it changes when that was sent, so a second tap sends nothing twice."""


def show_talk(visit: Visit, stop: Stop, said: Sequence[Comment]) -> None:
    """The words so far, and a field for the next."""
    t = visit.t
    st.header(t("talk.title", number=stop.position), anchor=False)
    for comment in said:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(comment.author)}** :gray[{t.time(comment.written_at)}]")
            st.text(comment.text)
    with kept_form("talk", stop.id):
        _ask_comment(visit, stop)


def _ask_comment(visit: Visit, stop: Stop) -> None:
    t, notes = visit.t, FieldNotes()
    uid = st.session_state.setdefault(_UID, new_id())
    text = st.text_area(t("talk.yours"), placeholder=t("talk.hint", name=stop.name), key=f"talk-{uid}", height=90)
    notes.under("text")
    if st.button(t("talk.send"), icon=":material/send:", key="talk_send"):
        done = attempt(
            visit,
            lambda session: add_comment(session, visit.actor, uid=uid, text=text, now=visit.now, stop_id=stop.id),
        )
        notes.show(done.problem)
        if done.problem is None:
            st.session_state[_UID] = new_id()
            st.rerun()
