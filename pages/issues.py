"""Everyone's issue list: filters, cards or a table, and the map of the same issues; saved lists and exports."""

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.issue_filter import IssueFilter
from planner.domain.list_view import TABLE
from planner.services.issues.list import PAGE_SIZE, filter_choices, list_issues
from planner.ui.control.bulk_dialog import is_bulk, show_bulk
from planner.ui.control.bulk_parts import show_bulk_steps, show_last_decision
from planner.ui.dialog_state import the_open_dialog
from planner.ui.issue.cards import issue_card
from planner.ui.issue.filters import (
    asked_page,
    lift_buttons,
    reset_button,
    show_filters,
    turn_pages,
    wanted_issues,
)
from planner.ui.issue.list_look import asked_look, show_exports, show_look
from planner.ui.issue.saved import show_rename_filter, show_save_filter, show_saved
from planner.ui.issue.table import ROWS, forget_chosen, show_table
from planner.ui.settings.import_end import tell_import
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

wanted = wanted_issues(visit)
look = asked_look()
dense = look.view == TABLE
query = wanted.to_query()
with visit.reading() as session:
    choices = filter_choices(session, visit.actor)
    rows = ROWS if dense else PAGE_SIZE
    found = list_issues(session, visit.actor, wanted, today=today, page=asked_page(), page_size=rows)
with st.container(
    horizontal=True, vertical_alignment="center", gap="small", key="dense_head" if dense else "cards_head"
):
    st.title(t("issues.title"), anchor=False, width="content")
    told = "issues.found_more" if found.more else "issues.found"
    st.markdown(f":gray[{t(told, number=t.number(found.total))}]", width="stretch")
    if found.total:
        show_exports(visit, query)
    show_saved(visit, query | look.to_query())
    show_look(visit, look)
tell_import("issues")
show_filters(visit, wanted, choices)
show_last_decision(visit)

with st.container(key="issues_desk" if dense else "issues_cards"):
    twin = st.grid(2, min_column_width=340, gap=28)
    with twin.cell():
        if dense and found.rows:
            chosen = show_table(visit, found, wanted, look)
            if chosen:
                with st.container(horizontal=True, vertical_alignment="center", key="chosen_bar"):
                    st.markdown(f"**{t('issues.chosen', n=len(chosen))}**")
                    show_bulk_steps(visit, chosen)
                    st.button(t("issues.unchoose"), icon=":material/close:", type="tertiary", on_click=forget_chosen)
                    show_exports(visit, IssueFilter(ids=tuple(chosen), sort=wanted.sort).to_query())
        elif not dense:
            with st.container(key="issue_cards", gap="small"):
                for row in found.rows:
                    inside = found.found_in.get(row.issue.id or 0, ())
                    issue_card(visit, row, agency=row.agency, late=row.late, search=found.search, found=inside)
        if not found.total:
            st.info(t("issues.nothing_found" if wanted.narrows else "issues.none_yet"), icon=":material/search_off:")
            if wanted.narrows:
                lift_buttons(visit, wanted)
                reset_button(visit, key="reset_in_list")
        turn_pages(found.page, found.pages, name=links.ISSUES_MAP.to(query))
    with twin.cell(), st.container(key="issues_map"):
        st.iframe(links.ISSUES_MAP.to(query), height=560, alt=t("issues.map_alt"))

dialog = the_open_dialog()
if dialog is not None and dialog.name == "save_filter":
    show_save_filter(visit, dialog)
elif dialog is not None and dialog.name == "rename_filter":
    show_rename_filter(visit, dialog)
elif dialog is not None and is_bulk(dialog):
    show_bulk(visit, dialog)
