"""The dialogs of an event: its topics, its media, publishing, cancelling, its end."""

from functools import partial
from typing import Any

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.words import Accreditation
from planner.phrases.events.event import say_missing
from planner.services.access.visit import Visit
from planner.services.events.events import Event
from planner.services.events.media import known_outlets, remove_media_guest, save_media_guest
from planner.services.events.outcome import close_event
from planner.services.tours.stops import AgendaEntry, set_agenda
from planner.services.tours.tours import cancel_tour
from planner.ui.dialog_state import (
    OpenDialog,
    close_dialog,
    picked,
    save_and_close,
    show_dialog,
    show_save,
    the_open_dialog,
)
from planner.ui.events.papers_dialog import show_event_papers
from planner.ui.forms import FieldNotes
from planner.ui.plan.head import publish_when_pressed
from planner.ui.second_tap import second_tap
from planner.ui.text import plain


def show_event_dialog(visit: Visit, event: Event) -> None:
    """Draws the dialog that is open on the event, if any."""
    dialog = the_open_dialog()
    if dialog is None:
        return
    dialogs = {
        "topics": (show_topics, event.can_change),
        "media_guest": (show_media_guest, event.sees_media),
        "publish_event": (show_publish, event.can_change),
        "cancel_event": (show_cancel, event.can_change),
        "close_event": (show_close, event.can_lead),
        "event_papers": (show_event_papers, True),
    }
    show, allowed = dialogs.get(dialog.name, (show_event_papers, False))
    if allowed:
        show(visit, event, dialog)


def show_topics(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """What is talked about, who speaks, for how long."""
    show_dialog(dialog, visit.t("events.topics"), partial(_ask_topics, event), width="large")


def _ask_topics(event: Event, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, count_key = visit.t, FieldNotes(), dialog.key("rows")
    known = [AgendaEntry(item.text, item.speaker, item.minutes) for item in event.topics]
    count = st.session_state.setdefault(count_key, len(known) + 1)
    entries = []
    for number in range(count):
        entry = known[number] if number < len(known) else AgendaEntry("")
        grid = st.grid(2, min_column_width=260, gap="small")
        text = grid.cell().text_input(t("events.topic", number=number + 1), entry.text, key=dialog.key(f"text{number}"))
        with grid.cell(), st.container(horizontal=True, gap="small", wrap=False):
            speaker = st.text_input(t("events.speaker"), entry.speaker, key=dialog.key(f"speaker{number}"))
            minutes = st.number_input(
                t("stops.minutes"), value=entry.minutes, step=1, key=dialog.key(f"minutes{number}"), width=110
            )
        entries.append(AgendaEntry(text or "", speaker or "", minutes))
    if st.button(t("stops.agenda_more"), icon=":material/add:", key=dialog.key("more")):
        st.session_state[count_key] = count + 1
        st.rerun(scope="fragment")
    notes.under("agenda")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        about = dialog.about
        save_and_close(
            visit,
            notes,
            lambda session: set_agenda(session, visit.actor, about["stop_id"], entries, version=about["version"]),
        )


def show_media_guest(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """Somebody of the media, new or known."""
    is_new = dialog.about["guest_id"] is None
    title = visit.t("events.media_add" if is_new else "events.media_guest")
    show_dialog(dialog, title, partial(_ask_media_guest, event), width="medium")


def _ask_media_guest(event: Event, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, tour_id = visit.t, FieldNotes(), id_of(event.tour)
    guest_id = dialog.about["guest_id"]
    guest = picked({each.id: each for each in event.media}, guest_id, gone="events.error.media_gone")
    with visit.reading() as session:
        outlets = list(known_outlets(session, visit.actor))
    outlets = sorted({*outlets, guest.outlet}) if guest else outlets
    outlet = st.selectbox(
        t("events.outlet"),
        outlets,
        index=outlets.index(guest.outlet) if guest else None,
        accept_new_options=True,
        placeholder=t("events.outlet_example"),
        key=dialog.key("outlet"),
    )
    notes.under("outlet")
    given: dict[str, Any] = {"outlet": outlet or ""}
    for name in ("name", "contact", "note"):
        given[name] = (
            st.text_input(t(f"events.media_field.{name}"), getattr(guest, name) if guest else "", key=dialog.key(name))
            or ""
        )
        notes.under(name)
    state = st.segmented_control(
        t("events.accreditation"),
        list(Accreditation),
        format_func=lambda each: t(f"words.accreditation.{each.value}"),
        default=guest.state if guest else Accreditation.ASKED,
        required=True,
        key=dialog.key("state"),
    )
    wanted: dict[str, Any] = {**given, "state": Accreditation(state)}
    notes.under("")
    seen = notes.began_with(dialog.key("seen"), wanted)
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: save_media_guest(session, visit.actor, tour_id, guest_id, seen=seen, **wanted),
        )
    label, sure = t("events.media_remove"), t("events.media_remove_sure")
    if guest_id is not None and second_tap(t, label, sure, width="stretch", key=dialog.key("remove")):
        save_and_close(visit, notes, lambda session: remove_media_guest(session, visit.actor, tour_id, guest_id))


def show_publish(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """Says who will see it and what is missing."""
    show_dialog(dialog, visit.t("tours.publish"), partial(_ask_publish, event), width="medium")


def _ask_publish(event: Event, visit: Visit, dialog: OpenDialog) -> None:
    t, tour = visit.t, event.tour
    st.markdown(t("events.publish_explain"))
    missing = say_missing(t, event)
    if missing:
        st.info(plain(missing), icon=":material/info:")
    if publish_when_pressed(visit, dialog, tour) is not None:
        close_dialog()


def show_cancel(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """Asks why it does not take place."""
    show_dialog(dialog, visit.t("events.cancel"), partial(_ask_cancel, id_of(event.tour)), width="medium")


def _ask_cancel(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("events.cancel_explain"))
    reason = st.text_area(t("tours.reason"), key=dialog.key("reason")) or ""
    notes.under("reason")
    notes.under("")
    if show_save(visit, dialog, t("events.cancel"), icon=":material/cancel:"):
        save_and_close(
            visit, notes, lambda session: cancel_tour(session, visit.actor, tour_id, reason=reason, now=visit.now)
        )


def show_close(visit: Visit, event: Event, dialog: OpenDialog) -> None:
    """Asks how many people came."""
    show_dialog(dialog, visit.t("events.close"), partial(_ask_close, event), width="medium")


def _ask_close(event: Event, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, tour_id = visit.t, FieldNotes(), id_of(event.tour)
    st.markdown(t("events.close_explain"))
    people = st.number_input(
        t("events.field.people_came"), value=event.tour.people_came, step=1, key=dialog.key("people")
    )
    notes.under("people_came")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: close_event(session, visit.actor, tour_id, people_came=people, now=visit.now),
        )
