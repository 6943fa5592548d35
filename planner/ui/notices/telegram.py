"""The part of the account in which one joins a chat of Telegram, and ends it."""

import streamlit as st

from planner.config import TelegramBot, settings
from planner.services.access.visit import Visit
from planner.services.notices.telegram import ChatState, begin_chat, end_chat, my_chat
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.text import plain
from planner.ui.visit import attempt

_CODE = "telegram_code"


def show_telegram(visit: Visit) -> None:
    """How the visitor's chat stands; nothing where the installation has no bot."""
    bot, t, notes = settings().telegram, visit.t, FieldNotes()
    if bot is None:
        return
    with visit.reading() as session:
        state = my_chat(session, visit.actor)
    with st.container(border=True):
        st.header(t("telegram.title"), anchor=False)
        st.markdown(plain(t(f"telegram.state.{state.value}")))
        room = st.empty()
        notes.under("")
        with st.container(horizontal=True, gap="small"):
            if state is not ChatState.OPEN and st.button(t("telegram.join"), icon=":material/send:"):
                done = attempt(visit, lambda session: begin_chat(session, visit.actor, now=visit.now))
                notes.show(done.problem)
                st.session_state[_CODE] = done.value
            if state is not ChatState.NONE and st.button(t("telegram.end"), icon=":material/link_off:"):
                ended = attempt(visit, lambda session: end_chat(session, visit.actor))
                notes.show(ended.problem)
                if ended.problem is None:
                    st.session_state.pop(_CODE, None)
                    st.rerun()
        code = st.session_state.get(_CODE)
        if code and state is not ChatState.OPEN:
            with room.container():
                _show_code(visit, bot, code)


def _show_code(visit: Visit, bot: TelegramBot, code: str) -> None:
    """The link does the same as sending the words: one may be at a computer without Telegram."""
    t = visit.t
    st.markdown(plain(t("telegram.code", bot=bot.name)))
    show_to_copy(t, f"/start {code}")
    st.link_button(t("telegram.open"), f"https://t.me/{bot.name}?start={code}", icon=":material/open_in_new:")
