"""The dialog of one on the list: the invitation to copy or print, its link, and how this one is reached."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.models import Participant, Stop, Tour
from planner.domain.models.types import id_of
from planner.phrases.guests import answer_address, own_invitation_text, participant_name, say_programme
from planner.services.access.visit import Visit
from planner.services.guests.answer_links import make_answer_link, revoke_answer_link
from planner.services.guests.contacts import save_contact
from planner.services.guests.invitations import InvitedRow
from planner.services.papers.invitations import printed_invitations
from planner.ui.dialog_state import OpenDialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.second_tap import second_tap
from planner.ui.text import plain
from planner.ui.visit import attempt

NAME = "own_invitation"


def show_own_invitation(visit: Visit, row: InvitedRow, dialog: OpenDialog) -> None:
    """Draws the dialog."""
    title = plain(participant_name(visit.t, row.participant, row.agency))
    ask = partial(_ask, row.participant.tour_id, id_of(row.participant))
    show_dialog(dialog, title, ask, width="large", icon=":material/contact_mail:")


def _ask(tour_id: int, participant_id: int, visit: Visit, dialog: OpenDialog) -> None:
    with visit.reading() as session:
        facts = printed_invitations(session, visit.actor, tour_id, participant_id=participant_id)
    row, notes = facts.rows[0], FieldNotes()
    _show_text(visit, facts.tour, facts.stops, row.participant)
    _show_link(visit, dialog, row.participant, notes)
    _ask_contact(visit, dialog, row.participant, notes)


def _show_text(visit: Visit, tour: Tour, stops: Sequence[Stop], row: Participant) -> None:
    t, address = visit.t, answer_address(visit.site, row)
    text = own_invitation_text(t, tour, say_programme(t, stops), name=row.name, address=address)
    st.markdown(t("invitations.own_text"))
    show_to_copy(t, text)


def _show_link(visit: Visit, dialog: OpenDialog, row: Participant, notes: FieldNotes) -> None:
    t, number = visit.t, id_of(row)
    if row.answer_code is None:
        st.info(t("invitations.no_link"), icon=":material/link_off:")
    with st.container(horizontal=True, gap="small"):
        path = links.INVITATIONS.to({"participant": number}, tour_id=row.tour_id)
        st.link_button(t("invitations.print"), path, icon=":material/print:")
        label, sure, icon = t("invitations.revoke"), t("invitations.revoke_sure"), ":material/link_off:"
        if row.answer_code is not None and second_tap(t, label, sure, icon=icon, key=dialog.key("revoke")):
            _tap(visit, notes, lambda session: revoke_answer_link(session, visit.actor, number))
        if st.button(t("invitations.renew"), icon=":material/add_link:", key=dialog.key("renew")):
            _tap(visit, notes, lambda session: make_answer_link(session, visit.actor, number))
    notes.under("link")


def _tap(visit: Visit, notes: FieldNotes, change: Callable[[Session], object]) -> None:
    done = attempt(visit, change)
    notes.show(done.problem)
    if done.problem is None:
        st.rerun(scope="fragment")


def _ask_contact(visit: Visit, dialog: OpenDialog, row: Participant, notes: FieldNotes) -> None:
    t, given = visit.t, {}
    st.header(t("invitations.contact"), anchor=False)
    if row.person_id is not None or row.agency_id is not None:
        st.markdown(f":gray[{t('invitations.from_directory')}]")
    for name, label in (
        ("phone", "invitations.phone"),
        ("email", "invitations.email"),
        ("agency_name", "invitations.guest_agency"),
        ("post", "invitations.post"),
        ("note", "invitations.contact_note"),
    ):
        if name == "agency_name" and row.agency_id is not None:
            given[name] = row.agency_name
            continue
        given[name] = st.text_input(t(label), getattr(row, name), key=dialog.key(name)) or ""
        notes.under(name)
    seen = notes.began_with(dialog.key("seen"), given)
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_contact(session, visit.actor, id_of(row), seen=seen, **given),
        )
