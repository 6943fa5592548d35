"""A button that takes something away for good: the first tap asks, the second one does it."""

from typing import Literal

import streamlit as st

from planner.i18n import Translator
from planner.ui.tap_problem import the_screen

_ASKED = "asked_for_a_second_tap"


def second_tap(
    t: Translator,
    label: str,
    sure: str,
    *,
    key: str,
    icon: str = ":material/delete:",
    width: Literal["content", "stretch"] = "content",
) -> bool:
    """Whether it was tapped the second time, on `sure`, which says what is lost. One thing is asked about at a time.

    For what nothing brings back. What can be undone needs no question, and an entry of a directory is archived by
    `show_foot`.
    """
    if st.session_state.get(_ASKED) != (the_screen(), key):
        st.button(label, key=key, icon=icon, width=width, on_click=_ask, args=(key,))
        return False
    with st.container(horizontal=True, gap="small", width=width, key=f"{key}_asked"):
        st.button(t("app.cancel"), key=f"{key}_no", on_click=_ask, args=("",))
        if st.button(sure, key=f"{key}_yes", icon=icon, type="primary", width=width):
            _ask("")
            return True
    return False


def _ask(key: str) -> None:
    st.session_state[_ASKED] = (the_screen(), key)
