"""What forms share: places under the fields where a problem is said, the field for a day, and the step of a clock."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.ui.form_state import SEEN, theirs_of
from planner.ui.visit import Problem

FIVE_MINUTES = 300
"""The step of a field for a time of day, in seconds."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Streamlit's own bounds, ten years around the day shown, would keep the old day and say why in English, in a tip."""


def ask_day(label: str, day: date | None, *, key: str, on_change: Callable[[], None] | None = None) -> date | None:
    """A field for a day. It takes any day of these years: whether it can be is said by the service, in the visitor's words.

    For any other day Streamlit would go on with the old one; `screen/forms/days.js` says so beside the field, and saves nothing.
    """
    return st.date_input(label, day, _EARLIEST, _LATEST, format="DD.MM.YYYY", key=key, on_change=on_change)


def kept_form(name: str, *about: object) -> DeltaGenerator:
    """A room for fields that the browser keeps as a draft until they are saved, and offers again (`screen/forms/drafts.js`).

    `name` and `about`, whose parts are numbers or short words of letters and digits, tell the form from all others of its screen: `kept_form("stop", 5)`.
    Passwords and fields of the type "search" in it are not kept.
    """
    return st.container(key="-".join(["kept", name, *map(str, about)]))


class FieldNotes:
    """Room for one sentence beside each field: `notes.under("title")` after the widget, `notes.show(problem)` after the tap.

    A problem without a field, or whose field has no room, is said where `notes.under("")` stands, else where `show` is
    called.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, DeltaGenerator] = {}
        self._seen: dict[str, Any] = {}
        self._form = ""

    def under(self, field: str) -> None:
        """Keeps room for a sentence here."""
        self._rooms[field] = st.empty()

    def began_with(self, key: str, given: Mapping[str, Any], *, anew: bool = False) -> Mapping[str, Any]:
        """The values with which the form began: what each field gave when it was drawn first under this key of the session.

        Services compare them with what is stored by then. What `show` tells that others have changed counts as seen: to
        save once more is deliberate. `anew`: the form has just been opened again.
        """
        if anew:
            st.session_state.pop(key, None)
            st.session_state.pop(theirs_of(key.removeprefix(SEEN)), None)
        self._seen = st.session_state.setdefault(key, {})
        self._form = key
        for name, value in given.items():
            self._seen.setdefault(name, value)
        return self._seen

    def show(self, problem: Problem | None) -> None:
        """Says the problem where it belongs, and those of other fields beside it; None is no problem.

        What others have changed is said where the form ends, by `show_theirs`, with ways to take it, until that is settled.
        """
        if problem is None:
            return
        self._seen.update(problem.changed)
        if problem.changed and self._form.startswith(SEEN):
            st.session_state[theirs_of(self._form.removeprefix(SEEN))] = problem
            st.rerun()
        room = self._rooms.get(problem.field or "") or self._rooms.get("") or st.empty()
        room.error(problem.sentence, icon=":material/error:")
        for other in problem.others:
            self.show(other)
