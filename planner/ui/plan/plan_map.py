"""The map on which one plans: taps come back, panning does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.geo import Point
from planner.domain.models import District
from planner.phrases.map import plan_drawing
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import Circle, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog

HEIGHT = 380
_RETURNED = ["last_clicked", "last_object_clicked", "last_object_clicked_count"]


@dataclass(frozen=True)
class Area:
    """What the search for issues adds to the map, and that a tap now chooses its centre."""

    dots: tuple[Point, ...] = ()
    circle: Circle | None = None


def show_plan_map(visit: Visit, plan: Plan, districts: Sequence[District], area: Area | None) -> None:
    """Stops, line and the issues found. A tap on a stop opens it; a tap on the map makes a stop, or moves the area."""
    key = f"plan_map_{plan.tour.id}"
    choosing = None if area is None else f"area_centre_{plan.tour.id}"
    st_folium(
        base_map(visit.city, districts, visit.t, tiles=visit.tiles),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=plan_features(_with_area(plan_drawing(visit.t, plan), area or Area())),
        returned_objects=_RETURNED,
        on_change=lambda: _take_tap(key, plan, choosing),
    )


def area_centre(tour_id: int) -> Point | None:
    """Where the map was tapped last while issues were looked for."""
    centre = st.session_state.get(f"area_centre_{tour_id}")
    return centre if isinstance(centre, Point) else None


def _take_tap(key: str, plan: Plan, choosing: str | None) -> None:
    answer, seen = st.session_state[key] or {}, st.session_state.get(f"{key}_seen") or {}
    st.session_state[f"{key}_seen"] = dict(answer)
    if (answer.get("last_object_clicked_count") or 0) > (seen.get("last_object_clicked_count") or 0):
        tapped, known = answer.get("last_object_clicked"), {row.stop.point: row.stop.id for row in plan.stops}
        stop_id = known.get(Point(tapped["lat"], tapped["lng"])) if tapped else None
        if stop_id is not None and plan.can_change:
            open_dialog("stop", stop_id=stop_id)
    elif answer.get("last_clicked") and answer["last_clicked"] != seen.get("last_clicked"):
        point = Point(answer["last_clicked"]["lat"], answer["last_clicked"]["lng"])
        if choosing is not None:
            st.session_state[choosing] = point
        elif plan.can_change:
            open_dialog("new_stop", point=point)


def _with_area(drawing: PlanDrawing, area: Area) -> PlanDrawing:
    return replace(drawing, dots=area.dots, circle=area.circle)
