"""Legs set by hand on the screen of travel times."""

from collections.abc import Sequence

import streamlit as st

from planner.domain.models import LegOverride
from planner.domain.models.types import id_of
from planner.services.access.visit import Visit
from planner.services.travel.leg_overrides import remove_override, return_override
from planner.ui.tap_problem import keep_problem, show_problem
from planner.ui.text import plain
from planner.ui.visit import attempt, current_visit

_REMOVED, _PLACE = "override_removed", "travel_overrides"


def show_overrides(visit: Visit, overrides: Sequence[LegOverride]) -> None:
    """The list; a new one is made on a plan, by a tap on the minutes of a leg."""
    t = visit.t
    st.markdown(f":gray[{t('travel.overrides.how')}]")
    show_problem(_PLACE)
    removed = st.session_state.get(_REMOVED)
    if removed is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(t("travel.overrides.removed"), width="content")
            st.button(t("travel.undo"), icon=":material/undo:", on_click=lambda: _bring_back(removed))
    if not overrides:
        st.markdown(t("travel.overrides.none"))
    for each in overrides:
        number = id_of(each)
        with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
            with st.container(gap="xxsmall"):
                arrow = "↔" if each.both_ways else "→"
                start, end = each.from_name or t("travel.leg.start"), each.to_name or t("travel.leg.end")
                st.markdown(f"**{plain(start)} {arrow} {plain(end)}**: {t('plan.minutes', minutes=each.minutes)}")
                days = t("travel.days", since=t.short_date(each.since), until=t.short_date(each.until))
                st.markdown(f":gray[{plain(each.reason)}, {days}]")
            st.button(
                t("travel.overrides.remove"),
                icon=":material/restart_alt:",
                key=f"remove_override_{number}",
                on_click=_remove,
                args=(number,),
            )


def _remove(override_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: remove_override(session, visit.actor, override_id, now=visit.now))
    keep_problem(_PLACE, done.problem)
    if done.problem is None:
        st.session_state[_REMOVED] = override_id


def _bring_back(override_id: int) -> None:
    visit = current_visit()
    done = attempt(visit, lambda session: return_override(session, visit.actor, override_id))
    keep_problem(_PLACE, done.problem)
    if done.problem is None:
        st.session_state.pop(_REMOVED, None)
