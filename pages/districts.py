"""Districts: by name, or with polygons from a GeoJSON file."""

import streamlit as st

from planner.domain.models import District
from planner.services.city.districts import list_districts
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.settings.archived import show_archive
from planner.ui.settings.directory import found_rows
from planner.ui.settings.district_forms import show_district
from planner.ui.settings.import_end import tell_import
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
with visit.reading() as session:
    districts = list_districts(session, visit.actor)

st.title(t("nav.districts"), anchor=False)
tell_import("districts")
lead_to_intake(visit, "districts")
if not districts:
    st.info(t("districts.empty"), icon=":material/map:")
for district in found_rows(visit, districts, lambda each: (each.name,), key="districts"):
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

show_archive(visit, District)

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
