"""The part of the account with the secret calendar address: made, shown once, taken back."""

import streamlit as st

from planner import links
from planner.services.access.visit import Visit
from planner.services.tours.calendar_links import calendar_link_since, make_calendar_link, revoke_calendar_link
from planner.ui.light import show_to_copy
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.visit import attempt, current_visit

_TOKEN, _PLACE = "calendar_token", "calendar_link"


def show_calendar_link(visit: Visit) -> None:
    """What the link is for, and the buttons; the address only in the runs right after it was made."""
    t = visit.t
    if visit.actor.person_id is None:
        return
    with visit.reading() as session:
        since = calendar_link_since(session, visit.actor)
    token = st.session_state.get(_TOKEN) if since is not None else None
    with st.container(border=True):
        st.header(t("calendars.link.title"), anchor=False)
        st.markdown(t("calendars.link.explain"))
        if token:
            _show_address(visit, token)
        elif since is not None:
            st.markdown(t("calendars.link.since", day=t.full_date(since)))
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("calendars.link.make" if since is None else "calendars.link.renew"),
                icon=":material/link:",
                key="calendar_make",
                on_click=_make,
            )
            label, sure, icon = t("calendars.link.revoke"), t("calendars.link.revoke_sure"), ":material/link_off:"
            if since is not None and second_tap(t, label, sure, icon=icon, key="calendar_revoke"):
                _revoke()
        show_problem(_PLACE)


def webcal_address(address: str) -> str:
    """The address under the scheme that calendar programs open as a subscription."""
    return f"webcal://{address.partition('://')[2]}"


def _show_address(visit: Visit, token: str) -> None:
    t = visit.t
    address = visit.site.url(links.PERSONAL_CALENDAR.to(token=token))
    st.success(t("calendars.link.made"), icon=":material/check:")
    show_to_copy(t, address)
    st.link_button(t("calendars.link.subscribe"), webcal_address(address), icon=":material/event:", type="primary")
    st.markdown(f":gray[{t('calendars.link.google')}]")


def _make() -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: make_calendar_link(session, visit.actor, now=visit.now))
    keep_problem(_PLACE, done.problem)
    st.session_state[_TOKEN] = done.value


def _revoke() -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: revoke_calendar_link(session, visit.actor))
    keep_problem(_PLACE, done.problem)
    if done.problem is None:
        st.session_state.pop(_TOKEN, None)
        st.toast(visit.t("calendars.link.revoked"), icon=":material/link_off:")
    st.rerun()
