"""Which dialog of a screen is open; it stays open when the whole screen is drawn again, and keeps what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from planner.domain.models.types import new_id

_KEY = "open_dialog"


@dataclass(frozen=True)
class OpenDialog:
    """An open dialog. `uid` is made when it opens: whatever it saves is saved once, however often one taps.

    `about` is what it was opened for.
    """

    name: str
    uid: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def key(self, widget: str) -> str:
        """The key of a widget in this dialog; the next dialog starts empty."""
        return f"{widget}-{self.uid}"


def open_dialog(name: str, **about: Any) -> None:
    """Opens a dialog at the next run of the whole screen: call it in a button's callback, or rerun."""
    st.session_state[_KEY] = OpenDialog(name, new_id(), about)


def the_open_dialog() -> OpenDialog | None:
    """The dialog to draw in this run, if any."""
    dialog = st.session_state.get(_KEY)
    return dialog if isinstance(dialog, OpenDialog) else None


def forget_dialog() -> None:
    """Marks the dialog as closed; give it to `st.dialog` as `on_dismiss`."""
    st.session_state.pop(_KEY, None)


def show_save(dialog: OpenDialog, *, save: str, cancel: str) -> bool:
    """The last row of a form in a dialog; whether "save" was tapped.

    Such a dialog is not dismissible: a tap beside it, in a bus on a bad road, would throw away what was typed.
    """
    with st.container(horizontal=True, gap="small", wrap=False):
        if st.button(cancel, key=dialog.key("cancel")):
            close_dialog()
        return st.button(save, icon=":material/check:", type="primary", width="stretch", key=dialog.key("save"))


def close_dialog() -> None:
    """Closes the dialog and draws the screen anew. It does not return."""
    forget_dialog()
    st.rerun()
