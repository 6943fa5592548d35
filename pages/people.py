"""People, their agencies and roles."""

import streamlit as st

from planner.domain.models import Person
from planner.domain.models.types import id_of
from planner.services.access.people import find_people
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import PAGE_SIZE, Entry, show_entries
from planner.ui.exchange.correction_parts import show_ways
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.settings.people_forms import show_password_link, show_person
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
st.title(t("nav.people"), anchor=False)
tell_import("people")
show_ways(visit, "people")
wanted = st.text_input(t("people.find"), key="q", bind="query-params", icon=":material/search:")
room, pages_below = st.container(), st.empty()
with visit.reading() as session:
    found, total = find_people(session, visit.actor, text=wanted, page_size=PAGE_SIZE)
    last = max(1, -(-total // PAGE_SIZE))
    if last > 1:
        number = pages_below.pagination(last, key="page")
        found, total = find_people(session, visit.actor, text=wanted, page=number, page_size=PAGE_SIZE)
entries = [
    Entry(
        id_of(row.person),
        row.person.name,
        [
            row.person.post,
            row.agency,
            ", ".join(t(f"words.role.{role.value}") for role in sorted(row.roles)),
            t("people.cannot_sign_in") if row.cannot_sign_in(visit.now) else "",
        ],
        "key_off" if row.cannot_sign_in(visit.now) else "",
    )
    for row in found
]
columns = [t("people.name"), t("people.post"), t("people.agency"), t("people.roles"), t("people.sign_in")]
with room:
    st.markdown(f":gray[{t('people.found', n=total)}]")
    show_entries("person", entries, columns)

show_archive(visit, Person)

with st.bottom:
    st.button(
        t("people.new"),
        icon=":material/person_add:",
        type="primary",
        width="stretch",
        on_click=open_dialog,
        args=("person",),
        kwargs={"person_id": None},
    )

dialog = the_open_dialog()
if dialog is not None and dialog.name == "person":
    show_person(visit, dialog)
elif dialog is not None and dialog.name == "password_link":
    show_password_link(visit, dialog)
