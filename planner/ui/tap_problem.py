"""Why a tap did nothing: kept by the callback of a button, and said by the runs that follow, where it was tapped."""

from datetime import timedelta

import streamlit as st

from planner.services.access.visit import Visit
from planner.ui.visit import Problem

_KEY = "tap_problem"
_SAID_FOR = timedelta(seconds=10)
"""A map draws the screen a second time by itself, at once: the sentence outlives that, and is gone at the next tap."""


def keep_problem(visit: Visit, place: str, problem: Problem | None) -> None:
    """Remembers why the tap at this place of a screen did nothing; None forgets what was said before."""
    if problem is None:
        st.session_state.pop(_KEY, None)
    else:
        st.session_state[_KEY] = (place, problem.sentence, visit.now)


def show_problem(visit: Visit, place: str) -> None:
    """Says it, at the place where it was tapped."""
    where, sentence, kept_at = st.session_state.get(_KEY, ("", "", visit.now))
    if visit.now - kept_at > _SAID_FOR:
        st.session_state.pop(_KEY, None)
    elif sentence and where == place:
        st.error(sentence, icon=":material/error:")
