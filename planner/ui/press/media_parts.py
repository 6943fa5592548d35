"""The list of the media on a screen: contacts with their groups, and who published what."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models import MediaContact, MediaGuest, Tour
from planner.domain.models.types import id_of
from planner.domain.outlets import outlet_key
from planner.services.access.visit import Visit
from planner.services.press.media import (
    accreditations,
    archive_contact,
    list_contacts,
    list_mentions,
    mention_counts,
    note_mention,
    remove_mention,
    save_contact,
)
from planner.ui.dialog_state import OpenDialog, open_dialog, picked, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.second_tap import second_tap
from planner.ui.settings.form_foot import show_foot
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt


def show_contacts(visit: Visit) -> None:
    """Everybody in use, with the way to add somebody."""
    t = visit.t
    with visit.reading() as session:
        contacts = list_contacts(session, visit.actor)
        counts = mention_counts(session, visit.actor)
        let_in = accreditations(session, visit.actor)
    st.markdown(f":gray[:material/lock: {t('media.private')}]")
    st.button(
        t("media.add"),
        type="primary",
        icon=":material/add:",
        key="add_contact",
        on_click=partial(open_dialog, "contact", contact_id=None),
    )
    if not contacts:
        st.info(t("media.empty"), icon=":material/contacts:")
    for contact in contacts:
        _show_contact(visit, contact, counts.get(outlet_key(contact.outlet), 0), let_in[id_of(contact)])


def _show_contact(
    visit: Visit, contact: MediaContact, mentions: int, let_in: Sequence[tuple[MediaGuest, Tour]]
) -> None:
    t, number = visit.t, id_of(contact)
    with st.container(border=True, key=f"contact_{number}"):
        st.markdown(f"**{plain(contact.outlet)}** {plain(contact.name)}")
        told = [contact.email or t("media.no_email"), contact.phone, ", ".join(contact.groups), contact.note]
        st.markdown(f":gray[{plain(' · '.join(filter(None, told)))}]")
        if mentions:
            st.markdown(f":gray[{t('media.mentions_of', n=mentions)}]")
        if let_in:
            with st.expander(t("media.accredited", n=len(let_in)), icon=":material/badge:"):
                for guest, tour in let_in:
                    said = t("media.let_in", day=t.full_date(tour.starts_at), title=tour.title)
                    st.markdown(f"{plain(said)}" + (f" :gray[{plain(guest.name)}]" if guest.name else ""))
        if not contact.wanted:
            st.markdown(f":orange[:material/unsubscribe: {t('media.unwanted')}]")
        opens = partial(open_dialog, "contact", contact_id=number)
        st.button(t("media.edit"), key=f"change_contact_{number}", icon=":material/edit:", on_click=opens)


def show_contact_dialog(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of one contact."""
    show_dialog(dialog, visit.t("media.contact"), _ask_contact, icon=":material/contacts:")


def _ask_contact(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, number = visit.t, FieldNotes(), dialog.about["contact_id"]
    with visit.reading() as session:
        known = {each.id: each for each in list_contacts(session, visit.actor)}
    contact = picked(known, number, gone="media.error.gone") or MediaContact(outlet="", token="")
    said = {}
    for name in ("outlet", "name", "email", "phone", "note"):
        said[name] = st.text_input(t(f"media.{name}"), getattr(contact, name), key=dialog.key(name))
        notes.under(name)
    groups = st.text_input(
        t("media.groups"), ", ".join(contact.groups), placeholder=t("media.groups_hint"), key=dialog.key("groups")
    )
    notes.under("groups")
    languages = ("ru", "en")
    language = st.segmented_control(
        t("media.language"),
        languages,
        default=contact.language,
        required=True,
        format_func=lambda each: t("press.russian" if each == "ru" else "press.english"),
        key=dialog.key("language"),
    )
    given = {**said, "groups": groups.split(","), "language": language}
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (MediaContact, number),
        save=lambda session: save_contact(session, visit.actor, number, seen=seen, **given),
        archive=lambda session, row_id: archive_contact(session, visit.actor, row_id),
    )


def show_mentions(visit: Visit, release_id: int | None = None) -> None:
    """Who published what; of one release, where it is named."""
    t = visit.t
    with visit.reading() as session:
        mentions = list_mentions(session, visit.actor, release_id=release_id)
    st.button(
        t("media.mention_add"),
        icon=":material/add:",
        key="add_mention",
        on_click=partial(open_dialog, "mention", release_id=release_id),
    )
    show_problem("mentions")
    if not mentions:
        st.markdown(f":gray[{t('media.no_mentions')}]")
    for each in mentions:
        number = id_of(each)
        with st.container(border=True, key=f"mention_{number}"):
            said = t("media.mention", outlet=each.outlet, day=t.full_date(each.published_on), title=each.title)
            st.markdown(plain(said))
            with st.container(horizontal=True, gap="small"):
                if each.url:
                    st.link_button(t("media.open_mention"), each.url, icon=":material/open_in_new:")
                if second_tap(t, t("media.remove"), t("media.remove_sure"), key=f"unmention_{number}"):
                    _remove(visit, number)


def _remove(visit: Visit, number: int) -> None:
    keep_problem("mentions", attempt(visit, lambda session: remove_mention(session, visit.actor, number)).problem)
    st.rerun()


def show_mention_dialog(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which a publication is noted."""
    show_dialog(dialog, visit.t("media.mention_add"), _ask_mention, icon=":material/newspaper:")


def _ask_mention(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    said: dict[str, Any] = {}
    for name in ("outlet", "title", "url"):
        said[name] = st.text_input(t(f"media.{name}"), key=dialog.key(name))
        notes.under(name)
    day = ask_day(t("media.published_on"), today_in(visit.city.timezone, visit.now), key=dialog.key("published_on"))
    notes.under("published_on")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        about = {"published_on": day, "release_id": dialog.about["release_id"], "now": visit.now}
        save_and_close(visit, notes, lambda session: note_mention(session, visit.actor, **said, **about))
