"""The map on which one plans: taps come back, panning does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.geo import Point, is_on_earth
from planner.domain.models import District
from planner.phrases.map import plan_drawing
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import Circle, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.ui.dialog_state import open_dialog
from planner.ui.plan.stop_place import move_pin

HEIGHT = 380
"""Until `plan/plan.css` gives the map the height that the screen has."""
_RETURNED = ["last_clicked", "last_object_clicked", "last_object_clicked_count", "last_active_drawing"]
USUAL_RADIUS_M = 500
MOST_CORNERS = 300
"""Of an area drawn by hand: a slow finger makes thousands, and no eye tells the difference."""


@dataclass(frozen=True)
class Area:
    """What the search for issues adds to the map, and that a tap now chooses its centre. `draws` is what the button is
    called that lets one draw `outline`.
    """

    dots: tuple[Point, ...] = ()
    circle: Circle | None = None
    outline: tuple[Point, ...] = ()
    draws: str = ""


def show_plan_map(visit: Visit, plan: Plan, districts: Sequence[District], area: Area | None) -> None:
    """Stops, line and the issues found. A tap on a stop opens it; a tap on the map makes a stop, or moves the area."""
    key = f"plan_map_{plan.tour.id}"
    choosing = None if area is None else f"area_centre_{plan.tour.id}"
    with st.container(key="plan_map"):
        st_folium(
            base_map(visit.city, districts, visit.t, tiles=visit.tiles),
            key=key,
            height=HEIGHT,
            use_container_width=True,
            feature_group_to_add=plan_features(
                _with_area(plan_drawing(visit.t, plan), area or Area(), st.session_state.get(f"{key}_turn", 0))
            ),
            returned_objects=_RETURNED,
            on_change=lambda: _take_tap(key, plan, choosing),
        )


def area_centre(tour_id: int) -> Point | None:
    """Where the map was tapped last while issues were looked for."""
    centre = st.session_state.get(f"area_centre_{tour_id}")
    return centre if isinstance(centre, Point) else None


def area_outline(tour_id: int) -> tuple[Point, ...]:
    """The corners of the area that was drawn by hand; none where there is none."""
    outline = st.session_state.get(f"area_outline_{tour_id}")
    return outline if isinstance(outline, tuple) else ()


def forget_outline(tour_id: int) -> None:
    """Puts the area that was drawn away."""
    st.session_state.pop(f"area_outline_{tour_id}", None)


@dataclass(frozen=True)
class Told:
    """What the map tells of a drag: a stop that was dropped at a point, or an area that was drawn."""

    stop_id: int | None
    points: tuple[Point, ...]


def read_told(drawing: object) -> Told | None:
    """The drawing that the map sent, which anybody can forge; None where it makes no sense."""
    if not isinstance(drawing, dict):
        return None
    properties, geometry = drawing.get("properties"), drawing.get("geometry")
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    if properties.get("what") == "stop" and type(properties.get("stop")) is int:
        point = _point(coordinates)
        return None if point is None else Told(properties["stop"], (point,))
    if properties.get("what") != "area" or not isinstance(coordinates, list) or not coordinates:
        return None
    ring = coordinates[0] if isinstance(coordinates[0], list) else []
    points = [point for point in map(_point, ring[:: 1 + len(ring) // MOST_CORNERS]) if point is not None]
    return Told(None, tuple(points)) if len(points) > 2 else None


def _point(position: object) -> Point | None:
    """A position of GeoJSON, longitude first."""
    if not isinstance(position, list) or len(position) < 2:
        return None
    lon, lat = position[:2]
    if not all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in (lat, lon)):
        return None
    return Point(float(lat), float(lon)) if is_on_earth(lat, lon) else None


def _take_tap(key: str, plan: Plan, choosing: str | None) -> None:
    answer, seen = st.session_state[key] or {}, st.session_state.get(f"{key}_seen") or {}
    st.session_state[f"{key}_seen"] = dict(answer)
    drawing = answer.get("last_active_drawing")
    if _mark_of(drawing) not in ("", _mark_of(seen.get("last_active_drawing"))):
        _take_told(key, plan, read_told(drawing))
    elif (answer.get("last_object_clicked_count") or 0) > (seen.get("last_object_clicked_count") or 0):
        tapped, known = answer.get("last_object_clicked"), {row.stop.point: row.stop.id for row in plan.stops}
        stop_id = known.get(Point(tapped["lat"], tapped["lng"])) if tapped else None
        if stop_id is not None and plan.can_change:
            open_dialog("stop", stop_id=stop_id)
    elif answer.get("last_clicked") and answer["last_clicked"] != seen.get("last_clicked"):
        point = Point(answer["last_clicked"]["lat"], answer["last_clicked"]["lng"])
        if choosing is not None:
            st.session_state[choosing] = point
            st.session_state.setdefault("area_radius", None)
            st.session_state["area_radius"] = st.session_state["area_radius"] or USUAL_RADIUS_M
        elif plan.can_change:
            open_dialog("new_stop", point=point)


def _mark_of(drawing: object) -> str:
    """What tells one drag from the next; empty for a tap on something, which comes as a drawing, too."""
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    return str(properties.get("told") or "") if isinstance(properties, dict) else ""


def _take_told(key: str, plan: Plan, told: Told | None) -> None:
    """Whatever comes of it, all is drawn anew: a pin whose move was refused goes back to where its stop is."""
    st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1
    if told is None or not plan.can_change:
        return
    if told.stop_id is None:
        st.session_state[f"area_outline_{plan.tour.id}"] = told.points
    elif told.stop_id in {row.stop.id for row in plan.stops}:
        move_pin(plan, told.stop_id, told.points[0])


def _with_area(drawing: PlanDrawing, area: Area, turn: int) -> PlanDrawing:
    return replace(drawing, dots=area.dots, circle=area.circle, outline=area.outline, draws=area.draws, turn=turn)
