"""Working days among the city's settings: how terms end, days of the city's own, and years that were published later."""

from datetime import date
from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.words import DaySort
from planner.i18n.countries import country_names
from planner.services.access.visit import Visit
from planner.services.deadlines.calendar import calendar_countries, city_calendar
from planner.services.deadlines.days import DaysPreview, add_day, import_days, list_days, preview_days, remove_day
from planner.ui.dialog_state import OpenDialog, open_dialog, save_and_close, show_dialog, show_save
from planner.ui.form_state import Form
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.light import show_table
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit, look_up

MOST_SHOWN = 60
_DAYS = "days"


def ask_terms(visit: Visit, notes: FieldNotes, form: Form) -> dict[str, Any]:
    """The part of the city's form about terms."""
    t, city = visit.t, visit.city
    with st.container(border=True):
        st.header(t("days.terms"), anchor=False)
        names = country_names(t.language, {*calendar_countries(), city.country})
        country = st.selectbox(
            t("days.country"),
            list(names),
            list(names).index(city.country),
            format_func=lambda code: names[code],
            key=form.key("country"),
        )
        notes.under("country")
        on_working_day = st.toggle(
            t("days.on_working_day"), city.due_on_working_day, key=form.key("due_on_working_day")
        )
        in_working_days = st.toggle(
            t("days.urgent"), city.urgent_in_working_days, key=form.key("urgent_in_working_days")
        )
        quiet = st.number_input(t("days.quiet"), value=city.quiet_days, step=1, key=form.key("quiet_days"))
        notes.under("quiet_days")
    return {
        "country": country,
        "due_on_working_day": on_working_day,
        "urgent_in_working_days": in_working_days,
        "quiet_days": quiet,
    }


def show_days(visit: Visit) -> None:
    """Until which year the calendar is known, what was entered, and the two ways to enter more."""
    t = visit.t
    with visit.reading() as session:
        calendar, days = city_calendar(session), list_days(session, visit.actor)
    with st.container(border=True):
        st.header(t("days.title"), anchor=False)
        if calendar.known_until is not None:
            later = ", ".join(str(year) for year in sorted(calendar.known_years) if year > calendar.known_until)
            key = "days.known_more" if later else "days.known"
            st.markdown(t(key, year=calendar.known_until, years=later))
        show_problem(_DAYS)
        for each in days[:MOST_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                what = t(f"words.day_sort.{each.sort}")
                st.markdown(f"**{t.full_date(each.day)}** — {what} :gray[{plain(each.source)}]")
                if second_tap(t, t("days.remove"), t("days.remove_sure"), key=f"remove_day_{each.day}"):
                    _remove(each.day)
        if len(days) > MOST_SHOWN:
            st.markdown(f":gray[{t('days.more', n=len(days) - MOST_SHOWN)}]")
        with st.container(horizontal=True):
            st.button(t("days.add"), icon=":material/event:", on_click=open_dialog, args=("own_day",))
            st.button(t("days.upload"), icon=":material/upload_file:", on_click=open_dialog, args=("days_file",))


def show_own_day(visit: Visit, dialog: OpenDialog) -> None:
    """The form of one day of the city's own."""
    show_dialog(dialog, visit.t("days.add"), _ask_own_day)


def show_days_file(visit: Visit, dialog: OpenDialog) -> None:
    """The upload of a year: what it would change is looked at first."""
    show_dialog(dialog, visit.t("days.upload"), _ask_file, width="large")


def _remove(day: date) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: remove_day(session, visit.actor, day))
    keep_problem(_DAYS, done.problem)
    st.rerun()


def _ask_own_day(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    day = ask_day(t("days.day"), today_in(visit.city.timezone, visit.now), key=dialog.key("day"))
    notes.under("day")
    sort = st.segmented_control(
        t("days.sort"),
        list(DaySort),
        default=DaySort.OFF,
        required=True,
        format_func=lambda each: t(f"words.day_sort.{each}"),
        key=dialog.key("sort"),
    )
    source = st.text_input(t("days.source"), max_chars=300, help=t("days.source_help"), key=dialog.key("source"))
    notes.under("source")
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: add_day(session, visit.actor, day=day, sort=DaySort(sort), source=source),
        )


def _ask_file(visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("days.upload_explain"))
    file = st.file_uploader(t("days.file"), key=dialog.key("file"))
    notes.under("file")
    source = st.text_input(t("days.source"), max_chars=300, help=t("days.source_help"), key=dialog.key("source"))
    notes.under("source")
    notes.under("")
    preview = None
    if file is not None:
        looked = look_up(visit, lambda session: preview_days(session, visit.actor, data=file.getvalue()))
        notes.show(looked.problem)
        preview = looked.value
        if preview is not None:
            _show_preview(visit, preview)
    good = preview.good if preview is not None else ()
    if show_save(visit, dialog, t("days.do_import", n=len(good)), disabled=not good):
        save_and_close(visit, notes, lambda session: import_days(session, visit.actor, good, source=source))


def _show_preview(visit: Visit, preview: DaysPreview) -> None:
    """The years, the days whose kind changes, and the rows that cannot be."""
    t = visit.t
    years = ", ".join(map(str, preview.years))
    st.markdown(f"**{t('days.preview', n=len(preview.good), years=years)}**")
    changed = [draft for draft in preview.good if draft.changes]
    if changed:
        names = (f"{t.full_date(each.day)} — {t(f'words.day_sort.{each.sort}')}" for each in changed[:MOST_SHOWN])
        st.markdown(t("days.preview_changes", days="; ".join(names)))
    else:
        st.markdown(t("days.preview_same"))
    if preview.bad:
        st.warning(t("days.preview_bad", n=len(preview.bad)), icon=":material/warning:")
        show_table(
            {
                t("places.row"): [bad.row for bad in preview.bad[:MOST_SHOWN]],
                t("places.reason"): [plain(t(bad.reason, **bad.values)) for bad in preview.bad[:MOST_SHOWN]],
            },
        )
