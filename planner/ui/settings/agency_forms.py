"""Dialogs for an agency and for a category."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models import Category, District
from planner.domain.models.types import id_of
from planner.domain.words import AgencyKind
from planner.services.access.visit import Visit
from planner.services.city.agencies import AgencyRow, archive_agency, archive_category, save_agency, save_category
from planner.ui.forms import FieldNotes
from planner.ui.visit import attempt


def open_agency(
    visit: Visit, row: AgencyRow | None, categories: Sequence[Category], districts: Sequence[District]
) -> None:
    """The form of one agency; `row` None makes a new one."""
    t = visit.t

    @st.dialog(t("agencies.new") if row is None else t("agencies.edit"), width="large")
    def form() -> None:
        agency = row.agency if row else None
        notes = FieldNotes()
        name = st.text_input(t("agencies.name"), agency.name if agency else "", max_chars=200)
        notes.under("name")
        short_name = st.text_input(t("agencies.short_name"), agency.short_name if agency else "", max_chars=60)
        kind = st.segmented_control(
            t("agencies.kind"),
            list(AgencyKind),
            format_func=lambda each: t(f"words.agency_kind.{each.value}"),
            default=agency.kind if agency else AgencyKind.DEPARTMENT,
            required=True,
        )
        names = {category.id: category.name for category in categories}
        answers_for = st.multiselect(
            t("agencies.categories"),
            list(names),
            [each for each in row.category_ids if each in names] if row else [],
            format_func=lambda each: names[each],
            placeholder=t("agencies.choose_categories"),
        )
        areas = {district.id: district.name for district in districts}
        works_in = st.multiselect(
            t("agencies.districts"),
            list(areas),
            [each for each in row.district_ids if each in areas] if row else [],
            format_func=lambda each: areas[each],
            placeholder=t("agencies.whole_city"),
        )
        email = st.text_input(t("agencies.email"), agency.email if agency else "")
        phone = st.text_input(t("agencies.phone"), agency.phone if agency else "")
        notes.under("")
        if st.button(t("app.save"), type="primary", width="stretch", key="save_agency"):
            done = attempt(
                visit,
                lambda session: save_agency(
                    session,
                    visit.actor,
                    agency_id=agency.id if agency else None,
                    name=name,
                    short_name=short_name,
                    kind=kind or AgencyKind.DEPARTMENT,
                    email=email,
                    phone=phone,
                    category_ids=[each for each in answers_for if each],
                    district_ids=[each for each in works_in if each],
                ),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()
        if agency and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key="archive_agency"):
            attempt(visit, lambda session: archive_agency(session, visit.actor, id_of(agency)))
            st.rerun()

    form()


def open_category(visit: Visit, category: Category | None, position: int) -> None:
    """The form of one category; None makes a new one at `position`."""
    t = visit.t

    @st.dialog(t("categories.new") if category is None else t("categories.edit"))
    def form() -> None:
        notes = FieldNotes()
        name = st.text_input(t("categories.name"), category.name if category else "", max_chars=100)
        notes.under("name")
        name_en = st.text_input(t("categories.name_en"), category.name_en if category else "", max_chars=100)
        days = st.number_input(t("categories.days"), value=category.days if category else 30, step=1)
        notes.under("days")
        icon = st.text_input(t("categories.icon"), category.icon if category else "", help=t("categories.icon_help"))
        notes.under("")
        if st.button(t("app.save"), type="primary", width="stretch", key="save_category"):
            done = attempt(
                visit,
                lambda session: save_category(
                    session,
                    visit.actor,
                    category_id=category.id if category else None,
                    name=name,
                    name_en=name_en,
                    icon=icon,
                    days=days,
                    position=category.position if category else position,
                ),
            )
            notes.show(done.problem)
            if done.problem is None:
                st.rerun()
        if category and st.button(t("app.archive"), icon=":material/archive:", width="stretch", key="archive_category"):
            attempt(visit, lambda session: archive_category(session, visit.actor, id_of(category)))
            st.rerun()

    form()
