"""Dragging stops into another order: the browser says which stop was dropped where, and the plan is changed as by a button."""

import streamlit as st

from planner.domain.models.types import id_of
from planner.render.assets import asset_text
from planner.services.tours.plan import Plan
from planner.ui.plan.cards import move_seen

_HTML = "<span hidden></span>"
_KEY = "plan_drag"

_watch_cards = st.components.v2.component("planner_plan_drag", html=_HTML, js=asset_text("plan/drag.js"))


def listen_to_drags(plan: Plan) -> None:
    """Lets the cards of a plan be dragged; for whoever may change it."""
    with st.container(key=_KEY):
        _watch_cards(key=f"{_KEY}_{plan.tour.id}", on_moved_change=lambda: _take_drop(plan))


def read_drop(told: object, plan: Plan) -> tuple[int, int] | None:
    """The stop and the place, from 1, where it was dropped, as the browser tells it, which anybody can forge; None where it
    makes no sense.
    """
    if not isinstance(told, dict):
        return None
    stop_id, to = told.get("stop"), told.get("to")
    if type(stop_id) is not int or type(to) is not int or not 1 <= to <= len(plan.stops):
        return None
    return (stop_id, to) if stop_id in {id_of(row.stop) for row in plan.stops} else None


def _take_drop(plan: Plan) -> None:
    drop = read_drop((st.session_state.get(f"{_KEY}_{plan.tour.id}") or {}).get("moved"), plan)
    if drop is not None:
        move_seen(plan, drop[0], to=drop[1])
