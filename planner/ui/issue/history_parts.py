"""The history of an issue on its page: who did what and when, the latest first."""

import streamlit as st

from planner.domain.models import Move
from planner.phrases.history import facts_in_words, step_in_words
from planner.phrases.instructions import say_number
from planner.phrases.names import name_for
from planner.services.access.visit import Visit
from planner.services.issues.details import IssueDetails
from planner.ui.step_look import LOOKS
from planner.ui.text import plain


def show_history(visit: Visit, details: IssueDetails) -> None:
    """Every step with its icon, word, person, time, what changed and what was said."""
    st.header(visit.t("issue_page.history"), anchor=False)
    numbers = {each.instruction.id: say_number(visit.t, each.instruction) for each in details.instructions}
    with st.container(gap="small"):
        for move in reversed(details.moves):
            _show_move(visit, details, move, numbers.get(move.instruction_id, ""))


def _show_move(visit: Visit, details: IssueDetails, move: Move, number: str) -> None:
    t = visit.t
    look = LOOKS[move.step]
    with st.container(horizontal=True, gap="small", wrap=False):
        st.markdown(f":{look.colour}[:material/{look.icon}:]", width=28)
        with st.container(gap=None):
            st.markdown(f"**{step_in_words(t, details.issue, move)}** {plain(number)}".rstrip())
            st.markdown(f":gray[{plain(name_for(visit.actor, move.by))}, {plain(t.moment(move.at))}]")
            for line in facts_in_words(t, move):
                st.markdown(plain(line))
            if move.text:
                st.text(move.text)
