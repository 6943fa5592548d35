"""The catalogue of places worth a stop."""

import streamlit as st

from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.services.city.districts import list_districts
from planner.services.city.places import find_places
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import PAGE_SIZE, Entry, show_directory_map, show_entries
from planner.ui.exchange.correction_parts import show_ways
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.settings.place_forms import show_place
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t

st.title(t("nav.places"), anchor=False)
tell_import("places")
show_ways(visit, "places")
wanted = st.text_input(t("places.find"), key="q", bind="query-params", icon=":material/search:")
room = st.container()
pages_below = st.empty()
with visit.reading() as session:
    districts = list_districts(session, visit.actor)
    found, total = find_places(session, visit.actor, text=wanted, page_size=PAGE_SIZE)
    last = max(1, -(-total // PAGE_SIZE))
    if last > 1:
        number = pages_below.pagination(last, key="page")
        found, total = find_places(session, visit.actor, text=wanted, page=number, page_size=PAGE_SIZE)
names = {district.id: district.name for district in districts}

columns = [t("places.name"), t("places.address"), t("places.district"), t("places.column.kind")]
entries = [
    Entry(id_of(place), place.name, [place.address, names.get(place.district_id, ""), place.kind]) for place in found
]
with room:
    if not total:
        st.info(t("places.none_found") if wanted else t("places.empty"), icon=":material/place:")
    else:
        st.markdown(f":gray[{t('places.found', n=total)}]")
        show_entries("place", entries, columns)
        with st.expander(t("directory.map"), icon=":material/map:"):
            show_directory_map(visit, districts, [(each.name, each.point) for each in found], key="places_map")

show_archive(visit, Place)

with st.bottom:
    st.button(
        t("places.new"),
        icon=":material/add_location_alt:",
        type="primary",
        width="stretch",
        on_click=open_dialog,
        args=("place",),
        kwargs={"place_id": None},
    )

dialog = the_open_dialog()
if dialog is not None and dialog.name == "place":
    show_place(visit, dialog)
