"""«Публикация»: what everybody may read of the city's work, decided issue by issue or many at once."""

import streamlit as st

from planner import links
from planner.domain.permissions import Action, require
from planner.services.public.queue import QueuePart, publicity_queue
from planner.ui.dialog_state import the_open_dialog
from planner.ui.public.amending import show_amend
from planner.ui.public.dialogs import show_black_out, show_words
from planner.ui.public.queue import show_bulk, show_row, show_undo
from planner.ui.public.reports import show_join, show_refuse, show_reports, show_return
from planner.ui.public.rules import show_rules, show_tours
from planner.ui.visit import current_visit

REPORTS, TOURS, RULES = "reports", "tours", "rules"
PARTS = (*QueuePart, REPORTS, TOURS, RULES)

visit = current_visit()
t = visit.t
require(visit.actor, Action.PUBLISH)
st.title(t("publicity.title"), anchor=False)
st.markdown(t("publicity.lead"))
if visit.city.open_pages:
    st.link_button(t("publicity.see_pages"), links.OPEN.to(), icon=":material/public:")
else:
    st.warning(t("publicity.off"), icon=":material/public_off:")
part = st.segmented_control(
    t("publicity.parts"),
    PARTS,
    default=QueuePart.WAITING,
    required=True,
    format_func=lambda each: t(f"publicity.part.{each}"),
    label_visibility="collapsed",
    key="publicity_part",
    bind="query-params",
)
show_undo(visit)

if part == REPORTS:
    show_reports(visit)
elif part == TOURS:
    show_tours(visit)
elif part == RULES:
    show_rules(visit)
else:
    pages_below = st.empty()
    with visit.reading() as session:
        found = publicity_queue(session, visit.actor, QueuePart(part), now=visit.now)
        if found.pages > 1:
            number = pages_below.pagination(found.pages, key=f"publicity_page_{part}")
            found = publicity_queue(session, visit.actor, QueuePart(part), now=visit.now, page=number)
    st.markdown(f":gray[{t('publicity.waiting', n=found.waiting)}]")
    if not found.rows:
        st.info(t(f"publicity.empty.{part}"), icon=":material/task_alt:")
    chosen = [row.issue.id for row in found.rows if show_row(visit, QueuePart(part), row)]
    show_bulk(visit, QueuePart(part), found, [number for number in chosen if number is not None])

dialog = the_open_dialog()
if dialog is not None and dialog.name == "public_words":
    show_words(visit, dialog)
if dialog is not None and dialog.name == "black_out":
    show_black_out(visit, dialog)
if dialog is not None and dialog.name == "amend":
    show_amend(visit, dialog)
if dialog is not None and dialog.name == "refuse_reports":
    show_refuse(visit, dialog)
if dialog is not None and dialog.name == "join_reports":
    show_join(visit, dialog)
if dialog is not None and dialog.name == "return_reports":
    show_return(visit, dialog)
