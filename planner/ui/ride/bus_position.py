"""«Следить по положению»: the leader's tablet tells where the bus is, and the screen shows what came of it."""

from datetime import datetime, timedelta

import streamlit as st

from planner.domain.bus_position import VAGUE_M, Sign
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may
from planner.domain.words import TourState
from planner.render.assets import asset_text
from planner.services.access.visit import Visit
from planner.services.ride.bus_position import report_position
from planner.services.ride.under_way import Ride
from planner.ui.point.position import PROBLEMS, read_position
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

EVERY_MS = 10_000
_LONGEST_AGE_MS = 600_000

_HTML = "<span hidden></span>"

_watch_browser = st.components.v2.component("planner_bus_position", html=_HTML, js=asset_text("screen/bus_position.js"))


@st.fragment(key="bus_position")
def show_following(ride: Ride) -> None:
    """The switch, for whoever leads a ride under way; while it is on, the tablet reports every ten seconds.

    Only this part of the screen is drawn anew by a report, until an arrival or a departure is recorded.
    """
    visit = current_visit()
    if ride.tour.state is not TourState.RIDING or not may(visit.actor, Action.LEAD_TOUR, ride.subject).allowed:
        return
    t, key = visit.t, f"follow-{ride.tour.id}"
    if not st.toggle(t("bus_position.follow"), key=key):
        st.session_state.pop(f"{key}-told", None)
        return
    found = _watch_browser(
        key=f"{key}-watch",
        data={"every_ms": EVERY_MS},
        on_fix_change=lambda: None,
        on_problem_change=lambda: None,
    )
    if found.get("fix") is not None:
        _report(visit, ride, found.get("fix"), f"{key}-told")
    elif found.get("problem"):
        st.session_state[f"{key}-told"] = str(found.get("problem"))
    _show(visit, st.session_state.get(f"{key}-told", ""))
    st.markdown(f":gray[{t('bus_position.explain')}]")


def moment_of(fix: object, now: datetime) -> datetime:
    """When a fix was measured: the browser tells its age, because the clocks of tablets differ. Nonsense counts as old."""
    age = fix.get("age") if isinstance(fix, dict) else None
    if not isinstance(age, (int, float)) or not 0 <= age <= _LONGEST_AGE_MS:
        age = _LONGEST_AGE_MS
    return now - timedelta(milliseconds=float(age))


def _report(visit: Visit, ride: Ride, fix: object, told: str) -> None:
    position = read_position(fix)
    if position is None:
        return
    at, point, accuracy = moment_of(fix, visit.now), position.point, position.accuracy_m
    actor, now, tour_id = visit.actor, visit.now, id_of(ride.tour)
    done = attempt(visit, lambda session: report_position(session, actor, tour_id, point, accuracy, at=at, now=now))
    if done.problem is not None:
        st.session_state[told] = f"no {done.problem.sentence}"
    elif done.value is not None:
        if done.value.counted:
            st.session_state[told] = f"ok {now.isoformat()}"
        elif accuracy > VAGUE_M:
            st.session_state[told] = "vague"
        if done.value.sign is not None and done.value.stop is not None:
            key = "arrived" if done.value.sign is Sign.ARRIVED else "left"
            st.toast(visit.t(f"bus_position.{key}", name=plain(done.value.stop.name)), icon=":material/my_location:")
            st.rerun()


def _show(visit: Visit, told: str) -> None:
    t = visit.t
    if told.startswith("ok "):
        seen = t.time(datetime.fromisoformat(told.removeprefix("ok ")))
        st.markdown(f":green[:material/my_location:] :gray[{t('bus_position.seen', time=seen)}]")
    elif told.startswith("no "):
        st.error(told.removeprefix("no "), icon=":material/error:")
    elif told == "vague":
        st.markdown(f":orange[:material/location_searching:] :gray[{t('bus_position.vague')}]")
    elif told:
        problem = told if told in PROBLEMS else "unavailable"
        st.warning(t(f"bus_position.problem.{problem}"), icon=":material/location_disabled:")
    else:
        st.markdown(f":gray[:material/location_searching: {t('bus_position.waiting')}]")
