"""The dialog with the tablets' short link: a QR code across the aisle, the address to type, and the way to take it back."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models.types import id_of
from planner.render.files.qr import qr_png
from planner.services.access.sharing import revoke_link, share_tour
from planner.services.access.visit import Visit
from planner.services.ride.under_way import Ride
from planner.ui.dialog_state import OpenDialog, close_dialog, show_dialog
from planner.ui.text import plain
from planner.ui.visit import attempt

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
        if done.problem:
            st.error(done.problem.sentence, icon=":material/error:")
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


def _ask_revoke(visit: Visit, tour_id: int, dialog: OpenDialog) -> None:
    t = visit.t
    st.warning(t("sharing.revoke_explain"), icon=":material/warning:")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(t("app.cancel"), key=dialog.key("keep")):
            st.session_state[dialog.key("asked")] = False
            st.rerun(scope="fragment")
        if st.button(t("sharing.revoke"), type="primary", icon=":material/link_off:", key=dialog.key("sure")):
            done = attempt(visit, lambda session: revoke_link(session, visit.actor, tour_id))
            if done.problem is not None:
                st.error(done.problem.sentence, icon=":material/error:")
                return
            st.toast(t("sharing.revoked", n=done.value or 0), icon=":material/link_off:")
            close_dialog()
