"""Who computes travel times: the engines with their state, the routing server, the bus."""

from collections.abc import Sequence

import streamlit as st

from planner.phrases.plan import kilometres
from planner.phrases.travel import say_rung
from planner.services.access.visit import Visit
from planner.services.travel.settings import RouterCheck, Rung, check_router, set_bus, set_router
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.visit import Problem, prepare

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
            if may_set and rung is rungs[0]:
                label = t("travel.router.set")
                st.button(label, icon=":material/settings:", on_click=open_dialog, args=("router",))
            if may_set and rung.name == "streets":
                label = t("travel.bus.set")
                st.button(label, icon=":material/directions_bus:", on_click=open_dialog, args=("bus",))


def _about(visit: Visit, rung: Rung, *, may_set: bool) -> str:
    """What there is to know of an engine; of the routing server that answers, its address for those who may set it."""
    is_server = rung.name in ("osrm", "valhalla") and not rung.reason
    return visit.city.router_url if is_server and may_set else say_rung(visit.t, rung)


def show_router(visit: Visit, dialog: OpenDialog) -> None:
    """Which routing server the city has, with a try of it."""
    show_dialog(dialog, visit.t("travel.router.title"), _ask_router, width="medium")


def show_bus(visit: Visit, dialog: OpenDialog) -> None:
    """Weight, height and length of the bus, which signs on streets forbid."""
    show_dialog(dialog, visit.t("travel.bus.title"), _ask_bus, width="medium")


def _ask_router(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("travel.router.explain"))
    kind, url = _ask_server(visit, dialog, notes)
    seen = notes.began_with(dialog.key("seen"), {"kind": kind, "url": url})
    room = st.empty()
    notes.under("")
    tried = bool(kind) and st.button(t("travel.router.check"), icon=":material/network_check:", key=dialog.key("check"))
    saved = show_save(visit, dialog, t("app.save"))
    if tried:
        with room, st.spinner(t("travel.router.checking")):
            found = _checked(visit, kind, url)
        if isinstance(found, Problem):
            notes.show(found)
        else:
            with room:
                _show_check(visit, found)
    if saved:
        save_and_close(visit, notes, lambda session: set_router(session, visit.actor, kind=kind, url=url, seen=seen))


def _ask_server(visit: Visit, dialog: OpenDialog, notes: FieldNotes) -> tuple[str, str]:
    """Kind and address of the server; both empty for none."""
    t, city = visit.t, visit.city
    kind = st.segmented_control(
        t("travel.router.kind"),
        ["", "osrm", "valhalla"],
        default=city.router_kind,
        required=True,
        format_func=lambda each: {"": t("travel.router.none"), "osrm": "OSRM", "valhalla": "Valhalla"}[each],
        key=dialog.key("kind"),
    )
    notes.under("kind")
    url = ""
    if kind:
        example = "http://router.local:5000"
        url = st.text_input(t("travel.router.url"), city.router_url, placeholder=example, key=dialog.key("url"))
    notes.under("url")
    return kind or "", url


def _checked(visit: Visit, kind: str, url: str) -> RouterCheck | Problem:
    done = prepare(visit, lambda: check_router(visit.actor, visit.city, kind=kind, url=url))
    found = done.value or done.problem
    assert found is not None, "what was done has a value or a problem"
    return found


def _show_check(visit: Visit, found: RouterCheck) -> None:
    t = visit.t
    if found.reason:
        st.error(t(f"travel.router.{found.reason}"), icon=":material/error:")
        return
    st.success(
        t("travel.router.works", minutes=found.minutes, km=kilometres(t, found.km), metres=found.metres),
        icon=":material/check_circle:",
    )


def _ask_bus(visit: Visit, dialog: OpenDialog) -> None:
    t, city, notes = visit.t, visit.city, FieldNotes()
    st.markdown(t("travel.bus.explain"))
    grid, key = st.grid(3, min_column_width=150, gap="small"), dialog.key
    with grid.cell():
        weight = st.number_input(
            t("travel.bus.weight"), value=city.bus_weight_t, step=0.5, format="%.1f", key=key("weight_t")
        )
        notes.under("weight_t")
    with grid.cell():
        height = st.number_input(
            t("travel.bus.height"), value=city.bus_height_m, step=0.1, format="%.1f", key=key("height_m")
        )
        notes.under("height_m")
    with grid.cell():
        length = st.number_input(
            t("travel.bus.length"), value=city.bus_length_m, step=0.5, format="%.1f", key=key("length_m")
        )
        notes.under("length_m")
    notes.under("")
    given = {"weight_t": weight, "height_m": height, "length_m": length}
    seen = notes.began_with(key("seen"), given)
    if show_save(visit, dialog, t("app.save")):
        save_and_close(visit, notes, lambda session: set_bus(session, visit.actor, seen=seen, **given))
