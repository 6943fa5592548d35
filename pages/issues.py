"""Everyone's issue list: filters, cards and map of the same issues, and their export."""

from urllib.parse import urlencode

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.permissions import Action, may
from planner.services.issue_list import filter_choices, list_issues
from planner.ui.issue_cards import issue_card
from planner.ui.issue_filters import reset_button, show_filters, wanted_issues
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

st.title(t("issues.title"), anchor=False)
wanted = wanted_issues(visit)
asked_page = st.query_params.get("page", "1")
with visit.reading() as session:
    choices = filter_choices(session, visit.actor)
    found = list_issues(
        session,
        visit.actor,
        wanted,
        today=today,
        page=int(asked_page[:6]) if asked_page.isdecimal() else 1,
    )
show_filters(visit, wanted, choices)
query = urlencode(wanted.to_query())


def turn_page(key: str) -> None:
    """Puts the chosen page into the address."""
    st.query_params["page"] = str(st.session_state[key])


twin = st.grid(2, min_column_width=340, gap=28)
with twin.cell():
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f":gray[{t('issues.found', number=t.number(found.total))}]")
        if found.total and may(visit.actor, Action.EXPORT_ISSUES).allowed:
            st.link_button("CSV", f"/export/issues.csv?{query}", icon=":material/download:", help=t("issues.csv_help"))
            st.link_button(
                "XLSX", f"/export/issues.xlsx?{query}", icon=":material/download:", help=t("issues.xlsx_help")
            )
    with st.container(key="issue_cards", gap="small"):
        for row in found.rows:
            issue_card(visit, row)
    if not found.total:
        st.info(t("issues.nothing_found" if wanted.narrows else "issues.none_yet"), icon=":material/search_off:")
        if wanted.narrows:
            reset_button(visit, key="reset_in_list")
    if found.pages > 1:
        key = f"issues_page {found.page} {query}"
        st.pagination(found.pages, default=found.page, key=key, on_change=turn_page, args=(key,), width="stretch")
with twin.cell(), st.container(key="issues_map"):
    st.iframe(f"/map/issues?{query}", height=560, alt=t("issues.map_alt"))
