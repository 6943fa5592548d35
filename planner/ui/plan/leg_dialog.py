"""The dialog of one leg: its minutes by hand, why, and until which day."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from planner.domain.deadlines import today_in
from planner.domain.models import LegOverride
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.tours.plan import Plan
from planner.services.tours.plan_legs import leg_of_plan, reset_leg_of_plan, set_leg_of_plan
from planner.ui.dialog_state import OpenDialog, show_dialog, show_save
from planner.ui.forms import FieldNotes, ask_day
from planner.ui.text import plain
from planner.ui.tour.plan_changes import change_and_close

USUAL_DAYS = 14


def show_leg(visit: Visit, plan: Plan, dialog: OpenDialog) -> None:
    """What was opened for the leg to a stop, or to the end place."""
    day = today_in(visit.city.timezone, plan.tour.starts_at)
    show_dialog(dialog, visit.t("travel.leg.title"), partial(_ask_leg, id_of(plan.tour), day), width="medium")


def _ask_leg(tour_id: int, tour_day: date, visit: Visit, dialog: OpenDialog) -> None:
    t, notes, stop_id = visit.t, FieldNotes(), dialog.about["stop_id"]
    with visit.reading() as session:
        leg = leg_of_plan(session, visit.actor, tour_id, stop_id)
    names = (leg.start_name or t("travel.leg.start"), leg.end_name or t("travel.leg.end"))
    st.markdown(f"**{plain(names[0])} → {plain(names[1])}**")
    st.markdown(f":gray[{t('travel.leg.explain')}]")
    given = _ask_minutes(visit, dialog, notes, leg.override, tour_day)
    seen = notes.began_with(dialog.key("seen"), given)
    notes.under("")
    saved = show_save(visit, dialog, t("app.save"))
    reset = leg.override is not None and st.button(
        t("travel.leg.reset"), icon=":material/restart_alt:", width="stretch", key=dialog.key("reset")
    )
    if reset:
        change_and_close(
            tour_id,
            notes,
            lambda session, now: reset_leg_of_plan(session, now.actor, tour_id, stop_id, now=now.now),
        )
    if saved:
        change_and_close(
            tour_id,
            notes,
            lambda session, now: set_leg_of_plan(session, now.actor, tour_id, stop_id, now=now.now, seen=seen, **given),
        )


def _ask_minutes(
    visit: Visit, dialog: OpenDialog, notes: FieldNotes, present: LegOverride | None, tour_day: date
) -> dict[str, Any]:
    """Minutes, day and reason, which begin with what is set by hand at present, else with the minutes of the plan."""
    t, today = visit.t, today_in(visit.city.timezone, visit.now)
    grid = st.grid(2, min_column_width=180, gap="small")
    with grid.cell():
        value = dialog.about["minutes"] if present is None else present.minutes
        minutes = st.number_input(t("travel.leg.minutes"), value=value, step=1, key=dialog.key("minutes"))
        notes.under("minutes")
    with grid.cell():
        usual = max(tour_day, today) + timedelta(days=USUAL_DAYS)
        last = usual if present is None else max(today, present.until)
        until = ask_day(t("travel.until"), last, key=dialog.key("until"))
        notes.under("until")
    reason = st.text_input(
        t("travel.leg.reason"),
        "" if present is None else present.reason,
        placeholder=t("travel.leg.reason_example"),
        key=dialog.key("reason"),
    )
    notes.under("reason")
    both = st.toggle(t("travel.leg.both_ways"), present is None or present.both_ways, key=dialog.key("both_ways"))
    return {"minutes": minutes, "until": until, "reason": reason, "both_ways": both}
