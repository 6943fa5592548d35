"""One layer: its facilities as a table and on a map, searched and filtered; each opens with what happens there."""

import streamlit as st

from planner import links
from planner.domain.models.types import id_of
from planner.domain.open_filter import asked_number
from planner.domain.permissions import Action, may
from planner.phrases.public.layers import say_short
from planner.services.city.districts import list_districts
from planner.services.layers.facilities import find_facilities, known_offers
from planner.services.layers.layers import get_layer
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import PAGE_SIZE, Entry, show_directory_map, show_entries
from planner.ui.layers.cards import say_layer, show_facility
from planner.ui.layers.facility_form import show_facility_form, show_note_form
from planner.ui.layers.finding import ask_filter, show_archived
from planner.ui.layers.layer_form import show_layer
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
number = asked_number(st.query_params.get("id", "")) or 0
with visit.reading() as session:
    row = get_layer(session, visit.actor, number)
    districts = list_districts(session, visit.actor)
    offers = known_offers(session, visit.actor, number)
layer = row.layer

st.page_link("layers.py", label=t("layers.to_all"), icon=":material/arrow_back:")
st.title(plain(layer.name_in(t.language)), anchor=False)
st.markdown(f":gray[{plain(say_layer(visit, row))}]")
if layer.about:
    st.markdown(plain(layer.about_in(t.language)))
wanted = ask_filter(visit, layer, offers, {each.id: each.name for each in districts})
today = t.local(visit.now).date()
room, pages_below = st.container(), st.empty()
with visit.reading() as session:
    found, total = find_facilities(session, visit.actor, number, wanted, page_size=PAGE_SIZE, today=today)
    last = max(1, -(-total // PAGE_SIZE))
    if last > 1:
        page = pages_below.pagination(last, key="page")
        found, total = find_facilities(
            session, visit.actor, number, wanted, page=page, page_size=PAGE_SIZE, today=today
        )
entries = [Entry(id_of(each), each.name, [each.address, say_short(t, layer, each)]) for each in found]
with room:
    if total:
        st.markdown(f":gray[{t('layers.found', n=total)}]")
        show_entries("facility", entries, [t("places.name"), t("places.address"), t("layers.in_short")])
        with st.expander(t("directory.map"), icon=":material/map:"):
            show_directory_map(visit, districts, [(each.name, each.point) for each in found], key="facilities_map")
    elif row.facilities:
        st.info(t("layers.none_found"), icon=":material/search_off:")
    else:
        st.info(t("layers.no_facilities" if row.kept else "layers.no_facilities_yet"), icon=":material/place:")

with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    for form in ("csv", "xlsx"):
        st.link_button(form.upper(), links.FACILITIES_FILE.to(layer_id=number, form=form), icon=":material/download:")
    if row.kept:
        st.page_link(
            "intake.py",
            label=t("intake.open"),
            icon=":material/upload_file:",
            query_params={"kind": "facilities", "layer": str(number)},
        )
    if may(visit.actor, Action.MANAGE_PLACES).allowed:
        st.button(
            t("layers.settings"),
            icon=":material/tune:",
            on_click=open_dialog,
            args=("layer",),
            kwargs={"layer_id": number},
        )
    if layer.public and visit.city.open_pages:
        st.link_button(t("layers.as_residents"), links.OPEN_LAYER.to(layer_id=number), icon=":material/public:")

if row.kept:
    show_archived(visit, layer)
    with st.bottom:
        st.button(
            t("layers.new_facility"),
            icon=":material/add_location_alt:",
            type="primary",
            width="stretch",
            on_click=open_dialog,
            args=("facility_form",),
            kwargs={"facility_id": None, "layer_id": number},
        )

dialog = the_open_dialog()
if dialog is not None:
    match dialog.name:
        case "layer":
            show_layer(visit, dialog)
        case "facility":
            show_facility(visit, dialog)
        case "facility_form":
            show_facility_form(visit, dialog)
        case "facility_note":
            show_note_form(visit, dialog)
