"""The part of the city's settings about other programs that are told what became public: their addresses, and how it goes."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.domain.webhooks import OFFERED
from planner.phrases.public.webhooks import say_state, say_test
from planner.services.access.visit import Visit
from planner.services.webhooks.hooks import (
    HookRow,
    add_webhook,
    delete_webhook,
    list_webhooks,
    pause_webhook,
    test_webhook,
)
from planner.ui.forms import FieldNotes, kept_form
from planner.ui.light import show_to_copy
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_PLACE = "webhooks"


def show_webhooks(visit: Visit) -> None:
    """The addresses that there are, how it goes with each, and a new one, whose secret is shown this once."""
    with st.container(border=True, key="webhooks"):
        st.header(visit.t("webhooks.title"), anchor=False)
        st.markdown(plain(visit.t("webhooks.note")))
        show_problem(_PLACE)
        _ask_new(visit)
        with visit.reading() as session:
            rows = list_webhooks(session, visit.actor)
        for row in rows:
            _show_hook(visit, row)


def _ask_new(visit: Visit) -> None:
    t, notes = visit.t, FieldNotes()
    with st.expander(t("webhooks.new"), icon=":material/add:"), kept_form("webhook"):
        address = st.text_input(
            t("webhooks.address"), placeholder="https://example.org/hook", key="webhook_address", max_chars=500
        )
        notes.under("webhook_address")
        events = st.pills(
            t("webhooks.events"),
            OFFERED,
            selection_mode="multi",
            default=OFFERED,
            format_func=lambda event: t(f"webhooks.event.{event.value.replace('.', '_')}"),
            key="webhook_events",
        )
        notes.under("webhook_events")
        secret = st.text_input(t("webhooks.secret"), help=t("webhooks.secret_help"), key="webhook_secret")
        notes.under("webhook_secret")
        if st.button(t("webhooks.add"), icon=":material/webhook:", key="webhook_add"):
            add = partial(add_webhook, address=address, secret=secret, events=events or [], now=visit.now)
            done = attempt(visit, lambda session: add(session, visit.actor))
            notes.show(done.problem)
            if done.value is not None:
                st.success(t("webhooks.added"), icon=":material/key:")
                show_to_copy(t, done.value)


def _show_hook(visit: Visit, row: HookRow) -> None:
    t, hook, number = visit.t, row.hook, id_of(row.hook)
    said = [say_state(t, row, visit.now), say_test(t, row)]
    chosen = ", ".join(t(f"webhooks.event.{name.replace('.', '_')}") for name in hook.events)
    with st.container(border=True):
        st.markdown(f"**{plain(hook.address)}**  \n:gray[{plain(chosen)}]")
        st.markdown(plain(" ".join(filter(None, said))))
        with st.container(horizontal=True):
            if hook.paused_at is None:
                test = partial(_do, test_webhook, number)
                st.button(t("webhooks.test"), key=f"hook_test_{number}", icon=":material/send:", on_click=test)
            pause = partial(_pause, number, hook.paused_at is None)
            label, icon = ("pause", "pause") if hook.paused_at is None else ("resume", "play_arrow")
            st.button(t(f"webhooks.{label}"), key=f"hook_pause_{number}", icon=f":material/{icon}:", on_click=pause)
            if second_tap(t, t("webhooks.delete"), t("webhooks.delete_sure"), key=f"hook_delete_{number}"):
                _delete(number)


def _delete(number: int) -> None:
    visit = current_visit()
    _keep(visit, lambda session: delete_webhook(session, visit.actor, number))
    st.rerun()


def _pause(number: int, paused: bool) -> None:
    visit = current_visit()
    _keep(visit, lambda session: pause_webhook(session, visit.actor, number, paused, now=visit.now))


def _do(change: Callable[..., None], number: int) -> None:
    visit = current_visit()
    _keep(visit, lambda session: change(session, visit.actor, number, now=visit.now))


def _keep(visit: Visit, change: Callable[[Session], None]) -> None:
    done = attempt(visit, change)
    if done.problem is not None:
        keep_problem(_PLACE, done.problem)
