"""Everyone's issue list: filters, cards and map of the same issues, and their export."""

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.permissions import Action, may
from planner.services.issues.list import filter_choices, list_issues
from planner.ui.issue.cards import issue_card
from planner.ui.issue.filters import asked_page, reset_button, show_filters, turn_pages, wanted_issues
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

st.title(t("issues.title"), anchor=False)
wanted = wanted_issues(visit)
with visit.reading() as session:
    choices = filter_choices(session, visit.actor)
    found = list_issues(session, visit.actor, wanted, today=today, page=asked_page())
show_filters(visit, wanted, choices)
query = wanted.to_query()

twin = st.grid(2, min_column_width=340, gap=28)
with twin.cell():
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f":gray[{t('issues.found', number=t.number(found.total))}]")
        if found.total and may(visit.actor, Action.EXPORT_ISSUES).allowed:
            st.link_button(
                "CSV", links.ISSUES_FILE.to(query, form="csv"), icon=":material/download:", help=t("issues.csv_help")
            )
            st.link_button(
                "XLSX", links.ISSUES_FILE.to(query, form="xlsx"), icon=":material/download:", help=t("issues.xlsx_help")
            )
            st.link_button(
                "ZIP", links.PHOTOS_FILE.to(query), icon=":material/photo_library:", help=t("issues.photos.help")
            )
    if may(visit.actor, Action.IMPORT_TABLES).allowed:
        st.page_link(
            "corrections.py",
            label=t("corrections.open"),
            icon=":material/upload_file:",
            query_params={"thing": "issues"},
        )
    with st.container(key="issue_cards", gap="small"):
        for row in found.rows:
            issue_card(visit, row)
    if not found.total:
        st.info(t("issues.nothing_found" if wanted.narrows else "issues.none_yet"), icon=":material/search_off:")
        if wanted.narrows:
            reset_button(visit, key="reset_in_list")
    turn_pages(found.page, found.pages, name=links.ISSUES_MAP.to(query))
with twin.cell(), st.container(key="issues_map"):
    st.iframe(links.ISSUES_MAP.to(query), height=560, alt=t("issues.map_alt"))
