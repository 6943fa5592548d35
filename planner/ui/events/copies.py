"""Making more tours out of one: a copy, a series, a template."""

from functools import partial
from typing import Any

import streamlit as st

from planner.domain.clock import clock_of, moment_on, same_weekday
from planner.domain.deadlines import today_in
from planner.domain.models import Tour
from planner.domain.models.types import id_of
from planner.domain.series import NUMBERS, OffDays, SeriesKind, SeriesRule, days_of, nth_of_month
from planner.phrases.events.series import say_days, say_rule
from planner.services.access.visit import Visit
from planner.services.events.copies import copy_with_people
from planner.services.events.series import make_series, plan_series, series_of, undo_series
from planner.services.events.templates import keep_as_template, list_tour_templates, make_from_template, usual_start
from planner.services.events.templates import remove_template as take_template_away
from planner.ui.dialog_state import (
    OpenDialog,
    close_dialog,
    forget_dialog,
    save_and_close,
    show_dialog,
    show_save,
)
from planner.ui.forms import FIVE_MINUTES, FieldNotes, ask_day
from planner.ui.second_tap import second_tap
from planner.ui.tap_problem import keep_news, show_problem
from planner.ui.text import plain
from planner.ui.tour.form import ask_past
from planner.ui.visit import Problem, attempt, look_up

ACTIONS = {"copy_tour": "copies.copy", "series": "series.make", "keep_template": "tour_templates.keep"}
"""What may be made of a tour, with the words of the menu."""
_MADE = "series_made"


def show_copies_dialog(visit: Visit, tour: Tour, dialog: OpenDialog | None) -> None:
    """Draws the dialog of ACTIONS that is open on a tour, if any."""
    shows = {
        "copy_tour": show_copy,
        "series": show_series,
        "keep_template": show_keep_template,
        "undo_series": show_undo,
    }
    if dialog is not None and dialog.name in shows:
        shows[dialog.name](visit, tour, dialog)


def note_made(visit: Visit, tour: Tour) -> None:
    """Says after a series was made how many drafts there are, and where."""
    show_problem(f"{_MADE}_{tour.id}")


def show_copy(visit: Visit, tour: Tour, dialog: OpenDialog) -> None:
    """Asks for the day, the next month's by one tap, and whether the people come along."""
    show_dialog(dialog, visit.t("copies.copy"), partial(_ask_copy, tour), width="medium")


def _ask_copy(tour: Tour, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, zone = visit.t, FieldNotes(), visit.city.timezone
    st.markdown(t("copies.explain"))
    begins, last_day = clock_of(tour.starts_at, zone), today_in(zone, tour.starts_at)
    title = st.text_input(t("tours.field.title"), tour.title, key=dialog.key("title"))
    notes.under("title")
    today = today_in(zone, visit.now)
    next_week = same_weekday(last_day, after=today)
    monthly = SeriesRule(SeriesKind.MONTHS, last_day.weekday(), number=nth_of_month(last_day))
    next_month = days_of(monthly, max(last_day, today), 1)[0]
    offers = {"next_week": next_week, "next_month": next_month}
    day_key = dialog.key("day")
    st.segmented_control(
        t("copies.when"),
        list(offers),
        format_func=lambda each: t(f"copies.{each}", day=t.short_day(offers[each])),
        key=dialog.key("offer"),
        label_visibility="collapsed",
        on_change=lambda: st.session_state.update(
            {day_key: offers[st.session_state[dialog.key("offer")] or "next_week"]}
        ),
    )
    day = ask_day(t("tours.day"), next_week, key=day_key)
    clock = st.time_input(t("tours.starts_at"), begins, key=dialog.key("clock"), step=FIVE_MINUTES)
    starts_at = None if day is None or clock is None else moment_on(day, clock, zone)
    notes.under("starts_at")
    past = ask_past(visit, starts_at, key=dialog.key("past"))
    people = _ask_people(visit, dialog)
    notes.under("")
    if not show_save(visit, dialog, t("copies.copy"), icon=":material/content_copy:"):
        return
    if starts_at is None:
        notes.show(Problem(t("tours.error.when")))
        return
    done = attempt(
        visit,
        lambda session: copy_with_people(
            session,
            visit.actor,
            id_of(tour),
            title=title or "",
            starts_at=starts_at,
            with_people=people,
            now=visit.now,
            past_is_meant=past,
        ),
    )
    notes.show(done.problem)
    if done.value is not None:
        _go_to(done.value)


def show_series(visit: Visit, tour: Tour, dialog: OpenDialog) -> None:
    """Asks for the rule, shows the days before anything is made, and asks what becomes of days off."""
    show_dialog(dialog, visit.t("series.make"), partial(_ask_series, tour), width="large")


def _ask_series(tour: Tour, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("series.explain"))
    rule, count = _ask_rule(visit, tour, dialog, notes)
    off = OffDays(
        st.segmented_control(
            t("series.off"),
            list(OffDays),
            format_func=lambda each: t(f"series.off.{each}"),
            default=OffDays.KEEP,
            required=True,
            key=dialog.key("off"),
            wrap=True,
        )
    )
    notes.under("off")
    given: tuple[Any, ...] = (visit.actor, id_of(tour), rule, count, off)
    planned = look_up(visit, lambda session: plan_series(session, *given, now=visit.now))
    notes.show(planned.problem)
    if planned.value is not None:
        st.markdown(f"**{plain(say_rule(t, rule))}**")
        st.markdown("\n".join(f"- {plain(each)}" for each in say_days(t, planned.value)))
    people = _ask_people(visit, dialog)
    notes.under("")
    if show_save(visit, dialog, t("series.make"), icon=":material/event_repeat:"):
        done = attempt(
            visit, lambda session: len(make_series(session, *given, with_people=people, now=visit.now).tours)
        )
        notes.show(done.problem)
        if done.value is not None:
            keep_news(f"{_MADE}_{tour.id}", plain(t("series.made", n=done.value)))
            close_dialog()


def _ask_rule(visit: Visit, tour: Tour, dialog: OpenDialog, notes: FieldNotes) -> tuple[SeriesRule, int]:
    t, day = visit.t, today_in(visit.city.timezone, tour.starts_at)
    kind = SeriesKind(
        st.segmented_control(
            t("series.kind"),
            list(SeriesKind),
            format_func=lambda each: t(f"series.kind.{each}"),
            default=SeriesKind.MONTHS,
            required=True,
            key=dialog.key("kind"),
            label_visibility="collapsed",
        )
    )
    grid = st.grid(4, min_column_width=150, gap="small", vertical_alignment="bottom")
    number = nth_of_month(day)
    if kind is SeriesKind.MONTHS:
        number = grid.cell().selectbox(
            t("series.number"),
            NUMBERS,
            NUMBERS.index(number),
            format_func=lambda each: t("series.number.last") if each < 0 else t("series.number.nth", number=each),
            key=dialog.key("number"),
        )
    weekday = grid.cell().selectbox(
        t("series.weekday"),
        list(range(7)),
        day.weekday(),
        format_func=lambda each: t(f"series.weekday.{each}"),
        key=dialog.key("weekday"),
    )
    with grid.cell():
        every = st.number_input(t(f"series.every.{kind.value}"), value=1, step=1, key=dialog.key("every"))
        notes.under("every")
    with grid.cell():
        count = st.number_input(t("series.count"), value=6, step=1, key=dialog.key("count"))
        notes.under("count")
    return SeriesRule(kind, weekday, every or 0, number), count or 0


def show_undo(visit: Visit, tour: Tour, dialog: OpenDialog) -> None:
    """Asks before the drafts of a series are taken away."""
    show_dialog(dialog, visit.t("series.undo"), partial(_ask_undo, tour.series_id or 0), width="medium")


def _ask_undo(series_id: int, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    with visit.reading() as session:
        made = series_of(session, visit.actor, series_id)
    st.markdown(t("series.undo_explain", n=made.drafts))
    notes.under("")
    if show_save(visit, dialog, t("series.undo"), icon=":material/delete:"):
        done = attempt(visit, lambda session: undo_series(session, visit.actor, series_id))
        notes.show(done.problem)
        if done.value is not None:
            close_dialog()


def show_keep_template(visit: Visit, tour: Tour, dialog: OpenDialog) -> None:
    """Asks under which name the tour is kept for new ones."""
    show_dialog(dialog, visit.t("tour_templates.keep"), partial(_ask_keep, tour), width="medium")


def _ask_keep(tour: Tour, visit: Visit, dialog: OpenDialog) -> None:
    t, notes = visit.t, FieldNotes()
    st.markdown(t("tour_templates.explain"))
    name = st.text_input(t("tour_templates.name"), tour.title, key=dialog.key("name")) or ""
    notes.under("name")
    people = _ask_people(visit, dialog)
    notes.under("")
    if show_save(visit, dialog, t("app.save")):
        save_and_close(
            visit,
            notes,
            lambda session: keep_as_template(
                session, visit.actor, id_of(tour), name=name, with_people=people, now=visit.now
            ),
        )


def show_from_template(visit: Visit, dialog: OpenDialog) -> None:
    """Asks for a template and the day of the new tour."""
    show_dialog(dialog, visit.t("tour_templates.use"), _ask_template, width="medium")


def _ask_template(visit: Visit, dialog: OpenDialog) -> None:
    t, notes, zone = visit.t, FieldNotes(), visit.city.timezone
    with visit.reading() as session:
        templates = {id_of(each): each for each in list_tour_templates(session, visit.actor)}
    if not templates:
        st.info(t("tour_templates.none"), icon=":material/bookmark:")
        if st.button(t("app.close"), key=dialog.key("close")):
            close_dialog()
        return
    chosen = st.selectbox(
        t("tour_templates.which"),
        list(templates),
        format_func=lambda each: templates[each].name if each in templates else "",
        key=dialog.key("template"),
    )
    template = templates[chosen] if chosen in templates else next(iter(templates.values()))
    title = st.text_input(t("tours.field.title"), template.name, key=dialog.key(f"title{template.id}")) or ""
    notes.under("title")
    day = ask_day(t("tours.day"), None, key=dialog.key("day"))
    clock = st.time_input(
        t("tours.starts_at"), usual_start(template), key=dialog.key(f"clock{template.id}"), step=FIVE_MINUTES
    )
    starts_at = None if day is None or clock is None else moment_on(day, clock, zone)
    notes.under("starts_at")
    past = ask_past(visit, starts_at, key=dialog.key("past"))
    notes.under("")
    made = show_save(visit, dialog, t("tour_templates.use"), icon=":material/add:")
    label, sure = t("tour_templates.remove"), plain(t("tour_templates.remove_sure", name=template.name))
    if second_tap(t, label, sure, width="stretch", key=dialog.key(f"remove{template.id}")):
        save_and_close(visit, notes, lambda session: take_template_away(session, visit.actor, id_of(template)))
    if not made:
        return
    if starts_at is None:
        notes.show(Problem(t("tours.error.when"), "starts_at"))
        return
    done = attempt(
        visit,
        lambda session: make_from_template(
            session,
            visit.actor,
            id_of(template),
            title=title,
            starts_at=starts_at,
            now=visit.now,
            past_is_meant=past,
        ),
    )
    notes.show(done.problem)
    if done.value is not None:
        _go_to(done.value)


def _ask_people(visit: Visit, dialog: OpenDialog) -> bool:
    return st.toggle(visit.t("copies.with_people"), True, key=dialog.key("people"), help=visit.t("copies.people_help"))


def _go_to(tour: Tour) -> None:
    forget_dialog()
    st.switch_page("tour.py", query_params={"id": str(tour.id)})
