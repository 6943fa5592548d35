"""Why a tap did nothing: kept by the callback of a button, and said where it was tapped, until the next tap."""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from planner.ui.visit import Problem

_KEY = "tap_problem"


@dataclass
class _Kept:
    place: str
    sentence: str
    screen: str | None = None
    """On which screen it was tapped; None before the run that follows the callback."""


def keep_problem(place: str, problem: Problem | None) -> None:
    """Remembers why the tap at this place of a screen did nothing; None forgets what was said before."""
    if problem is None:
        st.session_state.pop(_KEY, None)
    else:
        st.session_state[_KEY] = _Kept(place, problem.sentence)


def show_problem(place: str) -> None:
    """Says it, at the place where it was tapped."""
    kept = st.session_state.get(_KEY)
    if isinstance(kept, _Kept) and kept.place == place:
        st.error(kept.sentence, icon=":material/error:")


def forget_old_problem(screen: str) -> None:
    """Forgets what was said before another tap, or on another screen; for the router, before it runs a screen.

    Runs that nobody has tapped for change nothing: a map draws the screen a second time by itself, and so does a connection
    that was lost.
    """
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, _Kept):
        return
    if kept.screen is None:
        kept.screen = screen
    elif kept.screen != screen or _is_tapped():
        st.session_state.pop(_KEY, None)


def _is_tapped() -> bool:
    """Whether a widget says something else than in the run before. Only Streamlit itself knows that of all of them."""
    context = get_script_run_ctx()
    if context is None:
        return False
    state = context.session_state._state
    return any(state._widget_changed(each) for each in state._new_widget_state)
