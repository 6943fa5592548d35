"""Who rides: the invitations of a tour and the seats of its bus; without a tour, one's own invitations."""

import streamlit as st

from planner.domain.permissions import Action, may
from planner.phrases.tours import say_when
from planner.services.access.scopes import subject_of_tour
from planner.services.guests.invitations import list_participants, my_invitations
from planner.services.guests.seats import seats_of
from planner.services.tours.tours import get_tour
from planner.ui.asked import asked_number
from planner.ui.dialog_state import open_dialog
from planner.ui.guests.invitation_cards import (
    show_invitation_problem,
    show_invitation_text,
    show_my_invitations,
    show_participants,
    show_seats,
)
from planner.ui.guests.invitation_dialogs import show_open_dialog
from planner.ui.guests.to_tell import show_to_tell
from planner.ui.text import plain
from planner.ui.tour_look import show_tour_title
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
tour_id = asked_number("tour")
rows, inviting, leading = [], False, False
with visit.reading() as session:
    mine = my_invitations(session, visit.actor, now=visit.now)
    if tour_id is not None:
        tour = get_tour(session, visit.actor, tour_id)
        subject = subject_of_tour(tour)
        mine = [each for each in mine if each.tour.id == tour_id]
        seats = seats_of(session, visit.actor, tour_id)
        inviting = may(visit.actor, Action.INVITE, subject).allowed
        leading = may(visit.actor, Action.LEAD_TOUR, subject).allowed
        rows = list_participants(session, visit.actor, tour_id) if inviting or leading else []

if tour_id is None:
    st.title(t("invitations.mine"), anchor=False)
else:
    show_tour_title(t, tour, t("invitations.title"))
    st.markdown(f":gray[{plain(tour.title)} · {plain(say_when(t, tour))}]")
    st.page_link(
        "tour.py",
        label=t("events.to_event" if tour.is_event else "invitations.to_plan"),
        icon=":material/arrow_back:",
        query_params={"id": str(tour_id)},
    )
show_invitation_problem()
show_my_invitations(visit, mine)
if tour_id is None and not mine:
    st.info(t("invitations.none_of_mine"), icon=":material/mail:")
if tour_id is not None:
    show_seats(visit, seats)
if tour_id is not None and inviting:
    show_to_tell(visit, tour)
    show_invitation_text(visit, tour)
if inviting or leading:
    show_participants(visit, rows)
if inviting:
    with st.bottom:
        st.button(
            t("invitations.invite"),
            icon=":material/group_add:",
            type="primary",
            width="stretch",
            on_click=lambda: open_dialog("invite"),
        )
show_open_dialog(visit, tour_id, [*(row.participant for row in rows), *(each.participant for each in mine)], rows)
