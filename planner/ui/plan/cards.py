"""The stops of a plan as cards of two lines with their times, and buttons to move, open and remove them."""

import streamlit as st
from sqlmodel import Session

from planner.domain.models.types import id_of
from planner.domain.timetable import whole_minutes
from planner.phrases.plan import (
    card_times,
    chips_of,
    clock_after,
    kilometres,
    say_chosen,
    say_facts,
    say_leg,
    whole_span,
)
from planner.phrases.travel import rides_of, say_closed, say_rides, say_silent, say_snap
from planner.render.plan_card import StopCard, end_html, stop_card_html
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan, PlannedRow
from planner.services.tours.stops import move_stop, remove_stop
from planner.ui.dialog_state import open_dialog
from planner.ui.text import plain
from planner.ui.tour.plan_changes import last_own_version, tap_plan

_MENU = ("edit", "place", "leg", "remove")


def show_stops(visit: Visit, plan: Plan) -> None:
    """The departure with the figures of the whole tour, the stops in order, the return."""
    t, tour, times = visit.t, plan.tour, plan.timetable
    if not plan.stops:
        _show_empty(visit, plan)
        return
    stops = t("plan.stops", n=len(plan.stops))
    st.header(f"{stops}, {plain(whole_span(t, plan))}", anchor=False)
    figures = t("plan.figures", stops=stops, km=kilometres(t, times.km)) if times.km else stops
    start = ", ".join(filter(None, [t("plan.departs"), tour.start_name]))
    st.html(end_html(t.time(times.start_at), start, figures))
    for row in plan.stops:
        _show_stop(visit, plan, row)
    if times.finish_at is not None:
        _show_return(visit, plan)
    _show_sources(visit, plan)


def _show_empty(visit: Visit, plan: Plan) -> None:
    """What to do first, and the way to it."""
    t = visit.t
    if not plan.can_change:
        st.info(t("plan.empty_yet"), icon=":material/add_location_alt:")
        return
    st.info(t("plan.empty"), icon=":material/add_location_alt:")
    query = {"id": str(plan.tour.id)}
    st.page_link("proposals.py", label=t("proposals.title"), icon=":material/alt_route:", query_params=query)


def _show_sources(visit: Visit, plan: Plan) -> None:
    """Who computed the rides, and what is closed on the day."""
    t = visit.t
    if plan.timetable.km:
        st.markdown(f":gray[{plain(say_rides(t, plan.engine, rides_of(plan)))}]")
    if plan.can_change and (sentence := say_silent(t, plan)):
        st.markdown(f":orange[:material/cloud_off: {plain(sentence)}]")
    if sentence := say_closed(t, plan):
        st.markdown(f":orange[:material/block: {plain(sentence)}]")


def _show_stop(visit: Visit, plan: Plan, row: PlannedRow) -> None:
    t, stop = visit.t, row.stop
    card = StopCard(
        stop_id=id_of(stop),
        number=stop.position,
        times=card_times(t, plan, row),
        name=stop.name,
        where=stop.address if stop.address != stop.name else "",
        facts=say_facts(t, plan, row),
        chips=chips_of(t, plan, row),
        remark=say_snap(t, row.snap),
        why=say_chosen(t, stop),
        warns=bool(row.breaks),
    )
    room = st.container(
        border=True,
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap="xsmall",
        key=f"plan_stop_{stop.id}",
    )
    with room:
        st.html(stop_card_html(card, t("plan.handle", number=stop.position) if plan.can_change else ""))
        if plan.can_change:
            _show_buttons(visit, plan, row)


def _show_buttons(visit: Visit, plan: Plan, row: PlannedRow) -> None:
    t, stop = visit.t, row.stop
    stop_id = id_of(stop)
    with st.container(horizontal=True, wrap=False, gap="xxsmall", width="content"):
        st.button(
            t("plan.up", number=stop.position),
            icon=":material/arrow_upward:",
            type="tertiary",
            key=f"up_{stop_id}",
            help=t("plan.up", number=stop.position),
            disabled=row is plan.stops[0],
            on_click=lambda: move_seen(plan, stop_id, by=-1),
        )
        st.button(
            t("plan.down", number=stop.position),
            icon=":material/arrow_downward:",
            type="tertiary",
            key=f"down_{stop_id}",
            help=t("plan.down", number=stop.position),
            disabled=row is plan.stops[-1],
            on_click=lambda: move_seen(plan, stop_id, by=1),
        )
        st.menu_button(
            t("plan.more", number=stop.position),
            [each for each in _MENU if each != "leg" or row.row.km_from_previous],
            format_func=lambda each: t(f"plan.menu.{each}"),
            icon=":material/more_vert:",
            type="tertiary",
            key=f"edit_{stop_id}",
            help=t("plan.more", number=stop.position),
            on_click=lambda: _act(plan, row),
        )


def _act(plan: Plan, row: PlannedRow) -> None:
    tour_id, stop_id = id_of(plan.tour), id_of(row.stop)
    chosen = st.session_state[f"edit_{stop_id}"]
    if chosen == "remove":
        tap_plan(tour_id, lambda session, now: remove_stop(session, now.actor, stop_id))
    elif chosen == "leg":
        open_dialog("leg", stop_id=stop_id, minutes=row.row.minutes_from_previous or 0)
    elif chosen:
        open_dialog("stop" if chosen == "edit" else "stop_place", stop_id=stop_id)


def move_seen(plan: Plan, stop_id: int, *, by: int = 0, to: int | None = None) -> None:
    """Moves a stop in the order that is seen: in another one, which others have made, it would be another move.

    A second quick tap, made before the screen has followed the first, counts from what that one has led to.
    """
    tour_id = id_of(plan.tour)

    def move(session: Session, visit: Visit) -> object:
        version = max(plan.tour.version, last_own_version(visit, tour_id) or 0)
        return move_stop(session, visit.actor, stop_id, by=by, to=to, version=version)

    tap_plan(tour_id, move)


def _show_return(visit: Visit, plan: Plan) -> None:
    """When the bus is back; whoever plans sets the minutes of the way back with a tap on them."""
    t, tour, finish = visit.t, plan.tour, plan.timetable.finish_at
    if finish is None:
        return
    leg, source = plan.legs[-1], plan.sources[-1]
    minutes = whole_minutes(leg.minutes) if leg.is_passable else 0
    words = ", ".join(filter(None, [t("plan.returns"), tour.end_name]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan_return"):
        st.html(end_html(clock_after(t, tour.starts_at, finish), words, warns=bool(plan.breaks_at_end)))
        if source and leg.is_passable and plan.can_change:
            st.button(
                plain(say_leg(t, plan, minutes, leg.km, source)),
                icon=":material/timer:",
                type="tertiary",
                key="leg_back",
                help=t("travel.leg.change_return"),
                on_click=lambda: open_dialog("leg", stop_id=None, minutes=minutes),
            )
