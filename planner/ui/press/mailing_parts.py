"""Sending to the media: a release or the plan of a month, to chosen groups, after one has read the letter; and the text to copy."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from planner import links
from planner.config import settings
from planner.domain.deadlines import today_in
from planner.domain.letter import Letter
from planner.domain.models import MediaContact, Release, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_filter import next_month
from planner.domain.words import ReleaseState
from planner.i18n import Translator, translator
from planner.phrases.press.letters import month_plan, say_month_letter, say_release_letter
from planner.phrases.press.news import plain_text as text_to_copy
from planner.render.files.mail import plain_text
from planner.services.access.visit import Visit
from planner.services.press.mailing import (
    Reached,
    month_key,
    release_key,
    send_month,
    send_release,
    sent_to,
    tours_to_announce,
    whom_to_write,
)
from planner.services.press.open_news import news_preview
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.text import plain

Write = Callable[[Translator, str], Letter]
"""Makes the letter in a language, with the address that ends the letters."""
_MONTHS_AHEAD = 6


def show_release_mailing(visit: Visit, release: Release) -> None:
    """The text to copy, to whom it went, and the way to send it."""
    t, number = visit.t, id_of(release)
    with visit.reading() as session:
        news = news_preview(session, visit.actor, number, now=visit.now)
        sent = sent_to(session, visit.actor, release_key(number))
    st.subheader(t("media.screen"), anchor=False)
    with st.expander(t("media.copy"), icon=":material/content_copy:"):
        show_to_copy(t, text_to_copy(t, news, visit.site.address))
    if sent:
        st.markdown(f":green[:material/outgoing_mail: {t('media.sent_to', n=len(sent))}]")
    if release.state is ReleaseState.PUBLISHED:
        _show_send(visit, partial(open_dialog, "send_release", release_id=number))


def _show_send(visit: Visit, opens: Callable[[], None]) -> None:
    """The way to the dialog; where no mail server is named, that letters cannot go out."""
    t = visit.t
    if settings().mail is None:
        st.markdown(f":gray[{t('media.no_server')}]")
        return
    st.button(t("media.send"), icon=":material/outgoing_mail:", key="send_media", on_click=opens)


def show_send_release(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which a release is sent."""
    show_dialog(dialog, visit.t("media.send"), _ask_release, width="large", icon=":material/outgoing_mail:")


def _ask_release(visit: Visit, dialog: OpenDialog) -> None:
    number = dialog.about["release_id"]
    with visit.reading() as session:
        news = news_preview(session, visit.actor, number, now=visit.now)
        reached = whom_to_write(session, visit.actor, release_key(number))

    def write(t: Translator, unsubscribe: str) -> Letter:
        return say_release_letter(t, visit.city, visit.site, news, now=visit.now, unsubscribe=unsubscribe)

    def send(notes: FieldNotes, ids: Sequence[int], letters: Mapping[int, dict[str, Any]]) -> None:
        save_and_close(
            visit, notes, lambda session: send_release(session, visit.actor, number, ids, letters, now=visit.now)
        )

    _ask(visit, dialog, reached, write, send)


def _ask(
    visit: Visit,
    dialog: OpenDialog,
    reached: Sequence[Reached],
    write: Write,
    send: Callable[[FieldNotes, Sequence[int], Mapping[int, dict[str, Any]]], None],
) -> None:
    """Whom, what it says, and only then the button."""
    t, notes = visit.t, FieldNotes()
    names = sorted({group for each in reached for group in each.contact.groups or [""]})
    groups = st.pills(
        t("media.whom"),
        names,
        selection_mode="multi",
        default=names,
        format_func=lambda each: plain(each) or t("media.all_groups"),
        key=dialog.key("groups"),
        wrap=True,
    )
    notes.under("whom")
    wanted = [each for each in reached if {*(each.contact.groups or [""])} & {*groups}]
    waiting = [each.contact for each in wanted if each.sent_at is None]
    st.markdown(t("media.reached", n=len(waiting)))
    if had := len(wanted) - len(waiting):
        st.markdown(f":gray[{t('media.had', n=had)}]")
    if waiting:
        letter = _letter(visit, waiting[0], write)
        st.markdown(t("media.preview", subject=f"**{plain(letter.subject)}**"))
        show_to_copy(t, plain_text(letter))
    notes.under("")
    label = t("media.send_now", n=len(waiting))
    if show_save(visit, dialog, label, icon=":material/outgoing_mail:", disabled=not waiting):
        letters = {id_of(each): _letter(visit, each, write).to_data() for each in waiting}
        send(notes, [*letters], letters)


def _letter(visit: Visit, contact: MediaContact, write: Write) -> Letter:
    t = translator(contact.language, visit.city.timezone)
    return write(t, visit.site.url(links.STOP_NEWS.to(token=contact.token)))


def show_month(visit: Visit) -> None:
    """The plan of a month: the text to copy, and the way to send it."""
    t, first = visit.t, today_in(visit.city.timezone, visit.now).replace(day=1)
    months = [first]
    while len(months) < _MONTHS_AHEAD:
        months.append(next_month(months[-1]))
    month = st.selectbox(
        t("media.month.month"),
        months,
        index=1,
        format_func=lambda each: f"{t.month_alone(each)} {each.year}",
        key="plan_month",
    )
    month = month or first
    show_to_copy(t, month_plan(t, month, _public_tours(visit, month)))
    way = links.MONTH_DOCX.to({"month": f"{month:%Y-%m}"})
    st.link_button(t("media.month.docx"), way, icon=":material/description:")
    with visit.reading() as session:
        sent = sent_to(session, visit.actor, month_key(month.year, month.month))
    if sent:
        st.markdown(f":green[:material/outgoing_mail: {t('media.sent_to', n=len(sent))}]")
    _show_send(visit, partial(open_dialog, "send_month", month=month))


def show_send_month(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which the plan of a month is sent."""
    show_dialog(dialog, visit.t("media.month.screen"), _ask_month, width="large", icon=":material/outgoing_mail:")


def _ask_month(visit: Visit, dialog: OpenDialog) -> None:
    month: date = dialog.about["month"]
    tours = _public_tours(visit, month)
    with visit.reading() as session:
        reached = whom_to_write(session, visit.actor, month_key(month.year, month.month))

    def write(t: Translator, unsubscribe: str) -> Letter:
        return say_month_letter(t, visit.city, month, tours, unsubscribe=unsubscribe)

    def send(notes: FieldNotes, ids: Sequence[int], letters: Mapping[int, dict[str, Any]]) -> None:
        about = (month.year, month.month, ids, letters)
        save_and_close(visit, notes, lambda session: send_month(session, visit.actor, *about, now=visit.now))

    _ask(visit, dialog, reached, write, send)


def _public_tours(visit: Visit, month: date) -> Sequence[Tour]:
    with visit.reading() as session:
        return tours_to_announce(session, visit.actor, month)
