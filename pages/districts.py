"""Districts: by name, or with polygons from a GeoJSON file."""

import streamlit as st

from planner.services.city.districts import list_districts, read_districts, save_district
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.district_forms import show_district
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

visit = current_visit()
t = visit.t
with visit.reading() as session:
    districts = list_districts(session, visit.actor)

st.title(t("nav.districts"), anchor=False)
if not districts:
    st.info(t("districts.empty"), icon=":material/map:")
for district in districts:
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            shape = (
                ":green-badge[" + t("districts.on_map") if district.polygon else ":gray-badge[" + t("districts.by_hand")
            )
            st.markdown(f"**{plain(district.name)}** {shape}]")
            if district.population is not None:
                st.markdown(f":gray[{t('districts.people', number=t.number(district.population))}]")
        st.button(
            t("app.edit"),
            icon=":material/edit:",
            key=f"district_{district.id}",
            on_click=open_dialog,
            args=("district",),
            kwargs={"district_id": district.id},
        )

with st.expander(t("districts.import"), icon=":material/upload_file:"):
    st.markdown(t("districts.import_explain"))
    notes = FieldNotes()
    file = st.file_uploader(t("districts.file"), type=["geojson", "json"])
    notes.under("file")
    if file is not None:
        data = file.getvalue()
        read = attempt(visit, lambda session: read_districts(data))
        notes.show(read.problem)
        known = {district.name: district.id for district in districts}
        named = [draft for draft in read.value or [] if draft.name]
        if read.value is not None:
            names = ", ".join(plain(draft.name) for draft in named)
            st.markdown(t("districts.will_import", n=len(named), names=names))
        if named and st.button(t("districts.do_import"), type="primary", width="stretch"):
            done = attempt(
                visit,
                lambda session: [
                    save_district(
                        session,
                        visit.actor,
                        district_id=known.get(draft.name),
                        name=draft.name,
                        population=draft.population,
                        polygon=draft.polygon,
                    )
                    for draft in named
                ],
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()

with st.bottom:
    st.button(
        t("districts.new"),
        icon=":material/add:",
        type="primary",
        width="stretch",
        on_click=open_dialog,
        args=("district",),
        kwargs={"district_id": None},
    )

dialog = the_open_dialog()
if dialog is not None and dialog.name == "district":
    show_district(visit, dialog)
