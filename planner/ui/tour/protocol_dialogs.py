"""The dialogs of the protocol: what an agency says, and the chair's PIN."""

import streamlit as st

from planner.domain.errors import Invalid
from planner.domain.models.types import id_of
from planner.phrases.names import agency_name
from planner.services.access.passwords import PIN_DIGITS, is_right
from planner.services.access.visit import Visit
from planner.services.protocol.confirming import begin_confirmation, confirm_protocol
from planner.services.protocol.editions import protocol_of
from planner.services.protocol.stances import take_stance
from planner.ui.dialog_state import OpenDialog, close_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt, problem_of


def show_stance(visit: Visit, dialog: OpenDialog) -> None:
    """An official's own word, or what was said, noted for others."""
    own, accepts = dialog.about.get("own"), dialog.about.get("accepts")
    key = "protocol.note" if own is None else "protocol.agree" if accepts else "protocol.object"
    show_dialog(dialog, visit.t(key), _ask_stance, icon=":material/edit_note:")


def show_confirmation(visit: Visit, dialog: OpenDialog) -> None:
    """The chair's PIN."""
    show_dialog(dialog, visit.t("protocol.confirm.title"), _ask_pin, icon=":material/verified:")


def _ask_stance(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, about = visit.t, FieldNotes(), dialog.about
    own, accepts, said_by = about.get("own"), about.get("accepts"), ""
    tour_id, point = about["tour_id"], about.get("protocol_point", "")
    with visit.reading() as session:
        protocol = protocol_of(session, visit.actor, tour_id)
    said = [each for each in (*protocol.stances, *protocol.on_points) if each.point == point]
    agencies = {id_of(each.agency): each.agency for each in said}
    agency_id = own
    if own is None:
        agency_id = st.selectbox(
            t("protocol.note.agency"),
            list(agencies),
            format_func=lambda each: agency_name(agencies[each]),
            key=dialog.key("agency"),
        )
        notes.under("agency")
        said_by = st.text_input(t("protocol.note.said_by"), key=dialog.key("said_by"))
        notes.under("said_by")
        accepts = st.toggle(t("protocol.note.accepts"), value=True, key=dialog.key("accepts"))
    elif own in agencies:
        st.markdown(plain(agencies[own].name))
    text = "" if accepts else st.text_area(t("protocol.note.text"), key=dialog.key("text"))
    notes.under("text")
    notes.under("")
    if show_save(visit, dialog, t("protocol.note.save")):
        save_and_close(
            visit,
            notes,
            lambda session: take_stance(
                session,
                visit.actor,
                tour_id,
                agency_id=agency_id,
                accepts=bool(accepts),
                seal=about["seal"],
                text=text,
                said_by=said_by,
                point=point,
                now=visit.now,
            ),
        )


def _ask_pin(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        undecided = protocol_of(session, visit.actor, dialog.about["tour_id"]).text.undecided
    if undecided:
        st.warning(t("protocol.undecided", n=undecided), icon=":material/pending:")
    st.markdown(t("protocol.confirm.explain"))
    pin = st.text_input(
        t("protocol.confirm.pin"),
        type="password",
        autocomplete="off",
        max_chars=PIN_DIGITS,
        key=dialog.key("pin"),
    )
    notes.under("pin")
    notes.under("")
    if show_save(visit, dialog, t("protocol.confirm"), icon=":material/verified:"):
        problem = _confirm(visit, dialog, pin)
        notes.show(problem)
        if problem is None:
            close_dialog()


def _confirm(visit: Visit, dialog: OpenDialog, pin: str) -> Problem | None:
    """The slow check stands between two short transactions."""
    tour_id, seal = dialog.about["tour_id"], dialog.about["seal"]
    begun = attempt(visit, lambda session: begin_confirmation(session, visit.actor, tour_id, now=visit.now))
    if begun.value is None:
        return begun.problem
    right = begun.value
    if not is_right(pin, right.pin_hash):
        return problem_of(visit, Invalid("protocol.confirm.wrong", field="pin"))
    done = attempt(
        visit, lambda session: confirm_protocol(session, visit.actor, tour_id, right, seal=seal, now=visit.now)
    )
    if done.value is not None:
        st.toast(visit.t("protocol.confirm.saved", number=done.value.number), icon=":material/verified:")
    return done.problem
