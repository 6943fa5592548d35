"""The dialog for a person."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models.types import id_of
from planner.domain.words import GRANTED_ROLES
from planner.services.access.people import PersonRow, archive_person, save_person
from planner.services.access.visit import Visit
from planner.services.city.agencies import AgencyRow
from planner.ui.forms import FieldNotes
from planner.ui.visit import attempt


def open_person(visit: Visit, row: PersonRow | None, agencies: Sequence[AgencyRow]) -> None:
    """The form of one person; `row` None makes a new one."""
    t = visit.t

    @st.dialog(t("people.new") if row is None else t("people.edit"), width="large")
    def form() -> None:
        person = row.person if row else None
        names = {each.agency.id: each.agency.name for each in agencies}
        notes = FieldNotes()
        name = st.text_input(t("people.name"), person.name if person else "", max_chars=200)
        notes.under("name")
        post = st.text_input(t("people.post"), person.post if person else "", max_chars=200)
        choices = [None, *names]
        agency_id = st.selectbox(
            t("people.agency"),
            choices,
            choices.index(person.agency_id) if person and person.agency_id in names else 0,
            format_func=lambda each: names[each] if each else t("people.no_agency"),
        )
        notes.under("agency_id")
        roles = st.pills(
            t("people.roles"),
            list(GRANTED_ROLES),
            selection_mode="multi",
            format_func=lambda each: t(f"words.role.{each.value}"),
            default=sorted(row.roles) if row else [],
        )
        email = st.text_input(t("people.email"), (person.email or "") if person else "")
        notes.under("email")
        phone = st.text_input(t("people.phone"), person.phone if person else "")
        has_password = bool(person and person.password_hash)
        password = st.text_input(
            t("people.new_password") if has_password else t("people.password"),
            type="password",
            autocomplete="new-password",
            help=t("people.password_help"),
        )
        notes.under("password")
        notes.under("")
        if st.button(t("app.save"), type="primary", width="stretch", key="save_person"):
            done = attempt(
                visit,
                lambda session: save_person(
                    session,
                    visit.actor,
                    person_id=person.id if person else None,
                    name=name,
                    post=post,
                    email=email,
                    phone=phone,
                    agency_id=agency_id,
                    roles=roles,
                    password=password,
                ),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()
        if person and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key="archive_person"):
            done_archiving = attempt(visit, lambda session: archive_person(session, visit.actor, id_of(person)))
            notes.show(done_archiving.problem)
            if done_archiving.problem is None:
                st.rerun()

    form()
