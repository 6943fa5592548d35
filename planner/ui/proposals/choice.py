"""Choosing a proposal: the question why, and what was chosen before."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from sqlmodel import Session

from planner.domain.models import Tour, TourProposal
from planner.phrases.plan import kilometres, span
from planner.services.access.visit import Visit
from planner.services.proposals.brief import Brief
from planner.services.proposals.proposals import LONGEST_REASON, Choice, make_tour_of_bus, take_proposal
from planner.services.proposals.search import Proposal
from planner.ui.dialog_state import OpenDialog, forget_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.light import show_table
from planner.ui.proposals.search_job import SearchJob, forget_search
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan


def show_choice(visit: Visit, tour: Tour, job: SearchJob, dialog: OpenDialog) -> None:
    """Takes the proposal that was looked at; of several buses the other tours become drafts of their own, if wanted."""
    if job.brief is None:
        return
    name = visit.t(f"proposals.kind.{dialog.about['kind'].value}")
    ask = partial(_ask_reason, tour, job.brief, job.proposals)
    show_dialog(dialog, visit.t("proposals.choose_title", name=name), ask, width="medium")


def _ask_reason(tour: Tour, brief: Brief, proposals: tuple[Proposal, ...], visit: Visit, dialog: OpenDialog) -> None:
    t, notes, bus = visit.t, FieldNotes(), dialog.about["bus"]
    st.markdown(t("proposals.choose_explain"))
    st.markdown(f":gray[{t('proposals.choose_internal')}]")
    reason = st.text_area(t("proposals.reason"), max_chars=LONGEST_REASON, key=dialog.key("reason"))
    notes.under("reason")
    choice = Choice(brief, proposals, dialog.about["kind"], bus, reason or "")
    others = [each for each, way in enumerate(choice.proposal.buses) if each != bus and way.stops]
    copies = bool(others) and st.toggle(t("proposals.copy_buses", n=len(others)), True, key=dialog.key("copies"))
    notes.under("")
    if show_save(visit, dialog, t("proposals.choose")):
        _take(visit, tour, choice, others if copies else [], notes)


def _take(visit: Visit, tour: Tour, choice: Choice, copied: Sequence[int], notes: FieldNotes) -> None:
    """Goes on to the plan; `copied` are the buses whose tours become drafts."""
    tour_id = tour.id or 0

    def take(session: Session, now: Visit) -> None:
        for each in copied:
            title = visit.t("proposals.bus_title", title=tour.title[:180], number=each + 1)
            make_tour_of_bus(session, now.actor, choice, each, title=title, now=now.now)
        take_proposal(session, now.actor, choice, now=now.now)

    problem = change_plan(tour_id, take)
    notes.show(problem)
    if problem is None:
        forget_dialog()
        forget_search(tour_id)
        st.switch_page("tour.py", query_params={"id": str(tour_id)})


def show_choices(visit: Visit, choices: Sequence[TourProposal]) -> None:
    """What was chosen before, the latest first, with the figures of all three."""
    t = visit.t
    if not choices:
        return
    with st.expander(t("proposals.history", n=len(choices)), icon=":material/history:"):
        for kept in choices:
            st.markdown(
                f"**{t.moment(kept.chosen_at)}** · {plain(kept.chosen_by)} · "
                f"{t('proposals.chosen', name=t(f'proposals.kind.{kept.chosen}'), n=kept.candidates)}"
            )
            if kept.reason:
                st.markdown(plain(t("proposals.because", reason=kept.reason)))
            show_table(
                {
                    " ": [t(f"proposals.kind.{each['kind']}") for each in kept.alternatives],
                    t("proposals.figure.minutes"): [span(t, each["minutes"]) for each in kept.alternatives],
                    t("proposals.figure.km"): [kilometres(t, each["km"]) for each in kept.alternatives],
                    t("proposals.figure.issues"): [str(each["issues"]) for each in kept.alternatives],
                    t("proposals.figure.promises"): [str(each["promises"]) for each in kept.alternatives],
                    t("proposals.figure.districts"): [str(len(each["districts"])) for each in kept.alternatives],
                },
            )
