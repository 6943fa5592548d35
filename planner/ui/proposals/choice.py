"""Choosing a proposal: the question why, and what was chosen before."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from planner.domain.models import Tour, TourProposal
from planner.domain.models.types import id_of
from planner.phrases.plan import kilometres, span
from planner.services.access.visit import Visit
from planner.services.proposals.proposals import LONGEST_REASON, Choice, make_tour_of_bus, take_proposal
from planner.ui.dialog_state import OpenDialog, forget_dialog
from planner.ui.forms import FieldNotes
from planner.ui.proposals.search_job import SearchJob, forget_search
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan


def show_choice(visit: Visit, tour: Tour, job: SearchJob, dialog: OpenDialog) -> None:
    """Takes the proposal that was looked at; of several buses the other tours become drafts of their own, if wanted."""
    t, tour_id, brief = visit.t, id_of(tour), job.brief
    kind, bus = dialog.about["kind"], dialog.about["bus"]
    if brief is None:
        return

    @st.dialog(
        t("proposals.choose_title", name=t(f"proposals.kind.{kind.value}")), width="medium", on_dismiss=forget_dialog
    )
    def form() -> None:
        notes = FieldNotes()
        st.markdown(t("proposals.choose_explain"))
        reason = st.text_area(t("proposals.reason"), max_chars=LONGEST_REASON, key=dialog.key("reason"))
        notes.under("reason")
        choice = Choice(brief, job.proposals, kind, bus, reason or "")
        others = [each for each, way in enumerate(choice.proposal.buses) if each != bus and way.stops]
        copies = bool(others) and st.toggle(t("proposals.copy_buses", n=len(others)), True, key=dialog.key("copies"))
        notes.under("")
        if st.button(
            t("proposals.choose"), icon=":material/check:", type="primary", width="stretch", key=dialog.key("take")
        ):

            def take(session: Session, now: Visit) -> None:
                for each in others if copies else ():
                    title = t("proposals.bus_title", title=tour.title[:180], number=each + 1)
                    make_tour_of_bus(session, now.actor, choice, each, title=title, now=now.now)
                take_proposal(session, now.actor, choice, now=now.now)

            problem = change_plan(tour_id, take)
            notes.show(problem)
            if problem is None:
                forget_dialog()
                forget_search(tour_id)
                st.switch_page("tour.py", query_params={"id": str(tour_id)})

    form()


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
            st.table(
                {
                    " ": [t(f"proposals.kind.{each['kind']}") for each in kept.alternatives],
                    t("proposals.figure.minutes"): [span(t, each["minutes"]) for each in kept.alternatives],
                    t("proposals.figure.km"): [kilometres(t, each["km"]) for each in kept.alternatives],
                    t("proposals.figure.issues"): [str(each["issues"]) for each in kept.alternatives],
                    t("proposals.figure.promises"): [str(each["promises"]) for each in kept.alternatives],
                    t("proposals.figure.districts"): [str(len(each["districts"])) for each in kept.alternatives],
                },
                border="horizontal",
            )
