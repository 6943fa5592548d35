"""Fields for a place: its name or address in the catalogue, or typed coordinates; a tap on a map."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit_folium import st_folium

from planner.domain.coordinates import typed_point
from planner.domain.errors import PlannerError
from planner.domain.geo import Point
from planner.phrases.names import address_note, address_title, say_example, say_far
from planner.render.maps.base_map import base_map
from planner.render.maps.plan_map import Flag, PlanDrawing, plan_features
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.city.places import find_places
from planner.ui.point.addresses import address_of, found_addresses
from planner.ui.text import plain
from planner.ui.visit import say_no

SHOWN = 6
MAP_HEIGHT = 320
CLOSE_ZOOM = 16


@dataclass(frozen=True)
class PickedPlace:
    """A name, and its point if it is known."""

    name: str = ""
    lat: float | None = None
    lon: float | None = None


def pick_place(visit: Visit, label: str, present: PickedPlace, *, key: str, placeholder: str = "") -> PickedPlace:
    """The place that is typed or tapped on a map; what matches in the catalogue, and then what the address search finds, is
    offered below the field, the first match is taken. A tap writes the address of its point, or the coordinates, into the
    field.

    What nobody knows stays a name without a point, until the map is tapped, and the field says so; it says too where a point
    is far from the city.
    """
    picked = _pick(visit, label, present, key, placeholder)
    _offer_map(visit, picked, key)
    warn_far(visit, None if picked.lat is None or picked.lon is None else Point(picked.lat, picked.lon))
    return picked


def warn_far(visit: Visit, point: Point | None) -> None:
    """Says where a point is so far from the city that it is hardly meant."""
    sentence = say_far(visit.t, visit.city, point)
    if sentence:
        st.warning(sentence, icon=":material/wrong_location:")


def tap_on_map(
    visit: Visit,
    *,
    key: str,
    present: Point | None = None,
    flags: Sequence[Flag] = (),
    near: Point | None = None,
    height: int = MAP_HEIGHT,
) -> Point | None:
    """A map of the city, or of what is `near`; the point that was tapped on it, None before. `present` is marked until
    there is one.
    """
    point = tapped_point(st.session_state.get(key)) or present
    with visit.reading() as session:
        districts = list_districts(session, visit.actor)
    found = st_folium(
        base_map(visit.city, districts, visit.t, tiles=visit.tiles),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=plan_features(PlanDrawing(dots=[point] if point else [], flags=list(flags))),
        returned_objects=["last_clicked"],
        center=tuple(near) if near else None,
        zoom=CLOSE_ZOOM if near else None,
    )
    return tapped_point(found)


def tapped_point(answer: object) -> Point | None:
    """The last tap in what a map has told."""
    tap = answer.get("last_clicked") if isinstance(answer, dict) else None
    return Point(float(tap["lat"]), float(tap["lng"])) if isinstance(tap, dict) else None


def _offer_map(visit: Visit, picked: PickedPlace, key: str) -> None:
    """A map to tap the place on, drawn where it is asked for."""
    room = st.expander(visit.t("tours.on_map"), icon=":material/touch_app:", key=f"{key}_on_map", on_change="rerun")
    if not room.open:
        return
    with room, visit.reading() as session:
        districts = list_districts(session, visit.actor)
        at = None if picked.lat is None or picked.lon is None else Point(picked.lat, picked.lon)
        st_folium(
            base_map(visit.city, districts, visit.t, tiles=visit.tiles),
            key=f"{key}_map",
            height=MAP_HEIGHT,
            use_container_width=True,
            feature_group_to_add=plan_features(PlanDrawing(dots=[at] if at else [], whole_city=True)),
            returned_objects=["last_clicked"],
            on_change=lambda: _take_tap(visit, key),
        )


def _take_tap(visit: Visit, key: str) -> None:
    point = tapped_point(st.session_state.get(f"{key}_map"))
    if point is None:
        return
    name = address_of(visit, point) or f"{point.lat:.5f}, {point.lon:.5f}"
    st.session_state[key] = name
    st.session_state[f"{key}_tapped"] = PickedPlace(name, *point)


def _pick(visit: Visit, label: str, present: PickedPlace, key: str, placeholder: str) -> PickedPlace:
    t = visit.t
    text = (
        st.text_input(
            label,
            present.name,
            key=key,
            placeholder=placeholder,
            help=t("tours.place_help", example=say_example(visit.city)),
        )
        or ""
    ).strip()
    tapped = st.session_state.get(f"{key}_tapped")
    if isinstance(tapped, PickedPlace) and text == tapped.name:
        return tapped
    if text == present.name:
        if text and present.lat is None:
            st.markdown(f":gray[{t('tours.place_unknown')}]")
        return present
    try:
        point = typed_point(text)
    except PlannerError as error:
        st.error(say_no(t, error), icon=":material/error:")
        return PickedPlace(text)
    if point is not None:
        return PickedPlace(text, point.lat, point.lon)
    with visit.reading() as session:
        places, _ = find_places(session, visit.actor, text=text, page_size=SHOWN) if text else ([], 0)
    offers = {
        f"place {place.id}": (plain(place.name), PickedPlace(place.name, place.lat, place.lon)) for place in places
    }
    for found in found_addresses(visit, text, limit=max(2, SHOWN - len(places))):
        title, note = address_title(found), address_note(t, found)
        offers[f"{title} {note}"] = (f"{plain(title)} · {plain(note)}", PickedPlace(title, *found.point))
    if not offers:
        if text:
            st.markdown(f":gray[{t('tours.place_unknown')}]")
        return PickedPlace(text)
    first = next(iter(offers))
    chosen = st.pills(
        t("tours.place_found"),
        list(offers),
        format_func=lambda each: offers[each][0],
        default=first,
        required=True,
        key=f"{key}_found",
        label_visibility="collapsed",
        wrap=True,
    )
    return offers.get(chosen, offers[first])[1]
