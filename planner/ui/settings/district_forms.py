"""The dialog for a district, and the import of outlines from a file."""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.domain.models import District
from planner.services.access.visit import Visit
from planner.services.city.districts import archive_district, import_districts, list_districts, save_district
from planner.services.city.districts_file import DistrictsFile, read_districts
from planner.ui.dialog_state import OpenDialog, picked, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.form_foot import show_foot
from planner.ui.settings.import_end import end_import, file_key
from planner.ui.text import plain
from planner.ui.visit import attempt, look_up


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


def show_import(visit: Visit) -> None:
    """Upload, choose what names the districts, look at what would come in, and only then write."""
    t, notes = visit.t, FieldNotes()
    st.markdown(t("districts.import_explain"))
    file = st.file_uploader(t("districts.file"), type=["geojson", "json"], key=file_key("districts"))
    notes.under("file")
    if file is None:
        return
    data, asked = file.getvalue(), st.container()
    read = look_up(visit, lambda session: read_districts(data))
    if read.value is not None and len(read.value.properties) > 1:
        by = _ask_name_property(visit, read.value, asked)
        read = look_up(visit, lambda session: read_districts(data, name_property=by))
    notes.show(read.problem)
    found = read.value
    if found is None:
        return
    _show_found(visit, found)
    if found.drafts and st.button(t("districts.do_import"), type="primary", width="stretch"):
        done = attempt(visit, lambda session: import_districts(session, visit.actor, found.drafts))
        notes.show(done.problem)
        if done.value is not None:
            end_import("districts", t("districts.imported", n=done.value))


def _ask_name_property(visit: Visit, read: DistrictsFile, room: DeltaGenerator) -> str:
    names = list(read.properties)
    chosen: str = room.selectbox(
        visit.t("districts.name_property"),
        names,
        names.index(read.name_property) if read.name_property in names else 0,
        key=f"{file_key('districts')}_name",
    )
    return chosen


def _show_found(visit: Visit, found: DistrictsFile) -> None:
    t = visit.t
    if not found.properties:
        st.warning(t("districts.no_names"), icon=":material/warning:")
        return
    names = ", ".join(plain(draft.name) for draft in found.drafts)
    if found.drafts:
        st.markdown(t("districts.will_import", n=len(found.drafts), names=names))
    st.markdown(f":gray[{t('districts.named_by', name=plain(found.name_property))}]")
    if found.unnamed:
        numbers = ", ".join(map(str, found.unnamed[:20])) + ("…" if len(found.unnamed) > 20 else "")
        st.warning(t("districts.unnamed", n=len(found.unnamed), numbers=numbers), icon=":material/warning:")
    if found.unread:
        told = ", ".join(f"{plain(name)}: «{plain(typed)}»" for name, typed in found.unread.items())
        st.warning(t("districts.population_unread", districts=told), icon=":material/warning:")
