"""Voice notes on an issue's page: who said something when, with a player; hiding one and letting it be heard again."""

import html
from collections.abc import Sequence
from functools import partial

import streamlit as st

from planner import links
from planner.domain.models import FieldVoice
from planner.domain.permissions import Action, may
from planner.phrases.issues import say_voice
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails
from planner.services.issues.voices import hide_voice, show_voice_again
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.issue.parts import show_way_back_to_sight, show_way_out_of_sight
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit


def show_voices(visit: Visit, details: IssueDetails, voices: Sequence[FieldVoice]) -> None:
    """Nothing where there are none, or they are not for this visitor."""
    if not voices:
        return
    st.header(visit.t("voice.title"), anchor=False)
    show_problem("voice")
    for voice in voices:
        said = say_voice(visit.t, voice, visit.actor)
        address = html.escape(links.VOICE.to(voice_id=voice.uid))
        st.html(f'<audio controls preload="none" src="{address}" aria-label="{html.escape(said)}"></audio>')
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall", wrap=False):
            st.caption(plain(said))
            _show_rights(visit, details, voice)


def show_hide_voice(visit: Visit, dialog: OpenDialog) -> None:
    """The reason why a recording is not for everybody."""
    show_dialog(dialog, visit.t("voice.hide"), _ask_reason, icon=":material/visibility_off:")


def _show_rights(visit: Visit, details: IssueDetails, voice: FieldVoice) -> None:
    """The way to hide a recording or to let it be heard again, for those who may."""
    t = visit.t
    if not may(visit.actor, Action.HIDE_PHOTO, details.subject).allowed:
        return
    label = t("voice.more")
    with st.popover(
        label, help=label, icon=":material/more_horiz:", type="tertiary", width="content", key=f"edit_voice_{voice.uid}"
    ):
        key = f"voice-{voice.uid}"
        if voice.hidden:
            show_way_back_to_sight(t("voice.show"), key, lambda: _show_again(voice.uid))
        else:
            about = {"issue_id": details.issue.id, "voice_id": voice.uid}
            show_way_out_of_sight(t("voice.hide"), key, partial(open_dialog, "hide_voice", **about))


def _show_again(voice_id: str) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: show_voice_again(session, visit.actor, voice_id, now=visit.now))
    keep_problem("voice", done.problem)
    if done.problem is None:
        st.toast(visit.t("voice.shown_now"), icon=":material/visibility:")


def _ask_reason(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, voice_id = visit.t, FieldNotes(), dialog.about["voice_id"]
    st.markdown(t("voice.hide_text"))
    reason = st.text_input(t("voice.hide_reason"), key=dialog.key("reason"))
    notes.under("reason")
    notes.under("")
    if show_save(visit, dialog, t("voice.hide")):
        done = attempt(visit, lambda session: hide_voice(session, visit.actor, voice_id, reason=reason, now=visit.now))
        notes.show(done.problem)
        if done.problem is None:
            st.toast(t("voice.hidden_now"), icon=":material/visibility_off:")
            close_dialog()
