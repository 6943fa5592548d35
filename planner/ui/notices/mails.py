"""The part of the city's settings about mails: whether there is a mail server, what waits, and what was given up."""

from collections.abc import Sequence

import streamlit as st

from planner.config import settings
from planner.domain.models.types import id_of
from planner.domain.notices import Channel
from planner.services.access.visit import Visit
from planner.services.notices.mails import MailRow, MailStanding, forget_mails, mail_standing, send_again
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_PLACE = "mails"


def show_mails(visit: Visit) -> None:
    """How sending goes; mails that were given up, each with its reason and the buttons to send it again or let it be."""
    t, server = visit.t, settings().mail
    with visit.reading() as session:
        standing = mail_standing(session, visit.actor)
    with st.container(border=True, key="mails"):
        st.header(t("mails.title"), anchor=False)
        if server is None:
            st.markdown(t("mails.no_server"))
        else:
            st.markdown(t("mails.server", host=plain(server.host), sender=plain(server.sender)))
        if standing.waiting:
            _show_waiting(visit, standing)
        show_problem(_PLACE)
        if standing.rows:
            _show_given_up(visit, standing)
        elif server is not None:
            st.markdown(f":gray[{t('mails.none_given_up')}]")


def _show_waiting(visit: Visit, standing: MailStanding) -> None:
    t = visit.t
    since = t.moment(standing.waiting_since) if standing.waiting_since else ""
    waiting = t("mails.waiting", n=standing.waiting, since=since)
    if standing.problem:
        st.warning(f"{waiting} {t('mails.said', problem=plain(standing.problem))}", icon=":material/schedule_send:")
    else:
        st.markdown(waiting)


def _show_given_up(visit: Visit, standing: MailStanding) -> None:
    t = visit.t
    ids = [id_of(row.mail) for row in standing.rows]
    st.error(t("mails.given_up", n=standing.given_up), icon=":material/unsubscribe:")
    if len(ids) > 1:
        st.button(
            t("mails.send_all_again"), icon=":material/refresh:", key="mails_again", on_click=_send_again, args=(ids,)
        )
    for row in standing.rows:
        with st.container(border=True, gap="xsmall"):
            _show_row(visit, row)


def _show_row(visit: Visit, row: MailRow) -> None:
    t, mail = visit.t, row.mail
    address = "Telegram" if mail.channel is Channel.TELEGRAM else mail.address
    whom = f"{row.name}, {address}" if row.name else address
    st.markdown(f"**{plain(mail.letter.get('subject', ''))}**")
    when = t.moment(mail.ended_at) if mail.ended_at else ""
    st.markdown(f":gray[{plain(whom)} · {plain(when)}]")
    st.markdown(t("mails.said", problem=plain(mail.problem)))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("mails.send_again"),
            icon=":material/refresh:",
            key=f"again_{mail.id}",
            on_click=_send_again,
            args=([id_of(mail)],),
        )
        if second_tap(t, t("mails.forget"), t("mails.forget_sure"), key=f"forget_{mail.id}"):
            _forget([id_of(mail)])


def _send_again(mail_ids: Sequence[int]) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: send_again(session, visit.actor, mail_ids, now=visit.now))
    keep_problem(_PLACE, done.problem)


def _forget(mail_ids: Sequence[int]) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: forget_mails(session, visit.actor, mail_ids))
    keep_problem(_PLACE, done.problem)
    st.rerun()
