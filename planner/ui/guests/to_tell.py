"""Whom somebody has to tell: who got a seat from the line and was not reached by any letter."""

import streamlit as st

from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.phrases.guests import answer_address, free_seat_text
from planner.services.access.visit import Visit
from planner.services.notices.free_seats import ToTell, note_told, to_tell_of_seats
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit


def show_to_tell(visit: Visit, tour: Tour) -> None:
    """The list with a text for each and a button that takes it off; nothing where all know."""
    t = visit.t
    with visit.reading() as session:
        rows = to_tell_of_seats(session, visit.actor, id_of(tour))
    show_problem("to_tell")
    if not rows:
        return
    with st.container(border=True):
        st.markdown(f":orange[:material/campaign:] **{t('invitations.to_tell', n=len(rows))}**")
        st.markdown(f":gray[{t('invitations.to_tell_explain')}]")
        for row in rows:
            _show_row(visit, tour, row)


def _show_row(visit: Visit, tour: Tour, row: ToTell) -> None:
    t, number = visit.t, id_of(row.participant)
    contact = plain(row.contact) or t("invitations.no_contact")
    st.markdown(f"**{plain(row.name)}** · {contact}")
    address = answer_address(visit.site, row.participant)
    show_to_copy(t, free_seat_text(t, tour, name=row.participant.name, address=address))
    st.button(
        t("invitations.told", name=plain(row.name)),
        icon=":material/check:",
        key=f"told_{number}",
        on_click=_tap,
        args=(number,),
    )


def _tap(participant_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: note_told(session, visit.actor, participant_id))
    keep_problem("to_tell", done.problem)
