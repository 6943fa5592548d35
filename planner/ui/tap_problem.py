"""What came of a tap: why it did nothing, or that it is done; said where it was tapped, until the next tap."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.ui.visit import Problem

_KEY = "tap_problem"
_SCREEN = "screen_of_taps"


@dataclass
class _Kept:
    place: str
    sentence: str
    is_news: bool = False
    """Whether it is good news."""
    screen: str | None = None
    """On which screen it was tapped; None until a run of the whole screen has said it."""


def keep_problem(place: str, problem: Problem | None) -> None:
    """Remembers why the tap at this place of a screen did nothing; None forgets what was said before.

    For a button's callback, or above the place in the same run, or before `st.rerun()`: what draws itself by a timer says
    it again each time.
    """
    if problem is None:
        st.session_state.pop(_KEY, None)
    else:
        st.session_state[_KEY] = _Kept(place, problem.sentence)


def keep_news(place: str, sentence: str) -> None:
    """The same for what a tap has done; `sentence` is safe for Markdown."""
    st.session_state[_KEY] = _Kept(place, sentence, is_news=True)


def show_problem(place: str) -> None:
    """Says either of them, at the place where it was tapped."""
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, _Kept) or kept.place != place:
        return
    if kept.screen is None and not _is_part_of_a_screen():
        kept.screen = st.session_state.get(_SCREEN)
    if kept.is_news:
        st.success(kept.sentence, icon=":material/check_circle:")
    else:
        st.error(kept.sentence, icon=":material/error:")


def the_screen() -> str:
    """What the router calls the screen that is drawn; empty before there is one."""
    return str(st.session_state.get(_SCREEN, ""))


def forget_old_problem(screen: str) -> None:
    """Forgets what was said before another tap, or on another screen; for the router, before it runs a screen.

    `screen` tells it from all others: its address with the numbers that it is about. Runs that nobody has tapped for change
    nothing: a map draws the screen a second time by itself, and so does a connection that was lost.
    """
    st.session_state[_SCREEN] = screen
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, _Kept):
        return
    if kept.screen is None:
        kept.screen = screen
    elif kept.screen != screen or _is_tapped():
        st.session_state.pop(_KEY, None)


def _is_part_of_a_screen() -> bool:
    """Whether only a fragment is drawn now: it may begin a run of the whole screen, in which the tap still counts as one."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def _is_tapped() -> bool:
    """Whether a widget says something else than in the run before. Only Streamlit itself knows that of all of them."""
    context = get_script_run_ctx()
    if context is None:
        return False
    state = context.session_state._state
    return any(state._widget_changed(each) for each in state._new_widget_state)
