"""«Уведомления»: what one was told, the newest first, with the way to each thing; unread ones are marked."""

import streamlit as st

from planner.services.notices.bell import list_notices
from planner.ui.notices.cards import PAGE_SIZE, show_notices, show_read_all
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t

st.title(t("notices.title"), anchor=False)
top, rows_room = st.container(horizontal=True, vertical_alignment="center"), st.container(gap="small")
with visit.reading() as session:
    found = list_notices(session, visit.actor, page_size=PAGE_SIZE)
pages = -(-found.total // PAGE_SIZE)
page = st.pagination(pages, key="page", width="stretch") if pages > 1 else 1
if page > 1:
    with visit.reading() as session:
        found = list_notices(session, visit.actor, page=page, page_size=PAGE_SIZE)
with top:
    if found.unread and found.rows:
        show_read_all(visit, found.rows[0])
    st.page_link("account.py", label=t("notices.choose"), icon=":material/tune:")
with rows_room:
    if not found.rows:
        st.info(t("notices.none"), icon=":material/notifications:")
    show_notices(visit, found.rows)
