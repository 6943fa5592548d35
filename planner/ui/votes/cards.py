"""The votes as cards: where each stands, what came out, and what can be done next."""

from functools import partial

import streamlit as st

from planner import links
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.votes import VotePhase
from planner.phrases.public.votes import say_phase, say_result, say_turnout, say_votes
from planner.services.access.visit import Visit
from planner.services.votes.ballots import ballots_waiting
from planner.services.votes.holding import VoteSeen
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain

_COLOURS = {
    VotePhase.DRAFT: "gray",
    VotePhase.COMING: "orange",
    VotePhase.OPEN: "blue",
    VotePhase.CLOSED: "green",
    VotePhase.CANCELLED: "red",
}
_STEPS: dict[VotePhase, tuple[tuple[str, str], ...]] = {
    VotePhase.DRAFT: (("announce", "campaign"), ("edit", "edit"), ("cancel", "cancel")),
    VotePhase.COMING: (("cancel", "cancel"),),
    VotePhase.OPEN: (("close", "lock_clock"), ("cancel", "cancel")),
    VotePhase.CLOSED: (("take", "add_location_alt"), ("decide", "gavel")),
    VotePhase.CANCELLED: (),
}
"""What can be done with a vote, in the order of the buttons, each with its icon."""


def show_vote(visit: Visit, seen: VoteSeen) -> None:
    """One vote."""
    t, vote = visit.t, seen.vote
    with st.container(border=True, key=f"vote_{vote.id}"):
        badge = f":{_COLOURS[seen.phase]}-badge[{t(f'votes.badge.{seen.phase.value}')}]"
        st.markdown(f"**{plain(vote.title)}** {badge}")
        st.markdown(f":gray[{t(f'words.vote_kind.{vote.kind.value}')}] · {plain(say_phase(t, seen))}")
        if seen.phase in (VotePhase.OPEN, VotePhase.CLOSED):
            _show_figures(visit, seen)
        if vote.decided:
            st.markdown(plain(t("votes.decided_as", text=vote.decided)))
        _show_options(visit, seen)
        _show_steps(visit, seen)


def _show_figures(visit: Visit, seen: VoteSeen) -> None:
    t = visit.t
    st.markdown(plain(say_result(t, seen) or say_turnout(t, seen)))
    if seen.phase is VotePhase.OPEN:
        with visit.reading() as session:
            waiting = ballots_waiting(session, visit.actor, id_of(seen.vote))
        if waiting:
            st.markdown(f":gray[{t('votes.waiting', n=waiting)}]")


def _show_options(visit: Visit, seen: VoteSeen) -> None:
    t = visit.t
    with st.expander(t("votes.options", n=len(seen.options))):
        for each in seen.options:
            votes = say_votes(t, seen, each)
            told = " · ".join(filter(None, [each.address if each.address != each.text else "", votes]))
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.markdown(f"{plain(each.text)}" + (f" :gray[{plain(told)}]" if told else ""))
                if seen.phase is VotePhase.DRAFT:
                    st.button(
                        t("votes.dress_again" if each.picture else "votes.dress"),
                        icon=":material/image:",
                        type="tertiary",
                        key=f"dress_{each.id}",
                        on_click=partial(open_dialog, "vote_option", option_id=each.id, vote_id=seen.vote.id),
                    )


def _show_steps(visit: Visit, seen: VoteSeen) -> None:
    t, vote_id = visit.t, id_of(seen.vote)
    with st.container(horizontal=True, gap="small"):
        for step, icon in _STEPS[seen.phase]:
            if step == "take" and not (seen.leaders and may(visit.actor, Action.PLAN_TOUR).allowed):
                continue
            st.button(
                t(f"votes.step.{step}"),
                icon=f":material/{icon}:",
                key=f"step_{step}_{vote_id}",
                on_click=partial(open_dialog, "vote" if step == "edit" else f"vote_{step}", vote_id=vote_id),
            )
        is_public = seen.vote.announced_at is not None
        way = (links.OPEN_VOTE if is_public else links.OPEN_VOTE_PREVIEW).to(vote_id=vote_id)
        st.link_button(t("votes.see" if is_public else "votes.see_preview"), way, icon=":material/preview:")
