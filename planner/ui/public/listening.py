"""Whether the city takes reports of residents, and under which words."""

from typing import Any

import streamlit as st

from planner.domain.permissions import Action, may
from planner.services.access.visit import Visit
from planner.services.residents.openness import set_listening
from planner.ui.form_state import screen_form, show_theirs
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.visit import attempt


def show_listening(visit: Visit) -> None:
    """The switch, for administrators."""
    t, city, notes = visit.t, visit.city, FieldNotes()
    if not may(visit.actor, Action.MANAGE_CITY).allowed:
        return
    st.subheader(t("residents.settings"), anchor=False)
    form = screen_form("listening")
    with kept_form("listening"):
        takes = st.toggle(
            t("residents.takes"), city.takes_reports, help=t("residents.takes_help"), key=form.key("takes_reports")
        )
        consent = st.text_area(
            t("residents.consent_text"),
            city.report_consent,
            placeholder=t("residents.consent"),
            key=form.key("report_consent"),
        )
        notes.under("report_consent")
        given: dict[str, Any] = {"takes_reports": takes, "report_consent": consent}
        seen = notes.began_with(form.key("seen"), given)
        notes.under("")
        theirs = st.container()
        if st.button(t("app.save"), icon=":material/check:", key="save_listening"):
            done = attempt(
                visit,
                lambda session: set_listening(session, visit.actor, **given, seen=seen),
            )
            notes.show(done.problem)
            if done.problem is None:
                notes.began_with(form.key("seen"), given, anew=True)
                st.success(t("publicity.saved"), icon=":material/check:")
        with theirs:
            show_theirs(visit, form)
