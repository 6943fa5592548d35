"""The year in figures on the screen of all tours and events."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.tour_filter import TourFilter
from planner.domain.words import TourKind
from planner.phrases.events.year import (
    Row,
    kind_columns,
    kind_rows,
    month_columns,
    month_rows,
    years_columns,
    years_rows,
    years_title,
)
from planner.services.access.visit import Visit
from planner.services.events.over_years import series_over_years
from planner.services.events.year import year_counts

_FORMS = ("xlsx", "csv")


def show_year(visit: Visit, wanted: TourFilter) -> None:
    """The year that the filter names, this one without; below it, what came of the tours that the filter finds, by year."""
    t = visit.t
    today = today_in(visit.city.timezone, visit.now)
    year = wanted.year or today.year
    series = replace(wanted, kind=wanted.kind or TourKind.BUS_TOUR)
    with visit.reading() as session:
        counts = year_counts(session, visit.actor, year)
        years = series_over_years(session, visit.actor, series, today=today)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.header(t("year.title", year=year), anchor=False)
        for form in _FORMS:
            st.link_button(
                form.upper(), links.YEAR_FILE.to(wanted.to_query(), year=year, form=form), icon=":material/download:"
            )
    _show(kind_columns(t), kind_rows(t, counts))
    if counts.total.uncounted:
        st.info(t("year.uncounted", n=counts.total.uncounted), icon=":material/info:")
    st.header(t("year.by_month"), anchor=False)
    _show(month_columns(t), month_rows(t, counts))
    st.markdown(f":gray[{t('year.explain')}]")
    if years:
        st.header(years_title(t, series), anchor=False)
        _show(years_columns(t), years_rows(years))
        st.markdown(f":gray[{t('year.explain_years')}]")


def _show(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """A table, which on a phone is a list of its rows, each figure with its name."""
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in columns)
    lines = "".join(
        f"<tr><td>{escape(str(row[0]))}</td>"
        + "".join(
            f"<td data-name='{escape(name)}'>{escape(str(cell))}</td>"
            for name, cell in zip(columns[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    st.html(f"<table class='fair'><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
