"""The part of the account in which one chooses what comes by mail, how, and in which hours nothing does."""

from datetime import time

import streamlit as st

from planner.config import settings
from planner.domain.words import Delivery, NoticeTopic
from planner.services.access.visit import Visit
from planner.services.notices.choices import NoticeSettings, choose_notices, my_notice_settings
from planner.ui.forms import FIVE_MINUTES, FieldNotes, kept_form
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_notice_choices(visit: Visit) -> None:
    """A form with a line for each topic that can concern the visitor."""
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        chosen = my_notice_settings(session, visit.actor)
    with st.container(border=True):
        st.header(t("notices.title"), anchor=False)
        st.markdown(_explain(visit, chosen))
        with kept_form("notices"), st.form("notices", border=False):
            wanted = st.toggle(t("notices.by_mail"), chosen.wanted, key="notices_wanted")
            deliveries = {
                topic: _ask_delivery(visit, notes, topic, present) for topic, present in chosen.deliveries.items()
            }
            begin, end = _ask_quiet(visit, notes, chosen)
            notes.under("")
            if st.form_submit_button(t("app.save"), icon=":material/check:", width="stretch"):
                done = attempt(
                    visit,
                    lambda session: choose_notices(
                        session,
                        visit.actor,
                        wanted=wanted,
                        deliveries=deliveries,
                        quiet_from=begin,
                        quiet_until=end,
                    ),
                )
                notes.show(done.problem)
                if done.problem is None:
                    st.toast(t("app.saved"), icon=":material/check_circle:")


def _explain(visit: Visit, chosen: NoticeSettings) -> str:
    """To which address, or why no mails come at all."""
    t = visit.t
    if settings().mail is None:
        return t("notices.no_mail_server")
    return t("notices.explain", address=plain(chosen.address)) if chosen.address else t("notices.no_address")


def _ask_delivery(visit: Visit, notes: FieldNotes, topic: NoticeTopic, present: Delivery) -> Delivery:
    """The digest itself comes with the digest, or not at all."""
    ways = [each for each in Delivery if topic is not NoticeTopic.DIGEST or each is not Delivery.AT_ONCE]
    chosen = st.segmented_control(
        visit.t(f"words.notice_topic.{topic.value}"),
        ways,
        format_func=lambda each: visit.t(f"words.delivery.{each.value}"),
        default=present,
        required=True,
        key=f"notices_{topic.value}",
    )
    notes.under(topic.value)
    return Delivery(chosen)


def _ask_quiet(visit: Visit, notes: FieldNotes, chosen: NoticeSettings) -> tuple[time | None, time | None]:
    t = visit.t
    st.markdown(t("notices.quiet_explain"))
    grid = st.grid(2, min_column_width=150)
    begin = grid.cell().time_input(
        t("notices.quiet_from"), chosen.quiet_from, step=FIVE_MINUTES, key="notices_quiet_from"
    )
    end = grid.cell().time_input(
        t("notices.quiet_until"), chosen.quiet_until, step=FIVE_MINUTES, key="notices_quiet_until"
    )
    notes.under("quiet")
    return begin, end
