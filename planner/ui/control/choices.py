"""What dialogs of steps let one choose, for one instruction or for many."""

from collections.abc import Mapping

import streamlit as st

from planner.domain.words import Outcome, Step
from planner.domain.workflow import ACCEPTED_OUTCOMES
from planner.services.access.visit import Visit
from planner.ui.dialog_state import OpenDialog


def choose_agency(visit: Visit, dialog: OpenDialog, names: Mapping[int, str], *, label: str) -> int | None:
    """One of the agencies, in the order in which they are given; None before one was chosen."""
    return st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda agency_id: names[agency_id],
        placeholder=visit.t("instructions.ask.choose"),
        key=dialog.key("agency"),
    )


def choose_outcome(visit: Visit, dialog: OpenDialog, step: Step) -> Outcome:
    """With what it ended; a repeat of another issue has a dialog of its own."""
    t, accepts = visit.t, step is Step.ACCEPT
    chosen = st.pills(
        t("instructions.ask.outcome"),
        ACCEPTED_OUTCOMES if accepts else [each for each in Outcome if each is not Outcome.DUPLICATE],
        default=Outcome.FIXED if accepts else Outcome.NOT_NEEDED,
        required=True,
        format_func=lambda outcome: t(f"words.outcome.{outcome}"),
        key=dialog.key("outcome"),
    )
    return Outcome(chosen)
