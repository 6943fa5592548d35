"""The ride on a screen: where the bus is, kept fresh by itself, and the stop that everybody talks about."""

from datetime import datetime

import streamlit as st

from planner.domain.errors import PlannerError
from planner.domain.models import Stop
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.phrases.plan import clock
from planner.phrases.ride.under_way import PUNCTUAL_MINUTES, say_delay, say_progress
from planner.phrases.travel import say_source
from planner.services.access.visit import Visit
from planner.services.ride.under_way import Phase, Ride, ride_mark
from planner.services.tours.plan import PlannedRow
from planner.ui.dialog_state import the_open_dialog
from planner.ui.ride.taps import TAPS, show_main_tap, show_undo
from planner.ui.tap_problem import show_problem
from planner.ui.text import plain
from planner.ui.visit import current_visit


@st.fragment(run_every="15s", key="ride")
def follow_ride(ride: Ride) -> None:
    """Where the bus is. It asks every 15 s by one small query, and draws the whole screen anew when something changed.

    An open dialog is not disturbed: the screen catches up when it is closed.
    """
    visit = current_visit()
    _show_head(visit, ride)
    with st.container(border=True, key="ride_stop"):
        _show_place(visit, ride)
    if ride.phase is Phase.AT_STOP:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            _show_next(visit, ride)
            show_main_tap(visit, ride)
    else:
        show_main_tap(visit, ride)
    show_undo(visit, ride)
    show_problem(TAPS)
    catch_up(visit, id_of(ride.tour), ride.mark)


@st.fragment(run_every="15s", key="watch")
def watch_ride(tour_id: int, mark: str) -> None:
    """Draws nothing, but the whole screen anew when something changed."""
    catch_up(current_visit(), tour_id, mark)


def catch_up(visit: Visit, tour_id: int, mark: str) -> None:
    """Begins a new run of the screen where the ride is no longer at `mark`, unless somebody types in a dialog.

    It stands below the buttons of its fragment: a run that is left before they are drawn has not heard the tap.
    """
    if the_open_dialog() is not None:
        return
    try:
        with visit.reading() as session:
            changed = ride_mark(session, visit.actor, tour_id) != mark
    except PlannerError:
        changed = True
    if changed:
        st.rerun()


def show_route(visit: Visit, ride: Ride) -> None:
    """Every stop with its time: when the bus was there, or when it will be."""
    with st.expander(visit.t("ride.route"), icon=":material/route:"):
        for row in ride.plan.stops:
            st.markdown(_route_line(visit, ride, row))
        finish = ride.finish(visit.now)
        if finish is not None:
            name = plain(ride.tour.end_name) or visit.t("ride.end")
            st.markdown(f"**{visit.t.time(finish)}** {name}")


def _show_head(visit: Visit, ride: Ride) -> None:
    t = visit.t
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":gray[{plain(say_progress(t, ride))}]", width="content")
        badge = _delay(visit, ride)
        if badge:
            st.markdown(badge, width="content")
    if ride.plan.stops and ride.phase is not Phase.WAITING:
        st.progress(min(1.0, ride.progress))
    if may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed and ride.heads_differ:
        st.markdown(f":orange-badge[:material/warning: {t('ride.heads', counted=ride.counted, listed=ride.on_board)}]")


def _delay(visit: Visit, ride: Ride) -> str:
    t, delay = visit.t, ride.delay_minutes(visit.now)
    if ride.phase is Phase.CLOSED:
        return f":green-badge[:material/check_circle: {t('words.tour_state.closed')}]"
    if delay is None or (ride.phase is Phase.WAITING and delay < PUNCTUAL_MINUTES):
        return ""
    if delay >= PUNCTUAL_MINUTES:
        return f":orange-badge[:material/schedule: {plain(say_delay(t, delay))}]"
    if delay <= -PUNCTUAL_MINUTES:
        return f":blue-badge[:material/fast_forward: {plain(say_delay(t, delay))}]"
    return f":green-badge[:material/check_circle: {plain(say_delay(t, delay))}]"


def _show_place(visit: Visit, ride: Ride) -> None:
    """The card on top: the stop, or what there is instead of one."""
    t, now = visit.t, visit.now
    if ride.here is not None:
        _show_stop_name(visit, ride.here, "")
        left = ride.minutes_left(now)
        _show_figures(
            (t("ride.arrived"), clock(t, ride.here.stop.arrived_at)),
            (t("ride.departure"), clock(t, ride.departure(now))),
            (t("ride.left") if left is None or left >= 0 else t("ride.over"), "" if left is None else str(abs(left))),
        )
    elif ride.phase is Phase.DRIVING and ride.ahead is not None:
        _show_stop_name(visit, ride.ahead, t("ride.driving"))
        minutes = ride.minutes_to_next(now)
        _show_figures(
            (t("ride.arrival"), clock(t, ride.next_arrival(now))),
            (t("ride.in_minutes"), "" if minutes is None else str(minutes)),
            (t("ride.stay"), str(ride.ahead.stop.minutes_off + ride.ahead.stop.talk)),
        )
        _show_plan_of_record(visit, ride.ahead.stop.planned_arrival, ride.next_arrival(now))
        _show_source(visit, ride.ahead)
    else:
        _show_tour(visit, ride)


def _show_plan_of_record(visit: Visit, planned: datetime | None, real: datetime | None) -> None:
    """What the published plan says, where it is something else."""
    t = visit.t
    if planned is not None and clock(t, planned) != clock(t, real):
        st.markdown(f":gray[{t('ride.by_plan', time=clock(t, planned))}]")


def _show_stop_name(visit: Visit, row: PlannedRow, above: str) -> None:
    if above:
        st.markdown(f":gray[{above}]")
    st.title(plain(row.stop.name), anchor=False)
    if row.stop.address:
        st.markdown(f":gray[{plain(row.stop.address)}]")


def _show_tour(visit: Visit, ride: Ride) -> None:
    """Before the start, on the way back and after the end: the tour itself."""
    t, tour = visit.t, ride.tour
    st.title(t("ride.returning") if ride.phase is Phase.RETURNING else plain(tour.title), anchor=False)
    if ride.phase is Phase.NOT_OPEN:
        st.markdown(t(f"ride.error.{tour.state.value}"))
        return
    if ride.phase is Phase.WAITING and tour.start_name:
        st.markdown(f":gray[{t('ride.from', name=plain(tour.start_name))}]")
    if ride.phase is Phase.RETURNING and tour.end_name:
        st.markdown(f":gray[{t('ride.to', name=plain(tour.end_name))}]")
    start = tour.starts_at if tour.started_at is None else tour.started_at
    _show_figures(
        (t("ride.planned_start") if tour.started_at is None else t("ride.started"), clock(t, start)),
        (t("ride.back") if tour.closed_at is None else t("ride.closed"), clock(t, ride.finish(visit.now))),
        (t("ride.stops"), str(len(ride.plan.stops)) if ride.phase is Phase.WAITING else _made(ride)),
    )


def _made(ride: Ride) -> str:
    return f"{ride.made}/{len(ride.plan.stops)}"


def _show_figures(*figures: tuple[str, str]) -> None:
    grid = st.grid(len(figures), min_column_width=84, gap="xsmall")
    for label, value in figures:
        grid.cell().metric(label, value or "–")


def _show_next(visit: Visit, ride: Ride) -> None:
    t = visit.t
    if ride.ahead is not None:
        arrival, minutes = ride.next_arrival(visit.now), ride.ahead.row.minutes_from_previous
        name = plain(ride.ahead.stop.name)
        way = "" if minutes is None else f", {t('ride.way', minutes=minutes)}"
    else:
        arrival, name, way = ride.finish(visit.now), plain(ride.tour.end_name) or t("ride.end"), ""
    with st.container(gap="xsmall"):
        st.markdown(f":gray[{t('ride.next')}]")
        st.markdown(f"**{clock(t, arrival)} {name}**{way}")
        if ride.ahead is not None:
            _show_source(visit, ride.ahead)


def _show_source(visit: Visit, row: PlannedRow) -> None:
    """A word where the ride to a stop was only estimated, or set by hand."""
    if mark := say_source(visit.t, "", row.source):
        st.markdown(f":gray[{plain(mark)}]")


def _route_line(visit: Visit, ride: Ride, row: PlannedRow) -> str:
    t, stop = visit.t, row.stop
    name = f"{stop.position}\\. {plain(stop.name)}"
    if stop.skipped:
        return f":gray[~~{name}~~ {t('ride.skipped')}]"
    if stop.departed_at is not None:
        times = f"{clock(t, stop.arrived_at)}–{clock(t, stop.departed_at)}"
        return f":green[:material/check_circle:] {name} :gray[{times}]"
    if stop.arrived_at is not None:
        return f":blue[:material/location_on:] **{name}** :gray[{t('ride.since', time=clock(t, stop.arrived_at))}]"
    arrival = ride.next_arrival(visit.now) if ride.ahead is row else row.row.arrival
    return f":gray[:material/radio_button_unchecked:] {name} {_both_times(visit, ride, stop, arrival)}"


def _both_times(visit: Visit, ride: Ride, stop: Stop, arrival: datetime | None) -> str:
    """When the bus will be there, and beside it what the plan of record says, where the two differ."""
    t = visit.t
    planned = stop.planned_arrival
    differs = arrival is not None and planned is not None and t.time(arrival) != t.time(planned)
    if not differs or ride.tour.started_at is None:
        return f":gray[{clock(t, arrival)}]"
    return f"**{clock(t, arrival)}** :gray[{t('ride.by_plan', time=clock(t, planned))}]"
