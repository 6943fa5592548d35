"""What forms share: places under the fields where a problem is said, and the step of a clock."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.ui.visit import Problem

FIVE_MINUTES = 300
"""The step of a field for a time of day, in seconds."""


class FieldNotes:
    """Room for one sentence beside each field: `notes.under("title")` after the widget, `notes.show(problem)` after the tap.

    A problem without a field, or whose field has no room, is said where `notes.under("")` stands, else where `show` is
    called.
    """

    def __init__(self) -> None:
        self._rooms: dict[str, DeltaGenerator] = {}

    def under(self, field: str) -> None:
        """Keeps room for a sentence here."""
        self._rooms[field] = st.empty()

    def show(self, problem: Problem | None) -> None:
        """Says the problem where it belongs; None is no problem."""
        if problem is None:
            return
        room = self._rooms.get(problem.field or "") or self._rooms.get("") or st.empty()
        room.error(problem.sentence, icon=":material/error:")
