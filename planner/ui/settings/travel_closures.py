"""Closed streets on the screen of travel times: the map on which one is drawn by taps, and the list of those there are."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import streamlit as st
from sqlmodel import Session
from streamlit_folium import st_folium

from planner.domain.deadlines import today_in
from planner.domain.geo import Point
from planner.domain.models import Closure, District
from planner.domain.models.types import id_of
from planner.render.maps.base_map import base_map
from planner.render.maps.closure_map import ClosedShape, closure_features
from planner.services.access.visit import Visit
from planner.services.travel.closures import close_again, close_street, open_street
from planner.ui.forms import FieldNotes, ask_day, kept_form
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

HEIGHT = 420
_MAP, _DRAFT, _SEEN, _OPENED, _ROUND = "closure_map", "closure_draft", "closure_seen", "closure_opened", "closure_round"


def show_closures(visit: Visit, closures: Sequence[Closure], districts: Sequence[District], *, known: bool) -> None:
    """`known`: whether the streets of the city are loaded, so that closures change anything."""
    t = visit.t
    if not known:
        st.info(t("travel.closures.unknown"), icon=":material/info:")
    grid = st.grid(2, min_column_width=460, gap=28)
    left, right = grid.cell(), grid.cell()
    with right:
        is_area = _show_form(visit)
        _show_list(visit, closures)
    with left:
        shapes = [ClosedShape(each.name, each.points, each.is_area) for each in closures]
        st_folium(
            base_map(visit.city, districts, t, tiles=visit.tiles),
            key=_MAP,
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=closure_features(shapes, _draft(), draft_is_area=is_area),
            returned_objects=["last_clicked"],
            on_change=_take_tap,
        )
        st.markdown(f":gray[{t('travel.closures.hint_area' if is_area else 'travel.closures.hint_line')}]")


def _show_form(visit: Visit) -> bool:
    """The fields of a new closure and the button; whether it is an area."""
    t, turn, notes = visit.t, st.session_state.setdefault(_ROUND, 0), FieldNotes()
    with st.container(border=True), kept_form("closure"):
        st.header(t("travel.closures.new"), anchor=False)
        is_area = _ask_shape(visit, notes)
        given = {"is_area": is_area, "points": _draft(), **_ask_facts(visit, notes, turn)}
        notes.under("")
        if st.button(
            t("travel.closures.close"), icon=":material/block:", type="primary", width="stretch", key=f"close_{turn}"
        ):
            done = attempt(visit, lambda session: close_street(session, visit.actor, now=visit.now, **given))
            notes.show(done.problem)
            if done.problem is None:
                st.session_state[_DRAFT], st.session_state[_ROUND] = [], turn + 1
                st.rerun()
    return is_area


def _ask_shape(visit: Visit, notes: FieldNotes) -> bool:
    """A line or an area, and how many of its points are tapped already; whether it is an area."""
    t, points = visit.t, _draft()
    shape = st.segmented_control(
        t("travel.closures.shape"),
        ["line", "area"],
        default="line",
        required=True,
        format_func=lambda each: t(f"travel.closures.shape_{each}"),
        key="closure_shape",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("travel.closures.points", n=len(points)), width="content")
        st.button(
            t("travel.closures.last_off"),
            icon=":material/undo:",
            disabled=not points,
            on_click=lambda: st.session_state.__setitem__(_DRAFT, points[:-1]),
        )
    notes.under("points")
    return shape == "area"


def _ask_facts(visit: Visit, notes: FieldNotes, turn: int) -> dict[str, Any]:
    """Name and days; `turn` makes the fields empty after each closure."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    name = st.text_input(
        t("travel.closures.name"), placeholder=t("travel.closures.name_example"), key=f"closure_name_{turn}"
    )
    notes.under("name")
    grid = st.grid(2, min_column_width=150, gap="small")
    with grid.cell():
        since = ask_day(t("travel.since"), today, key=f"closure_since_{turn}")
        notes.under("since")
    with grid.cell():
        until = ask_day(t("travel.until"), today + timedelta(days=14), key=f"closure_until_{turn}")
        notes.under("until")
    return {"name": name, "since": since, "until": until}


def _show_list(visit: Visit, closures: Sequence[Closure]) -> None:
    t = visit.t
    st.header(t("travel.closures.now"), anchor=False)
    show_problem(_MAP)
    opened = st.session_state.get(_OPENED)
    if opened is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(t("travel.closures.opened", name=plain(opened[1])), width="content")
            st.button(t("travel.undo"), icon=":material/undo:", on_click=lambda: _bring_back(opened[0]))
    if not closures:
        st.markdown(f":gray[{t('travel.closures.none')}]")
    for each in closures:
        with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(each.name)}**")
                what = t(f"travel.closures.shape_{'area' if each.is_area else 'line'}")
                st.markdown(
                    f":gray[{what}, {t('travel.days', since=t.short_date(each.since), until=t.short_date(each.until))}]"
                )
            number, name = id_of(each), each.name
            st.button(
                t("travel.closures.open"),
                icon=":material/check:",
                key=f"open_closure_{number}",
                on_click=_open,
                args=(number, name),
            )


def _open(closure_id: int, name: str) -> None:
    visit = current_visit()

    def change(session: Session) -> None:
        open_street(session, visit.actor, closure_id, now=visit.now)

    done = attempt(visit, change)
    keep_problem(_MAP, done.problem)
    if done.problem is None:
        st.session_state[_OPENED] = (closure_id, name)


def _bring_back(closure_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: close_again(session, visit.actor, closure_id))
    keep_problem(_MAP, done.problem)
    if done.problem is None:
        st.session_state.pop(_OPENED, None)


def _draft() -> list[Point]:
    points: list[Point] = st.session_state.setdefault(_DRAFT, [])
    return points


def _take_tap() -> None:
    tapped = (st.session_state[_MAP] or {}).get("last_clicked")
    if tapped and tapped != st.session_state.get(_SEEN):
        st.session_state[_SEEN] = tapped
        st.session_state[_DRAFT] = [*_draft(), Point(tapped["lat"], tapped["lng"])]
