"""The dialogs of a stop: a new one where the map was tapped, and everything about one that is there."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session

from planner.domain.clock import clock_of, moment_of_tour
from planner.domain.deadlines import today_in
from planner.domain.geo import Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models.types import id_of
from planner.phrases.names import say_far
from planner.services.access.visit import Visit
from planner.services.tours.area import AreaIssue, NearPlace, issues_in_area, places_near
from planner.services.tours.plan import Plan, PlannedRow
from planner.services.tours.stops import AgendaEntry, add_stop, add_stops_from_issues, remove_stop, save_stop
from planner.ui.dialog_state import OpenDialog, forget_dialog, show_dialog, show_save
from planner.ui.forms import FIVE_MINUTES, FieldNotes
from planner.ui.plan.far_dialog import ask_far
from planner.ui.point.addresses import address_of
from planner.ui.point.picker import warn_far
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_and_close

NEAR_M = 150.0
VERY_NEAR_M = 60


def show_new_stop(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """A stop at a point: the places and the open issues beside it are offered, the rest has defaults."""
    show_dialog(dialog, visit.t("stops.new"), partial(_ask_new_stop, id_of(plan.tour)), width="medium")


def show_internal_stop(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """How a stop that is made for an internal issue is called, as everybody sees it."""
    show_dialog(dialog, visit.t("stops.internal.title"), partial(_ask_public_name, id_of(plan.tour)), width="medium")


def show_stop(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """Everything about one stop."""
    stop_id = dialog.about["stop_id"]
    row = next((each for each in plan.stops if each.stop.id == stop_id), None)
    if row is None:
        forget_dialog()
        return
    title = visit.t("stops.one", number=row.stop.position)
    show_dialog(dialog, title, partial(_ask_stop, plan, row), width=880)


def _ask_public_name(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, about = visit.t, FieldNotes(), dialog.about
    st.markdown(t("stops.internal.explain", numbers=", ".join(f"№ {number}" for number in about["numbers"])))
    name = st.text_input(t("stops.name"), t("stops.internal.name"), key=dialog.key("name"))
    notes.under("name")
    address = st.text_input(t("stops.address"), key=dialog.key("address"))
    notes.under("address")
    notes.under("")
    far = ask_far(visit, about.get("far", ""), key=dialog.key("far"))
    public: dict[str, Any] = {"public_name": name.strip(), "public_address": address}
    if show_save(visit, dialog, t("stops.add"), icon=":material/add_location_alt:"):
        change_and_close(
            tour_id,
            notes,
            lambda session, now: add_stops_from_issues(
                session, now.actor, tour_id, about["issue_ids"], far_is_meant=far, **public
            ),
        )


def _ask_new_stop(tour_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, point = visit.t, FieldNotes(), dialog.about["point"]
    with visit.reading() as session:
        places = places_near(session, visit.actor, point)
        issues = _issues_beside(visit, session, tour_id, point)
    place = _chosen_place(visit, dialog, places)
    if place is None:
        name = st.text_input(t("stops.name"), dialog.about.get("title", ""), key=dialog.key("name"))
        notes.under("name")
        here = dialog.about.get("address") or _address_at(visit, dialog, point)
        address = st.text_input(t("stops.address"), here, key=dialog.key("address"))
        notes.under("address")
        given: dict[str, Any] = {"name": name, "address": address, "lat": point.lat, "lon": point.lon}
    else:
        given = {"name": place.name, "address": place.address, "lat": place.lat, "lon": place.lon, "place_id": place.id}
    spot = Point(given["lat"], given["lon"])
    warn_far(visit, spot)
    given["far_is_meant"] = ask_far(visit, say_far(t, visit.city, spot), key=dialog.key("far"))
    notes.under("place")
    given["minutes_talk"] = st.number_input(t("stops.minutes_talk"), value=15, step=5, key=dialog.key("minutes_talk"))
    notes.under("minutes_talk")
    given["issue_ids"] = _chosen_issues(visit, dialog, issues, ())
    notes.under("")
    if show_save(visit, dialog, t("stops.add"), icon=":material/add_location_alt:"):
        change_and_close(tour_id, notes, lambda session, now: add_stop(session, now.actor, tour_id, **given))


def _address_at(visit: Visit, dialog: OpenDialog, point: Point) -> str:
    """Looked up once for a dialog."""
    key = dialog.key("address_at")
    if key not in st.session_state:
        st.session_state[key] = address_of(visit, point)
    found: str = st.session_state[key]
    return found


def _ask_stop(plan: Plan, row: PlannedRow, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, tour_id, stop_id = visit.t, FieldNotes(), plan.tour.id or 0, row.stop.id or 0
    given = _main_fields(visit, plan, row, dialog, notes)
    given["agenda"] = [entry for entry in _agenda_fields(visit, row, dialog) if entry.text]
    notes.under("agenda")
    given["issue_ids"] = _linked_issues(visit, plan, row, dialog)
    notes.under("")
    seen = notes.began_with(dialog.key("seen"), given)
    saved = show_save(visit, dialog, t("app.save"))
    removed = st.button(t("stops.remove"), icon=":material/delete:", width="stretch", key=dialog.key("remove"))

    if removed:
        change_and_close(tour_id, notes, lambda session, now: remove_stop(session, now.actor, stop_id))
    if saved:
        change_and_close(
            tour_id, notes, lambda session, now: save_stop(session, now.actor, stop_id, seen=seen, **given)
        )


def _main_fields(visit: Visit, plan: Plan, row: PlannedRow, dialog: OpenDialog, notes: FieldNotes) -> dict[str, Any]:
    t, stop, zone = visit.t, row.stop, visit.city.timezone
    name = st.text_input(t("stops.name"), stop.name, key=dialog.key("name"))
    notes.under("name")
    address = st.text_input(t("stops.address"), stop.address, key=dialog.key("address"))
    notes.under("address")
    grid = st.grid(4, min_column_width=150, gap="small")
    with grid.cell():
        talk = st.number_input(t("stops.minutes_talk"), value=stop.minutes_talk, step=5, key=dialog.key("minutes_talk"))
        notes.under("minutes_talk")
    with grid.cell():
        off = st.number_input(t("stops.minutes_off"), value=stop.minutes_off, step=1, key=dialog.key("minutes_off"))
        notes.under("minutes_off")
    with grid.cell():
        window_from = _clock_field(t("stops.window_from"), stop.window_from, zone, dialog.key("window_from"))
    with grid.cell():
        window_to = _clock_field(t("stops.window_to"), stop.window_to, zone, dialog.key("window_to"))
        notes.under("window_to")
    with st.container(horizontal=True, gap="medium"):
        must = st.toggle(t("stops.must"), stop.must, key=dialog.key("must"), help=t("stops.must_help"))
        pinned = st.toggle(t("stops.pinned"), stop.pinned, key=dialog.key("pinned"), help=t("stops.pinned_help"))
        press = st.toggle(t("stops.press"), stop.press, key=dialog.key("press"), help=t("stops.press_help"))
    start = plan.tour.starts_at
    return {
        "name": name,
        "address": address,
        "minutes_talk": talk,
        "minutes_off": off,
        "window_from": None if window_from is None else moment_of_tour(start, window_from, zone),
        "window_to": None if window_to is None else moment_of_tour(start, window_to, zone),
        "must": must,
        "pinned": pinned,
        "press": press,
    }


def _clock_field(label: str, moment: datetime | None, zone: str, key: str) -> time | None:
    value = None if moment is None else clock_of(moment, zone)
    return st.time_input(label, value, key=key, step=FIVE_MINUTES, format="24h")


def _agenda_fields(visit: Visit, row: PlannedRow, dialog: OpenDialog) -> list[AgendaEntry]:
    t, count_key = visit.t, dialog.key("agenda_rows")
    st.markdown(f"**{t('stops.agenda')}**")
    known = [AgendaEntry(item.text, item.speaker, item.minutes) for item in row.agenda]
    count = st.session_state.setdefault(count_key, len(known) + (not known))
    entries = []
    for number in range(count):
        entry = known[number] if number < len(known) else AgendaEntry("")
        grid = st.grid(2, min_column_width=260, gap="small")
        text = grid.cell().text_input(
            t("stops.agenda_text", number=number + 1), entry.text, key=dialog.key(f"text{number}")
        )
        with grid.cell(), st.container(horizontal=True, gap="small", wrap=False):
            speaker = st.text_input(t("stops.speaker"), entry.speaker, key=dialog.key(f"speaker{number}"))
            minutes = st.number_input(
                t("stops.minutes"), value=entry.minutes, step=1, key=dialog.key(f"minutes{number}"), width=110
            )
        entries.append(AgendaEntry(text, speaker, minutes))
    if st.button(t("stops.agenda_more"), icon=":material/add:", key=dialog.key("more")):
        st.session_state[count_key] = count + 1
        st.rerun(scope="fragment")
    return entries


def _chosen_place(visit: Visit, dialog: OpenDialog, places: Sequence[NearPlace]) -> Any:
    if not places:
        return None
    known = {near.place.id: near for near in places}
    chosen = st.pills(
        visit.t("stops.beside"),
        list(known),
        format_func=lambda each: visit.t(
            "stops.beside_place", name=plain(known[each].place.name), metres=known[each].metres
        ),
        default=places[0].place.id if places[0].metres <= VERY_NEAR_M else None,
        key=dialog.key("place"),
        help=visit.t("stops.beside_help"),
        wrap=True,
    )
    return None if chosen is None else known[chosen].place


def _issues_beside(visit: Visit, session: Session, tour_id: int, point: Point) -> tuple[AreaIssue, ...]:
    today = today_in(visit.city.timezone, visit.now)
    wanted = IssueFilter(state="open")
    found = issues_in_area(session, visit.actor, tour_id, wanted, today=today, around=point, radius_m=NEAR_M, limit=12)
    return found.rows


def _linked_issues(visit: Visit, plan: Plan, row: PlannedRow, dialog: OpenDialog) -> list[int]:
    """Of the issues that the stop is made for and of those beside it, the chosen ones."""
    with visit.reading() as session:
        beside = _issues_beside(visit, session, plan.tour.id or 0, row.stop.point)
    linked = [AreaIssue(issue, plan.categories[issue.category_id]) for issue in row.issues]
    return _chosen_issues(visit, dialog, [*linked, *beside], tuple(issue.id or 0 for issue in row.issues))


def _chosen_issues(visit: Visit, dialog: OpenDialog, rows: Sequence[AreaIssue], chosen: Sequence[int]) -> list[int]:
    """The issues that the stop is made for, of those that lie beside it."""
    if not rows:
        return []
    names = {id_of(row.issue): f"№ {row.issue.id} {plain(row.category.name_in(visit.t.language))}" for row in rows}
    return st.pills(
        visit.t("stops.issues"),
        list(names),
        format_func=lambda each: names[each],
        selection_mode="multi",
        default=list(chosen),
        key=dialog.key("issue_ids"),
        help=visit.t("stops.issues_help"),
        wrap=True,
    )
