"""What whoever leads the ride sees when it no longer works out: what breaks, and what can be done, a tap each."""

from functools import partial

import streamlit as st

from planner.domain.errors import PlannerError
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.ride_choices import Choice
from planner.domain.words import TourState
from planner.phrases.ride.changes import Stops, capital, say_breaks, say_change, say_cost, say_steps, why
from planner.services.access.visit import Visit
from planner.services.ride.changes import WayOut, change_ride, list_changes, undo_change, way_out
from planner.services.ride.under_way import Ride
from planner.ui.ride.parts import catch_up
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_PLACE = "way_out"
MOST_OPEN = 2
"""Of the choices, so many are seen at once; the dearer ones are a tap away."""
MOST_LINES = 4
"""Of what breaks, so many lines are shown; the rest is counted."""


@st.fragment(run_every="20s", key="way_out")
def show_way_out(ride: Ride) -> None:
    """What breaks now, the ready choices with their cost, and the last choice to take back. Nothing for others.

    It is computed anew every 20 s, because a bus that only stands still gets late without a tap, and drawn with the whole
    screen when something changed.
    """
    if (
        ride.tour.state is not TourState.RIDING
        or not may(current_visit().actor, Action.LEAD_TOUR, ride.subject).allowed
    ):
        return
    visit = current_visit()
    try:
        out = visit.look_up(lambda session: way_out(session, visit.actor, id_of(ride.tour), now=visit.now))
    except PlannerError:
        return  # the right was taken away meanwhile; the screen says so when it catches up
    stops: Stops = {row.stop.id: row.stop for row in out.plan.stops}
    if out.breaks:
        with st.container(border=True, key="way_out_box", gap="small"):
            _show_breaks(visit, stops, out)
            for number, choice in enumerate(out.choices[:MOST_OPEN]):
                _show_choice(visit, stops, out, choice, number)
            others = out.choices[MOST_OPEN:]
            if others:
                with st.expander(visit.t("ride_changes.others", n=len(others)), icon=":material/more_horiz:"):
                    for number, choice in enumerate(others, MOST_OPEN):
                        _show_choice(visit, stops, out, choice, number)
            if not out.choices and any(each.kind != "waits" for each in out.breaks):
                st.markdown(visit.t("ride_changes.no_choice"))
    _show_last(visit, stops, out)
    show_problem(_PLACE)
    catch_up(visit, id_of(ride.tour), ride.mark)


def show_history(visit: Visit, ride: Ride) -> None:
    """Everything that was chosen on this ride, for those who lead it."""
    if not may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed:
        return
    with visit.reading() as session:
        rows = list_changes(session, visit.actor, id_of(ride.tour))
    if not rows:
        return
    t = visit.t
    stops: Stops = {row.stop.id: row.stop for row in ride.plan.stops}
    by_id = {row.id: row for row in rows}
    with st.expander(t("ride_changes.history"), icon=":material/history:"):
        for row in rows:
            undone = by_id.get(row.undoes_id)
            if undone is not None:
                values = {"time": t.time(row.at), "name": row.by, "then": t.time(undone.at)}
                st.markdown(plain(t("ride_changes.undone", **values)))
                continue
            reason = why(t, stops, row)
            st.markdown(plain(say_change(t, stops, row)) + (f"  \n:gray[{plain(capital(reason))}]" if reason else ""))


def _show_breaks(visit: Visit, stops: Stops, out: WayOut) -> None:
    lines = say_breaks(visit.t, stops, out.breaks)
    more = len(lines) - MOST_LINES
    shown = [*lines[:MOST_LINES], visit.t("ride_changes.more", n=more)] if more > 0 else lines
    st.markdown("  \n".join(f":orange[:material/warning:] **{plain(capital(line))}**" for line in shown))


def _show_choice(visit: Visit, stops: Stops, out: WayOut, choice: Choice, number: int) -> None:
    """A large button with what is done, and under it what that costs."""
    t = visit.t
    label = plain(capital(say_steps(t, stops, choice.changes)))
    # Without the minutes: a tap in the moment in which they are computed anew still finds its button.
    key = "choice-" + "-".join(f"{c.kind}{c.stop}.{c.other or 0}" for c in choice.changes)
    take = partial(_take, id_of(out.plan.tour), out.seen, choice)  # with what was chosen when the button was drawn
    with st.container(gap="xsmall", key=f"choice_box-{number}"):
        st.button(label, key=key, width="stretch", on_click=take)
        verdict = _verdict(visit, choice)
        cost = "; ".join(plain(part) for part in say_cost(t, stops, choice))
        st.markdown(f"{verdict} :gray[· {cost}]" if cost else verdict)


def _verdict(visit: Visit, choice: Choice) -> str:
    """What mends everything is green only where no stop is lost that must be made."""
    t = visit.t
    if any(stop.must for stop in choice.skipped):
        return f":red[:material/warning: **{t('ride_changes.loses_must')}**]"
    if choice.mends:
        return f":green[:material/check_circle: {t('ride_changes.mends')}]"
    return f":orange[:material/warning: {t('ride_changes.not_all')}]"


def _show_last(visit: Visit, stops: Stops, out: WayOut) -> None:
    row = out.last
    if row is None:
        return
    label = visit.t("ride_changes.undo", line=plain(say_change(visit.t, stops, row)))
    undo = partial(_undo, row.tour_id, id_of(row))
    st.button(label, icon=":material/undo:", key=f"undo_choice-{row.id}", type="tertiary", on_click=undo)


def _undo(tour_id: int, change_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: undo_change(session, visit.actor, tour_id, change_id, now=visit.now))
    keep_problem(_PLACE, done.problem)


def _take(tour_id: int, seen: int, choice: Choice) -> None:
    visit = current_visit()
    done = attempt(
        visit, lambda session: change_ride(session, visit.actor, tour_id, choice.changes, seen=seen, now=visit.now)
    )
    keep_problem(_PLACE, done.problem)
