"""The papers of a controller's screen: the letter to an agency that is late, and the note on discipline."""

from datetime import date

import streamlit as st

from planner import links
from planner.services.access.visit import Visit
from planner.ui.forms import ask_day, kept_form


def show_letter(visit: Visit, agency_id: int | None) -> None:
    """The letter, once an agency is chosen."""
    if agency_id is not None:
        way, label = links.REMINDER_LETTER.to(agency_id=agency_id), visit.t("instruction_papers.letter")
        st.link_button(label, way, icon=":material/mail:")


def show_discipline(visit: Visit, today: date) -> None:
    """The note, for the days that are asked for: at first the month until today."""
    t = visit.t
    with st.expander(t("instruction_papers.note"), icon=":material/leaderboard:"):
        with kept_form("discipline"), st.container(horizontal=True, gap="small"):
            since = ask_day(t("instruction_papers.since"), today.replace(day=1), key="discipline_since")
            until = ask_day(t("instruction_papers.until"), today, key="discipline_until")
        if since is None or until is None or since > until:
            st.error(t("discipline.error.period"), icon=":material/error:")
            return
        asked = {"since": since.isoformat(), "until": until.isoformat()}
        with st.container(horizontal=True, gap="small"):
            for name, path in (("Word", links.DISCIPLINE_DOCX), ("XLSX", links.DISCIPLINE_XLSX)):
                st.link_button(name, path.to(asked), icon=":material/download:")
