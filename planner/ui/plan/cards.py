"""The stops of a plan as cards with their times, what breaks, and buttons to move and open them."""

import streamlit as st
from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.domain.timetable import whole_minutes
from planner.phrases.plan import (
    clock_after,
    kilometres,
    say_break,
    say_leg,
    say_short,
    say_warnings,
    times_of,
    whole_span,
    window_times,
)
from planner.phrases.travel import rides_of, say_closed, say_rides, say_silent, say_snap
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan, PlannedRow
from planner.services.tours.stops import move_stop
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain
from planner.ui.tour.plan_changes import last_own_version, tap_plan


def show_stops(visit: Visit, plan: Plan) -> None:
    """The heading with the figures of the whole tour, the stops in order, the return."""
    t, tour = visit.t, plan.tour
    if not plan.stops:
        _show_empty(visit, plan)
        return
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.header(
                f"{t('plan.stops', n=len(plan.stops))}, {plain(whole_span(t, plan))}", anchor=False, width="content"
            )
            _show_warnings(visit, plan)
        if plan.timetable.km:
            way = t("plan.way", km=kilometres(t, plan.timetable.km))
            st.markdown(f":gray[{plain(f'{way} {say_rides(t, plan.engine, rides_of(plan))}')}]")
        if plan.can_change and (sentence := say_silent(t, plan)):
            st.markdown(f":orange[:material/cloud_off: {plain(sentence)}]")
        if sentence := say_closed(t, plan):
            st.markdown(f":orange[:material/block: {plain(sentence)}]")
        if tour.start_name:
            _show_end(t("plan.start", time=t.time(plan.timetable.start_at)), tour.start_name)
        for row in plan.stops:
            _show_stop(visit, plan, row)
        if plan.timetable.finish_at is not None and tour.end_name:
            _show_end(t("plan.return", time=clock_after(t, tour.starts_at, plan.timetable.finish_at)), tour.end_name)
            _show_way_back(visit, plan)
        for each in plan.breaks_at_end:
            st.markdown(f":orange-badge[:material/warning: {plain(say_break(t, plan, each))}]")


def _show_empty(visit: Visit, plan: Plan) -> None:
    """What to do first, and the way to it."""
    t = visit.t
    if not plan.can_change:
        st.info(t("plan.empty_yet"), icon=":material/add_location_alt:")
        return
    st.info(t("plan.empty"), icon=":material/add_location_alt:")
    query = {"id": str(plan.tour.id)}
    st.page_link("proposals.py", label=t("proposals.title"), icon=":material/alt_route:", query_params=query)


def _show_warnings(visit: Visit, plan: Plan) -> None:
    """How much breaks, and for those who plan the way to what would help."""
    t, warnings = visit.t, len(say_warnings(visit.t, visit.city, plan))
    if not warnings:
        return
    st.markdown(f":orange-badge[:material/warning: {t('plan.warnings', n=warnings)}]", width="content")
    if plan.can_change:
        st.page_link(
            "proposals.py",
            label=t("plan.what_helps"),
            icon=":material/build:",
            query_params={"id": str(plan.tour.id), "view": "mine"},
            width="content",
        )


def _show_end(sentence: str, name: str) -> None:
    st.markdown(f":gray[:material/flag: {sentence}, {plain(name)}]")


def _show_stop(visit: Visit, plan: Plan, row: PlannedRow) -> None:
    stop = row.stop
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"plan_stop_{stop.id}"
    ):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{stop.position}\\. {plain(times_of(visit.t, row))} {plain(stop.name)}**")
            if stop.address:
                st.markdown(plain(stop.address))
            _show_leg(visit, plan, row)
            badges = _badges(visit, plan, row)
            if badges:
                st.markdown(badges)
            if sentence := say_snap(visit.t, row.snap):
                st.markdown(f":orange[:material/warning: {plain(sentence)}]")
        if plan.can_change:
            _show_buttons(visit, plan, row)


def _show_leg(visit: Visit, plan: Plan, row: PlannedRow) -> None:
    """The ride to a stop; whoever plans sets its minutes with a tap on them."""
    if not row.row.km_from_previous:
        return
    minutes, number = row.row.minutes_from_previous or 0, row.stop.position
    sentence = plain(say_leg(visit.t, plan, minutes, row.row.km_from_previous, row.source))
    if not plan.can_change:
        st.markdown(sentence)
        return
    st.button(
        sentence,
        icon=":material/timer:",
        type="tertiary",
        key=f"leg_{row.stop.id}",
        help=visit.t("travel.leg.change", number=number),
        on_click=lambda: open_dialog("leg", stop_id=row.stop.id, minutes=minutes),
    )


def _show_way_back(visit: Visit, plan: Plan) -> None:
    leg, source = plan.legs[-1], plan.sources[-1]
    if not source or not leg.is_passable:
        return
    minutes = whole_minutes(leg.minutes)
    sentence = plain(say_leg(visit.t, plan, minutes, leg.km, source))
    if plan.can_change:
        st.button(
            sentence,
            icon=":material/timer:",
            type="tertiary",
            key="leg_back",
            help=visit.t("travel.leg.change_return"),
            on_click=lambda: open_dialog("leg", stop_id=None, minutes=minutes),
        )
    else:
        st.markdown(f":gray[{sentence}]")


def _badges(visit: Visit, plan: Plan, row: PlannedRow) -> str:
    t, stop = visit.t, row.stop
    badges = [f":orange-badge[:material/warning: {plain(say_short(t, each))}]" for each in row.breaks]
    if stop.window_from is not None or stop.window_to is not None:
        times = window_times(t, stop.window_from, stop.window_to)
        badges.append(f":gray-badge[:material/schedule: {plain(times)}]")
    if stop.pinned:
        badges.append(f":gray-badge[:material/keep: {t('plan.pinned')}]")
    if not stop.must:
        badges.append(f":gray-badge[{t('plan.may')}]")
    if row.agenda:
        badges.append(f":gray-badge[:material/forum: {t('plan.agenda', n=len(row.agenda))}]")
    topics = {issue.category_id: plan.categories[issue.category_id] for issue in row.issues}
    badges += [f":gray-badge[{plain(topic.name_in(t.language))}]" for topic in topics.values()]
    if row.issues:
        badges.append(f":gray-badge[:material/flag: {t('plan.issues', n=len(row.issues))}]")
    if stop.skipped:
        badges.append(f":gray-badge[:material/block: {t('plan.skipped')}]")
    return " ".join(badges)


def _show_buttons(visit: Visit, plan: Plan, row: PlannedRow) -> None:
    t, stop = visit.t, row.stop
    stop_id = id_of(stop)
    with st.container(horizontal=True, wrap=False, gap="xsmall", width="content"):
        st.button(
            t("plan.up", number=stop.position),
            icon=":material/arrow_upward:",
            key=f"up_{stop_id}",
            help=t("plan.up", number=stop.position),
            disabled=row is plan.stops[0],
            on_click=lambda: _move(plan, stop_id, by=-1),
        )
        st.button(
            t("plan.down", number=stop.position),
            icon=":material/arrow_downward:",
            key=f"down_{stop_id}",
            help=t("plan.down", number=stop.position),
            disabled=row is plan.stops[-1],
            on_click=lambda: _move(plan, stop_id, by=1),
        )
        st.button(
            t("plan.edit_stop", number=stop.position),
            icon=":material/edit:",
            key=f"edit_{stop_id}",
            help=t("plan.edit_stop", number=stop.position),
            on_click=lambda: open_dialog("stop", stop_id=stop_id),
        )


def _move(plan: Plan, stop_id: int, *, by: int) -> None:
    """One place on in the order that is seen: in another one, which others have made, it would be another move.

    A second quick tap, made before the screen has followed the first, counts from what that one has led to.
    """
    tour_id = id_of(plan.tour)

    def move(session: Session, visit: Visit) -> object:
        version = max(plan.tour.version, last_own_version(visit, tour_id) or 0)
        return move_stop(session, visit.actor, stop_id, by=by, version=version)

    tap_plan(tour_id, move)
