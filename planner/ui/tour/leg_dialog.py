"""The dialog of one leg: its minutes by hand, why, and until which day."""

from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from planner.domain.deadlines import today_in
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.services.tours.plan_legs import leg_of_plan, reset_leg_of_plan, set_leg_of_plan
from planner.ui.dialog_state import OpenDialog, close_dialog, forget_dialog
from planner.ui.forms import FieldNotes
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_plan
from planner.ui.visit import attempt

USUAL_DAYS = 14


def show_leg(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """What was opened for the leg to a stop, or to the end place."""
    t, tour_id, stop_id = visit.t, id_of(plan.tour), dialog.about["stop_id"]
    found = attempt(visit, lambda session: leg_of_plan(session, visit.actor, tour_id, stop_id))
    leg = found.value
    if leg is None:
        forget_dialog()
        return
    present, reckoned = leg.override, dialog.about["minutes"]
    tour_day = today_in(visit.city.timezone, plan.tour.starts_at)
    first_day = today_in(visit.city.timezone, visit.now)

    @st.dialog(t("travel.leg.title"), width="medium", on_dismiss=forget_dialog)
    def form() -> None:
        notes = FieldNotes()
        names = (leg.start_name or t("travel.leg.start"), leg.end_name or t("travel.leg.end"))
        st.markdown(f"**{plain(names[0])} → {plain(names[1])}**")
        st.markdown(f":gray[{t('travel.leg.explain')}]")
        grid = st.grid(2, min_column_width=180, gap="small")
        with grid.cell():
            value = reckoned if present is None else present.minutes
            minutes = st.number_input(t("travel.leg.minutes"), 0, 240, value, 1, key=dialog.key("minutes"))
            notes.under("minutes")
        with grid.cell():
            usual = max(tour_day, first_day) + timedelta(days=USUAL_DAYS)
            last = usual if present is None else max(first_day, present.until)
            until = st.date_input(
                t("travel.until"), last, min_value=first_day, format="DD.MM.YYYY", key=dialog.key("until")
            )
            notes.under("until")
        reason = st.text_input(
            t("travel.leg.reason"),
            "" if present is None else present.reason,
            placeholder=t("travel.leg.reason_example"),
            key=dialog.key("reason"),
        )
        notes.under("reason")
        both = st.toggle(t("travel.leg.both_ways"), present is None or present.both_ways, key=dialog.key("both"))
        notes.under("")
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            reset = present is not None and st.button(
                t("travel.leg.reset"), icon=":material/restart_alt:", key=dialog.key("reset")
            )
            saved = st.button(t("app.save"), icon=":material/check:", type="primary", key=dialog.key("save"))
        if not (saved or reset):
            return

        def change(session: Session, now: Visit) -> None:
            if reset:
                reset_leg_of_plan(session, now.actor, tour_id, stop_id, now=now.now)
                return
            set_leg_of_plan(
                session,
                now.actor,
                tour_id,
                stop_id,
                minutes=minutes,
                reason=reason,
                until=until,
                both_ways=both,
                now=now.now,
            )

        problem = change_plan(tour_id, change)
        notes.show(problem)
        if problem is None:
            close_dialog()

    form()
