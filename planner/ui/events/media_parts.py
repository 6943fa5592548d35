"""The media of an event on its screen: who is asked, who is let in, who came."""

from functools import partial

import streamlit as st

from planner.domain.models import MediaGuest
from planner.domain.models.types import id_of
from planner.domain.words import Accreditation, TourState
from planner.i18n import Translator
from planner.services.access.visit import Visit
from planner.services.events.events import Event
from planner.services.events.media import note_came
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain
from planner.ui.tour.plan_changes import keep_plan_problem
from planner.ui.visit import attempt, current_visit

_COLOURS = {
    Accreditation.ASKED: ("gray", "schedule"),
    Accreditation.GRANTED: ("green", "verified"),
    Accreditation.REFUSED: ("red", "block"),
}
_OVER = (TourState.CANCELLED, TourState.DELETED)


def show_media(visit: Visit, event: Event) -> None:
    """Everybody of the media, a card each, with a tap for who came; nothing for those who may not read them."""
    t, tour = visit.t, event.tour
    if not event.sees_media:
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(t("events.media"), anchor=False)
        if tour.state not in _OVER:
            st.button(
                t("events.media_add"),
                icon=":material/person_add:",
                on_click=lambda: open_dialog("media_guest", guest_id=None),
            )
    if not event.media:
        st.markdown(f":gray[{t('events.no_media')}]")
        return
    granted = sum(each.state is Accreditation.GRANTED for each in event.media)
    st.markdown(f":gray[{t('events.media_counts', n=len(event.media), granted=granted)}]")
    begun = tour.starts_at <= visit.now and tour.state not in (*_OVER, TourState.DRAFT)
    for guest in event.media:
        _show_guest(visit, event, guest, asks_came=begun)


def media_badge(t: Translator, guest: MediaGuest) -> str:
    """Markdown of the accreditation: colour, icon and word."""
    colour, icon = _COLOURS[guest.state]
    return f":{colour}-badge[:material/{icon}: {t(f'words.accreditation.{guest.state.value}')}]"


def _show_guest(visit: Visit, event: Event, guest: MediaGuest, *, asks_came: bool) -> None:
    t, tour_id, guest_id = visit.t, id_of(event.tour), id_of(guest)
    with st.container(border=True, gap="xxsmall"):
        who = f"**{plain(guest.outlet)}**" + (f" · {plain(guest.name)}" if guest.name else "")
        st.markdown(f"{who} {media_badge(t, guest)}")
        facts = " · ".join(filter(None, [guest.contact, guest.note]))
        if facts:
            st.markdown(f":gray[{plain(facts)}]")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            if asks_came:
                key = f"came_{guest_id}"
                change = partial(_note_came, tour_id, guest_id, key)
                st.toggle(t("events.came"), guest.came is True, key=key, on_change=change)
            if event.tour.state not in _OVER:
                st.button(
                    t("events.media_edit"),
                    icon=":material/edit:",
                    type="tertiary",
                    key=f"media_{guest_id}",
                    on_click=partial(open_dialog, "media_guest", guest_id=guest_id),
                )


def _note_came(tour_id: int, guest_id: int, key: str) -> None:
    visit, came = current_visit(), bool(st.session_state[key])
    done = attempt(visit, lambda session: note_came(session, visit.actor, tour_id, {guest_id: came}))
    keep_plan_problem(done.problem)
