"""The dialog for a person."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.domain.words import GRANTED_ROLES
from planner.services.access.people import PersonRow, archive_person, list_people, save_person
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies
from planner.ui.dialog_state import OpenDialog, picked, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.form_foot import show_foot


def show_person(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the person that the dialog is about; without one it makes a new one."""
    title = visit.t("people.new" if dialog.about["person_id"] is None else "people.edit")
    show_dialog(dialog, title, _ask_person, width="large")


def _ask_person(visit: Visit, dialog: OpenDialog) -> None:
    with visit.reading() as session:
        rows = {row.person.id: row for row in list_people(session, visit.actor)}
        agencies = {row.agency.id: row.agency.name for row in list_agencies(session, visit.actor)}
    row = picked(rows, dialog.about["person_id"], gone="people.error.unknown")
    person_id, notes = row.person.id if row else None, FieldNotes()
    given = {
        **_ask_work(visit, dialog, notes, row, agencies),
        **_ask_account(visit, dialog, notes, row),
    }
    show_foot(
        visit,
        dialog,
        notes,
        save=lambda session: save_person(session, visit.actor, person_id=person_id, **given),
        archive=None if person_id is None else lambda session: archive_person(session, visit.actor, person_id),
    )


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
        key=dialog.key("agency"),
    )
    notes.under("agency_id")
    roles = st.pills(
        t("people.roles"),
        list(GRANTED_ROLES),
        selection_mode="multi",
        format_func=lambda each: t(f"words.role.{each.value}"),
        default=sorted(row.roles) if row else [],
        key=dialog.key("roles"),
    )
    return {"name": name, "post": post, "agency_id": agency_id, "roles": roles}


def _ask_account(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: PersonRow | None) -> dict[str, Any]:
    t, person = visit.t, row.person if row else None
    email = st.text_input(t("people.email"), (person.email or "") if person else "", key=dialog.key("email"))
    notes.under("email")
    phone = st.text_input(t("people.phone"), person.phone if person else "", key=dialog.key("phone"))
    password = st.text_input(
        t("people.new_password") if person and person.password_hash else t("people.password"),
        type="password",
        autocomplete="new-password",
        help=t("people.password_help"),
        key=dialog.key("password"),
    )
    notes.under("password")
    return {"email": email, "phone": phone, "password": password}
