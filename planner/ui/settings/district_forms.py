"""The dialog for a district."""

from typing import Any

import streamlit as st

from planner.domain.models import District
from planner.services.access.visit import Visit
from planner.services.city.districts import archive_district, list_districts, save_district
from planner.ui.dialog_state import OpenDialog, picked, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.form_foot import show_foot


def show_district(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the district that the dialog is about, whose polygon stays as it is; else a new one without a polygon."""
    title = visit.t("districts.new" if dialog.about["district_id"] is None else "districts.edit")
    show_dialog(dialog, title, _ask_district)


def _ask_district(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        rows: dict[int | None, District] = {each.id: each for each in list_districts(session, visit.actor)}
    district = picked(rows, dialog.about["district_id"], gone="districts.error.unknown")
    name = st.text_input(t("districts.name"), district.name if district else "", max_chars=100, key=dialog.key("name"))
    notes.under("name")
    population = st.number_input(
        t("districts.population"),
        value=district.population if district else None,
        step=1000,
        key=dialog.key("population"),
    )
    notes.under("population")
    district_id, polygon = (district.id, district.polygon) if district else (None, None)
    given: dict[str, Any] = {"name": name, "population": population, "polygon": polygon}
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (District, district_id),
        save=lambda session: save_district(session, visit.actor, district_id=district_id, seen=seen, **given),
        archive=lambda session, number: archive_district(session, visit.actor, number),
    )
