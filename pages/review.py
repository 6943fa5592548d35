"""A pile of «Моя работа» gone through one by one: the thing, a key for each decision, and the next one at once."""

from dataclasses import replace

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.errors import NotFound
from planner.services.control.steps import steps_open_to
from planner.services.control.work import Pile, list_work, my_work
from planner.services.issues.details import issue_details
from planner.ui.control.instruction_parts import show_instructions
from planner.ui.control.open_steps import show_open_step
from planner.ui.control.review_parts import (
    MOST,
    begin_review,
    follow_what_was_done,
    show_decisions,
    show_end,
    show_where,
    step_on,
    the_review,
)
from planner.ui.control.work_parts import chosen_pile
from planner.ui.dialog_state import the_open_dialog
from planner.ui.issue.discussion import show_comment, show_discussion
from planner.ui.issue.parts import show_head, show_photos
from planner.ui.visit import current_visit

visit = current_visit()
t = visit.t
today = today_in(visit.city.timezone, visit.now)

with visit.reading() as session:
    pile = chosen_pile(my_work(session, visit.actor, today=today))
    review = the_review(pile) if pile else None
    if pile and review is None:
        review = begin_review(pile, list_work(session, visit.actor, Pile(pile), today=today, page_size=MOST))
    details = None
    while review and not review.is_over and details is None:
        item = review.items[review.at]
        try:
            details = issue_details(session, visit.actor, item.issue_id)
            steps = steps_open_to(session, visit.actor, item.issue_id)
        except NotFound:  # withdrawn meanwhile
            review = step_on(review, 1)
            continue
        moved_on = follow_what_was_done(review, details)
        details = details if moved_on.at == review.at else None
        review = moved_on

if review is None or not review.items:
    st.title(t("review.title"), anchor=False)
    st.info(t("review.empty"), icon=":material/task_alt:")
    st.page_link("work.py", label=t("review.back"), icon=":material/checklist:")
    st.stop()
if details is None:
    st.title(t("review.title"), anchor=False)
    show_end(visit, review)
    st.stop()

show_where(visit, review)
show_head(visit, details)
twin = st.grid(2, min_column_width=380, gap=28)
with twin.cell():
    this_one = [given for given in details.instructions if given.instruction.id == item.instruction_id]
    show_instructions(visit, replace(details, instructions=this_one))
with twin.cell():
    show_photos(visit, details)
    show_discussion(visit, details)
show_decisions(visit, item, details, steps)

dialog = the_open_dialog()
if dialog is not None and dialog.about.get("issue_id") == item.issue_id:
    if dialog.name == "comment":
        show_comment(visit, dialog)
    else:
        show_open_step(visit, dialog)
