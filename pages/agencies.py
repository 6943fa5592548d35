"""Agencies and the categories of problems that they answer for."""

import streamlit as st

from planner.domain.models import Agency, Category
from planner.domain.models.types import id_of
from planner.domain.topic_icons import drawn_icon
from planner.services.city.agencies import list_agencies, list_categories
from planner.ui.deadlines.norm_forms import show_norm, show_norms
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.directory import Entry, show_directory
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.settings.agency_forms import show_agency, show_category
from planner.ui.settings.archived import show_archive
from planner.ui.settings.import_end import tell_import
from planner.ui.start.starter_set import show_starter_button, show_starter_set
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
with visit.reading() as session:
    agencies = list_agencies(session, visit.actor)
    categories = list_categories(session, visit.actor)
names = {category.id: category.name for category in categories}

st.title(t("nav.agencies"), anchor=False)
tell_import("agencies")
lead_to_intake(visit, "agencies")
if not agencies:
    st.info(t("agencies.empty"), icon=":material/apartment:")
if not agencies or not categories:
    show_starter_button(visit)
entries = [
    Entry(
        id_of(row.agency),
        row.agency.name,
        [
            t(f"words.agency_kind.{row.agency.kind.value}"),
            ", ".join(names[each] for each in row.category_ids if each in names) or t("agencies.no_categories"),
            ", ".join(part for part in (row.agency.phone, row.agency.email) if part),
        ],
        also=[row.agency.short_name],
    )
    for row in agencies
]
columns = [t("agencies.name"), t("agencies.kind"), t("agencies.categories"), t("directory.contact")]
show_directory(visit, "agency", entries, columns, find=t("directory.find"))

st.header(t("categories.title"), anchor=False)
if not categories:
    st.info(t("categories.empty"), icon=":material/category:")
topics = [
    Entry(id_of(each), each.name, [t("categories.term", n=each.days), each.name_en], drawn_icon(each.icon))
    for each in categories
]
columns = [t("categories.name"), t("categories.days"), t("categories.name_en")]
show_directory(visit, "category", topics, columns, find=t("directory.find_topic"), key="topic")

show_norms(visit)
show_archive(visit, Agency)
show_archive(visit, Category)

with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute"):
    no_category, no_agency = {"category_id": None}, {"agency_id": None}
    new = t("categories.new")
    st.button(new, icon=":material/add:", on_click=open_dialog, args=("category",), kwargs=no_category)
    new = t("agencies.new")
    st.button(new, icon=":material/add:", type="primary", on_click=open_dialog, args=("agency",), kwargs=no_agency)

dialog = the_open_dialog()
if dialog is not None:
    match dialog.name:
        case "agency":
            show_agency(visit, dialog)
        case "category":
            show_category(visit, dialog)
        case "starter_set":
            show_starter_set(visit, dialog)
        case "norm":
            show_norm(visit, dialog)
