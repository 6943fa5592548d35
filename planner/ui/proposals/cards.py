"""Three proposals side by side: their figures, the way, and which one is looked at."""

from collections.abc import Sequence

import streamlit as st

from planner.phrases.proposals import proposal_figures, say_own, say_wish
from planner.render.proposal_card import CardWay, card_html
from planner.services.access.visit import Visit
from planner.services.proposals.brief import Brief
from planner.services.proposals.offers import offers_of
from planner.services.proposals.search import Proposal, ProposalKind, neglected_districts
from planner.ui.proposals.search_job import SearchJob
from planner.ui.text import plain


def show_cards(visit: Visit, job: SearchJob) -> Proposal | None:
    """The cards; returns the proposal that is looked at, if there is any to look at."""
    brief, proposals = job.brief, job.proposals
    if brief is None:
        return None
    possible = [each for each in proposals if each.stops]
    neglected = neglected_districts(brief)
    offers = offers_of(possible, neglected)
    shown = _shown(job.tour_id, [offer.proposal for offer in offers])
    shared = _shared_contradiction(visit, brief, proposals)
    if shared:
        st.error(shared, icon=":material/block:")
    grid = st.grid(3, min_column_width=215, gap="small")
    kinds_of = {offer.proposal.kind: offer.kinds for offer in offers}
    others = [offer.proposal for offer in offers]
    for kind in ProposalKind:
        found = next((each for each in proposals if each.kind is kind), None)
        if found in possible and kind not in kinds_of:
            continue
        mark = "shown" if shown is not None and kind is shown.kind else "other"
        with grid.cell(), st.container(border=True, key=f"proposal_{mark}_{kind.value}", gap="small"):
            kinds = kinds_of.get(kind, (kind,))
            st.header(" · ".join(visit.t(f"proposals.kind.{each.value}") for each in kinds), anchor=False)
            st.markdown(f":gray[{visit.t(f'proposals.kind.{kind.value}_about')}]")
            if found is not None:
                _show_own(visit, brief, found, kinds, neglected)
                _show_card(visit, brief, found, others, is_said=bool(shared))
            elif job.is_running:
                st.skeleton(240)
            else:
                st.markdown(f":gray[{visit.t('proposals.stopped')}]")
            if found in possible:
                _show_button(visit, job.tour_id, kind, is_shown=shown is found)
    return shown


def _show_own(
    visit: Visit, brief: Brief, found: Proposal, kinds: Sequence[ProposalKind], neglected: Sequence[int]
) -> None:
    """What it is the best at, each with its figure."""
    if found.contradiction or not found.stops:
        return
    own = (say_own(visit.t, brief, found, each, neglected) for each in kinds)
    st.markdown("  \n".join(f"**{plain(each)}**" for each in own))


def _shown(tour_id: int, possible: list[Proposal]) -> Proposal | None:
    wanted = st.session_state.get(f"proposal_of_{tour_id}", ProposalKind.MOST)
    return next((each for each in possible if each.kind == wanted), possible[0] if possible else None)


def _show_button(visit: Visit, tour_id: int, kind: ProposalKind, *, is_shown: bool) -> None:
    def look() -> None:
        st.session_state[f"proposal_of_{tour_id}"] = kind

    st.button(
        visit.t("proposals.looked_at" if is_shown else "proposals.look"),
        icon=":material/visibility:" if not is_shown else ":material/check:",
        key=f"look_{kind.value}",
        width="stretch",
        disabled=is_shown,
        on_click=look,
    )


def _shared_contradiction(visit: Visit, brief: Brief, proposals: Sequence[Proposal]) -> str:
    """What makes all of them impossible, and where it is mended, where it is the same for all; else empty."""
    said = {_contradiction(visit, brief, each) for each in proposals}
    if len(proposals) < len(ProposalKind) or len(said) > 1 or said == {""}:
        return ""
    return f"{said.pop()}\n\n{visit.t('proposals.where_rules', name=visit.t('proposals.settings'))}"


def _contradiction(visit: Visit, brief: Brief, found: Proposal) -> str:
    wishes = "\n".join(f"- {plain(say_wish(visit.t, brief, wish))}" for wish in found.contradiction)
    return f"{visit.t('proposals.contradiction')}\n{wishes}" if wishes else ""


def _show_card(visit: Visit, brief: Brief, found: Proposal, others: list[Proposal], *, is_said: bool) -> None:
    t = visit.t
    if found.contradiction:
        if is_said:
            st.markdown(f":gray[{t('proposals.impossible')}]")
        else:
            st.error(_contradiction(visit, brief, found), icon=":material/block:")
        return
    if not found.stops:
        st.info(t("proposals.empty_shortest"), icon=":material/info:")
        return
    ways = [CardWay(bus.line, [stop.candidate.point for stop in bus.stops]) for bus in found.buses]
    st.html(card_html(proposal_figures(t, found, others), ways, t("proposals.sketch")))
    notes = [t("proposals.exact" if found.exact else "proposals.whole" if found.whole else "proposals.cut")]
    notes += [t("proposals.unserved", name=brief.districts[each].name) for each in found.unserved]
    st.markdown("  \n".join(f":gray[{plain(note)}]" for note in notes))
