"""The filters of the list and the calendar; the address is the truth, so that any of them can be sent to somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from planner.domain.permissions import Action, may
from planner.domain.tour_filter import LIST, VIEWS, Period, TourFilter, TourView
from planner.domain.words import TourKind, TourState
from planner.services.access.visit import Visit
from planner.services.events.finding import TourChoices

_MORE = ("leader", "district", "state", "year")
_NAMES = ("text", "kind", *_MORE)


def wanted_tours() -> tuple[TourFilter, TourView]:
    """What the address asks for."""
    query = st.query_params.to_dict()
    return TourFilter.from_query(query), TourView.from_query(query)


def show_tour_filters(visit: Visit, wanted: TourFilter, view: TourView, choices: TourChoices) -> None:
    """Draws the fields as the address has them; a change goes to the address, and the list begins at its first page."""
    t = visit.t
    _follow_address(wanted, view)
    st.segmented_control(
        t("tour_list.view"),
        VIEWS,
        format_func=lambda each: t(f"tour_list.view.{each}"),
        key=_key("view"),
        required=True,
        on_change=_write_address,
        label_visibility="collapsed",
        wrap=True,
    )
    top = st.grid(2, min_column_width=200, vertical_alignment="bottom", gap="small")
    top.cell().text_input(
        t("tour_list.text"),
        key=_key("text"),
        on_change=_write_address,
        placeholder=t("tour_list.text_hint"),
        icon=":material/search:",
        max_chars=200,
        label_visibility="collapsed",
    )
    used = sum(bool(st.session_state[_key(name)]) for name in ("kind", *_MORE))
    label = t("tour_list.filters_used", number=used) if used else t("tour_list.filters")
    with top.cell().popover(label, icon=":material/tune:", width="stretch"):
        _show_more(visit, choices)
        if wanted.narrows:
            st.button(t("tour_list.reset"), icon=":material/filter_alt_off:", key="reset_tours", on_click=_reset)
    if view.view == LIST:
        _show_periods(visit)


def lift_filters(visit: Visit, wanted: TourFilter, view: TourView) -> None:
    """What to take away where nothing is found: one button for each part of the filter, and one for the period."""
    t = visit.t
    with st.container(horizontal=True, gap="small"):
        for name in wanted.to_query():
            label = t("tour_list.lift", name=t(f"tour_list.{name}"))
            st.button(label, icon=":material/close:", key=f"lift_{name}", on_click=_lift, args=(name,))
        if wanted.narrows and view.view == LIST and view.period is not Period.ALL:
            st.button(t("tour_list.in_all"), icon=":material/history:", key="lift_period", on_click=_look_at_all)


def look_at(view: TourView) -> None:
    """Goes to another day or another look, with the same filter."""
    wanted, _ = wanted_tours()
    st.query_params.from_dict(wanted.to_query() | view.to_query())


def _show_periods(visit: Visit) -> None:
    t = visit.t
    planner = may(visit.actor, Action.PLAN_TOUR).allowed
    st.segmented_control(
        t("tours.period"),
        [each for each in Period if planner or each is not Period.DELETED],
        format_func=lambda each: t(f"tours.period.{each.value}"),
        required=True,
        key=_key("period"),
        on_change=_write_address,
        label_visibility="collapsed",
        wrap=True,
    )


def _show_more(visit: Visit, choices: TourChoices) -> None:
    t = visit.t
    _choice(visit, "kind", list(TourKind), lambda each: t(f"words.tour_kind.{each}"))
    _choice(visit, "leader", list(choices.leaders), lambda each: _name(visit, choices.leaders, each))
    _choice(visit, "district", list(choices.districts), lambda each: _name(visit, choices.districts, each))
    states = [each for each in TourState if each is not TourState.DELETED]
    _choice(visit, "state", states, lambda each: t(f"words.tour_state.{each}"))
    _choice(visit, "year", list(choices.years), str)


def _choice(visit: Visit, name: str, options: Sequence[Any], say: Callable[[Any], str]) -> None:
    """A field to choose one; what the address asks for is offered even where nothing has it."""
    asked = st.session_state[_key(name)]
    st.selectbox(
        visit.t(f"tour_list.{name}"),
        [*options, *([asked] if asked is not None and asked not in options else [])],
        index=None,
        key=_key(name),
        on_change=_write_address,
        format_func=say,
        placeholder=visit.t(f"tour_list.any_{name}"),
    )


def _name(visit: Visit, names: Mapping[int, str], number: int) -> str:
    return names.get(number) or visit.t("issues.filter.unknown", number=number)


def _key(name: str) -> str:
    return f"tours_{name}"


def _follow_address(wanted: TourFilter, view: TourView) -> None:
    values = {
        "text": wanted.text,
        "kind": wanted.kind,
        "leader": wanted.leader_id,
        "district": wanted.district_id,
        "state": wanted.state,
        "year": wanted.year,
        "view": view.view,
        "period": view.period,
    }
    for name, value in values.items():
        st.session_state[_key(name)] = value


def _write_address() -> None:
    _, view = wanted_tours()
    chosen = {name: str(st.session_state[_key(name)] or "") for name in _NAMES}
    looked = replace(view, view=st.session_state[_key("view")] or LIST)
    if _key("period") in st.session_state:
        looked = replace(looked, period=Period(st.session_state[_key("period")] or Period.COMING))
    query = TourFilter.from_query({name: value for name, value in chosen.items() if value}).to_query()
    st.query_params.from_dict(query | looked.to_query())


def _lift(name: str) -> None:
    st.query_params.pop(name, None)
    st.query_params.pop("page", None)


def _reset() -> None:
    _, view = wanted_tours()
    st.query_params.from_dict(view.to_query())


def _look_at_all() -> None:
    wanted, view = wanted_tours()
    st.query_params.from_dict(wanted.to_query() | replace(view, period=Period.ALL).to_query())
