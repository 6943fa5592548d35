"""The proposal that is looked at: its map, its stops with the sum of points of each, and what it leaves out."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session
from streamlit_folium import st_folium

from planner.domain.models import District, Tour
from planner.phrases.map import proposal_drawing
from planner.phrases.plan import clock_after, span
from planner.phrases.proposals import name_of, say_prize, say_reason
from planner.phrases.travel import say_rides
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import plan_features
from planner.services.access.visit import Visit
from planner.services.proposals.brief import Brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.left_out import PAGE_SIZE, LeftOut, left_out, reasons_for
from planner.services.proposals.search import Proposal, ProposedBus, ProposedStop
from planner.services.tours.stops import add_stop, add_stop_at_place, add_stops_from_issues, edit_stop
from planner.ui.proposals.search_job import forget_search
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan, keep_plan_problem

HEIGHT = 440


def show_details(visit: Visit, tour: Tour, districts: Sequence[District], brief: Brief, proposal: Proposal) -> int:
    """Map and stops; of several buses one at a time. Returns the bus that is looked at."""
    t = visit.t
    bus = 0
    if len(proposal.buses) > 1:
        bus = st.segmented_control(
            t("proposals.bus"),
            list(range(len(proposal.buses))),
            format_func=lambda each: t("proposals.bus_number", number=each + 1),
            default=0,
            required=True,
            key=f"bus_{tour.id}_{proposal.kind.value}",
        )
    grid = st.grid(2, min_column_width=460, gap=28)
    with grid.cell():
        st_folium(
            base_map(visit.city, districts, t, tiles=visit.tiles),
            key=f"proposal_map_{tour.id}_{proposal.kind.value}_{bus}",
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=plan_features(proposal_drawing(t, tour, proposal.buses[bus])),
            returned_objects=[],
        )
        way = proposal.buses[bus]
        st.markdown(f":gray[{say_rides(t, way.engine, Counter(way.sources))}]")
    with grid.cell():
        _show_stops(visit, tour, proposal.buses[bus])
    _show_left_out(visit, brief, proposal)
    return bus


def _show_stops(visit: Visit, tour: Tour, bus: ProposedBus) -> None:
    t = visit.t
    with st.container(gap="xsmall"):
        times = f"{t.time(tour.starts_at)}–{clock_after(t, tour.starts_at, bus.finish_at)}"
        st.header(f"{t('plan.stops', n=len(bus.stops))}, {times}", anchor=False)
        for number, stop in enumerate(bus.stops, start=1):
            _show_stop(visit, number, stop)
        st.markdown(f":gray[:material/flag: {t('plan.return', time=clock_after(t, tour.starts_at, bus.finish_at))}]")


def _show_stop(visit: Visit, number: int, stop: ProposedStop) -> None:
    t, candidate = visit.t, stop.candidate
    with st.container(border=True, gap="xxsmall", key=f"proposed_{number}"):
        times = f"{t.time(stop.arrival)}–{t.time(stop.departure)}"
        st.markdown(f"**{number}\\. {times} {plain(candidate.name)}**")
        facts = [plain(candidate.address)] if candidate.address else []
        facts += [t("plan.issues", n=len(candidate.issue_ids))] if candidate.issue_ids else []
        if facts:
            st.markdown(" · ".join(facts))
        st.markdown(f":gray[{plain(t('proposals.why', sum=say_prize(t, candidate.prize)))}]")
        badges = [f":gray-badge[:material/lock: {t('proposals.must')}]"] if candidate.must else []
        badges += [f":blue-badge[:material/handshake: {t('proposals.promised', n=candidate.promises)}]"] * bool(
            candidate.promises
        )
        if candidate.guarantee_until is not None:
            until = t("proposals.guarantee", date=t.short_day(candidate.guarantee_until))
            badges.append(f":blue-badge[:material/shield: {until}]")
        badges += [f":gray-badge[:material/coffee: {t('proposals.pause', span=span(t, stop.pause))}]"] * (
            stop.pause > 0
        )
        badges += [f":orange-badge[:material/schedule: {t('proposals.wait', span=span(t, stop.wait))}]"] * (
            stop.wait > 0
        )
        if badges:
            st.markdown(" ".join(badges))


def _show_left_out(visit: Visit, brief: Brief, proposal: Proposal) -> None:
    t, rows = visit.t, left_out(brief, proposal)
    room = st.expander(
        t("proposals.left_out", n=len(rows)),
        icon=":material/help:",
        key=f"left_out_{brief.tour_id}",
        on_change="rerun",
    )
    if not room.open:
        return
    with room:
        if not rows:
            st.markdown(t("proposals.nothing_left"))
            return
        pages = -(-len(rows) // PAGE_SIZE)
        list_room = st.container(gap="xsmall")
        page = st.pagination(pages, key=f"left_page_{proposal.kind.value}", width="stretch") if pages > 1 else 1
        with list_room:
            for each in _reasons(brief, proposal, page):
                _show_reason(visit, brief.tour_id, proposal, each)


def _reasons(brief: Brief, proposal: Proposal, page: int) -> tuple[LeftOut, ...]:
    """Computed once for each page that is looked at."""
    key = f"reasons_{brief.tour_id}"
    wanted = (id(proposal), page)
    kept = st.session_state.get(key)
    if kept is None or kept[0] != wanted:
        rows = left_out(brief, proposal)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        kept = (wanted, reasons_for(brief, proposal, rows))
        st.session_state[key] = kept
    reasons: tuple[LeftOut, ...] = kept[1]
    return reasons


def _show_reason(visit: Visit, tour_id: int, proposal: Proposal, each: LeftOut) -> None:
    t, row = visit.t, each.candidate
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(name_of(row))}**  \n{plain(say_reason(t, proposal, each))}")
            st.markdown(f":gray[{plain(t('proposals.why', sum=say_prize(t, row.prize)))}]")
        st.button(
            t("proposals.include"),
            icon=":material/add:",
            key=f"include_{row.key}",
            help=t("proposals.include_help"),
            on_click=lambda: _include(tour_id, row),
        )


def _include(tour_id: int, row: Candidate) -> None:
    """The candidate becomes a stop that must be made, and the proposals are looked for anew; one tap takes it back."""

    def include(session: Session, visit: Visit) -> object:
        if row.stop_id is not None:
            return edit_stop(session, visit.actor, row.stop_id, must=True)
        if row.kind == "repair":
            lat, lon = row.point
            return add_stop(session, visit.actor, tour_id, name=row.name, lat=lat, lon=lon, issue_ids=row.issue_ids)
        if row.place_id is not None and not row.issue_ids:
            return add_stop_at_place(session, visit.actor, tour_id, row.place_id)
        return add_stops_from_issues(session, visit.actor, tour_id, row.issue_ids)

    problem = change_plan(tour_id, include)
    keep_plan_problem(problem)
    if problem is None:
        forget_search(tour_id)
