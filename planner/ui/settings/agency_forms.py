"""Dialogs for an agency and for a category."""

from typing import Any

import streamlit as st

from planner.domain.models import Agency, Category
from planner.domain.models.types import id_of
from planner.domain.topic_icons import TOPIC_ICONS
from planner.domain.words import AgencyKind
from planner.services.access.visit import Visit
from planner.services.city.agencies import (
    AgencyRow,
    archive_agency,
    archive_category,
    list_agencies,
    list_categories,
    save_agency,
    save_category,
)
from planner.services.city.districts import list_districts
from planner.ui.dialog_state import OpenDialog, picked, show_dialog
from planner.ui.forms import FieldNotes
from planner.ui.settings.form_foot import show_foot


def show_agency(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the agency that the dialog is about; without one it makes a new one."""
    title = visit.t("agencies.new" if dialog.about["agency_id"] is None else "agencies.edit")
    show_dialog(dialog, title, _ask_agency, width="large")


def show_category(visit: Visit, dialog: OpenDialog) -> None:
    """The form of the category that the dialog is about; without one it makes a new one, the last of all."""
    title = visit.t("categories.new" if dialog.about["category_id"] is None else "categories.edit")
    show_dialog(dialog, title, _ask_category)


def _ask_agency(visit: Visit, dialog: OpenDialog) -> None:
    with visit.reading() as session:
        rows = {row.agency.id: row for row in list_agencies(session, visit.actor)}
    row = picked(rows, dialog.about["agency_id"], gone="agencies.error.unknown")
    agency_id, notes = row.agency.id if row else None, FieldNotes()
    given = {
        **_ask_about(visit, dialog, notes, row),
        **_ask_duties(visit, dialog, row),
        **_ask_ways(visit, dialog, notes, row),
    }
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (Agency, agency_id),
        save=lambda session: save_agency(session, visit.actor, agency_id=agency_id, seen=seen, **given),
        archive=lambda session, number: archive_agency(session, visit.actor, number),
    )


def _ask_about(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: AgencyRow | None) -> dict[str, Any]:
    t, agency = visit.t, row.agency if row else None
    name = st.text_input(t("agencies.name"), agency.name if agency else "", max_chars=200, key=dialog.key("name"))
    notes.under("name")
    short_name = st.text_input(
        t("agencies.short_name"), agency.short_name if agency else "", max_chars=60, key=dialog.key("short_name")
    )
    kind = st.segmented_control(
        t("agencies.kind"),
        list(AgencyKind),
        format_func=lambda each: t(f"words.agency_kind.{each.value}"),
        default=agency.kind if agency else AgencyKind.DEPARTMENT,
        required=True,
        key=dialog.key("kind"),
    )
    return {"name": name, "short_name": short_name, "kind": kind}


def _ask_duties(visit: Visit, dialog: OpenDialog, row: AgencyRow | None) -> dict[str, Any]:
    """For which categories it answers, and where."""
    t = visit.t
    with visit.reading() as session:
        names = {id_of(each): each.name for each in list_categories(session, visit.actor)}
        areas = {id_of(each): each.name for each in list_districts(session, visit.actor)}
    answers_for = st.multiselect(
        t("agencies.categories"),
        list(names),
        [each for each in row.category_ids if each in names] if row else [],
        format_func=lambda each: names[each],
        placeholder=t("agencies.choose_categories"),
        key=dialog.key("category_ids"),
    )
    works_in = st.multiselect(
        t("agencies.districts"),
        list(areas),
        [each for each in row.district_ids if each in areas] if row else [],
        format_func=lambda each: areas[each],
        placeholder=t("agencies.whole_city"),
        key=dialog.key("district_ids"),
    )
    return {"category_ids": answers_for, "district_ids": works_in}


def _ask_ways(visit: Visit, dialog: OpenDialog, notes: FieldNotes, row: AgencyRow | None) -> dict[str, Any]:
    """How it is reached."""
    t, agency = visit.t, row.agency if row else None
    email = st.text_input(t("agencies.email"), agency.email if agency else "", key=dialog.key("email"))
    notes.under("email")
    phone = st.text_input(t("agencies.phone"), agency.phone if agency else "", key=dialog.key("phone"))
    notes.under("phone")
    return {"email": email, "phone": phone}


def _ask_category(visit: Visit, dialog: OpenDialog) -> None:
    with visit.reading() as session:
        rows: dict[int | None, Category] = {each.id: each for each in list_categories(session, visit.actor)}
    category = picked(rows, dialog.about["category_id"], gone="agencies.error.unknown")
    category_id, notes = category.id if category else None, FieldNotes()
    given = _ask_category_fields(visit, dialog, notes, category)
    given["position"] = category.position if category else len(rows) + 1
    seen = notes.began_with(dialog.key("seen"), given)
    show_foot(
        visit,
        dialog,
        notes,
        (Category, category_id),
        save=lambda session: save_category(session, visit.actor, category_id=category_id, seen=seen, **given),
        archive=lambda session, number: archive_category(session, visit.actor, number),
    )


def _ask_category_fields(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, category: Category | None
) -> dict[str, Any]:
    t, key = visit.t, dialog.key
    name = st.text_input(t("categories.name"), category.name if category else "", max_chars=100, key=key("name"))
    notes.under("name")
    name_en = st.text_input(
        t("categories.name_en"), category.name_en if category else "", max_chars=100, key=key("name_en")
    )
    days = st.number_input(t("categories.days"), value=category.days if category else 30, step=1, key=key("days"))
    notes.under("days")
    icon = _ask_icon(visit, category.icon if category else "", key=key("icon"))
    notes.under("icon")
    return {"name": name, "name_en": name_en, "days": days, "icon": icon}


def _ask_icon(visit: Visit, present: str, *, key: str) -> str:
    """A sign for the topic, out of those that suit a city; the present one is among them, whatever it is."""
    icons = list(dict.fromkeys([*([present] if present else []), *TOPIC_ICONS]))
    chosen = st.pills(
        visit.t("categories.icon"),
        icons,
        format_func=lambda each: f":material/{each}:",
        default=present or None,
        key=key,
        wrap=True,
    )
    return chosen or ""
