"""The dialog with the tablets' short link: a QR code across the aisle, the address to type, the way to take it back, and
the tablets that came by it, each of which can be turned off.
"""

from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session

from planner import links
from planner.domain.models.types import id_of
from planner.phrases.tablets import say_contact, say_people, say_tablet
from planner.render.files.qr import qr_png
from planner.services.access.sharing import revoke_link, share_tour
from planner.services.access.tablets import TabletRow, list_tablets, turn_tablet_off, turn_tablet_on
from planner.services.access.visit import Visit
from planner.services.ride.under_way import Ride
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

QR_SIDE = 340


def show_share(visit: Visit, ride: Ride, dialog: OpenDialog) -> None:
    """Shows the link, which is made by opening the dialog."""
    ask = partial(_show_link, id_of(ride.tour))
    show_dialog(dialog, visit.t("sharing.title"), ask, icon=":material/qr_code_2:", dismissible=True)


def _show_link(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t = visit.t
    if st.session_state.get(dialog.key("asked")):
        _ask_revoke(visit, tour_id, dialog)
        return
    done = attempt(visit, lambda session: share_tour(session, visit.actor, tour_id))
    if done.value is None:
        keep_problem("share", done.problem)
        show_problem("share")
        return
    address = visit.site.url(links.JOIN.to(code=done.value))
    st.markdown(t("sharing.explain"))
    with st.container(horizontal_alignment="center", key="share"):
        st.image(qr_png(address, side_px=2 * QR_SIDE), width=QR_SIDE, alt=t("sharing.qr_alt", address=address))
        st.markdown(f"{plain(address.partition('://')[2])}", width="content")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if st.button(t("sharing.revoke"), icon=":material/link_off:", key=dialog.key("revoke")):
            st.session_state[dialog.key("asked")] = True
            st.rerun(scope="fragment")
        if st.button(t("ride.done"), type="primary", key=dialog.key("done")):
            close_dialog()
    _show_tablets(visit, tour_id, dialog)


def _show_tablets(visit: Visit, tour_id: int, dialog: OpenDialog) -> None:
    t = visit.t
    with visit.reading() as session:
        rows = list_tablets(session, visit.actor, tour_id)
    st.header(t("sharing.tablets"), anchor=False)
    if not rows:
        st.caption(t("sharing.no_tablets"))
        return
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(gap=None, width="stretch"):
                st.text(say_tablet(t, row))
                st.caption(plain(say_contact(t, row.tablet)))
            _show_turn(visit, tour_id, row, dialog)
    show_problem("tablets")
    st.caption(t("sharing.off_explain"))


def _show_turn(visit: Visit, tour_id: int, row: TabletRow, dialog: OpenDialog) -> None:
    t, number, is_on = visit.t, id_of(row.tablet), row.tablet.off_at is None
    label = "sharing.turn_off_of" if is_on else "sharing.turn_on_of"
    st.button(
        t("sharing.turn_off" if is_on else "sharing.turn_on"),
        icon=":material/tablet:",
        key=dialog.key(f"turn-{number}-{is_on}"),
        help=t(label, people=plain(say_people(row))),
        on_click=_turn,
        args=(tour_id, number),
        kwargs={"on": not is_on},
    )


def _turn(tour_id: int, tablet_id: int, *, on: bool) -> None:
    visit = current_visit()

    def turn(session: Session) -> Any:
        if on:
            return turn_tablet_on(session, visit.actor, tour_id, tablet_id)
        return turn_tablet_off(session, visit.actor, tour_id, tablet_id, now=visit.now)

    done = attempt(visit, turn)
    keep_problem("tablets", done.problem)
    if done.problem is None:
        st.toast(visit.t("sharing.turned_on" if on else "sharing.turned_off"), icon=":material/tablet:")


def _ask_revoke(visit: Visit, tour_id: int, dialog: OpenDialog) -> None:
    t = visit.t
    st.warning(t("sharing.revoke_explain"), icon=":material/warning:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("app.cancel"), key=dialog.key("keep")):
            st.session_state[dialog.key("asked")] = False
            st.rerun(scope="fragment")
        if st.button(t("sharing.revoke"), type="primary", icon=":material/link_off:", key=dialog.key("sure")):
            done = attempt(visit, lambda session: revoke_link(session, visit.actor, tour_id))
            keep_problem("revoke", done.problem)
            if done.problem is None:
                st.toast(t("sharing.revoked", n=done.value or 0), icon=":material/link_off:")
                close_dialog()
    show_problem("revoke")
