"""The dialogs of the list of participants: whom to invite, and what somebody answered."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.models import Participant
from planner.domain.models.types import id_of
from planner.domain.words import Answer, SeatGroup
from planner.phrases.names import person_with_post
from planner.services.access.people import list_people
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies
from planner.services.guests.invitations import (
    InvitedRow,
    answer_invitation,
    invite_agency,
    invite_guest,
    invite_person,
    remove_invitation,
)
from planner.ui.dialog_state import OpenDialog, forget_dialog, save_and_close, show_dialog, show_save, the_open_dialog
from planner.ui.forms import FieldNotes
from planner.ui.guests.invitation_mail import NAME, show_invitation_mail
from planner.ui.guests.own_invitation import NAME as OWN_INVITATION
from planner.ui.guests.own_invitation import show_own_invitation
from planner.ui.second_tap import second_tap
from planner.ui.text import plain

ANSWERS = (Answer.YES, Answer.DELEGATED, Answer.NO)
WAYS = ("agencies", "people", "guest")
Deed = Callable[[Session], object]


def show_open_dialog(
    visit: Visit, tour_id: int | None, participants: Sequence[Participant], rows: Sequence[InvitedRow]
) -> None:
    """Draws the dialog that is open on the list, if any; `participants` are those whose answer may be asked for."""
    dialog = the_open_dialog()
    if dialog is None:
        return
    if dialog.name == "invite" and tour_id is not None:
        _show_invite(visit, tour_id, participants, dialog)
    elif dialog.name == NAME and tour_id is not None:
        show_invitation_mail(visit, tour_id, dialog)
    elif dialog.name == OWN_INVITATION:
        chosen = next((each for each in rows if each.participant.id == dialog.about["participant_id"]), None)
        if chosen is None:
            forget_dialog()
        else:
            show_own_invitation(visit, chosen, dialog)
    elif dialog.name == "answer":
        row = next((each for each in participants if each.id == dialog.about["participant_id"]), None)
        if row is None:
            forget_dialog()
        else:
            _show_answer(visit, row, dialog)


def _show_invite(visit: Visit, tour_id: int, participants: Sequence[Participant], dialog: OpenDialog) -> None:
    show_dialog(dialog, visit.t("invitations.invite"), partial(_ask_whom, tour_id, participants), width="medium")


def _ask_whom(tour_id: int, participants: Sequence[Participant], visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    way = st.segmented_control(
        t("invitations.whom"),
        WAYS,
        format_func=lambda each: t(f"invitations.whom.{each}"),
        default="agencies",
        required=True,
        key=dialog.key("way"),
        label_visibility="collapsed",
    )
    fields = {"agencies": _agencies, "people": _people, "guest": _guest}
    deed = fields[way](visit, tour_id, participants, dialog, notes)
    st.markdown(f":gray[{t('invitations.not_sent')}]")
    notes.under("")
    if show_save(visit, dialog, t("invitations.invite"), icon=":material/group_add:", disabled=deed is None):
        save_and_close(visit, notes, deed or _nothing)


def _nothing(session: Session) -> None:
    """What a button that is switched off would do."""


def _agencies(
    visit: Visit, tour_id: int, participants: Sequence[Participant], dialog: OpenDialog, notes: FieldNotes
) -> Deed | None:
    waiting = {row.agency_id for row in participants if row.person_id is None and row.answer is Answer.INVITED}
    with visit.reading() as session:
        agencies = [row.agency for row in list_agencies(session, visit.actor)]
    names = {id_of(agency): agency.short_name or agency.name for agency in agencies if agency.id not in waiting}
    chosen = st.pills(
        visit.t("invitations.whom.agencies"),
        list(names),
        format_func=lambda each: plain(names[each]),
        selection_mode="multi",
        key=dialog.key("agencies"),
        label_visibility="collapsed",
        wrap=True,
    )
    if not chosen:
        return None
    return lambda session: [invite_agency(session, visit.actor, tour_id, each, now=visit.now) for each in chosen]


def _people(
    visit: Visit, tour_id: int, participants: Sequence[Participant], dialog: OpenDialog, notes: FieldNotes
) -> Deed | None:
    listed = {row.person_id for row in participants}
    with visit.reading() as session:
        people = [row for row in list_people(session, visit.actor) if row.person.id not in listed]
    names = {id_of(row.person): person_with_post(row.person.name, row.person.post) for row in people}
    chosen = st.multiselect(
        visit.t("invitations.whom.people"),
        list(names),
        format_func=lambda each: names[each],
        placeholder=visit.t("invitations.choose_people"),
        key=dialog.key("people"),
        label_visibility="collapsed",
    )
    if not chosen:
        return None
    return lambda session: [invite_person(session, visit.actor, tour_id, each, now=visit.now) for each in chosen]


def _guest(
    visit: Visit, tour_id: int, participants: Sequence[Participant], dialog: OpenDialog, notes: FieldNotes
) -> Deed | None:
    t = visit.t
    name = st.text_input(t("invitations.guest_name"), key=dialog.key("guest")) or ""
    notes.under("name")
    agency_name = st.text_input(t("invitations.guest_agency"), key=dialog.key("guest_agency")) or ""
    notes.under("agency_name")
    post = st.text_input(t("invitations.post"), key=dialog.key("guest_post")) or ""
    notes.under("post")
    phone = st.text_input(t("invitations.phone"), key=dialog.key("guest_phone")) or ""
    notes.under("phone")
    email = st.text_input(t("invitations.email"), key=dialog.key("guest_email")) or ""
    notes.under("email")
    group = st.segmented_control(
        t("invitations.group"),
        list(SeatGroup),
        format_func=lambda each: t(f"words.seat_group.{each.value}"),
        default=SeatGroup.PUBLIC,
        required=True,
        key=dialog.key("group"),
    )
    return lambda session: invite_guest(
        session,
        visit.actor,
        tour_id,
        name=name,
        agency_name=agency_name,
        post=post,
        phone=phone,
        email=email,
        group=group,
        now=visit.now,
    )


def _show_answer(visit: Visit, row: Participant, dialog: OpenDialog) -> None:
    own = dialog.about.get("own")
    title = visit.t("invitations.i_send") if own else plain(row.name) or visit.t("invitations.answer")
    show_dialog(dialog, title, partial(_ask_answer, row), width="medium")


def _ask_answer(row: Participant, visit: Visit, dialog: OpenDialog) -> None:
    """One's own answer is given by the button that opened the dialog; for others it is asked for, or they come off the list."""
    t, notes, row_id, own = visit.t, FieldNotes(), row.id or 0, dialog.about.get("own")
    answer = own or _ask_which(visit, dialog, notes, row)
    names = _ask_names(visit, dialog, notes, row, answer)
    notes.under("")
    saved = show_save(visit, dialog, t("app.save"))
    label, sure = t("invitations.remove"), t("invitations.remove_sure")
    if own is None and second_tap(t, label, sure, width="stretch", key=dialog.key("remove")):
        save_and_close(visit, notes, lambda session: remove_invitation(session, visit.actor, row_id, now=visit.now))
    if saved:
        save_and_close(
            visit,
            notes,
            lambda session: answer_invitation(session, visit.actor, row_id, answer=answer, now=visit.now, **names),
        )


def _ask_which(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: Participant) -> Answer:
    chosen = st.segmented_control(
        visit.t("invitations.answer"),
        ANSWERS,
        format_func=lambda each: visit.t(f"invitations.{each.value}"),
        default=row.answer if row.answer in ANSWERS else Answer.YES,
        required=True,
        key=dialog.key("answer"),
    )
    notes.under("answer")
    return Answer(chosen)


def _ask_names(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: Participant, answer: Answer) -> dict[str, str]:
    """Who comes for an agency, or instead of somebody."""
    t, names = visit.t, {}
    if answer is Answer.YES and row.person_id is None:
        names["name"] = st.text_input(t("invitations.who_comes"), row.name, key=dialog.key("name")) or ""
        notes.under("name")
    if answer is Answer.DELEGATED:
        names["delegate_name"] = st.text_input(t("invitations.delegate_name"), key=dialog.key("delegate")) or ""
        notes.under("delegate_name")
    return names
