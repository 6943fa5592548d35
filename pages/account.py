"""The visitor's own account: language, password, signing out."""

import streamlit as st

from planner import links
from planner.i18n import LANGUAGES
from planner.services.access import sign_in
from planner.services.access.passwords import SHORTEST_PASSWORD
from planner.ui.forms import FieldNotes
from planner.ui.frame import note_sign_out
from planner.ui.notices.choices import show_notice_choices
from planner.ui.notices.telegram import show_telegram
from planner.ui.settings.calendar_link import show_calendar_link
from planner.ui.settings.own_password import change_password, show_own_pin
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

visit = current_visit()
t = visit.t

st.title(t("nav.account"), anchor=False)
st.markdown(f"**{plain(visit.actor.name)}**")
st.markdown(" ".join(f":blue-badge[{t(f'words.role.{role.value}')}]" for role in sorted(visit.actor.roles)))

with st.container(border=True):
    st.header(t("account.language"), anchor=False)
    chosen = st.segmented_control(
        t("account.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=t.language,
        required=True,
        label_visibility="collapsed",
    )
    if chosen and chosen != t.language:
        done = attempt(visit, lambda session: sign_in.choose_language(session, visit.actor, chosen))
        keep_problem("language", done.problem)
        if done.problem is None:
            st.rerun()
    show_problem("language")

with st.container(border=True):
    st.header(t("account.password"), anchor=False)
    notes = FieldNotes()
    with st.form("password", border=False):
        old = st.text_input(t("account.old_password"), type="password", autocomplete="current-password")
        notes.under("old")
        new = st.text_input(
            t("account.new_password"),
            type="password",
            autocomplete="new-password",
            help=t("set_up.password_hint", n=SHORTEST_PASSWORD),
        )
        notes.under("new")
        again = st.text_input(t("account.repeat"), type="password", autocomplete="new-password")
        notes.under("repeat")
        if st.form_submit_button(t("account.change_password"), width="stretch"):
            problem = change_password(visit, old=old, new=new, again=again)
            notes.show(problem)
            if problem is None:
                st.success(t("account.password_changed"))

show_own_pin(visit)
show_notice_choices(visit)
show_telegram(visit)
show_calendar_link(visit)

with st.container(border=True):
    st.header(t("account.leaving"), anchor=False)
    st.html(f'<a class="button" href="{links.SIGN_OUT.to()}" target="_self">{t("account.sign_out")}</a>')
    what_ends = t("account.sign_out_everywhere_help")
    if st.button(t("account.sign_out_everywhere"), help=what_ends, icon=":material/devices_off:", width="stretch"):
        left = attempt(visit, lambda session: sign_in.sign_out_everywhere(session, visit.actor))
        keep_problem("leaving", left.problem)
        if left.problem is None:
            note_sign_out()
            st.rerun()
    show_problem("leaving")
