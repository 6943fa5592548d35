"""Agencies and the categories of problems that they answer for."""

import streamlit as st

from planner.services.city.agencies import list_agencies, list_categories
from planner.services.city.districts import list_districts
from planner.ui.settings.agency_forms import open_agency, open_category
from planner.ui.text import plain
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
with visit.reading() as session:
    agencies = list_agencies(session, visit.actor)
    categories = list_categories(session, visit.actor)
    districts = list_districts(session, visit.actor)
names = {category.id: category.name for category in categories}

st.title(t("nav.agencies"), anchor=False)
if not agencies:
    st.info(t("agencies.empty"), icon=":material/apartment:")
for row in agencies:
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            st.markdown(f"**{plain(row.agency.name)}** :gray-badge[{t(f'words.agency_kind.{row.agency.kind.value}')}]")
            topics = [plain(names[each]) for each in row.category_ids if each in names]
            st.markdown(f":gray[{', '.join(topics)}]" if topics else f":gray[{t('agencies.no_categories')}]")
        if st.button(t("app.edit"), icon=":material/edit:", key=f"agency_{row.agency.id}"):
            open_agency(visit, row, categories, districts)

st.header(t("categories.title"), anchor=False)
if not categories:
    st.info(t("categories.empty"), icon=":material/category:")
for category in categories:
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        with st.container():
            st.markdown(f"**{plain(category.name)}** :gray[{t('categories.term', n=category.days)}]")
        if st.button(t("app.edit"), icon=":material/edit:", key=f"category_{category.id}"):
            open_category(visit, category, 0)

with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute"):
    if st.button(t("categories.new"), icon=":material/add:"):
        open_category(visit, None, len(categories) + 1)
    if st.button(t("agencies.new"), icon=":material/add:", type="primary"):
        open_agency(visit, None, categories, districts)
