"""How the import of a file ends: the screen is drawn anew without the file, and says at its top what came in."""

import streamlit as st

from planner.ui.tap_problem import keep_news, show_problem


def file_key(screen: str) -> str:
    """The key of the screen's field for a file; after an import it is another one, which is empty."""
    return f"{screen}_file_{st.session_state.get(_times(screen), 0)}"


def end_import(screen: str, sentence: str) -> None:
    """Takes the file away and draws the whole screen anew. It does not return."""
    st.session_state[_times(screen)] = st.session_state.get(_times(screen), 0) + 1
    keep_news(_said(screen), sentence)
    st.rerun()


def leave_import(upload: str, screen: str, sentence: str, page: str) -> None:
    """Takes the file away and goes to the screen where one looks at what came in, which says so. It does not return."""
    st.session_state[_times(upload)] = st.session_state.get(_times(upload), 0) + 1
    keep_news(_said(screen), sentence)
    st.switch_page(page)


def tell_import(screen: str) -> None:
    """Says what came in, until the next tap; for the top of the screen."""
    show_problem(_said(screen))


def _times(screen: str) -> str:
    return f"{screen}_imports"


def _said(screen: str) -> str:
    return f"{screen}_imported"
