"""Districts: by name, or with polygons from a GeoJSON file."""

import streamlit as st

from planner.domain.models import District
from planner.domain.models.types import id_of
from planner.services.city.districts import list_districts
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import Entry, show_directory, show_directory_map
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.settings.archived import show_archive
from planner.ui.settings.district_forms import show_district
from planner.ui.settings.import_end import tell_import
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
else:
    with st.expander(t("directory.map"), icon=":material/map:", expanded=any(each.polygon for each in districts)):
        show_directory_map(visit, districts, key="districts_map")
entries = [
    Entry(
        id_of(each),
        each.name,
        [
            "" if each.population is None else t("districts.people", number=t.number(each.population)),
            t("districts.on_map" if each.polygon else "districts.by_hand"),
        ],
    )
    for each in districts
]
columns = [t("districts.name"), t("districts.population"), t("districts.outline")]
show_directory(visit, "district", entries, columns, find=t("directory.find"))

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
