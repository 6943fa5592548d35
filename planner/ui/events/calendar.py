"""The month and the week on the screen of all tours and events."""

from dataclasses import replace

import streamlit as st

from planner.domain.deadlines import is_working_day, today_in
from planner.domain.tour_filter import MONTH, TourFilter, TourView, days_of_view, turned
from planner.phrases.events.calendar import grid_days, view_title, weekday_names
from planner.render.calendar.grid import grid_html
from planner.services.access.visit import Visit
from planner.services.deadlines.calendar import city_calendar
from planner.services.events.finding import MOST_IN_VIEW, tours_between
from planner.ui.assets import use_styles
from planner.ui.events.filters import lift_filters, look_at


def show_calendar(visit: Visit, wanted: TourFilter, view: TourView) -> None:
    """The month or the week of the day that the address asks for, today's without one."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    day = view.day or today
    first, last = days_of_view(view.view, day)
    with visit.reading() as session:
        rows = tours_between(session, visit.actor, first=first, last=last, wanted=wanted)
        calendar = city_calendar(session)
    _show_turning(visit, replace(view, day=day))
    use_styles("screen/calendar.css")
    title = view_title(t, view.view, day)
    days = grid_days(
        t, rows, view=view.view, day=day, today=today, is_working=lambda each: is_working_day(each, calendar)
    )
    st.html(grid_html(weekday_names(t, day), days, label=title))
    if not rows:
        st.info(t("tour_list.free_month" if view.view == MONTH else "tour_list.free_week"), icon=":material/event:")
        lift_filters(visit, wanted, view)
    if len(rows) >= MOST_IN_VIEW:
        st.warning(t("tour_list.too_many", n=MOST_IN_VIEW), icon=":material/warning:")


def _show_turning(visit: Visit, view: TourView) -> None:
    t = visit.t
    day = view.day or today_in(visit.city.timezone, visit.now)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, by, icon in (("before", -1, ":material/chevron_left:"), ("after", 1, ":material/chevron_right:")):
            st.button(
                t(f"tour_list.{name}.{view.view}"),
                icon=icon,
                key=f"turn_{name}",
                on_click=look_at,
                args=(replace(view, day=turned(view.view, day, by)),),
            )
        st.button(t("tour_list.today"), key="turn_today", on_click=look_at, args=(replace(view, day=None),))
        st.header(view_title(t, view.view, day), anchor=False)
