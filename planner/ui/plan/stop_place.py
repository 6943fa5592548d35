"""A stop at another place: the dialog, and the pin that was dragged on the map."""

from functools import partial

import streamlit as st

from planner.domain.geo import Point
from planner.domain.models.types import id_of
from planner.phrases.names import say_far
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan, PlannedRow
from planner.services.tours.stops import edit_stop
from planner.ui.dialog_state import OpenDialog, forget_dialog, show_dialog, show_save
from planner.ui.forms import FieldNotes
from planner.ui.plan.far_dialog import ask_far, tap_stop
from planner.ui.point.addresses import address_of
from planner.ui.point.picker import PickedPlace, pick_place
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_and_close
from planner.ui.visit import current_visit


def move_pin(plan: Plan, stop_id: int, point: Point) -> None:
    """For the callback of the map: the stop is where its pin was dropped, under the address of that point. What was planned
    with it, agenda, minutes and issues, stays.
    """
    visit = current_visit()
    address = address_of(visit, point)
    version = plan.tour.version
    given = {"stop_id": stop_id, "version": version, "lat": point.lat, "lon": point.lon, "place_id": None}
    tap_stop(id_of(plan.tour), "move", **given, address=address)


def show_stop_place(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Another place for a stop: typed, found or tapped."""
    row = next((each for each in plan.stops if each.stop.id == dialog.about["stop_id"]), None)
    if row is None:
        forget_dialog()
        return
    title = visit.t("stops.place.title", number=row.stop.position)
    show_dialog(dialog, title, partial(_ask_place, id_of(plan.tour), plan.tour.version, row), width="large")


def _ask_place(tour_id: int, version: int, row: PlannedRow, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, stop = visit.t, FieldNotes(), row.stop
    present = PickedPlace(stop.address or stop.name, stop.lat, stop.lon)
    picked = pick_place(visit, t("stops.place.where"), present, key=dialog.key("where"))
    notes.under("place")
    point = None if picked.lat is None or picked.lon is None else Point(picked.lat, picked.lon)
    is_other = point is not None and point != stop.point
    renamed = is_other and st.toggle(t("stops.place.rename", name=plain(picked.name)), True, key=dialog.key("rename"))
    far = ask_far(visit, say_far(t, visit.city, point) if is_other else "", key=dialog.key("far"))
    notes.under("")
    if not show_save(visit, dialog, t("stops.place.move"), icon=":material/edit_location_alt:"):
        return
    lat, lon = (None, None) if point is None else point
    given = {"lat": lat, "lon": lon, "place_id": None, "address": address_of(visit, point) or picked.name}
    given |= {"name": picked.name} if renamed else {}
    change_and_close(
        tour_id,
        notes,
        lambda session, now: edit_stop(
            session, now.actor, stop.id or 0, version=version, far_is_meant=far, **(given if is_other else {})
        ),
    )
