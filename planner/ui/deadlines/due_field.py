"""The field in which a date is named: ready dates beside it, and what is known of such dates, told and never forbidden."""

from datetime import date

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.words import Urgency
from planner.phrases.deadlines.terms import (
    say_beaten,
    say_days_left,
    say_norm,
    say_record,
    say_unpublished,
)
from planner.services.access.visit import Visit
from planner.services.deadlines.record import record_of
from planner.services.deadlines.rules import Norms, norms_of
from planner.ui.dialog_state import OpenDialog
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.text import plain


def ask_due(visit: Visit, dialog: OpenDialog, notes: FieldNotes, norms: Norms, agency_id: int | None) -> date | None:
    """The date of an instruction: by the norm of the agency at first, by an urgency word at a tap, or typed."""
    t, state = visit.t, st.session_state
    norm = norms.of(agency_id)
    ready = {t("norms.chip"): norm.due_on, **{t(f"words.urgency.{each}"): norms.urgent(each) for each in Urgency}}
    taken, turn = dialog.key("due_taken"), dialog.key("due_turn")
    # Another ready date makes another field: it begins with it, and may still be corrected.
    day = ask_day(t("instruct.due"), state.get(taken, norm.due_on), key=dialog.key(f"due-{state.get(turn, 0)}"))
    notes.under("date")
    with st.container(horizontal=True, gap="small"):
        for name, offered in ready.items():
            st.button(
                t("norms.until", term=name, day=t.short_day(offered)),
                key=dialog.key(f"due-{name}"),
                on_click=_take,
                args=(taken, turn, offered),
            )
    st.markdown(f":gray[{plain(say_norm(t, norm))}]")
    if day is not None:
        _tell(visit, norms, agency_id, day)
    return day


def tell_of_day(visit: Visit, category_id: int, agency_id: int, day: date) -> None:
    """What is known of a date that is named for an agency's work in a category."""
    today = today_in(visit.city.timezone, visit.now)
    with visit.reading() as session:
        norms = norms_of(session, category_id, today=today)
    _tell(visit, norms, agency_id, day)


def _take(taken: str, turn: str, day: date) -> None:
    st.session_state[taken] = day
    st.session_state[turn] = st.session_state.get(turn, 0) + 1


def _tell(visit: Visit, norms: Norms, agency_id: int | None, day: date) -> None:
    t = visit.t
    unpublished = say_unpublished(t, norms, day)
    if unpublished:
        st.warning(unpublished, icon=":material/event_busy:")
    said = [say_days_left(t, norms, day)] if day > norms.today else []
    if agency_id is not None:
        with visit.reading() as session:
            record = record_of(
                session, visit.actor, agency_id=agency_id, category_id=norms.category_id, today=norms.today
            )
        said += say_record(t, record)
        beaten = say_beaten(t, record, (day - norms.today).days)
        if beaten:
            st.warning(beaten, icon=":material/history:")
    st.markdown(f":gray[{' '.join(said)}]")
