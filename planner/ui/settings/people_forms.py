"""The dialog for a person, and the one with the link to set a password."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner import links
from planner.domain.models import Person
from planner.domain.words import GRANTED_ROLES
from planner.render.files.qr import qr_png
from planner.services.access.new_password import LINK_STAYS, make_password_link
from planner.services.access.people import PersonRow, archive_person, list_people, save_person
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies
from planner.ui.dialog_state import OpenDialog, close_dialog, open_dialog, picked, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_to_copy
from planner.ui.settings.form_foot import show_foot
from planner.ui.text import plain
from planner.ui.visit import attempt

_QR_SIDE = 300


def show_person(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the person that the dialog is about; without one it makes a new one."""
    title = visit.t("people.new" if dialog.about["person_id"] is None else "people.edit")
    show_dialog(dialog, title, _ask_person, width="large")


def _ask_person(visit: Visit, dialog: OpenDialog) -> None:
    with visit.reading() as session:
        rows: dict[int | None, PersonRow] = {row.person.id: row for row in list_people(session, visit.actor)}
        agencies = {row.agency.id: row.agency.name for row in list_agencies(session, visit.actor)}
    row = picked(rows, dialog.about["person_id"], gone="people.error.unknown")
    notes = FieldNotes()
    given = {
        **_ask_work(visit, dialog, notes, row, agencies),
        **_ask_account(visit, dialog, notes, row),
    }
    seen = notes.began_with(dialog.key("seen"), given)
    if row is None:
        _show_save_new(visit, dialog, notes, given)
        return
    person = row.person
    show_foot(
        visit,
        dialog,
        notes,
        (Person, person.id),
        save=lambda session: save_person(session, visit.actor, person_id=person.id, seen=seen, **given),
        archive=lambda session, number: archive_person(session, visit.actor, number),
    )
    if person.email and st.button(
        visit.t("people.link.make"), icon=":material/key:", width="stretch", key=dialog.key("link")
    ):
        _go_on_with_link(visit, notes, person.id, person.name)


def _ask_work(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: PersonRow | None, agencies: Mapping[int | None, str]
) -> dict[str, Any]:
    t, person = visit.t, row.person if row else None
    name = st.text_input(t("people.name"), person.name if person else "", max_chars=200, key=dialog.key("name"))
    notes.under("name")
    post = st.text_input(t("people.post"), person.post if person else "", max_chars=200, key=dialog.key("post"))
    choices = [None, *agencies]
    agency_id = st.selectbox(
        t("people.agency"),
        choices,
        choices.index(person.agency_id) if person and person.agency_id in agencies else 0,
        format_func=lambda each: agencies[each] if each else t("people.no_agency"),
        key=dialog.key("agency_id"),
    )
    notes.under("agency_id")
    heads = st.checkbox(
        t("people.heads_agency"), person.heads_agency if person else False, key=dialog.key("heads_agency")
    )
    roles = st.pills(
        t("people.roles"),
        list(GRANTED_ROLES),
        selection_mode="multi",
        format_func=lambda each: t(f"words.role.{each.value}"),
        default=sorted(row.roles) if row else [],
        key=dialog.key("roles"),
    )
    return {"name": name, "post": post, "agency_id": agency_id, "heads_agency": heads, "roles": roles}


def _ask_account(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: PersonRow | None) -> dict[str, Any]:
    t, person = visit.t, row.person if row else None
    email = st.text_input(t("people.email"), (person.email or "") if person else "", key=dialog.key("email"))
    notes.under("email")
    phone = st.text_input(t("people.phone"), person.phone if person else "", key=dialog.key("phone"))
    notes.under("phone")
    return {"email": email, "phone": phone}


def _show_save_new(visit: Visit, dialog: OpenDialog, notes: FieldNotes, given: Mapping[str, Any]) -> None:
    """Who has an address gets a link at once: without a password nobody can sign in."""
    notes.under("")
    if not show_save(visit, dialog, visit.t("app.save")):
        return
    done = attempt(visit, lambda session: save_person(session, visit.actor, **given))
    notes.show(done.problem)
    if done.value is not None:
        person = done.value
        _go_on_with_link(visit, notes, person.id or 0, person.name) if person.email else close_dialog()


def _go_on_with_link(visit: Visit, notes: FieldNotes, person_id: int, name: str) -> None:
    """Makes the link; its dialog stands in for the form. The token lives in the visitor's session until that closes."""
    done = attempt(visit, lambda session: make_password_link(session, visit.actor, person_id, now=visit.now))
    notes.show(done.problem)
    if done.problem is None:
        open_dialog("password_link", person=name, token=done.value, until=visit.now + LINK_STAYS)
        st.rerun()


def show_password_link(visit: Visit, dialog: OpenDialog) -> None:
    """The link to set a password, as an address to copy and as a code for a camera; it cannot be shown again."""
    show_dialog(dialog, visit.t("people.link.title"), _tell_link, icon=":material/key:")


def _tell_link(visit: Visit, dialog: OpenDialog) -> None:
    t, about = visit.t, dialog.about
    address = visit.site.url(links.SET_PASSWORD.to(token=about["token"]))
    st.markdown(t("people.link.explain", name=f"**{plain(about['person'])}**", day=t.full_date(about["until"])))
    with st.container(horizontal_alignment="center"):
        st.image(qr_png(address, side_px=2 * _QR_SIDE), width=_QR_SIDE, alt=t("people.link.qr_alt"))
    show_to_copy(t, address)
    if st.button(t("people.link.done"), type="primary", width="stretch", key=dialog.key("done")):
        close_dialog()
