"""The report of the press office on a screen: its days, figures beside the year before, the list behind each, letting it out."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from planner import links
from planner.domain.deadlines import today_in
from planner.domain.models import PublicReport
from planner.domain.press_report import ReportFigure, ReportFigures, ReportSpan
from planner.phrases.names import city_name
from planner.phrases.press.report import FigureRow, report_paragraph, report_rows, report_title, say_no_rows, say_thing
from planner.services.access.visit import Visit
from planner.services.press.open_report import let_out_report, preview_report, report_out, take_back_report
from planner.services.press.report import ListedThing, note_outside, outside_of_year, report_figures, report_list
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day, kept_form
from planner.ui.light import show_to_copy
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt

_YEARS_BACK = 12
_SCREENS: Mapping[str, str] = {
    "Release": "release.py",
    "Tour": "tour.py",
    "Stop": "tour.py",
    "Issue": "issue.py",
}


def choose_span(visit: Visit, span: ReportSpan) -> None:
    """The year, or any other days; what is chosen stands in the address."""
    t, this_year = visit.t, today_in(visit.city.timezone, visit.now).year
    years = sorted({*range(this_year, this_year - _YEARS_BACK, -1), span.whole_year or this_year}, reverse=True)
    at = years.index(span.whole_year) if span.whole_year is not None else None
    year = st.selectbox(t("report.whole_year"), years, index=at, key=f"report_year_{span.first}_{span.last}")
    if year is not None and year != span.whole_year:
        _go(ReportSpan.of_year(year))
    with st.expander(t("report.other_days")), kept_form("report_days"):
        notes = FieldNotes()
        first = ask_day(t("report.first"), span.first, key=f"report_first_{span.first}")
        last = ask_day(t("report.last"), span.last, key=f"report_last_{span.last}")
        notes.under("last")
        if st.button(t("report.show"), key="report_show") and first is not None and last is not None:
            _ask(visit, notes, ReportSpan(first, last))


def _ask(visit: Visit, notes: FieldNotes, span: ReportSpan) -> None:
    """Goes to these days, where there is a report of them."""
    done = attempt(visit, lambda session: report_figures(session, visit.actor, span, now=visit.now))
    notes.show(done.problem)
    if done.problem is None:
        _go(span)


def _go(span: ReportSpan) -> None:
    st.query_params.from_dict(query_of(span))
    st.rerun()


def query_of(span: ReportSpan, **more: str) -> dict[str, str]:
    """The parameters of the address that asks for these days."""
    return {"first": span.first.isoformat(), "last": span.last.isoformat(), **more}


def show_report(visit: Visit, span: ReportSpan) -> None:
    """The text and the figures."""
    t = visit.t
    with visit.reading() as session:
        now = report_figures(session, visit.actor, span, now=visit.now)
        before = report_figures(session, visit.actor, span.year_before, now=visit.now)
        shown = preview_report(session, visit.actor, span, now=visit.now)
        out = report_out(session, visit.actor, span)
    st.subheader(t("report.text"), anchor=False)
    text = report_paragraph(t, city_name(t, visit.city), now, before)
    if text:
        show_to_copy(t, text)
    else:
        st.markdown(f":gray[{t('report.no_text')}]")
    rows = report_rows(t, now, before)
    compared = any(row.before for row in rows)
    grid = st.grid(4, min_column_width=150, gap="small")
    for row in rows:
        with grid.cell():
            _show_figure(visit, span, row, compared=compared)
    st.link_button(t("report.docx"), links.REPORT_DOCX.to(query_of(span)), icon=":material/description:")
    _show_outside(visit, span)
    _show_public(visit, span, now, shown, out)


def show_list(visit: Visit, span: ReportSpan, figure: ReportFigure) -> None:
    """What one figure counts."""
    t = visit.t
    st.page_link("report.py", label=t("report.back"), icon=":material/arrow_back:", query_params=query_of(span))
    with visit.reading() as session:
        found = report_list(session, visit.actor, span, figure, now=visit.now)
    name = t(f"report.figure.{figure.value}")
    st.title(plain(t("report.list_of", name=name, number=t.number(found.total + found.outside))), anchor=False)
    st.markdown(f":gray[{plain(report_title(t, span))}]")
    if found.outside:
        st.markdown(plain(t("report.outside", number=t.number(found.outside))))
    if found.pages > 1:
        number = st.pagination(found.pages, key=f"report_page_{figure}")
        with visit.reading() as session:
            found = report_list(session, visit.actor, span, figure, now=visit.now, page=number)
    if not found.rows:
        st.info(say_no_rows(t, figure, found.total), icon=":material/inbox:")
    for row in found.rows:
        _show_row(visit, row)


def _show_row(visit: Visit, row: ListedThing) -> None:
    said = plain(say_thing(visit.t, row))
    if row.table in _SCREENS:
        st.page_link(_SCREENS[row.table], label=said, query_params={"id": str(row.number)})
    else:
        st.markdown(said)


def _show_figure(visit: Visit, span: ReportSpan, row: FigureRow, *, compared: bool) -> None:
    """`compared`: there was something a year before, so that one compares with it."""
    t = visit.t
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"figure_{row.figure.value}"):
        query = query_of(span, figure=row.figure.value)
        st.markdown(plain(row.name))
        st.page_link("report.py", label=f"**{t.number(row.number)}**", query_params=query)
        if compared:
            before = t("report.year_before", number=t.number(row.before), change=row.change)
            earlier = query_of(span.year_before, figure=row.figure.value)
            st.page_link("report.py", label=f":gray[{plain(before)}]", query_params=earlier)
        if row.outside:
            st.markdown(f":gray[{plain(row.outside)}]")


def _show_outside(visit: Visit, span: ReportSpan) -> None:
    """The way to type what was counted outside, for a whole year."""
    if span.whole_year is not None:
        opens = partial(open_dialog, "outside", year=span.whole_year)
        st.button(visit.t("report.outside_title"), icon=":material/edit:", key="outside", on_click=opens)


def show_outside_dialog(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog in which that is typed."""
    show_dialog(dialog, visit.t("report.outside_title"), _ask_outside, icon=":material/edit:")


def _ask_outside(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, year = visit.t, FieldNotes(), int(dialog.about["year"])
    st.markdown(t("report.outside_how", year=year))
    with visit.reading() as session:
        typed = outside_of_year(session, visit.actor, year)
    figure = st.selectbox(
        t("report.column.figure"),
        list(ReportFigure),
        index=list(ReportFigure).index(ReportFigure.ACTIVE_CITIZENS),
        format_func=lambda each: t(f"report.figure.{each.value}"),
        key=dialog.key("figure"),
    )
    figure = figure or ReportFigure.ACTIVE_CITIZENS
    value = st.number_input(
        t("report.value"), value=typed.get(figure, 0), step=1, key=f"{dialog.key('value')}_{figure}"
    )
    notes.under("value")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        said = int(value) if value is not None else None
        save_and_close(
            visit, notes, lambda session: note_outside(session, visit.actor, year, figure, said, now=visit.now)
        )


def _show_public(
    visit: Visit, span: ReportSpan, now: ReportFigures, shown: ReportFigures, out: PublicReport | None
) -> None:
    """Whether residents read it, and the way to change that."""
    t = visit.t
    if shown.counts != now.counts:
        st.info(t("report.public_differs"), icon=":material/public:")
    with st.bottom.container(key="report_bar"):
        show_problem("report")
        with st.container(horizontal=True, gap="small"):
            if out is None:
                st.button(
                    t("report.let_out"),
                    type="primary",
                    icon=":material/public:",
                    key="let_out",
                    on_click=_let_out,
                    args=(visit, span),
                )
            else:
                st.button(
                    t("report.take_back"), icon=":material/public_off:", key="back", on_click=_take, args=(visit, span)
                )
                way = links.OPEN_REPORT_OF.to(report_id=out.id)
                st.link_button(t("report.see"), way, icon=":material/public:")
    if out is not None:
        st.success(t("report.is_out", when=t.moment(out.let_out_at)), icon=":material/public:")


def _let_out(visit: Visit, span: ReportSpan) -> None:
    keep_problem(
        "report", attempt(visit, lambda session: let_out_report(session, visit.actor, span, now=visit.now)).problem
    )


def _take(visit: Visit, span: ReportSpan) -> None:
    keep_problem("report", attempt(visit, lambda session: take_back_report(session, visit.actor, span)).problem)
