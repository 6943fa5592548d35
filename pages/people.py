"""People, their agencies and roles."""

import streamlit as st

from planner.domain.models import Person
from planner.services.access.people import find_people
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.exchange.correction_parts import show_ways
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.settings.people_forms import show_password_link, show_person
from planner.ui.text import plain
from planner.ui.visit import current_visit

PAGE_SIZE = 20

visit = current_visit()
t = visit.t
st.title(t("nav.people"), anchor=False)
tell_import("people")
show_ways(visit, "people")
lead_to_intake(visit, "people")
wanted = st.text_input(t("people.find"), key="q", bind="query-params", icon=":material/search:")
room, pages_below = st.container(), st.empty()
with visit.reading() as session:
    found, total = find_people(session, visit.actor, text=wanted, page_size=PAGE_SIZE)
    last = max(1, -(-total // PAGE_SIZE))
    if last > 1:
        number = pages_below.pagination(last, key="page")
        found, total = find_people(session, visit.actor, text=wanted, page=number, page_size=PAGE_SIZE)
room.markdown(f":gray[{t('people.found', n=total)}]")
for row in found:
    with room.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            badges = " ".join(f":blue-badge[{t(f'words.role.{role.value}')}]" for role in sorted(row.roles))
            if row.cannot_sign_in(visit.now):
                badges += f" :orange-badge[:material/key_off: {t('people.cannot_sign_in')}]"
            st.markdown(f"**{plain(row.person.name)}** {badges}")
            about = ", ".join(plain(each) for each in (row.person.post, row.agency) if each)
            if about:
                st.markdown(f":gray[{about}]")
        st.button(
            t("app.edit"),
            icon=":material/edit:",
            key=f"person_{row.person.id}",
            on_click=open_dialog,
            args=("person",),
            kwargs={"person_id": row.person.id},
        )

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
