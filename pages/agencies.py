"""Agencies and the categories of problems that they answer for."""

import streamlit as st

from planner.domain.models import Agency, Category
from planner.services.city.agencies import list_agencies, list_categories
from planner.ui.deadlines.norm_forms import show_norm, show_norms
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.exchange.intake_way import lead_to_intake
from planner.ui.settings.agency_forms import show_agency, show_category
from planner.ui.settings.archived import show_archive
from planner.ui.settings.directory import found_rows
from planner.ui.settings.import_end import tell_import
from planner.ui.start.starter_set import show_starter_button, show_starter_set
from planner.ui.text import plain
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
show_starter_button(visit)
for row in found_rows(visit, agencies, lambda each: (each.agency.name, each.agency.short_name), key="agencies"):
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            st.markdown(f"**{plain(row.agency.name)}** :gray-badge[{t(f'words.agency_kind.{row.agency.kind.value}')}]")
            topics = [plain(names[each]) for each in row.category_ids if each in names]
            st.markdown(f":gray[{', '.join(topics)}]" if topics else f":gray[{t('agencies.no_categories')}]")
        st.button(
            t("app.edit"),
            icon=":material/edit:",
            key=f"agency_{row.agency.id}",
            on_click=open_dialog,
            args=("agency",),
            kwargs={"agency_id": row.agency.id},
        )

st.header(t("categories.title"), anchor=False)
if not categories:
    st.info(t("categories.empty"), icon=":material/category:")
for category in categories:
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            st.markdown(f"**{plain(category.name)}** :gray[{t('categories.term', n=category.days)}]")
        st.button(
            t("app.edit"),
            icon=":material/edit:",
            key=f"category_{category.id}",
            on_click=open_dialog,
            args=("category",),
            kwargs={"category_id": category.id},
        )

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
