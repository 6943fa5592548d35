"""Who reckons travel times: the engines with their state, the routing server, the bus."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.errors import PlannerError
from planner.phrases.plan import kilometres
from planner.phrases.travel import say_rung
from planner.services.access.visit import Visit
from planner.services.travel.settings import RouterCheck, Rung, check_router, set_bus, set_router
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.visit import Problem, attempt

_BADGES = {
    "main": ":green-badge[:material/check_circle: {}]",
    "spare": ":gray-badge[:material/layers: {}]",
    "absent": ":gray-badge[:material/block: {}]",
    "silent": ":orange-badge[:material/warning: {}]",
}


def show_engines(visit: Visit, rungs: Sequence[Rung], *, may_set: bool) -> None:
    """One card for each engine, the best first; an administrator sets the server and the bus."""
    t = visit.t
    st.markdown(t("travel.engines.explain"))
    main = next(rung.name for rung in rungs if rung.present and not rung.reason)
    for rung in rungs:
        state = "silent" if rung.reason else "absent" if not rung.present else "main" if rung.name == main else "spare"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{t(f'travel.engine.{rung.name}')}**")
                st.markdown(f":gray[{plain(_about(visit, rung, may_set=may_set))}]")
            st.markdown(_BADGES[state].format(t(f"travel.state.{state}")), width="content")
            if may_set and rung is rungs[0] and st.button(t("travel.router.set"), icon=":material/settings:"):
                _open_router(visit)
            if may_set and rung.name == "streets" and st.button(t("travel.bus.set"), icon=":material/directions_bus:"):
                _open_bus(visit)


def _about(visit: Visit, rung: Rung, *, may_set: bool) -> str:
    """What there is to know of an engine; of the routing server that answers, its address for those who may set it."""
    is_server = rung.name in ("osrm", "valhalla") and not rung.reason
    return visit.city.router_url if is_server and may_set else say_rung(visit.t, rung)


def _open_router(visit: Visit) -> None:
    t, city = visit.t, visit.city

    @st.dialog(t("travel.router.title"), width="medium")
    def form() -> None:
        notes = FieldNotes()
        st.markdown(t("travel.router.explain"))
        kind = st.segmented_control(
            t("travel.router.kind"),
            ["", "osrm", "valhalla"],
            default=city.router_kind,
            required=True,
            format_func=lambda each: {"": t("travel.router.none"), "osrm": "OSRM", "valhalla": "Valhalla"}[each],
            key="router_kind",
        )
        notes.under("kind")
        url = ""
        if kind:
            url = st.text_input(
                t("travel.router.url"), city.router_url, placeholder="http://router.local:5000", key="router_url"
            )
        notes.under("url")
        room = st.empty()
        notes.under("")
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            tried = bool(kind) and st.button(t("travel.router.check"), icon=":material/network_check:")
            saved = st.button(t("app.save"), icon=":material/check:", type="primary", key="save_router")
        if tried:
            with room, st.spinner(t("travel.router.checking")):
                found = _checked(visit, kind or "", url)
            if isinstance(found, Problem):
                notes.show(found)
            else:
                with room:
                    _show_check(visit, found)
        if saved:
            done = attempt(visit, lambda session: set_router(session, visit.actor, kind=kind or "", url=url))
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()

    form()


def _checked(visit: Visit, kind: str, url: str) -> RouterCheck | Problem:
    try:
        with visit.reading() as session:
            return check_router(session, visit.actor, kind=kind, url=url)
    except PlannerError as error:
        return Problem(visit.t(error.key, **error.values), error.field)


def _show_check(visit: Visit, found: RouterCheck) -> None:
    t = visit.t
    if found.reason:
        st.error(t(f"travel.router.{found.reason}"), icon=":material/error:")
        return
    st.success(
        t("travel.router.works", minutes=found.minutes, km=kilometres(t, found.km), metres=found.metres),
        icon=":material/check_circle:",
    )


def _open_bus(visit: Visit) -> None:
    t, city = visit.t, visit.city

    @st.dialog(t("travel.bus.title"), width="medium")
    def form() -> None:
        notes = FieldNotes()
        st.markdown(t("travel.bus.explain"))
        grid = st.grid(3, min_column_width=150, gap="small")
        with grid.cell():
            weight = st.number_input(t("travel.bus.weight"), 0.0, 60.0, city.bus_weight_t, 0.5, format="%.1f")
            notes.under("weight_t")
        with grid.cell():
            height = st.number_input(t("travel.bus.height"), 0.0, 6.0, city.bus_height_m, 0.1, format="%.1f")
            notes.under("height_m")
        with grid.cell():
            length = st.number_input(t("travel.bus.length"), 0.0, 30.0, city.bus_length_m, 0.5, format="%.1f")
            notes.under("length_m")
        notes.under("")
        if st.button(t("app.save"), icon=":material/check:", type="primary", width="stretch", key="save_bus"):
            done = attempt(
                visit,
                lambda session: set_bus(session, visit.actor, weight_t=weight, height_m=height, length_m=length),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()

    form()
