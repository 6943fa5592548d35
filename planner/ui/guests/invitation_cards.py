"""Participants on screens: the seats of the bus, the list by group, and one's own invitation with its answer."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from planner import links
from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import Answer
from planner.i18n import Translator
from planner.phrases.guests import invitation_text, participant_facts, participant_name
from planner.phrases.tours import say_when
from planner.services.access.visit import Visit
from planner.services.guests.invitations import InvitedRow, MyInvitation, answer_invitation
from planner.services.guests.seats import Seats
from planner.ui.dialog_state import open_dialog
from planner.ui.guests.invitation_mail import show_mail_button
from planner.ui.guests.own_invitation import NAME as OWN_INVITATION
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

LOOKS = {
    Answer.INVITED: ("gray", "mail"),
    Answer.YES: ("green", "check_circle"),
    Answer.NO: ("red", "cancel"),
    Answer.DELEGATED: ("violet", "person_add"),
    Answer.WAITING: ("orange", "hourglass_top"),
}


def answer_badge(t: Translator, answer: Answer) -> str:
    """Markdown of an answer: colour, icon and word."""
    colour, icon = LOOKS[answer]
    return f":{colour}-badge[:material/{icon}: {t(f'words.answer.{answer.value}')}]"


def show_seats(visit: Visit, seats: Seats) -> None:
    """How many seats are taken, in all and by group, and who waits."""
    t = visit.t
    grid = st.grid(4, min_column_width=150, gap="small")
    _show_number(grid, t("invitations.seats"), seats.taken, seats.total, t)
    for group, numbers in seats.groups.items():
        _show_number(grid, t(f"words.seat_group.{group.value}"), numbers.taken, numbers.quota, t)
    if seats.over:
        st.warning(t("invitations.over", n=seats.over), icon=":material/warning:")
    elif seats.waiting:
        st.info(t("invitations.waiting", n=seats.waiting), icon=":material/hourglass_top:")


def _show_number(
    grid: st.delta_generator.DeltaGenerator, label: str, taken: int, limit: int | None, t: Translator
) -> None:
    with grid.container(border=True, gap="xxsmall"):
        st.markdown(f":gray[{label}]")
        st.markdown(f"**{t('invitations.of', taken=taken, limit=limit) if limit is not None else taken}**")


def show_participants(visit: Visit, rows: Sequence[InvitedRow]) -> None:
    """The list by group; with a button on each row for those who may change it."""
    t, group = visit.t, None
    if not rows:
        st.info(t("invitations.empty"), icon=":material/group_add:")
    for row in rows:
        if row.participant.group is not group:
            group = row.participant.group
            st.header(t(f"words.seat_group.{group.value}"), anchor=False)
            room = st.container(gap="xsmall")
        with room.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            _show_row(visit, row)


def _show_row(visit: Visit, row: InvitedRow) -> None:
    t, participant = visit.t, row.participant
    about = " · ".join(participant_facts(t, row))
    with st.container(gap="xxsmall"):
        name = plain(participant_name(t, participant, row.agency))
        st.markdown(f"**{name}** {answer_badge(t, participant.answer)}")
        if about:
            st.markdown(f":gray[{plain(about)}]")
    if not may(visit.actor, Action.INVITE).allowed:
        return
    name = plain(participant.name or row.agency)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xxsmall", width="content"):
        if not participant.tablet:
            st.button(
                t("invitations.contact_button", name=name),
                icon=":material/contact_mail:",
                key=f"icon_contact_{participant.id}",
                on_click=lambda: open_dialog(OWN_INVITATION, participant_id=participant.id),
            )
        st.button(
            t("invitations.change", name=name),
            icon=":material/edit:",
            key=f"answer_{participant.id}",
            on_click=lambda: open_dialog("answer", participant_id=participant.id),
        )


def show_invitation_text(visit: Visit, tour: Tour) -> None:
    """Invitations go out when somebody sends them: by a letter from here, or as a text to copy for mail or the phone."""
    t = visit.t
    with st.expander(t("invitations.text_title"), icon=":material/content_copy:"):
        show_mail_button(visit, tour)
        path = links.INVITATIONS.to(tour_id=tour.id)
        st.link_button(t("invitations.print_all"), path, icon=":material/print:")
        st.markdown(t("invitations.text_explain"))
        show_to_copy(t, invitation_text(t, tour, visit.site.url(links.screen("invitations", tour=tour.id))))


def show_my_invitations(visit: Visit, invitations: Sequence[MyInvitation]) -> None:
    """The invitations of the visitor, each with the three answers; the first that waits for one stands out."""
    unanswered = next((each for each in invitations if each.participant.answer is Answer.INVITED), None)
    for mine in invitations:
        _show_mine(visit, mine, "primary" if mine is unanswered else "secondary")


def _show_mine(visit: Visit, mine: MyInvitation, first: Literal["primary", "secondary"]) -> None:
    t, row = visit.t, mine.participant
    with st.container(border=True):
        st.page_link("tour.py", label=f"**{plain(mine.tour.title)}**", query_params={"id": str(mine.tour.id)})
        for_whom = t("invitations.for_you") if row.person_id is not None else t("invitations.for_your_agency")
        st.markdown(f":gray[{plain(say_when(t, mine.tour))} · {for_whom}] {answer_badge(t, row.answer)}")
        if mine.delegate:
            st.markdown(t("invitations.sends", name=plain(mine.delegate)))
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("invitations.i_come"),
                icon=":material/check:",
                key=f"yes_{row.id}",
                type=first,
                on_click=lambda: _tap(id_of(row), Answer.YES),
            )
            st.button(
                t("invitations.i_send"),
                icon=":material/person_add:",
                key=f"delegate_{row.id}",
                on_click=lambda: open_dialog("answer", participant_id=row.id, own=Answer.DELEGATED),
            )
            st.button(
                t("invitations.i_do_not"),
                icon=":material/close:",
                key=f"no_{row.id}",
                on_click=lambda: _tap(id_of(row), Answer.NO),
            )
            st.link_button(
                t("tours.calendar"),
                links.INVITATION_CALENDAR.to(participant_id=row.id),
                icon=":material/event:",
                type="tertiary",
            )


def show_invitation_problem() -> None:
    """Says why the last tap on an answer did nothing."""
    show_problem("invitations")


def _tap(participant_id: int, answer: Answer) -> None:
    visit = current_visit()
    done = attempt(
        visit,
        lambda session: answer_invitation(session, visit.actor, participant_id, answer=answer, now=visit.now),
    )
    keep_problem("invitations", done.problem)
