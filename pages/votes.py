"""«Голосования»: asking residents, from the draft to what was decided."""

import streamlit as st

from planner.domain.permissions import Action, require
from planner.services.votes.holding import list_votes, mails_go
from planner.ui.dialog_state import open_dialog, the_open_dialog
from planner.ui.visit import current_visit
from planner.ui.votes.cards import show_vote
from planner.ui.votes.form import show_option_form, show_vote_form
from planner.ui.votes.steps import show_step

visit = current_visit()
t = visit.t
require(visit.actor, Action.HOLD_VOTE)
st.title(t("votes.title"), anchor=False)
st.markdown(t("votes.office_lead"))
if not mails_go():
    st.warning(t("votes.error.no_mail"), icon=":material/mail_off:")
if not visit.city.open_pages:
    st.warning(t("votes.error.pages_off"), icon=":material/public_off:")
st.button(
    t("votes.new"),
    type="primary",
    icon=":material/how_to_vote:",
    on_click=lambda: open_dialog("vote", vote_id=None),
)
with visit.reading() as session:
    votes = list_votes(session, visit.actor, now=visit.now)
if not votes:
    st.info(t("votes.empty"), icon=":material/how_to_vote:")
for seen in votes:
    show_vote(visit, seen)

dialog = the_open_dialog()
if dialog is not None and dialog.name == "vote":
    show_vote_form(visit, dialog)
if dialog is not None and dialog.name == "vote_option":
    show_option_form(visit, dialog)
if dialog is not None and dialog.name in ("vote_announce", "vote_close", "vote_cancel", "vote_decide", "vote_take"):
    show_step(visit, dialog)
