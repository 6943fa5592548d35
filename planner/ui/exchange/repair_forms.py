"""The dialog for a repaired object."""

from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.geo import Point
from planner.domain.models import Repair
from planner.domain.repaired import centre_of
from planner.phrases.names import agency_name
from planner.services.access.visit import Visit
from planner.services.city.agencies import list_agencies
from planner.services.city.repairs import archive_repair, get_repair, save_repair
from planner.ui.dialog_state import OpenDialog, show_dialog
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.point.field import ask_point
from planner.ui.point.picker import tap_on_map
from planner.ui.settings.form_foot import show_foot

MAP_HEIGHT = 300


def show_repair(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the repaired object that the dialog is about; without one it makes a new one, at a point."""
    title = visit.t("repairs.new" if dialog.about["repair_id"] is None else "repairs.edit")
    show_dialog(dialog, title, _ask_repair, width="large")


def _ask_repair(visit: Visit, dialog: OpenDialog) -> None:
    notes, repair_id = FieldNotes(), dialog.about["repair_id"]
    with visit.reading() as session:
        repair = None if repair_id is None else get_repair(session, visit.actor, repair_id)
    given = _ask_what(visit, dialog, notes, repair) | _ask_days(visit, dialog, notes, repair)
    point = _ask_where(visit, dialog, notes, repair)
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (Repair, repair_id),
        save=lambda session: save_repair(
            session, visit.actor, repair_id=repair_id, point=point, seen=seen if repair else None, **given
        ),
        archive=lambda session, number: archive_repair(session, visit.actor, number),
    )


def _ask_what(visit: Visit, dialog: OpenDialog, notes: FieldNotes, repair: Repair | None) -> dict[str, Any]:
    t = visit.t
    with visit.reading() as session:
        agencies = {row.agency.id: row.agency for row in list_agencies(session, visit.actor)}
    name = st.text_input(t("repairs.name"), repair.name if repair else "", max_chars=300, key=dialog.key("name"))
    notes.under("name")
    contract = st.text_input(t("repairs.contract"), repair.contract if repair else "", key=dialog.key("contract"))
    notes.under("contract")
    by = st.text_input(t("repairs.contractor"), repair.contractor if repair else "", key=dialog.key("contractor"))
    notes.under("contractor")
    choices = [None, *agencies]
    agency_id = st.selectbox(
        t("repairs.agency"),
        choices,
        choices.index(repair.agency_id) if repair and repair.agency_id in agencies else 0,
        format_func=lambda each: t("repairs.no_agency") if each is None else agency_name(agencies[each]),
        help=t("repairs.agency_help"),
        key=dialog.key("agency_id"),
    )
    notes.under("agency_id")
    return {"name": name, "contract": contract, "contractor": by, "agency_id": agency_id}


def _ask_days(visit: Visit, dialog: OpenDialog, notes: FieldNotes, repair: Repair | None) -> dict[str, Any]:
    """The day of the acceptance may be unknown, that of the guarantee's end not."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    accepted_on = repair.accepted_on if repair else None
    if st.checkbox(t("repairs.knows_accepted"), accepted_on is not None, key=dialog.key("knows_accepted")):
        accepted_on = ask_day(t("repairs.accepted_on"), accepted_on or today, key=dialog.key("accepted_on"))
    else:
        accepted_on = None
    notes.under("accepted_on")
    until = ask_day(
        t("repairs.guarantee_until"), repair.guarantee_until if repair else today, key=dialog.key("guarantee_until")
    )
    notes.under("guarantee_until")
    return {"accepted_on": accepted_on, "guarantee_until": until}


def _ask_where(visit: Visit, dialog: OpenDialog, notes: FieldNotes, repair: Repair | None) -> Point | None:
    """A new one is a point; the shape of one that is there is only shown, by its middle."""
    t, key = visit.t, dialog.key("map")
    if repair is not None:
        tap_on_map(visit, key=key, present=centre_of(repair.geometry), height=MAP_HEIGHT)
        st.markdown(f":gray[{t('repairs.shape_from_file')}]")
        return None
    chosen = ask_point(visit, key=key, height=MAP_HEIGHT)
    st.markdown(f":gray[{t('repairs.tap_map')}]")
    notes.under("point")
    return chosen.point if chosen else None
