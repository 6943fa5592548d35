"""«Моя работа»: what waits for an official, a controller, and whoever gives instructions; on a list and on a map."""

import streamlit as st

from planner.domain.deadlines import today_in
from planner.services.control.work import Pile, list_work, my_work
from planner.ui.control.bulk_dialog import is_bulk, show_bulk
from planner.ui.control.bulk_parts import ask_choosing, show_bulk_steps, show_last_decision
from planner.ui.control.nearness import ask_where
from planner.ui.control.open_steps import show_open_step
from planner.ui.control.paper_parts import show_discipline, show_letter
from planner.ui.control.work_parts import (
    PAGE_SIZE,
    chosen_pile,
    show_counters,
    show_greeting,
    show_late_agencies,
    show_map,
    show_rows,
)
from planner.ui.dialog_state import the_open_dialog
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

st.title(t("work.title"), anchor=False)
with visit.reading() as session:
    work = my_work(session, visit.actor, today=today)
show_greeting(visit, work)
pile = chosen_pile(work)
if pile is None:
    st.info(t("work.nobodys"), icon=":material/checklist:")
    st.page_link("issues.py", label=t("work.open_list"), icon=":material/list_alt:")
    st.stop()
show_last_decision(visit)
show_counters(visit, work, pile)

twin = st.grid(2, min_column_width=460, gap=28)
with twin.cell():
    st.header(t(f"work.pile.{pile}"), anchor=False)
    agency_id = show_late_agencies(visit, work) if pile is Pile.LATE and work.late_agencies else None
    if pile is Pile.LATE:
        show_letter(visit, agency_id)
        show_discipline(visit, today)
    total = next((late.overdue for late in work.late_agencies if late.agency.id == agency_id), work.piles[pile])
    near = ask_where(visit) if pile is Pile.TO_VERIFY and total else ()
    rows_room = st.container()
    pages = -(-total // PAGE_SIZE)
    page = st.pagination(pages, key=f"page-{pile}-{agency_id}", width="stretch") if pages > 1 else 1
    with visit.reading() as session:
        rows = list_work(
            session, visit.actor, pile, today=today, page=page, page_size=PAGE_SIZE, agency_id=agency_id, near=near
        )
    with rows_room:
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            if rows:
                query = {"pile": pile.value}
                st.page_link("review.py", label=t("review.begin"), icon=":material/fast_forward:", query_params=query)
            choosing = bool(rows) and ask_choosing(visit, rows)
        choice = st.container(horizontal=True, vertical_alignment="center", gap="small", key="choice_bar")
        chosen = show_rows(visit, pile, rows, choosing=choosing)
        if chosen:
            with choice:
                given = [row.instruction.id or 0 for row in chosen if row.instruction]
                show_bulk_steps(visit, [row.issue.id or 0 for row in chosen], given)
with twin.cell():
    show_map(visit, pile, work.piles[pile])

dialog = the_open_dialog()
if dialog is not None and dialog.about.get("issue_id") in {row.issue.id for row in rows}:
    show_open_step(visit, dialog)
elif dialog is not None and is_bulk(dialog):
    show_bulk(visit, dialog)
