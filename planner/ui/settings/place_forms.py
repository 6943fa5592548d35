"""The dialog for a place."""

from typing import Any

import streamlit as st

from planner.city.addresses.addresses import FoundAddress
from planner.domain.geo import Point
from planner.domain.models import Place
from planner.services.access.visit import Visit
from planner.services.city.districts import list_districts
from planner.services.city.places import archive_place, get_place, save_place
from planner.ui.dialog_state import OpenDialog, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.point.addresses import choose_address, found_addresses
from planner.ui.point.picker import tap_on_map, tapped_point, warn_far
from planner.ui.settings.form_foot import show_foot

MAP_HEIGHT = 300


def show_place(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the place that the dialog is about; without one it makes a new one."""
    title = visit.t("places.new" if dialog.about["place_id"] is None else "places.edit")
    show_dialog(dialog, title, _ask_place, width="large")


def _ask_place(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, place_id = visit.t, FieldNotes(), dialog.about["place_id"]
    with visit.reading() as session:
        place = None if place_id is None else get_place(session, visit.actor, place_id)
        districts = {each.id: each.name for each in list_districts(session, visit.actor)}
    name = st.text_input(t("places.name"), place.name if place else "", max_chars=300, key=dialog.key("name"))
    notes.under("name")
    where = ask_where(visit, dialog, notes, place)
    choices = [None, *districts]
    district_id = st.selectbox(
        t("places.district"),
        choices,
        choices.index(place.district_id) if place and place.district_id in districts else 0,
        format_func=lambda each: districts[each] if each else t("places.district_by_map"),
        key=dialog.key("district_id"),
    )
    given = {"name": name, "district_id": district_id, "source": place.source if place else "", **where}
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (Place, place_id),
        save=lambda session: save_place(session, visit.actor, place_id=place_id, seen=seen, **given),
        archive=lambda session, number: archive_place(session, visit.actor, number),
    )


def ask_where(visit: Visit, dialog: OpenDialog, notes: FieldNotes, place: Place | None) -> dict[str, Any]:
    """Address, kind and point: of an address that was found, of a tap on the map, or typed; none before."""
    t = visit.t
    address = st.text_input(
        t("places.address"), place.address if place else "", max_chars=300, live=True, key=dialog.key("address")
    )
    found = _chosen_address(visit, address, place, key=dialog.key("found"))
    if found and found.address and not found.asked_number:
        address = found.address
    kind = st.text_input(t("places.kind"), place.kind if place else "", max_chars=60, key=dialog.key("kind"))
    room = st.container()
    before = _last_chosen(dialog, place.point if place else None, found)
    tapped = tap_on_map(visit, key=dialog.key("map"), present=before, height=MAP_HEIGHT)
    st.markdown(f":gray[{t('places.map_tapped') if tapped else t('places.tap_map')}]")
    point = _last_chosen(dialog, place.point if place else None, found)
    grid = room.grid(2, min_column_width=180)
    # Another point makes other fields: they begin with it, and may still be corrected.
    lat, lon = (
        grid.cell().number_input(t(f"city.{side}"), value=value, format="%.5f", key=dialog.key(f"{side}-{point}"))
        for side, value in zip(("lat", "lon"), point or (None, None), strict=True)
    )
    with room:
        notes.under("lat")
        warn_far(visit, None if lat is None or lon is None else Point(lat, lon))
    return {"address": address, "kind": kind, "lat": lat, "lon": lon}


def _last_chosen(dialog: OpenDialog, present: Point | None, found: FoundAddress | None) -> Point | None:
    """The point of the address or of the tap, whichever came last; before that, where the place is."""
    state, key, seen = st.session_state, dialog.key("point"), dialog.key("points_seen")
    offered = {"found": found.point if found else None, "tap": tapped_point(state.get(dialog.key("map")))}
    known = state.get(seen, {})
    for name, point in offered.items():
        if point is not None and point != known.get(name):
            state[key] = point
    state[seen] = offered
    chosen = state.get(key, present)
    return chosen if isinstance(chosen, Point) else None


def _chosen_address(visit: Visit, address: str, place: Place | None, *, key: str) -> FoundAddress | None:
    """What was chosen below the field of the address, where another one is typed than the place has."""
    found = found_addresses(visit, address, limit=4) if address != (place.address if place else "") else []
    return choose_address(visit, found, key=key) if found else None
